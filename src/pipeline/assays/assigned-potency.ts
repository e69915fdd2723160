import type { AssignedPotency, CombinedPotency } from '../../attributes/attribute-context.ts';
import { type IntervalMethod, methodOn } from '../../attributes/interval-method.ts';
import { type LimitedEstimate, moverProduct, moverRatio, type OpenLimits } from '../../numerics/intervals/mover.ts';
import type { CombinedAssays } from '../../potency/combination/combination.ts';
import type { ReferenceStandard } from '../tables/reference-standards.ts';

/** The part of a reportable potency that the assigned potency decides. */
export type AssignedPart = Pick<
  CombinedPotency,
  'estimate' | 'lower' | 'upper' | 'level' | 'sides' | 'method' | 'unit' | 'relative' | 'assigned'
>;

/**
 * The combined relative potency R times the assigned potency A of its reference standard, once. Where A has limits, by MOVER on logarithms:
 * ln L = ln(RA) − √((ln R − ln R_L)² + (ln A − ln A_L)²), the upper limit likewise. What combines as a ratio, of slope-ratio assays, has limits that may lie at or below 0
 * and have no logarithm: it enters as R over 1/A, by MOVER for a ratio. Where A has no limits, R's own limits times A.
 * Limits of another level give none: a level cannot be converted without the distribution behind the limits, which the register does not state.
 */
export function withAssignedPotency(combined: CombinedAssays, standard: ReferenceStandard | null): AssignedPart {
  const { level, sides, variant, replicatesPerRun, scale } = combined;
  const method: IntervalMethod = { method: 'combination', combination: { variant, replicatesPerRun, scale } };
  const relative = { estimate: combined.estimate, lower: combined.lower, upper: combined.upper };
  const assigned = standard === null ? null : assignedOf(standard);
  const frame = { level, sides, relative, assigned, unit: standard?.unit ?? 'relative potency' };
  const factor = assigned?.value ?? 1;
  const times = (value: number | null): number | null => (value === null ? null : value * factor);
  const { estimate, lower, upper } = relative;
  if (assigned === null || assigned.limits === null || estimate === null)
    return { ...frame, method, estimate: times(estimate), lower: times(lower), upper: times(upper) };
  if (assigned.limits.level !== level) return { ...frame, method, estimate: times(estimate), lower: null, upper: null };
  if (scale === 'ratio') {
    const ratio = overInverse({ estimate, lower, upper }, { estimate: assigned.value, ...assigned.limits });
    return { ...frame, ...ratio, estimate: times(estimate), method: methodOn('with-assigned-potency-as-ratio', [method]) };
  }
  const product = moverProduct([
    { power: 1, value: { estimate, lower, upper } },
    { power: 1, value: { estimate: assigned.value, ...assigned.limits } },
  ]);
  return { ...frame, ...product, estimate: times(estimate), method: methodOn('with-assigned-potency', [method]) };
}

/** R over 1/A; a limit that R does not have stays open. */
function overInverse({ estimate, lower, upper }: OpenLimits, assigned: LimitedEstimate): Pick<AssignedPart, 'lower' | 'upper'> {
  const known = { estimate, lower: lower ?? estimate, upper: upper ?? estimate };
  const inverse = { estimate: 1 / assigned.estimate, lower: 1 / assigned.upper, upper: 1 / assigned.lower };
  const found = moverRatio(known, inverse);
  return { lower: lower === null ? null : (found?.lower ?? null), upper: upper === null ? null : (found?.upper ?? null) };
}

/** The two levels by which the limits of an assigned potency cannot enter; `null` = they can, or there are none. */
export function assignedLevelMismatch({
  assigned,
  level,
}: Pick<CombinedPotency, 'assigned' | 'level'>): { readonly standard: string; readonly level: number; readonly found: number } | null {
  if (assigned === null || assigned.limits === null || assigned.limits.level === level) return null;
  return { standard: assigned.standard, level, found: assigned.limits.level };
}

/** An assay with the name of its reference standard. */
interface StandingAssay {
  readonly result: { readonly name: string; readonly reference: { readonly name: string } };
}

/** The registered standard of the assays that entered the value: one that did not enter says nothing of its unit or potency. */
export function standardOfAssays(
  own: readonly StandingAssay[],
  used: readonly string[],
  register: readonly ReferenceStandard[],
): { readonly standard: ReferenceStandard | null; readonly others: readonly string[] } {
  const entered = own.filter((one) => used.includes(one.result.name));
  const [first, ...others] = [...new Set((entered.length === 0 ? own : entered).map((one) => one.result.reference.name))];
  return { standard: register.find((known) => known.lot === first) ?? null, others: entered.length === 0 ? [] : others };
}

function assignedOf({ lot, assignedPotency, assignedLimits, assignment, unit }: ReferenceStandard): AssignedPotency {
  return { standard: lot, value: assignedPotency, limits: assignedLimits, assignment, unit };
}
