import type { AssayForLot, CombinedPotency } from '../../attributes/attribute-context.ts';
import { countUnits, type PlannedUnit, plannedFor } from '../../attributes/planned-units.ts';
import { isAwaited } from '../../attributes/reasons.ts';
import { combineAssays, type IndependentAssay } from '../../potency/combination/combination.ts';
import { independentAssay } from '../../potency/combination/independent-assay.ts';
import { reason as potencyReason } from '../../potency/reasons.ts';
import type { Reason } from '../../reason.ts';
import { type Subject, subjectTitle } from '../../subject.ts';
import { occasionKey } from '../binding/plan.ts';
import type { AssayPlan, LotPlan } from '../binding/plan-record.ts';
import type { Binding } from '../binding.ts';
import type { AssayDefinition } from '../definition/assay-definition.ts';
import type { Definition } from '../definition/definition.ts';
import { pipelineReason } from '../reasons.ts';
import type { ReferenceStandard } from '../tables/reference-standards.ts';
import { assignedLevelMismatch, standardOfAssays, withAssignedPotency } from './assigned-potency.ts';
import type { EstimatedPlate } from './compute-assays.ts';

/** An assay of the lot and the plate on which it stands. */
interface PlateAssay extends AssayForLot {
  readonly binding: Binding;
}

/** The assays of one lot, with the combination of each assay on each test occasion. */
export function lotAssays(
  definition: Definition,
  plan: LotPlan,
  context: { readonly estimated: ReadonlyMap<Binding, EstimatedPlate>; readonly register: readonly ReferenceStandard[] },
) {
  const assays: PlateAssay[] = [];
  const combinations = new Map<string, Map<string, CombinedPotency>>();
  for (const one of plan.assays) {
    const assay = definition.assays.find((known) => known.id === one.assay);
    if (assay === undefined) continue;
    const own = one.plates.flatMap((plate) => assayForLot(plan.lot, one, context.estimated.get(plate.binding)));
    assays.push(...own);
    const byOccasion = combinations.get(assay.id) ?? new Map<string, CombinedPotency>();
    byOccasion.set(occasionKey(one.occasion), combine(assay, own, { plan: one, subject: plan.subject, ...context }));
    combinations.set(assay.id, byOccasion);
  }
  return { assays, combinations };
}

function assayForLot(lot: string, plan: AssayPlan, plate: EstimatedPlate | undefined): PlateAssay[] {
  const test = plate?.result?.tests.find((known) => known.name === lot);
  if (plate === undefined || plate.result === null || test === undefined) return [];
  const { binding, result, reasons, acquiredAt } = plate;
  return [
    {
      binding,
      id: plan.assay,
      assayRun: binding.assayRun,
      file: binding.file,
      plate: binding.plate ?? result.reference.points[0]?.plate ?? null,
      acquiredAt,
      result,
      test,
      occasion: plan.occasion,
      sources: [binding.file],
      reasons,
    },
  ];
}

/** The combination of the valid assays by the definition's variant, times the assigned potency of their reference standard. */
function combine(
  assay: AssayDefinition,
  own: readonly PlateAssay[],
  context: {
    readonly plan: AssayPlan;
    readonly subject: Subject;
    readonly estimated: ReadonlyMap<Binding, EstimatedPlate>;
    readonly register: readonly ReferenceStandard[];
  },
): CombinedPotency {
  const planned = plannedFor(assay.planned, context.subject.purpose);
  const minimum = plannedFor(assay.minimum, context.subject.purpose) ?? planned;
  const replicates = assay.combination.replicatesPerRun;
  const plates = countPlates(own, { ...context, planned: (planned ?? context.plan.plates.length) * replicates });
  const lost = plates.counted.flatMap((binding) => {
    const plate = context.estimated.get(binding);
    return plate?.result === null ? plate.reasons : [];
  });
  const combined = combineAssays(own.filter((one) => plates.counted.includes(one.binding)).map(enteredAs), {
    planned: planned ?? 1,
    minimum: minimum ?? 1,
    level: assay.method.interval.level,
    ...assay.combination,
  });
  const { standard, others } = standardOfAssays(own, combined.used, context.register);
  const value = withAssignedPotency(combined, standard);
  const mismatch = assignedLevelMismatch(value);
  return {
    ...value,
    planned: (minimum ?? 1) * replicates,
    used: combined.used,
    awaited: stillReachable(plates, combined.used.length, (minimum ?? 1) * replicates) ? plates.awaited : [],
    variant: combined.variant,
    homogeneityP: combined.homogeneity?.p ?? null,
    ...(combined.homogeneity === null ? {} : { homogeneity: combined.homogeneity }),
    ...(combined.sdLn === null ? {} : { sdLn: combined.sdLn }),
    gcvPercent: combined.gcvPercent,
    reasons: [
      ...plates.reasons,
      ...(planned === null ? [notPlanned(assay, context.subject)] : []),
      ...combined.reasons,
      ...(others.length === 0
        ? []
        : [pipelineReason('reference/not-shared', 'assay-run', { standards: [standard?.lot ?? '', ...others] })]),
      ...(mismatch === null ? [] : [pipelineReason('reference/level-mismatch', 'assay-run', mismatch)]),
      ...lost,
    ],
  };
}

/** An assay as it enters the combination: without a value where it is not valid. */
function enteredAs(one: PlateAssay): IndependentAssay {
  return independentAssay(one.result, one.test, { run: one.assayRun, valid: one.reasons.length === 0 });
}

interface CountedPlates {
  /** Plates that enter the value, valid or not. */
  readonly counted: readonly Binding[];
  /** What has not arrived, a reason each. */
  readonly awaited: readonly Reason[];
  /** How many plates have not arrived. */
  readonly awaitedPlates: number;
  /** More than planned. */
  readonly reasons: readonly Reason[];
}

/** Which plates of an occasion count towards the planned number: a plate that repeats an invalid one stands in its place, and no other is one too many. */
function countPlates(
  own: readonly PlateAssay[],
  context: {
    readonly plan: AssayPlan;
    readonly subject: Subject;
    readonly planned: number;
    readonly estimated: ReadonlyMap<Binding, EstimatedPlate>;
  },
): CountedPlates {
  const { plates } = context.plan;
  const nameOf = (binding: Binding) => JSON.stringify([binding.file, binding.plate]);
  const arrival = (plate: (typeof plates)[number]) => plate.held.filter(isAwaited);
  const stateOf = (plate: (typeof plates)[number]): PlannedUnit['state'] => {
    if (arrival(plate).length > 0) return 'awaited';
    const assay = own.find((one) => one.binding === plate.binding);
    return assay !== undefined && enteredAs(assay).relativePotency !== null ? 'valid' : 'invalid';
  };
  const units = plates.map(
    (plate): PlannedUnit => ({
      name: nameOf(plate.binding),
      replaces: plate.replaces === null ? null : nameOf(plate.replaces),
      state: stateOf(plate),
    }),
  );
  const { counted, surplus, missing } = countUnits(units, context.planned);
  const among = (names: readonly string[]) => plates.filter((plate) => names.includes(nameOf(plate.binding)));
  const of = { assay: context.plan.assay, subject: subjectTitle(context.subject), planned: context.planned };
  const awaited = among(counted).flatMap(arrival);
  const more = among(surplus).map(({ binding: { file, plate } }) => ({ file, plate }));
  return {
    counted: among(counted).map((plate) => plate.binding),
    awaited: [
      ...awaited,
      ...(missing > 0 ? [pipelineReason('pending/too-few-plates', 'assay-run', { ...of, found: context.planned - missing })] : []),
    ],
    awaitedPlates: missing + among(counted).filter((plate) => arrival(plate).length > 0).length,
    reasons: surplus.length > 0 ? [potencyReason('potency/more-than-planned', 'test-article', { ...of, surplus: more })] : [],
  };
}

/** Whether what has not arrived can still make the value reportable. Where it cannot, the result is not pending any more. */
export function stillReachable(
  plates: { readonly awaitedPlates: number; readonly reasons: readonly Reason[] },
  used: number,
  needed: number,
): boolean {
  return plates.awaitedPlates > 0 && plates.reasons.length === 0 && used + plates.awaitedPlates >= needed;
}

function notPlanned(assay: AssayDefinition, { purpose }: Subject): Reason {
  return potencyReason('potency/not-planned', 'test-article', { assay: assay.id, purpose });
}
