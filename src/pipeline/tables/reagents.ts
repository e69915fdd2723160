import { InputError, InputErrors } from '../../errors.ts';
import type { Reason } from '../../reason.ts';
import type { EntryPersons } from '../entry-persons.ts';
import { dayOf, formatAcquisitionDate } from './dates.ts';
import { dateIn } from './external-results.ts';
import { ENTRY_COLUMNS, placeOfRow, statedPersons } from './second-person.ts';
import { parseTable, type RawRow, type TableRow } from './table.ts';
import type { UsableDays } from './usable-days.ts';

/** What may become of a lot of a reagent. Only a released one serves. */
export const REAGENT_STATUSES = ['released', 'quarantined', 'rejected', 'withdrawn'] as const;
export type ReagentStatus = (typeof REAGENT_STATUSES)[number];

/** A registered lot of control cells, beads, an antibody or another reagent. */
export interface Reagent extends UsableDays, Partial<EntryPersons> {
  readonly kind: string;
  readonly lot: string;
  readonly status: ReagentStatus;
  readonly storage: string;
  readonly traceableTo: string;
  /** `file:line` of the register. */
  readonly place: string;
  /** Why it may not serve, whatever the day. */
  readonly reasons: readonly Reason[];
}

/** Which lot of a kind was used in an assay run. */
export interface ReagentRow extends Partial<EntryPersons> {
  readonly assayRun: string;
  readonly kind: string;
  readonly lot: string;
  /** Tube, control, assay or attribute that it served, where lots differ within the assay run; `null` = all of the run. */
  readonly serves: string | null;
  /** `file:line`. */
  readonly place: string;
  /** Why it does not count. */
  readonly reasons: readonly Reason[];
}

const REGISTER_COLUMNS = ['kind', 'lot', 'status', 'storage', 'qualified_from', 'retest_date', 'expiry_date', 'traceable_to'] as const;

/** Reads the register of reagents. Throws `reagent/bad-row` with every mistake at its line. */
export function parseReagents(rows: readonly RawRow[], file: string, zone: string): Reagent[] {
  const table = parseTable(rows, file, { required: REGISTER_COLUMNS, optional: ENTRY_COLUMNS, code: 'reagent/bad-row' });
  const seen = new Set<string>();
  return collected(table, file, (cell, refuse, line) => {
    for (const name of ['kind', 'lot', 'storage', 'traceable_to'])
      if (cell(name) === '') refuse(`Expected a value in the column ${name}, found nothing.`);
    const status =
      REAGENT_STATUSES.find((known) => known === cell('status')) ??
      refuse(`Expected status to be ${REAGENT_STATUSES.join(', ')}; found '${cell('status')}'.`);
    const day = (name: string): string =>
      dayOf(
        formatAcquisitionDate(cell(name), zone) ??
          refuse(`Expected a date such as 2027-03-31 in the column ${name}, found '${cell(name)}'.`),
      );
    const key = JSON.stringify([cell('kind'), cell('lot')]);
    if (seen.has(key)) refuse(`Expected each lot of a kind once, found '${cell('lot')}' of '${cell('kind')}' again.`);
    seen.add(key);
    return {
      kind: cell('kind'),
      lot: cell('lot'),
      status,
      storage: cell('storage'),
      qualifiedFrom: day('qualified_from'),
      retestDate: cell('retest_date') === '' ? null : day('retest_date'),
      expiryDate: day('expiry_date'),
      traceableTo: cell('traceable_to'),
      ...statedPersons({ cell, date: (name) => dateIn(cell(name), { name, zone, refuse }), refuse }),
      place: placeOfRow(file, line),
      reasons: [],
    };
  });
}

/** Reads which reagents were used. Throws `reagent/bad-row` with every mistake at its line. */
export function parseReagentRows(rows: readonly RawRow[], file: string, zone: string): ReagentRow[] {
  const required = ['assay_run', 'kind', 'lot'] as const;
  const table = parseTable(rows, file, { required, optional: ['serves', ...ENTRY_COLUMNS], code: 'reagent/bad-row' });
  return collected(table, file, (cell, refuse, line) => {
    for (const name of required) if (cell(name) === '') refuse(`Expected a value in the column ${name}, found nothing.`);
    return {
      assayRun: cell('assay_run'),
      kind: cell('kind'),
      lot: cell('lot'),
      serves: cell('serves') === '' ? null : cell('serves'),
      ...statedPersons({ cell, date: (name) => dateIn(cell(name), { name, zone, refuse }), refuse }),
      place: `${file}:${line}`,
      reasons: [],
    };
  });
}

function collected<Row>(
  table: readonly TableRow[],
  file: string,
  read: (cell: (name: string) => string, refuse: (sentence: string) => never, line: number) => Row,
): Row[] {
  const mistakes: InputError[] = [];
  const found = table.flatMap((row) => {
    const refuse = (sentence: string): never => {
      throw new InputError('reagent/bad-row', sentence, { file, line: row.line });
    };
    try {
      return [read((name) => row.cells.get(name) ?? '', refuse, row.line)];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      mistakes.push(error);
      return [];
    }
  });
  if (mistakes.length > 0) throw new InputErrors(mistakes);
  return found;
}
