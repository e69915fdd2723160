import type { Investigation } from '../../specification/investigations.ts';
import type { Definition } from '../definition/definition.ts';
import { accountForReagents } from '../lot/reagent-demands.ts';
import type { CountRow } from '../tables/counts.ts';
import type { ExternalRow } from '../tables/external-results.ts';
import type { Reagent, ReagentRow } from '../tables/reagents.ts';
import type { ReferenceStandard } from '../tables/reference-standards.ts';
import { accountForBindings } from './account-for-bindings.ts';
import { accountForInvestigations } from './account-for-investigations.ts';
import { accountForCounts, accountForExternal, type HeldLot, joinAccounts, type RowAccount, type UnusedRow } from './account-for-rows.ts';
import type { BoundFile } from './bound-file.ts';
import type { Plan } from './plan-record.ts';

/** The tables of a folder and its method, with what is planned from them. */
export interface AccountedTables {
  readonly plan: Plan;
  readonly bound: readonly BoundFile[];
  readonly tables: {
    readonly external: readonly ExternalRow[];
    readonly counts: readonly CountRow[];
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
    accountForExternal(definition, subjects, tables.external),
    accountForReagents(definition, plan.lots, tables.reagents),
    accountForInvestigations(plan.lots, tables.investigations),
    { held: [], unused: unusedStandards(definition, bindings, register) },
    {
      held: [],
      unused: unusedOfRegister(definition.reagents ?? '', {
        what: 'lots of reagents were used in nothing of this folder',
        names: reagents.map((one) => `${one.kind} ${one.lot}`),
        isUsed: (name) => tables.reagents.some((row) => `${row.kind} ${row.lot}` === name),
      }),
    },
  ]);
}

/** A register is an inventory: what the folder does not use is named in one line. */
function unusedStandards(
  definition: Definition,
  bindings: readonly BoundFile['binding'][],
  register: readonly ReferenceStandard[],
): UnusedRow[] {
  const used = new Set(bindings.flatMap((binding) => Object.values(binding.slots)));
  return unusedOfRegister(definition.referenceStandards ?? '', {
    what: 'reference standards stand on no plate of this folder',
    names: register.map((standard) => standard.lot),
    isUsed: (name) => used.has(name),
  });
}

/** One line for the entries of a register that nothing uses. */
function unusedOfRegister(
  file: string,
  { what, names, isUsed }: { readonly what: string; readonly names: readonly string[]; readonly isUsed: (name: string) => boolean },
): UnusedRow[] {
  const rest = names.filter((name) => !isUsed(name));
  if (rest.length === 0) return [];
  const listing = rest.map((name) => `'${name}'`).join(', ');
  return [{ place: file, lot: null, message: `${rest.length} of ${names.length} ${what}: ${listing}.` }];
}

/** The plan with the lots held that a row means in another spelling, each reason once. */
export function withHeldLots(plan: Plan, held: readonly HeldLot[]): Plan {
  return {
    ...plan,
    lots: plan.lots.map((lot) => {
      const reasons = new Map(held.filter((one) => one.lot === lot.lot).map(({ reason }) => [reason.message, reason]));
      return reasons.size === 0 ? lot : { ...lot, held: [...lot.held, ...reasons.values()] };
    }),
  };
}
