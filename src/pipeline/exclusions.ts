import { InputError, InputErrors } from '../errors.ts';
import { parseWell, wellName } from '../plates/wells.ts';
import { parseTable, type RawRow } from './table.ts';

/** A well taken out by hand, on a plate of a file. */
export interface ExcludedWell {
  /** Export file; `null` = the plate's name alone says which. */
  readonly file: string | null;
  /** Plate name; `null` = the file's only plate. */
  readonly plate: string | null;
  readonly well: string;
  readonly reason: string;
  readonly by: string;
}

/** Reads the list of excluded wells: file or plate, well, reason and by. Throws `plate/bad-layout` with every mistake at its line. */
export function parseExclusions(rows: readonly RawRow[], file: string): ExcludedWell[] {
  const table = parseTable(rows, file, { required: ['well', 'reason', 'by'], optional: ['file', 'plate'], code: 'plate/bad-layout' });
  const mistakes: InputError[] = [];
  const seen = new Set<string>();
  const exclusions = table.flatMap((row) => {
    const cell = (name: string) => row.cells.get(name) ?? '';
    const mistake = (sentence: string) => mistakes.push(new InputError('plate/bad-layout', sentence, { file, line: row.line }));
    const position = parseWell(cell('well'));
    if (position === null) mistake(`Expected a well such as A1, found '${cell('well')}'.`);
    if (cell('file') === '' && cell('plate') === '') mistake('Expected a file or a plate of the excluded well, found neither.');
    for (const name of ['reason', 'by']) if (cell(name) === '') mistake(`Expected '${name}' in every exclusion, found nothing.`);
    if (position === null) return [];
    const optional = (name: string) => (cell(name) === '' ? null : cell(name));
    const exclusion = {
      file: optional('file'),
      plate: optional('plate'),
      well: wellName(position),
      reason: cell('reason'),
      by: cell('by'),
    };
    const key = JSON.stringify([exclusion.file, exclusion.plate, exclusion.well]);
    if (seen.has(key)) mistake(`Expected every well excluded once, found ${exclusion.well} again.`);
    seen.add(key);
    return [exclusion];
  });
  if (mistakes.length > 0) throw new InputErrors(mistakes);
  return exclusions;
}

/** The exclusions that belong to one plate of one file. */
export function exclusionsOf(
  all: readonly ExcludedWell[],
  told: { readonly file: string; readonly plates: readonly (string | null)[] },
): ExcludedWell[] {
  return all.filter((one) => (one.file === null || one.file === told.file) && (one.plate === null || told.plates.includes(one.plate)));
}
