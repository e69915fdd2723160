import type { NoteList } from '../../file/notes.ts';
import { type DecimalSign, parseNumber } from '../../numbers.ts';
import type { CounterSample } from '../../plate-reading.ts';
import { checkViability } from './viability.ts';

/** Columns of a counter's table that say which sample was counted, and how. */
export interface CountedColumns {
  /** What people named the sample. */
  readonly sample: RegExp;
  /** The dilution that the counter was told. */
  readonly dilution: RegExp;
  /** A column of states, of which all but these are warnings of the instrument. */
  readonly state?: { readonly heading: RegExp; readonly good: RegExp };
  /** Live and total cells and the viability, which must agree. */
  readonly viability: { readonly percent: RegExp; readonly live: RegExp; readonly total: RegExp };
}

/** What a line says of its sample. `cellOf` gives the text below the first heading that fits; `name` is what notes call the sample. */
export function countedSample(
  cellOf: (heading: RegExp) => string,
  columns: CountedColumns,
  context: { readonly name: string; readonly decimal: DecimalSign; readonly notes: NoteList },
): CounterSample {
  const { name, decimal, notes } = context;
  const said = columns.state === undefined ? '' : cellOf(columns.state.heading);
  const state = said !== '' && columns.state?.good.test(said) === false ? said : null;
  if (state !== null) notes.add('plate/instrument-warning', { about: 'message', kind: 'status', place: name, text: state });
  const { percent, live, total } = columns.viability;
  const [printed = '', part = '', whole = ''] = [percent, live, total].map((rx) => withoutThousands(cellOf(rx)));
  const sample = cellOf(columns.sample);
  return {
    sample: sample === '' ? null : sample,
    dilution: statedDilution(cellOf(columns.dilution), decimal),
    state,
    viability: checkViability({ sample: name, percent: printed, part, partIs: 'live', whole, counted: 'to-three-digits', decimal }, notes),
  };
}

/** The dilution that a counter was told, from its cell. */
export function statedDilution(text: string, decimal: DecimalSign): CounterSample['dilution'] {
  if (text === '') return null;
  const dilution = parseNumber(text, decimal);
  return dilution !== null && dilution > 0 ? dilution : 'unreadable';
}

/** Signs between thousands that no other number has: a space (`274 000`), an apostrophe (`274'000`), or two commas (`1,250,000`). */
export function withoutThousands(text: string): string {
  if (/^\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?$/.test(text)) return text.replaceAll(',', '');
  return /^\d{1,3}(?:([ \u00a0\u202f'\u2019])\d{3})(?:\1\d{3})*(?:[.,]\d+)?$/.test(text)
    ? text.replace(/[ \u00a0\u202f'\u2019]/g, '')
    : text;
}
