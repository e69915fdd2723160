import type { InputError } from '../../errors.ts';
import { distinctMessages, type Message } from '../../message.ts';
import { quotedError } from '../../quoted-error.ts';
import type { Investigation } from '../../specification/investigations.ts';
import type { Definition } from '../definition/definition.ts';
import { unusedRow } from '../notes.ts';
import { pipelineReason } from '../reasons.ts';
import type { CountRow } from '../tables/counts.ts';
import type { ExternalRow } from '../tables/external-results.ts';
import type { Reagent, ReagentRow } from '../tables/reagents.ts';
import type { ReferenceStandard } from '../tables/reference-standards.ts';
import { accountForBindings } from './account-for-bindings.ts';
import { accountForInvestigations } from './account-for-investigations.ts';
import { accountForCounts, accountForExternal, type HeldLot, joinAccounts, type RowAccount, type UnusedRow } from './account-for-rows.ts';
import type { BoundFile } from './bound-file.ts';
import type { Plan } from './plan-record.ts';
import { accountForReagents } from './reagent-rows.ts';

/** What became of the exports of cell counters that give counts. */
export interface CounterAccount extends RowAccount {
  readonly rows: readonly CountRow[];
  readonly unreadable: readonly { readonly file: string; readonly error: InputError }[];
  /** What was odd in an export. */
  readonly notes: readonly (Message & { readonly place: string })[];
}

/** The tables of a folder and its method, with what is planned from them. */
export interface AccountedTables {
  readonly plan: Plan;
  readonly bound: readonly BoundFile[];
  readonly tables: {
    readonly external: readonly ExternalRow[];
    readonly counts: readonly CountRow[];
    /** What cell counters' exports hold, and what of them serves nothing. */
    readonly counters: Pick<CounterAccount, 'unused' | 'held' | 'unreadable'>;
    readonly investigations: readonly Investigation[];
    readonly reagents: readonly ReagentRow[];
  };
  readonly register: readonly ReferenceStandard[];
  readonly reagents: readonly Reagent[];
}

/** What became of every row of every table: what is not named here is used. */
export function accountForFolder(definition: Definition, { plan, bound, tables, register, reagents }: AccountedTables): RowAccount {
  const subjects = plan.lots.map((lot) => lot.subject);
  const bindings = bound.map((one) => one.binding);
  return joinAccounts([
    accountForBindings(definition, plan.lots, bindings),
    accountForCounts(definition, subjects, tables.counts),
    heldByCounters(plan, tables.counters),
    accountForExternal(definition, subjects, tables.external),
    accountForReagents(definition, plan.lots, tables.reagents),
    accountForInvestigations(plan.lots, tables.investigations),
    { held: [], unused: unusedStandards(definition, bindings, register) },
    {
      held: [],
      unused: unusedOfRegister(definition.reagents ?? '', 'row/unused-reagents', {
        names: reagents.map((one) => `${one.kind} ${one.lot}`),
        isUsed: (name) => tables.reagents.some((row) => `${row.kind} ${row.lot}` === name),
      }),
    },
  ]);
}

/** An export that cannot be read may hold a count of any lot. */
function heldByCounters({ lots }: Plan, { unused, held, unreadable }: AccountedTables['tables']['counters']): RowAccount {
  const all = unreadable.flatMap(({ file, error }) =>
    lots.map(({ lot }) => ({ lot, reason: pipelineReason('held/unreadable-file', 'assay-run', { file, error: quotedError(error) }) })),
  );
  return { unused, held: [...held, ...all] };
}

/** A register is an inventory: what the folder does not use is named in one line. */
function unusedStandards(
  definition: Definition,
  bindings: readonly BoundFile['binding'][],
  register: readonly ReferenceStandard[],
): UnusedRow[] {
  const used = new Set(bindings.flatMap((binding) => Object.values(binding.slots)));
  return unusedOfRegister(definition.referenceStandards ?? '', 'row/unused-standards', {
    names: register.map((standard) => standard.lot),
    isUsed: (name) => used.has(name),
  });
}

/** One line for the entries of a register that nothing uses. */
function unusedOfRegister(
  file: string,
  code: 'row/unused-standards' | 'row/unused-reagents',
  { names, isUsed }: { readonly names: readonly string[]; readonly isUsed: (name: string) => boolean },
): UnusedRow[] {
  const unused = names.filter((name) => !isUsed(name));
  return unused.length === 0 ? [] : [{ place: file, lot: null, ...unusedRow(code, { unused, of: names.length }) }];
}

/** The plan with the lots held that a row means in another spelling, each reason once. */
export function withHeldLots(plan: Plan, held: readonly HeldLot[]): Plan {
  return {
    ...plan,
    lots: plan.lots.map((lot) => {
      const reasons = distinctMessages(held.filter((one) => one.lot === lot.lot).map(({ reason }) => reason));
      return reasons.length === 0 ? lot : { ...lot, held: [...lot.held, ...reasons] };
    }),
  };
}
