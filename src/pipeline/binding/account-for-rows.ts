import type { Reason } from '../../attributes/attribute-result.ts';
import { attributeNeeds } from '../../attributes/registry.ts';
import { type Subject, subjectUse } from '../../subject.ts';
import { plannedCounts } from '../definition/count-plan.ts';
import type { Definition } from '../definition/definition.ts';
import { nearest } from '../nearest-name.ts';
import { pipelineReason } from '../reasons.ts';
import type { CountRow } from '../tables/counts.ts';
import type { ExternalRow } from '../tables/external-results.ts';
import { otherSpelling } from '../tables/spelling.ts';
import { type StatedSubject, subjectOf } from '../tables/subject-columns.ts';

/** A row of a table that nothing uses. */
export interface UnusedRow {
  /** `file:line`, or the file alone where several of its rows are named. */
  readonly place: string;
  /** The lot of this folder that it names; `null` = none. */
  readonly lot: string | null;
  readonly message: string;
}

/** Code of a row that nothing uses: a note beside a result, never a reason. */
export const UNUSED_ROW = 'table/unused-row';

/** A row that nothing uses, as a line. */
export function formatUnusedRow({ place, message }: UnusedRow): string {
  return `${place}: ${message} [${UNUSED_ROW}]`;
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
  readonly what: string;
  readonly name: string;
  readonly known: readonly string[];
  /** What is said of a name that is not known; absent = that the definition does not ask for it. */
  readonly absent?: string;
  /** Names that are known and yet lead nowhere, with why. */
  readonly otherwise?: { readonly names: readonly string[]; readonly why: string };
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
    return {
      held: [],
      unused: [{ place, lot: null, message: `Names the lot '${lot}', which has no sample in this folder.${hint(lot, names.lots)}` }],
    };
  }
  for (const one of names.others) {
    if (one.known.includes(one.name)) continue;
    if (one.otherwise?.names.includes(one.name) === true) return unused(place, lot, one.otherwise.why);
    const meant = otherSpelling(one.name, [...one.known, ...(one.otherwise?.names ?? [])]);
    if (meant !== null) return held(lot, spelled(place, { ...one, known: meant }));
    return unused(place, lot, accountForName(one));
  }
  return NOTHING_LEFT;
}

/** What is said of a name that nothing asks for. */
export function accountForName({ what, name, known, absent = 'the definition does not ask for' }: Omit<Named, 'otherwise'>): string {
  return `Names the ${what} '${name}', which ${absent}.${hint(name, known)}`;
}

function unused(place: string, lot: string, message: string): RowAccount {
  return { held: [], unused: [{ place, lot, message }] };
}

function held(lot: string, reason: Reason): RowAccount {
  return { unused: [], held: [{ lot, reason }] };
}

/** The reason that holds a lot for a name that is spelled otherwise. */
export function spelled(
  place: string,
  { what, name, known }: { readonly what: string; readonly name: string; readonly known: string },
): Reason {
  const message = `${place} names the ${what} '${name}', which differs from '${known}' only in case, Unicode form or separators. Write it as '${known}', or give it a name of its own.`;
  return pipelineReason('held/other-spelling', 'attribute', message);
}

function hint(name: string, known: readonly string[]): string {
  const guess = nearest(name, known);
  return guess === null ? '' : ` Did you mean '${guess}'?`;
}

function lotsOf(subjects: readonly Subject[]): string[] {
  return [...new Set(subjects.map((subject) => subject.lot))];
}

/** The subject that a row names; a row without a purpose is looked at where the subjects take their rows. */
function subjectNames(row: StatedSubject & { readonly lot: string }, subjects: readonly Subject[]): Named[] {
  if (row.purpose === null) return [];
  const known = subjects.filter((subject) => subject.lot === row.lot).map(subjectUse);
  return [{ what: 'subject', name: subjectUse(subjectOf(row.lot, row)), known, absent: 'has no sample of this lot in this folder' }];
}

/** Results from elsewhere: each row names a lot, an attribute that is reported elsewhere, and its stage where it names one. */
export function accountForExternal(definition: Definition, subjects: readonly Subject[], rows: readonly ExternalRow[]): RowAccount {
  const reported = definition.attributes.flatMap((attribute) =>
    attributeNeeds(attribute).external.map((name) => ({ name, stage: attribute.stage })),
  );
  const measured = definition.attributes.map((attribute) => attribute.id).filter((id) => !reported.some(({ name }) => name === id));
  return joinAccounts(
    rows.map((row) => {
      const why = `Names the attribute '${row.attribute}', which the method measures itself: a result from elsewhere does not take its place.`;
      const attribute = {
        what: 'attribute',
        name: row.attribute,
        known: reported.map(({ name }) => name),
        otherwise: { names: measured, why },
      };
      const stages = reported.filter(({ name }) => name === row.attribute).map(({ stage }) => stage);
      const stage = row.stage === null ? [] : [{ what: 'stage', name: row.stage, known: stages }];
      return accountForRow(row.place, row.lot, { lots: lotsOf(subjects), others: [...subjectNames(row, subjects), attribute, ...stage] });
    }),
  );
}

/** Counts: each row names a lot, a count that an attribute reads, and a stage at which one does. */
export function accountForCounts(definition: Definition, subjects: readonly Subject[], rows: readonly CountRow[]): RowAccount {
  const planned = plannedCounts(definition);
  return joinAccounts(
    rows.map((row) => {
      const name = { what: 'count', name: row.name, known: planned.map(({ count }) => count) };
      const stage = { what: 'stage', name: row.stage, known: planned.filter(({ count }) => count === row.name).map((one) => one.stage) };
      return accountForRow(row.place, row.lot, { lots: lotsOf(subjects), others: [...subjectNames(row, subjects), name, stage] });
    }),
  );
}
