import type { AssayResult, TestArticleResult } from '../potency-result.ts';
import type { IndependentAssay } from './combination.ts';

/** What a combination needs of one article of an assay; without a value where it is not reportable. */
export function independentAssay(
  assay: AssayResult,
  test: TestArticleResult,
  standing: { readonly run: string | null; readonly valid: boolean },
): IndependentAssay {
  const potency = standing.valid && test.outcomes.result === 'reportable' ? test.relativePotency : null;
  const { lower = null, upper = null } = potency ?? {};
  const df = test.constrained?.degreesOfFreedom ?? 0;
  const interval = lower === null || upper === null ? null : { lower, upper, df };
  const scale = assay.model === 'slope-ratio' ? 'ratio' : 'logarithm';
  const { potencyInUnits: units, predilution = 1 } = test;
  const scaleOfUnits = { factor: predilution * (units?.assigned ?? 1), unit: units?.unit ?? null };
  return { name: assay.name, run: standing.run, relativePotency: potency, interval, scale, scaleOfUnits };
}
