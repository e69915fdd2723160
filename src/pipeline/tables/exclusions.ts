import { InputError, InputErrors, type Place } from '../../errors.ts';
import { parseWell, wellName } from '../../plates/wells.ts';
import type { Reason } from '../../reason.ts';
import { otherSpelling } from '../../spelling.ts';
import type { EntryPersons } from '../entry-persons.ts';
import { dateIn } from './external-results.ts';
import { CHECK_COLUMNS, readPersons, secondPersonReasons } from './second-person.ts';
import { parseTable, type RawRow } from './table.ts';

/** A well taken out by hand, on a plate of a file. */
export interface ExcludedWell extends Omit<EntryPersons, 'enteredBy'> {
  /** Export file; `null` = the plate's name alone says which. */
  readonly file: string | null;
  /** Plate name; `null` = the file's only plate. */
  readonly plate: string | null;
  readonly well: string;
  readonly reason: string;
  /** Who typed the row. */
  readonly by: string;
  /** `file:line` of the list. */
  readonly place: string;
  /** Why it does not count: its plate then has no valid result, with the well or without it. */
  readonly reasons: readonly Reason[];
}

/** Reads the list of excluded wells: file or plate, well, reason, by (who excluded it), and who checked that. Throws `plate/bad-layout` with every mistake at its line. */
export function parseExclusions(rows: readonly RawRow[], file: string, zone: string): ExcludedWell[] {
  const table = parseTable(rows, file, {
    required: ['well', 'reason', 'by'],
    optional: ['file', 'plate', ...CHECK_COLUMNS],
    code: 'plate/bad-layout',
  });
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
    const persons = personsOf(cell, { file, line: row.line, zone });
    if (persons instanceof InputError) {
      mistakes.push(persons);
      return [];
    }
    const exclusion = {
      file: optional('file'),
      plate: optional('plate'),
      well: wellName(position),
      reason: cell('reason'),
      by: cell('by'),
      ...persons,
      place: `${file}:${row.line}`,
      reasons: [],
    };
    const key = JSON.stringify([exclusion.file, exclusion.plate, exclusion.well]);
    if (seen.has(key)) mistake(`Expected every well excluded once, found ${exclusion.well} again.`);
    seen.add(key);
    return [exclusion];
  });
  if (mistakes.length > 0) throw new InputErrors(mistakes);
  return exclusions;
}

function personsOf(
  cell: (name: string) => string,
  { file, line, zone }: { readonly file: string; readonly line: number; readonly zone: string },
): Omit<EntryPersons, 'enteredBy'> | InputError {
  const refuse = (sentence: string): never => {
    throw new InputError('plate/bad-layout', sentence, { file, line });
  };
  try {
    const date = (name: string) => dateIn(cell(name), { name, zone, refuse });
    const { enteredAt, checkedBy, checkedAt } = readPersons({ cell: (name) => cell(name === 'entered_by' ? 'by' : name), date, refuse });
    return { enteredAt, checkedBy, checkedAt };
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}

/** Exclusions with why one does not count: a second person must check each, and has not. */
export function withCheckedExclusions(exclusions: readonly ExcludedWell[]): ExcludedWell[] {
  return exclusions.map((one) => ({
    ...one,
    reasons: [...one.reasons, ...secondPersonReasons({ ...one, enteredBy: one.by, column: 'by' }, 'assay-run')],
  }));
}

/** The exclusions that belong to one plate of one file. */
export function exclusionsOf(
  all: readonly ExcludedWell[],
  source: { readonly file: string; readonly plates: readonly (string | null)[] },
): ExcludedWell[] {
  return all.filter((one) => (one.file === null || one.file === source.file) && (one.plate === null || source.plates.includes(one.plate)));
}

/** A plate of the folder as far as exclusions know it: names are `null` where its export could not be read. */
export interface ExcludablePlate {
  readonly file: string;
  readonly plates: readonly (string | null)[] | null;
  readonly wells: ReadonlySet<string>;
}

/** Exclusions of a well that a plate has, whose file or plate is spelled otherwise: one lot alone is looked at, and they would be passed over. Throws `plate/bad-layout`. */
export function refuseOtherSpellings(all: readonly ExcludedWell[], plates: readonly ExcludablePlate[]): void {
  const mistakes = all.flatMap((one) =>
    plates.flatMap((plate) => {
      const names = [...(plate.plates ?? []).filter((name) => name !== null), plate.file];
      const pairs = [
        ...(one.file === null ? [] : [{ what: 'file', name: one.file, known: otherSpelling(one.file, [plate.file]) }]),
        ...(one.plate === null ? [] : [{ what: 'plate', name: one.plate, known: otherSpelling(one.plate, names) }]),
      ];
      return pairs.flatMap(({ what, name, known }) =>
        known === null || !plate.wells.has(one.well)
          ? []
          : [{ one, sentence: `Expected the ${what} of the excluded well ${one.well} as '${known}', found '${name}'. Write it alike.` }],
      );
    }),
  );
  if (mistakes.length === 0) return;
  throw new InputErrors(mistakes.map(({ one, sentence }) => new InputError('plate/bad-layout', sentence, placeOf(one))));
}

function placeOf({ place }: ExcludedWell): Place {
  const colon = place.lastIndexOf(':');
  return { file: place.slice(0, colon), line: Number(place.slice(colon + 1)) };
}

/**
 * Exclusions that take out nothing: no plate of the folder has the well. An exclusion that is passed over would leave a bad well in the computation.
 * Throws `plate/bad-layout` for each, at its line.
 */
export function refuseUnusedExclusions(all: readonly ExcludedWell[], plates: readonly ExcludablePlate[]): void {
  const unread = plates.some((plate) => plate.plates === null);
  const fits = (one: ExcludedWell, plate: ExcludablePlate) =>
    plate.wells.has(one.well) &&
    (one.file === null || one.file === plate.file) &&
    (plate.plates === null || exclusionsOf([one], { file: plate.file, plates: plate.plates }).length > 0);
  const unused = all.filter((one) => !plates.some((plate) => fits(one, plate)) && !(unread && one.file === null));
  if (unused.length === 0) return;
  throw new InputErrors(
    unused.map((one) => {
      const where = [one.file, one.plate].filter((part) => part !== null).map((part) => `'${part}'`);
      return new InputError(
        'plate/bad-layout',
        `Expected the excluded well ${one.well} of ${where.join(', plate ')} on a plate of this folder and in its layout, found none. Correct the file, plate or well.`,
        placeOf(one),
      );
    }),
  );
}
