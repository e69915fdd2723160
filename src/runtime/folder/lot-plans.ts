import type { Reason } from '../../attributes/attribute-result.ts';
import { distinctMessages } from '../../message.ts';
import type { HeldLot } from '../../pipeline/binding/account-for-rows.ts';
import { changedTables, tableNames } from '../../pipeline/binding/hold-changed.ts';
import { planSubject, plateSubjects, sampleSubject } from '../../pipeline/binding/plan.ts';
import type { LotPlan } from '../../pipeline/binding/plan-record.ts';
import type { Definition } from '../../pipeline/definition/definition.ts';
import { subjectKey } from '../../subject.ts';
import { type Findings, heldByFindings } from './findings.ts';
import type { PlannedFolder } from './plan-folder.ts';

/** The lots of a folder, each planned again by what is known of its files by now. */
export interface LotPlans {
  readonly planNow: (plan: LotPlan) => LotPlan;
  /** The files that serve a lot: its samples, their controls, its plates, and the tables. */
  readonly filesOf: (plan: LotPlan) => ReadonlySet<string>;
}

export function openLotPlans(
  definition: Definition,
  { planned, findings, held }: { readonly planned: PlannedFolder; readonly findings: Findings; readonly held: readonly HeldLot[] },
): LotPlans {
  const index = indexOf(definition, planned);
  const heldNow = heldByFindings(definition, planned, findings);
  const placesOf = (plan: LotPlan): readonly number[] => {
    const runs = new Set(plan.samples.map(({ binding }) => binding.assayRun));
    const controls = [...runs].flatMap((run) => (run === null ? [] : (index.controls.get(run) ?? [])));
    const own = index.subjects.get(subjectKey(plan.subject)) ?? [];
    // In the order in which they were bound, as the reasons of a lot are.
    return [...new Set([...own, ...controls])].sort((a, b) => a - b);
  };
  return {
    planNow: (plan) => {
      const now = planSubject(definition, plan.subject, placesOf(plan).map(heldNow));
      return { ...now, held: [...now.held, ...changedTables(definition, findings.changed), ...heldOf(held, plan)] };
    },
    filesOf: (plan) => {
      const serving = [
        ...plan.samples.flatMap(({ binding, controls }) => [binding, ...controls.map((control) => control.binding)]),
        ...plan.assays.flatMap(({ plates }) => plates.map(({ binding }) => binding)),
      ];
      return new Set([...serving.flatMap((binding) => binding?.file ?? []), ...tableNames(definition)]);
    },
  };
}

/** Places of bound files: those of each subject, and the controls of each assay run. */
function indexOf(definition: Definition, { bound }: PlannedFolder) {
  const subjects = new Map<string, number[]>();
  const controls = new Map<string, number[]>();
  const add = (places: Map<string, number[]>, key: string, place: number) => places.set(key, [...(places.get(key) ?? []), place]);
  for (const [place, { binding }] of bound.entries()) {
    const named = sampleSubject(binding);
    for (const subject of [...(named === null ? [] : [named]), ...plateSubjects(definition, binding)])
      add(subjects, subjectKey(subject), place);
    if (binding.kind === 'control' && binding.assayRun !== null) add(controls, binding.assayRun, place);
  }
  return { subjects, controls };
}

/** What rows of tables hold a lot for, each reason once. */
function heldOf(held: readonly HeldLot[], { lot }: LotPlan): readonly Reason[] {
  return distinctMessages(held.filter((one) => one.lot === lot).map(({ reason }) => reason));
}
