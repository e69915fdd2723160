import type { PotencyMethod } from './method.ts';
import type { PotencyAssay } from './potency-assay.ts';
import type { AssayResult, TestArticleResult } from './potency-result.ts';

/** Relative potencies in the unit of the reference standard: times its assigned potency, and what was diluted before the doses. */
export function withUnits(result: AssayResult, assay: PotencyAssay, { assigned }: PotencyMethod): AssayResult {
  if (assigned === undefined) return result;
  const ofReference = assay.reference.predilution ?? 1;
  const tests = result.tests.map((test, i): TestArticleResult => {
    const potency = test.relativePotency;
    if (potency === null) return test;
    const predilution = (assay.tests[i]?.predilution ?? 1) / ofReference;
    const factor = assigned.potency * predilution;
    const times = (value: number | null): number | null => (value === null ? null : value * factor);
    const { estimate, lower, upper } = potency;
    const inUnits = {
      estimate: estimate * factor,
      lower: times(lower),
      upper: times(upper),
      unit: assigned.unit,
      assigned: assigned.potency,
      predilution,
    };
    return { ...test, potencyInUnits: inUnits };
  });
  return { ...result, tests };
}
