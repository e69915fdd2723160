import { InputError } from '../errors.ts';
import type { NoteList } from './file/notes.ts';
import { type DecimalSign, parseNumber, provenDecimal } from './numbers.ts';
import type { PlateRead } from './plate-reading.ts';
import { type ThousandsSign, withoutDeclaredThousands } from './thousands.ts';

/** What a read is, beside its wells. */
export interface ReadHeading {
  readonly label: string;
  readonly mode: string;
  readonly wavelengthsNm: readonly number[];
  readonly unit: string | null;
  readonly calculated: boolean;
}

/** Well → cell text of one read (`A1/spot2` for spots). */
export type WellTexts = Map<string, string>;

/** Puts a cell's text at a well; a well that has one already is an error: nothing may be overwritten. */
export function putWell(
  wells: WellTexts,
  well: string,
  cell: { readonly text: string; readonly file: string; readonly line: number },
): void {
  if (wells.has(well)) {
    throw new InputError(
      'plate/bad-export',
      `Expected every well once in a read, found ${well} again ('${wells.get(well) ?? ''}' before, '${cell.text}' here). Export each plate and read once, or keep them apart.`,
      { file: cell.file, line: cell.line, well },
    );
  }
  wells.set(well, cell.text);
}

/** The decimal sign of a read: declared, proven by the table that it is a part of, or to be found in its own cells. */
export type DecimalOfRead = DecimalSign | 'detect' | { readonly proven: DecimalSign };

/** Parts the texts of a read into numbers and markers. Blank cells are in neither. */
export function buildRead(
  heading: ReadHeading,
  wells: WellTexts,
  reading: { readonly decimal: DecimalOfRead; readonly notes: NoteList; readonly thousands?: ThousandsSign },
): PlateRead {
  const { thousands = 'none' } = reading;
  if (thousands !== 'point') refusePointThousands(heading.label, wells);
  const plain = new Map([...wells].map(([well, text]) => [well, withoutDeclaredThousands(text.trim(), thousands, well)]));
  const decimalOf = decimalByWell(plain, reading.decimal, { label: heading.label, notes: reading.notes });
  const values: Record<string, number> = {};
  const nonNumeric: Record<string, string> = {};
  const texts: Record<string, string> = {};
  for (const [well, raw] of wells) {
    const text = raw.trim();
    if (text === '') continue;
    const value = parseNumber(plain.get(well) ?? '', decimalOf(well));
    if (value === null) nonNumeric[well] = text;
    else {
      values[well] = value;
      if (String(value) !== text) texts[well] = text;
    }
  }
  return { ...heading, values, nonNumeric, ...(Object.keys(texts).length > 0 ? { texts } : {}) };
}

/** Two points in a number part thousands: then `1.234` beside it is 1234 and would be read as 1.234. Errors: plate/bad-export. */
function refusePointThousands(label: string, wells: WellTexts): void {
  for (const [well, text] of wells) {
    if (!/^[-+]?\d{1,3}(?:\.\d{3}){2,}$/.test(text.trim())) continue;
    throw new InputError(
      'plate/bad-export',
      `Expected numbers without thousands signs in '${label}', found '${text.trim()}': a number such as 1.234 beside it could mean two. Export without thousands signs.`,
      { well },
    );
  }
}

/** The decimal sign of each cell: declared, else proven by the whole read, else by the well's column, else by the cell itself (`0,02`), else a point. */
function decimalByWell(
  wells: WellTexts,
  sign: DecimalOfRead,
  context: { readonly label: string; readonly notes: NoteList },
): (well: string) => DecimalSign {
  if (sign === '.' || sign === ',') return () => sign;
  if (![...wells.values()].some((text) => text.includes(','))) return () => (sign === 'detect' ? '.' : sign.proven);
  if (sign !== 'detect' && sign.proven === '.') return () => '.';
  if (sign !== 'detect' || provenDecimal(trimmed(wells.values())) === ',') {
    context.notes.add('plate/decimal-comma', { read: context.label, extent: 'all-wells', wells: [] });
    return () => ',';
  }
  const columns = new Map<string, string[]>();
  for (const [well, text] of wells) {
    const column = columnOf(well);
    columns.set(column, [...(columns.get(column) ?? []), text.trim()]);
  }
  const signs = new Map([...columns].map(([column, texts]) => [column, provenDecimal(texts)]));
  const commas = [...wells]
    .filter(([well, text]) => signs.get(columnOf(well)) === ',' || /^[-+]?0*,\d+$|^[-+]?0+,\d+$/.test(text.trim()))
    .map(([well]) => well);
  if (commas.length > 0) context.notes.add('plate/decimal-comma', { read: context.label, extent: 'some-wells', wells: commas });
  return (well) => (commas.includes(well) ? ',' : '.');
}

function columnOf(well: string): string {
  return well.replace(/^[A-Z]+/, '').replace(/\/.*$/, '');
}

function* trimmed(texts: Iterable<string>): Iterable<string> {
  for (const text of texts) yield text.trim();
}
