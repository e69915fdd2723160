import type { MethodStatus } from '../attributes/result-words.ts';

/** What a method of a status may do: release, release because the specification accepts it (early clinical), or only inform. */
export type StatusEffect = 'releases' | 'releases-as-qualified' | 'information';

/** What the specification accepts beside validated and verified methods. */
export type Accepts = 'qualified' | undefined;

/** The effect of a status. A verified method is a pharmacopoeia's, shown to work in this laboratory: it counts as validated. */
export function effectOfStatus(status: MethodStatus, accepts: Accepts): StatusEffect {
  if (status === 'validated' || status === 'verified') return 'releases';
  return status === 'qualified' && accepts === 'qualified' ? 'releases-as-qualified' : 'information';
}

/** The weaker of the effects of the definition's status and an attribute's own. */
export function weakerEffect(a: StatusEffect, b: StatusEffect): StatusEffect {
  const order: readonly StatusEffect[] = ['information', 'releases-as-qualified', 'releases'];
  return order.find((effect) => effect === a || effect === b) ?? 'information';
}
