import type { ReasonScope } from '../../cause.ts';
import { isSameName, personNameKey } from '../../person-name.ts';
import type { Reason } from '../../reason.ts';
import { type EntryPersons, NO_PERSONS } from '../entry-persons.ts';
import { pipelineReason } from '../reasons.ts';
import { dayOf } from './dates.ts';

/** Columns that say when a row was typed, and who checked it when. Who typed it has a column of its own in each table. */
export const CHECK_COLUMNS = ['entered_at', 'checked_by', 'checked_at'] as const;
export const ENTRY_COLUMNS = ['entered_by', ...CHECK_COLUMNS] as const;

/** The column that says who typed a row. */
const ENTERED_BY = ['entered_by', 'by', 'closed_by'] as const;
type EnteredByColumn = (typeof ENTERED_BY)[number];

export interface EntryCells {
  readonly cell: (name: string) => string;
  readonly date: (name: string) => string | null;
  readonly refuse: (sentence: string) => never;
}

/** Where a row of a register stands: its name without its folder, which a result must not know. */
export function placeOfRow(path: string, line: number): string {
  return `${path.split(/[\\/]/).at(-1) ?? path}:${line}`;
}

/** Reads the columns of persons. A time without its person says nothing and is refused. */
export function readPersons({ cell, date, refuse }: EntryCells): EntryPersons {
  const person = (name: string, time: string) => {
    const found = cell(name);
    if (cell(time) !== '' && found === '') refuse(`Expected a name in the column ${name} beside ${time}, found nothing.`);
    return found === '' ? null : found;
  };
  return {
    enteredBy: person('entered_by', 'entered_at'),
    enteredAt: date('entered_at'),
    checkedBy: person('checked_by', 'checked_at'),
    checkedAt: date('checked_at'),
  };
}

/** As `readPersons`, with those alone that the row gives. */
export function statedPersons(cells: EntryCells): Partial<EntryPersons> {
  return Object.fromEntries(Object.entries(readPersons(cells)).filter(([, value]) => value !== null));
}

/** A row with what was found about it. */
export interface HeldRow extends Partial<EntryPersons> {
  readonly place: string;
  readonly reasons: readonly Reason[];
}

/** Rows with the reasons of those that a second person must check and has not. */
export function withSecondPerson<Row extends HeldRow>(rows: readonly Row[], scope: ReasonScope): Row[] {
  return rows.map((row) => ({
    ...row,
    reasons: [...row.reasons, ...secondPersonReasons({ ...NO_PERSONS, ...row, column: 'entered_by' }, scope)],
  }));
}

/** Whether a row only waits for its second person: it is as if it had not arrived. */
export function isUnchecked({ reasons }: { readonly reasons: readonly Pick<Reason, 'code'>[] }): boolean {
  return reasons.some(({ code }) => UNCHECKED.has(code));
}

const UNCHECKED: ReadonlySet<string> = new Set(['pending/not-checked', 'held/same-person', 'held/checked-before-entry']);

/** A row with its persons, and how the table calls who typed it. */
interface CheckedRow extends EntryPersons {
  readonly place: string;
  readonly column: EnteredByColumn;
}

/** Why a row that a second person must check does not count: nobody is named, one person is both, or it was checked before it was typed. Empty = it does. */
export function secondPersonReasons(row: CheckedRow, scope: ReasonScope): Reason[] {
  const { place, column } = row;
  const [enteredBy, checkedBy] = [named(row.enteredBy), named(row.checkedBy)];
  if (enteredBy === null || checkedBy === null)
    return [pipelineReason('pending/not-checked', scope, { place, column, enteredBy, checkedBy })];
  if (isSameName(enteredBy, checkedBy)) return [pipelineReason('held/same-person', scope, { place, enteredBy, checkedBy })];
  const { enteredAt: entered, checkedAt: checked } = row;
  if (entered === null || checked === null || !isBefore(checked, entered)) return [];
  return [pipelineReason('held/checked-before-entry', scope, { place, entered, checked })];
}

/** Days are compared as they were written at the site, times of one day where both have one and one offset. */
function isBefore(one: string, other: string): boolean {
  if (dayOf(one) !== dayOf(other)) return dayOf(one) < dayOf(other);
  const offsetOf = (date: string): string | null => /T.*([+-]\d\d:\d\d|Z)$/.exec(date)?.[1] ?? null;
  return offsetOf(one) !== null && offsetOf(one) === offsetOf(other) && one < other;
}

function named(name: string | null): string | null {
  return name === null || personNameKey(name) === '' ? null : name;
}
