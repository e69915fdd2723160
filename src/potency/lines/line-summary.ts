import { ln } from '../../numerics/elementary.ts';
import { fitLinear } from '../../numerics/regression/linear-model.ts';
import type { Observation } from '../dose-response/curve/curve-data.ts';
import type { LineModel } from '../line-models.ts';
import type { FitSummary } from '../potency-result.ts';
import type { AnovaLine } from './anova.ts';
import type { ParallelLineResult } from './parallel-line.ts';
import type { SlopeRatioResult } from './slope-ratio.ts';

interface Names {
  readonly reference: string;
  readonly test: string;
}

type Parameters = Pick<FitSummary, 'parameters' | 'standardErrors'>;

/** Slope and intercepts of lines with one slope. */
export function parallelParameters(result: ParallelLineResult, { reference, test }: Names): Parameters {
  const { slope, slopeError, intercepts, interceptErrors } = result;
  return {
    parameters: { slope, intercept_reference: intercepts.get(reference) ?? 0, intercept_test: intercepts.get(test) ?? 0 },
    standardErrors: {
      slope: slopeError,
      intercept_reference: interceptErrors.get(reference) ?? null,
      intercept_test: interceptErrors.get(test) ?? null,
    },
  };
}

/** Intercept and slopes of lines that meet at the dose 0. */
export function ratioParameters(result: SlopeRatioResult, { reference, test }: Names): Parameters {
  const { intercept, interceptError, slopes, slopeErrors } = result;
  return {
    parameters: {
      intercept,
      slope_reference: slopes.get(reference) ?? 0,
      slope_test: slopes.get(test) ?? 0,
    },
    standardErrors: {
      intercept: interceptError,
      slope_reference: slopeErrors.get(reference) ?? null,
      slope_test: slopeErrors.get(test) ?? null,
    },
  };
}

interface Sample {
  readonly observations: readonly Observation[];
}

interface LineFrame {
  readonly model: LineModel;
  readonly residual: AnovaLine | null;
}

/** A line for each sample, with the residual error of the assay; `null` where one of them has none. */
export function separateLines(
  samples: { readonly reference: Sample; readonly test: Sample },
  { model, residual }: LineFrame,
): FitSummary | null {
  const parameters: Record<string, number> = {};
  const standardErrors: Record<string, number | null> = {};
  for (const [suffix, { observations }] of [['reference', samples.reference] as const, ['test', samples.test] as const]) {
    const x = observations.map((one) => (model === 'parallel-line' ? ln(one.dose) : one.dose));
    const fit = fitLinear(
      [x.map(() => 1), x],
      observations.map((one) => one.response),
    );
    if (fit === null) return null;
    ['intercept', 'slope'].forEach((name, j) => {
      parameters[`${name}_${suffix}`] = fit.coefficients[j]!;
      const s2 = residual?.meanSquare ?? null;
      standardErrors[`${name}_${suffix}`] = s2 === null ? null : Math.sqrt(s2 * fit.unscaledCovariance[j]![j]!);
    });
  }
  // As of the constrained lines, the sum of squares is that within the treatments.
  const { sumOfSquares: rss = 0, df: degreesOfFreedom = 0 } = residual ?? {};
  return { parameters, standardErrors, rss, degreesOfFreedom, stopped: 'converged', iterations: 0 };
}
