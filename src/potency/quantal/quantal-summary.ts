import type { FitSummary } from '../potency-result.ts';
import type { QuantalResult } from './quantal.ts';

/** The lines with a common slope; `rss` is Pearson's chi-squared, the sum of squares that binomial variances weight. */
export function summarizeCommon(result: QuantalResult, test: string): FitSummary {
  const j = result.samples.findIndex((sample) => sample.name === test);
  const [reference, article] = [result.samples[0], result.samples[j]];
  const potency = article?.relativePotency ?? null;
  return {
    parameters: {
      slope: result.slope,
      intercept_reference: result.intercepts[0]!,
      intercept_test: result.intercepts[j]!,
      lnEd50_reference: reference?.lnEd50 ?? 0,
      lnEd50_test: article?.lnEd50 ?? 0,
      lnRelativePotency: (reference?.lnEd50 ?? 0) - (article?.lnEd50 ?? 0),
    },
    standardErrors: {
      slope: result.slopeError,
      intercept_reference: result.interceptErrors[0] ?? null,
      intercept_test: result.interceptErrors[j] ?? null,
      lnEd50_reference: reference?.lnEd50Error ?? null,
      lnEd50_test: article?.lnEd50Error ?? null,
      lnRelativePotency: potency?.lnError ?? null,
    },
    rss: result.pearson,
    degreesOfFreedom: result.degreesOfFreedom,
    stopped: 'converged',
    iterations: result.iterations,
  };
}

/** Lines of two samples with a slope each; `null` where their likelihood has no maximum. */
export function summarizeSeparate({ separate }: QuantalResult): FitSummary | null {
  if (separate === null || separate.coefficients.length < 4 || separate.coefficients.length > 5) return null;
  const names = ['intercept_reference', 'intercept_test', 'slope_reference', 'slope_test'];
  if (separate.coefficients.length === 5) names.push('naturalResponse');
  const named = <Value>(values: readonly Value[]): Record<string, Value> => Object.fromEntries(names.map((name, i) => [name, values[i]!]));
  return {
    parameters: named(separate.coefficients),
    // A natural response of 0 lies on the edge and has no standard error.
    standardErrors: named(separate.covariance.map((row, i) => (row[i] === 0 ? null : Math.sqrt(row[i]!)))),
    rss: separate.pearson,
    degreesOfFreedom: separate.degreesOfFreedom,
    stopped: 'converged',
    iterations: separate.iterations,
  };
}
