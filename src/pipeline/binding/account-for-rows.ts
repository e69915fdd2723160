import { attributeNeeds } from '../../attributes/types/registry.ts';
import type { Message } from '../../message.ts';
import type { Reason } from '../../reason.ts';
import { otherSpelling } from '../../spelling.ts';
import { type Subject, subjectUse } from '../../subject.ts';
import { plannedCounts } from '../definition/count-plan.ts';
import type { Definition } from '../definition/definition.ts';
import { nearestName } from '../nearest-name.ts';
import { unusedRow } from '../notes.ts';
import type { NamedThing } from '../reason-fields.ts';
import { pipelineReason } from '../reasons.ts';
import type { StatedSubject } from '../stated-subject.ts';
import type { CountRow } from '../tables/counts.ts';
import type { ExternalRow } from '../tables/external-results.ts';
import { subjectOf } from '../tables/subject-columns.ts';

/** A row of a table that nothing uses: a note beside a result, never a reason. */
export interface UnusedRow extends Message {
  /** `file:line`, or the file alone where several of its rows are named. */
  readonly place: string;
  /** The lot of this folder that it names; `null` = none. */
  readonly lot: string | null;
}

/** A name that is spelled otherwise than the one that it must mean, and the lot that it would have served. */
export interface HeldLot {
  readonly lot: string;
  readonly reason: Reason;
}

/** What became of the rows of a table: used by omission, named, or holding a lot. */
export interface RowAccount {
  readonly unused: readonly UnusedRow[];
  readonly held: readonly HeldLot[];
}

export const NOTHING_LEFT: RowAccount = { unused: [], held: [] };

export function joinAccounts(accounts: readonly RowAccount[]): RowAccount {
  return { unused: accounts.flatMap((one) => one.unused), held: accounts.flatMap((one) => one.held) };
}

/** A name with the names that it may be, in the order in which a row is looked at. */
interface Named {
  readonly what: NamedThing;
  readonly name: string;
  readonly known: readonly string[];
  /** What is said of a name that is not known; absent = that the definition does not ask for it. */
  readonly absent?: 'no-sample-of-lot' | 'no-sample-or-plate';
  /** Attributes that the method measures itself: a result from elsewhere does not take their place. */
  readonly measured?: readonly string[];
}

/**
 * Accounts for one row by its names, the first being its lot: a name that is known is passed, another spelling of a known one holds the lot, anything
 * else leaves the row unused. The names of a row that names no lot of the folder are not looked at further.
 */
export function accountForRow(
  place: string,
  lot: string,
  names: { readonly lots: readonly string[]; readonly others: readonly Named[] },
): RowAccount {
  const known = otherSpelling(lot, names.lots);
  if (known !== null) return held(known, spelled(place, { what: 'lot', name: lot, known }));
  if (!names.lots.includes(lot)) {
    const note = unusedRow('row/unknown-lot', { lot, guess: nearestName(lot, names.lots) });
    return { held: [], unused: [{ place, lot: null, ...note }] };
  }
  for (const one of names.others) {
    if (one.known.includes(one.name)) continue;
    if (one.measured?.includes(one.name) === true) return unused(place, lot, unusedRow('row/measured-here', { attribute: one.name }));
    const meant = otherSpelling(one.name, [...one.known, ...(one.measured ?? [])]);
    if (meant !== null) return held(lot, spelled(place, { ...one, known: meant }));
    return unused(place, lot, accountForName(one));
  }
  return NOTHING_LEFT;
}

/** What is said of a name that nothing asks for. */
export function accountForName({ what, name, known, absent }: Omit<Named, 'measured'>): Message {
  return unusedRow('row/unknown-name', { what, name, absent: absent ?? 'not-asked', guess: nearestName(name, known) });
}

function unused(place: string, lot: string, note: Message): RowAccount {
  return { held: [], unused: [{ place, lot, ...note }] };
}

function held(lot: string, reason: Reason): RowAccount {
  return { unused: [], held: [{ lot, reason }] };
}

/** The reason that holds a lot for a name that is spelled otherwise. */
export function spelled(
  place: string,
  { what, name, known }: { readonly what: NamedThing; readonly name: string; readonly known: string },
): Reason {
  return pipelineReason('held/other-spelling', 'attribute', { place, what, name, known });
}

function lotsOf(subjects: readonly Subject[]): string[] {
  return [...new Set(subjects.map((subject) => subject.lot))];
}

/** The subject that a row names; a row without a purpose is looked at where the subjects take their rows. */
function subjectNames(row: StatedSubject & { readonly lot: string }, subjects: readonly Subject[]): Named[] {
  if (row.purpose === null) return [];
  const known = subjects.filter((subject) => subject.lot === row.lot).map(subjectUse);
  return [{ what: 'subject', name: subjectUse(subjectOf(row.lot, row)), known, absent: 'no-sample-of-lot' }];
}

/** Results from elsewhere: each row names a lot, an attribute that is reported elsewhere, and its stage where it names one. */
export function accountForExternal(definition: Definition, subjects: readonly Subject[], rows: readonly ExternalRow[]): RowAccount {
  const reported = definition.attributes.flatMap((attribute) =>
    attributeNeeds(attribute).external.map((name) => ({ name, stage: attribute.stage })),
  );
  const measured = definition.attributes.map((attribute) => attribute.id).filter((id) => !reported.some(({ name }) => name === id));
  return joinAccounts(
    rows.map((row) => {
      const known = reported.map(({ name }) => name);
      const attribute = { what: 'attribute', name: row.attribute, known, measured } as const;
      const stages = reported.filter(({ name }) => name === row.attribute).map(({ stage }) => stage);
      const stage = row.stage === null ? [] : [{ what: 'stage', name: row.stage, known: stages } as const];
      return accountForRow(row.place, row.lot, { lots: lotsOf(subjects), others: [...subjectNames(row, subjects), attribute, ...stage] });
    }),
  );
}

/** Counts: each row names a lot, a count that an attribute reads, and a stage at which one does. */
export function accountForCounts(definition: Definition, subjects: readonly Subject[], rows: readonly CountRow[]): RowAccount {
  const planned = plannedCounts(definition);
  return joinAccounts(
    rows.map((row) => {
      const name = { what: 'count', name: row.name, known: planned.map(({ count }) => count) } as const;
      const known = planned.filter(({ count }) => count === row.name).map((one) => one.stage);
      const stage = { what: 'stage', name: row.stage, known } as const;
      return accountForRow(row.place, row.lot, { lots: lotsOf(subjects), others: [...subjectNames(row, subjects), name, stage] });
    }),
  );
}
