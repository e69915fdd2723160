import { distinctMessages } from '../../message.ts';
import type { HeldLot } from '../../pipeline/binding/account-for-rows.ts';
import { changedTables, tableNames } from '../../pipeline/binding/hold-changed.ts';
import { planSubject } from '../../pipeline/binding/plan.ts';
import type { LotPlan } from '../../pipeline/binding/plan-record.ts';
import { openServing } from '../../pipeline/binding/serving-files.ts';
import type { Definition } from '../../pipeline/definition/definition.ts';
import type { Reason } from '../../reason.ts';
import { type FolderChanges, heldByChanges } from './folder-changes.ts';
import type { PlannedFolder } from './plan-folder.ts';

/** The lots of a folder, each planned again by what is known of its files by now. */
export interface LotPlans {
  readonly planNow: (plan: LotPlan) => LotPlan;
  /** The files that serve a lot: its samples, their controls, its plates, and the tables. */
  readonly filesOf: (plan: LotPlan) => ReadonlySet<string>;
}

export function openLotPlans(
  definition: Definition,
  { planned, findings, held }: { readonly planned: PlannedFolder; readonly findings: FolderChanges; readonly held: readonly HeldLot[] },
): LotPlans {
  const placesOf = openServing(
    definition,
    planned.bound.map(({ binding }) => binding),
  );
  const heldNow = heldByChanges(definition, planned, findings);
  return {
    planNow: (plan) => {
      const now = planSubject(definition, plan.subject, placesOf(plan.subject).map(heldNow));
      return { ...now, held: [...now.held, ...changedTables(definition, planned.counters, findings.changed), ...heldOf(held, plan)] };
    },
    filesOf: (plan) => {
      const serving = [
        ...plan.samples.flatMap(({ binding, controls }) => [binding, ...controls.map((control) => control.binding)]),
        ...plan.assays.flatMap(({ plates }) => plates.map(({ binding }) => binding)),
      ];
      return new Set([
        ...serving.flatMap((binding) => binding?.file ?? []),
        ...tableNames(definition),
        ...planned.counters.map(({ file }) => file),
      ]);
    },
  };
}

/** What rows of tables hold a lot for, each reason once. */
function heldOf(held: readonly HeldLot[], { lot }: LotPlan): readonly Reason[] {
  return distinctMessages(held.filter((one) => one.lot === lot).map(({ reason }) => reason));
}
