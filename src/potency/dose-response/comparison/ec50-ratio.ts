import { tTwoSided } from '../../../numerics/distributions/student-limits.ts';
import { exp, sqrt } from '../../../numerics/elementary.ts';
import { fiellerInterval, type Limits } from '../../../numerics/intervals/ratio-limits.ts';
import type { LeastSquaresFit } from '../../../numerics/regression/least-squares.ts';
import type { Reason } from '../../../reason.ts';
import type { FitSummary, RelativePotency, TestArticleResult } from '../../potency-result.ts';
import { reason } from '../../reasons.ts';
import { freeNames } from '../curve/curve-model.ts';
import { summarizeFree } from '../curve/fit-summary.ts';
import { WITHOUT_CURVE } from '../curve/identification.ts';
import type { AssayCurve, AssayFrame } from './assay-frame.ts';
import { fitPartlyShared, lnEc50Of, type PartlyShared, placesOf } from './partly-shared.ts';
import { compareFits, findings } from './sample-suitability.ts';

/** A test article that shares only some parameters with the reference standard: the ratio of two EC50s, which is no relative potency. */
export function estimateEc50Ratio(
  frame: AssayFrame,
  partly: PartlyShared,
  { test, index }: { test: AssayCurve; index: number },
): TestArticleResult {
  const { method, reference, simultaneous } = frame;
  const bare = reference.data.count === 0 || test.data.count === 0;
  const pair = bare ? null : fitPartlyShared(partly, [reference, test]);
  const together = simultaneous !== null && index >= 0;
  const joint = together ? simultaneous.fit : pair;
  const sample = together ? index + 1 : 1;
  const tests = compareFits(frame, test, pair);
  const found = findings(frame, test, tests);
  const doubts = [...reference.doubts.reasons, ...test.doubts.reasons];
  const without = [...reference.reasons, ...test.reasons, ...frame.runReasons, ...doubts].some(
    (one) => WITHOUT_CURVE.has(one.code) || one.code === 'potency/no-weights',
  );
  const ratio = without || joint === null ? null : ratioOf(partly, joint, { sample, interval: method.interval });
  const own = [...test.reasons, ...doubts, ...found.reasons, ...(ratio === null && !without ? [notFound(test.sample.name, joint)] : [])];
  const diagnostics = [...reference.diagnostics, ...reference.doubts.diagnostics, ...test.diagnostics, ...test.doubts.diagnostics];
  return {
    name: test.sample.name,
    relativePotency: null,
    ec50Ratio: ratio,
    reasons: [...frame.runReasons, ...own, notAShift(partly, frame, test)],
    constrained: joint === null ? null : summarize(partly, joint, sample),
    free: reference.fit !== null && test.fit !== null ? summarizeFree(frame.curve, reference.fit, test.fit) : null,
    parallelism: { fTest: tests.parallelism, equivalence: tests.equivalence },
    lackOfFit: tests.lackOfFit,
    checks: found.checks,
    outcomes: {
      systemSuitability: frame.runReasons.length === 0 ? 'meets' : 'fails',
      sampleSuitability: own.length === 0 ? 'meets' : 'fails',
      result: 'not-reportable',
    },
    points: test.sample.points,
    ...(tests.anova === undefined ? {} : { anova: tests.anova }),
    ...(diagnostics.length === 0 ? {} : { diagnostics }),
  };
}

function notAShift({ shared, curve }: PartlyShared, { reference }: AssayFrame, test: AssayCurve): Reason {
  const names = freeNames(curve).filter((_, j) => shared[j]);
  return reason('potency/not-a-shift', 'test-article', { reference: reference.sample.name, test: test.sample.name, shared: names });
}

function notFound(name: string, fit: LeastSquaresFit | null): Reason {
  const code = fit === null || fit.stopped === 'singular' ? 'potency/not-identified' : 'potency/not-converged';
  return reason(code, 'test-article', { of: 'ec50-ratio', sample: name, stopped: fit?.stopped ?? null });
}

function ratioOf(
  partly: PartlyShared,
  fit: LeastSquaresFit,
  { sample, interval }: { readonly sample: number; readonly interval: AssayFrame['method']['interval'] },
): RelativePotency | null {
  if (fit.stopped !== 'converged' || fit.covariance === null) return null;
  const [one, other] = [lnEc50Of(partly, fit, 0), lnEc50Of(partly, fit, sample)];
  const estimate = exp(one.value - other.value);
  if (!(estimate > 0 && estimate < Number.POSITIVE_INFINITY)) return null;
  const t = tTwoSided(interval.level, fit.degreesOfFreedom);
  const [v11, v12, v22] = [product(fit, one, one), product(fit, one, other), product(fit, other, other)];
  const error = sqrt(Math.max(0, v11 + v22 - 2 * v12));
  const limits: Limits =
    interval.method === 'fieller'
      ? fiellerInterval({ numerator: estimate, denominator: 1, v11: estimate * estimate * v11, v12: estimate * v12, v22 }, t)
      : interval.method === 'delta'
        ? { lower: estimate * (1 - t * error), upper: estimate * (1 + t * error) }
        : { lower: exp(-t * error) * estimate, upper: exp(t * error) * estimate };
  const finite = limits.lower !== null && limits.upper !== null && Number.isFinite(limits.lower) && Number.isFinite(limits.upper);
  const shown = finite ? { lower: limits.lower, upper: limits.upper } : { lower: null, upper: null };
  return { estimate, ...shown, level: interval.level, sides: 'two', method: interval.method };
}

/** Covariance of two linear combinations of the joint vector. */
function product(
  { covariance }: LeastSquaresFit,
  a: { readonly slopes: readonly number[] },
  b: { readonly slopes: readonly number[] },
): number {
  return (covariance ?? []).reduce(
    (sum, row, i) => sum + row.reduce((inner, value, j) => inner + value * a.slopes[i]! * b.slopes[j]!, 0),
    0,
  );
}

/** Shared parameters by their names, own ones as `slope_reference` and `slope_test`. */
function summarize(partly: PartlyShared, fit: LeastSquaresFit, sample: number): FitSummary {
  const parameters: Record<string, number> = {};
  const standardErrors: Record<string, number | null> = {};
  const { curve, shared } = partly;
  curve.model.parameters.forEach((name, i) => {
    if (!curve.free.includes(i)) [parameters[name], standardErrors[name]] = [curve.template[i]!, null];
  });
  for (const [suffix, s] of [
    ['_reference', 0],
    ['_test', sample],
  ] as const) {
    const places = placesOf(partly, s);
    freeNames(curve).forEach((name, j) => {
      const key = shared[j] ? name : name + suffix;
      [parameters[key], standardErrors[key]] = [fit.parameters[places[j]!]!, fit.standardErrors[places[j]!] ?? null];
    });
  }
  const { rss, degreesOfFreedom, stopped, iterations } = fit;
  return { parameters, standardErrors, rss, degreesOfFreedom, stopped, iterations };
}
