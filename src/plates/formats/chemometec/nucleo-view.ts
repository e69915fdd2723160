import { InputError } from '../../../errors.ts';
import { buildRead, type ReadHeading } from '../../build-read.ts';
import { parseExportDateTime, parseExportTime } from '../../dates.ts';
import { headOf, textOf } from '../../file/head-of.ts';
import type { NoteList } from '../../file/notes.ts';
import { definePlateFormat } from '../../plate-format.ts';
import type { Plate, PlateRead } from '../../plate-reading.ts';
import { decimalOfTable } from '../../table-decimal.ts';
import { statedDilution } from '../tables/counted-sample.ts';
import { checkViability } from '../tables/viability.ts';

const SETTING =
  /^(?:Viability and Cell Count|Image|Operator|Sample|Dilution|Multiplication|cm filename|Protocol|Instrument|Date time|Time zone|Login|PC|Application|21 CFR|Event log|csv file|\/\/|Comment|Concentration|User|.* Assay\b)/i;
const RESULT = /^(?:Viability \(|Dead|Live|Total|Estimated cell diameter|Cell diameter|\(%\) of cells|Cell count)/i;

/** ChemoMetec NucleoView, `key;value;` lines: one sample a file, of a single well, A1. */
export const nucleoView = definePlateFormat({
  id: 'nucleo-view',
  title: 'ChemoMetec NucleoView, CSV (cell counts)',
  container: 'text',
  recognises: (source) => /^Viability \(%\);/m.test(headOf(source)) && /^Instrument type;.*Nucleo/m.test(headOf(source)),
  marks: /\bNucleo(?:View|Counter)\b|^Viability \(%\);/m,
  silent: /^.*$/,
  decode: async (source, notes) => [readSample(textOf(source), { file: source.fileName, notes })],
});

function readSample(text: string, context: { readonly file: string; readonly notes: NoteList }): Plate {
  const fields = readFields(text, context);
  const results = [...fields].flatMap(([key, value]) => (RESULT.test(key) ? [value] : []));
  const decimal = decimalOfTable(results, { file: context.file, line: 1, doubtful: 'refused' });
  const reads = [...fields].flatMap(([key, value]): PlateRead[] => {
    if (!RESULT.test(key)) return [];
    const heading: ReadHeading = {
      label: key,
      mode: 'count',
      wavelengthsNm: [],
      unit: /\(([^()]+)\)/.exec(key)?.[1] ?? null,
      calculated: false,
    };
    return [buildRead(heading, new Map([['A1', value]]), { decimal: { proven: decimal }, notes: context.notes })];
  });
  if (reads.length === 0)
    throw new InputError('plate/no-results', "Expected results such as 'Viability (%)', found none.", { file: context.file });
  const at = (key: string): string => fields.get(key) ?? '';
  const image = at('Image');
  const name = image || 'Sample 1';
  const viability = checkViability(
    {
      sample: name,
      percent: at('Viability (%)'),
      part: at('Dead (cells/ml)'),
      partIs: 'dead',
      whole: at('Total (cells/ml)'),
      counted: 'to-three-digits',
      decimal,
    },
    context.notes,
  );
  const stamp = /^(\d{4})(\d\d)(\d\d) (\d\d)(\d\d)(\d\d)$/.exec(fields.get('Date time') ?? '');
  const readAt =
    stamp === null
      ? parseExportDateTime(at('Date time'), context.notes)
      : parseExportTime(stamp.slice(1, 4).join('-'), stamp.slice(4, 7).join(':'), context.notes);
  const dilution = statedDilution(at('Multiplication factor'), decimal);
  return { name, wellCount: 1, reads, readAt, counted: { A1: { sample: image === '' ? null : image, dilution, state: null, viability } } };
}

/** `key;value;`; a value with an open parenthesis goes on in the next line. Keys that stand twice are an error. */
function readFields(text: string, { file, notes }: { readonly file: string; readonly notes: NoteList }): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  let open = '';
  for (const [i, line] of text.split('\n').entries()) {
    const joined = open === '' ? line : `${open} ${line.trim()}`;
    const [key = '', value = '', ...more] = joined.split(';').map((part) => part.trim());
    const unclosed = joined.split('(').length > joined.split(')').length;
    open = unclosed && !joined.trimEnd().endsWith(';') ? joined : '';
    if (open !== '' || key === '') continue;
    if (more.some((part) => part !== ''))
      throw new InputError('plate/bad-export', `Expected 'key;value;', found more fields ('${more.join(' ')}').`, { file, line: i + 1 });
    if (fields.has(key) && RESULT.test(key))
      throw new InputError('plate/bad-export', `Expected every result once, found '${key}' again.`, { file, line: i + 1 });
    if (!RESULT.test(key) && !SETTING.test(key)) notes.add('plate/not-read', { part: 'line', line: i + 1, name: key });
    fields.set(key, value);
  }
  if (open !== '')
    throw new InputError('plate/bad-export', `Expected a value that ends, found '${open.slice(0, 60)}': the file is cut off.`, { file });
  return fields;
}
