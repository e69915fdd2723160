import type { PotencyMethod } from './method.ts';
import type { PotencyAssay } from './potency-assay.ts';
import type { AssayResult, TestArticleResult } from './potency-result.ts';

/** Predilutions, and relative potencies in the unit of the reference standard: times its assigned potency, and what was diluted before the doses. */
export function withUnits(result: AssayResult, assay: PotencyAssay, { assigned }: PotencyMethod): AssayResult {
  const isDiluted = [assay.reference, ...assay.tests].some((sample) => sample.predilution !== undefined);
  const tests = result.tests.map((test, i): TestArticleResult => {
    const predilution = (assay.tests[i]?.predilution ?? 1) / (assay.reference.predilution ?? 1);
    return inUnits(isDiluted ? { ...test, predilution } : test, predilution, assigned);
  });
  return { ...result, tests };
}

function inUnits(test: TestArticleResult, predilution: number, assigned: PotencyMethod['assigned']): TestArticleResult {
  const potency = test.relativePotency;
  if (potency === null || assigned === undefined) return test;
  const factor = assigned.potency * predilution;
  const times = (value: number | null): number | null => (value === null ? null : value * factor);
  const { estimate, lower, upper } = potency;
  const potencyInUnits = {
    estimate: estimate * factor,
    lower: times(lower),
    upper: times(upper),
    unit: assigned.unit,
    assigned: assigned.potency,
    predilution,
  };
  return { ...test, potencyInUnits };
}
