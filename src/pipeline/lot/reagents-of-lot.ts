import type { LotPlan } from '../binding/plan-record.ts';
import { runsOf } from '../binding/reagent-rows.ts';
import type { Definition } from '../definition/definition.ts';
import { demandedKinds } from '../definition/reagent-demands.ts';
import type { Reagent, ReagentRow } from '../tables/reagents.ts';
import type { ReagentTables } from './reagent-checks.ts';

/** A reagent as it stands in the record of a lot. */
export interface UsedReagent {
  readonly row: ReagentRow;
  readonly reagent: Reagent | null;
}

/** The reagents that served a lot: rows of its assay runs and of kinds that are demanded, in the order of the table. */
export function reagentsOfLot(definition: Definition, plan: LotPlan, { register, used }: ReagentTables): UsedReagent[] {
  const kinds = demandedKinds(definition);
  const runs = new Set(runsOf(plan));
  return used
    .filter((row) => runs.has(row.assayRun) && kinds.includes(row.kind))
    .map((row) => ({ row, reagent: register.find((known) => known.kind === row.kind && known.lot === row.lot) ?? null }));
}
