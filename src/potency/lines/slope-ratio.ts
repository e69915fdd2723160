import { InputError } from '../../errors.ts';
import { tTwoSided } from '../../numerics/distributions/student-limits.ts';
import { ln } from '../../numerics/elementary.ts';
import { fiellerInterval } from '../../numerics/intervals/ratio-limits.ts';
import { fitLinear, indicators, sequentialSumsOfSquares } from '../../numerics/regression/linear-model.ts';
import { type AnovaLine, anovaLine, anovaTable } from './anova.ts';
import type { LineObservation, LineRatio } from './parallel-line.ts';

export interface SlopeRatioOptions {
  readonly reference: string;
  readonly level: number;
  /** Which error the limits take: that within treatments, as Ph. Eur. 5.3 does, or that about the common-intercept lines. */
  readonly error: 'pure' | 'residual';
}

export interface SlopeRatioResult {
  /** Regression, blanks (where there are any), intersection, non-linearity, residual, total: sequential sums of squares. */
  readonly anova: readonly AnovaLine[];
  readonly intercept: number;
  readonly slopes: ReadonlyMap<string, number>;
  readonly interceptError: number;
  readonly slopeErrors: ReadonlyMap<string, number>;
  readonly tests: readonly LineRatio[];
}

/** The slope-ratio assay of Ph. Eur. 5.3 (3.3): straight lines by dose through a common intercept; zero doses of any sample are blanks. Errors: potency/bad-data. */
export function slopeRatio(observations: readonly LineObservation[], options: SlopeRatioOptions): SlopeRatioResult {
  const names = namesOf(observations, options.reference);
  const y = observations.map((one) => one.response);
  const slopes = names.map((name) => observations.map((one) => (one.sample === name ? one.dose : 0)));
  const blanks = observations.map((one) => (one.dose === 0 ? 1 : 0));
  const intersection = names.map((name) => observations.map((one) => (one.sample === name && one.dose > 0 ? 1 : 0)));
  const treatments = indicators(observations.map((one) => (one.dose === 0 ? 'blank' : JSON.stringify([one.sample, one.dose]))));
  const anova = anovaTable(
    sequentialSumsOfSquares(
      [
        { name: 'regression', columns: slopes },
        ...(blanks.includes(1) ? [{ name: 'blanks', columns: [blanks] }] : []),
        { name: 'intersection', columns: intersection },
        { name: 'non-linearity', columns: treatments },
      ],
      y,
    ),
  );
  const fit = fitLinear([observations.map(() => 1), ...slopes], y);
  const pure = anovaLine(anova, 'residual');
  if (fit === null || pure === null)
    throw new InputError('potency/bad-data', 'Expected at least two doses for lines through a common intercept, found fewer.');
  const error = options.error === 'pure' ? { ss: pure.sumOfSquares, df: pure.df } : { ss: fit.rss, df: fit.degreesOfFreedom };
  if (error.df < 1) throw new InputError('potency/bad-data', 'Expected replicates to estimate the error from, found one response a dose.');
  const s2 = error.ss / error.df;
  const t = tTwoSided(options.level, error.df);
  const v = fit.unscaledCovariance;
  const tests = names.slice(1).map((name, i): LineRatio => {
    const j = i + 2;
    const numerator = fit.coefficients[j]!;
    const denominator = fit.coefficients[1]!;
    const { lower, upper, g } = fiellerInterval(
      { numerator, denominator, v11: s2 * v[j]![j]!, v12: s2 * v[1]![j]!, v22: s2 * v[1]![1]! },
      t,
    );
    const estimate = numerator / denominator;
    return { name, lnRatio: ln(estimate), estimate, lower, upper, g };
  });
  return {
    anova,
    intercept: fit.coefficients[0]!,
    slopes: new Map(names.map((name, i) => [name, fit.coefficients[i + 1]!])),
    interceptError: Math.sqrt(s2 * v[0]![0]!),
    slopeErrors: new Map(names.map((name, i) => [name, Math.sqrt(s2 * v[i + 1]![i + 1]!)])),
    tests,
  };
}

function namesOf(observations: readonly LineObservation[], reference: string): readonly string[] {
  const bad = observations.find((one) => !(one.dose >= 0 && Number.isFinite(one.dose) && Number.isFinite(one.response)));
  if (bad !== undefined)
    throw new InputError(
      'potency/bad-data',
      `Expected doses from 0 up and finite responses, found the dose '${bad.dose}' with '${bad.response}' for '${bad.sample}'.`,
    );
  const found = [...new Set(observations.filter((one) => one.dose > 0).map((one) => one.sample))];
  if (!found.includes(reference))
    throw new InputError(
      'potency/bad-data',
      `Expected the reference standard '${reference}', found ${found.map((name) => `'${name}'`).join(', ')}.`,
    );
  return [reference, ...found.filter((name) => name !== reference)];
}
