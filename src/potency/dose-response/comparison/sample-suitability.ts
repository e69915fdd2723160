import type { FTest } from '../../../numerics/regression/extra-sum-of-squares.ts';
import { extraSumOfSquares } from '../../../numerics/regression/extra-sum-of-squares.ts';
import type { LeastSquaresFit } from '../../../numerics/regression/least-squares.ts';
import type { Reason } from '../../../reason.ts';
import { checkReason } from '../../check-reason.ts';
import type { EquivalenceMargins, PotencyMethod } from '../../method.ts';
import type { EquivalenceTest, RelativePotency, SuitabilityCheck, TestArticleResult } from '../../potency-result.ts';
import { reason } from '../../reasons.ts';
import type { CurveModel } from '../curve/curve-model.ts';
import { hookEffect } from '../curve/hook-effect.ts';
import type { AssayCurve, AssayFrame } from './assay-frame.ts';
import { curveAnova } from './curve-anova.ts';
import { chiSquaredOfKnownVariance, equivalenceTest } from './parallelism.ts';
import { hookNote, pValueRow, type Row, rowsOfSample } from './sample-rows.ts';
import { settledFit } from './settled-fit.ts';
import { suitabilityCheck } from './suitability.ts';

/** The free fits against the constrained one, and against pure error. */
export interface Comparisons {
  readonly parallelism: FTest | null;
  readonly lackOfFit: FTest | null;
  readonly equivalence: readonly EquivalenceTest[];
  /** Sum of squares of non-parallelism with its degrees of freedom. */
  readonly extra: { readonly sum: number; readonly df: number } | null;
  readonly anova: TestArticleResult['anova'] | undefined;
}

/** Parallelism, lack of fit and equivalence of one article with the reference standard. */
export function compareFits({ curve, method, reference }: AssayFrame, test: AssayCurve, pair: LeastSquaresFit | null): Comparisons {
  // A sum of squares from a search that did not arrive compares nothing.
  const own = { reference: settledFit(curve, reference), test: settledFit(curve, test) };
  if (own.reference === null || own.test === null || pair?.stopped !== 'converged') {
    return { parallelism: null, lackOfFit: null, equivalence: [], extra: null, anova: undefined };
  }
  const rss = own.reference.rss + own.test.rss;
  const df = own.reference.degreesOfFreedom + own.test.degreesOfFreedom;
  const extra = { sum: pair.rss - rss, df: pair.degreesOfFreedom - df };
  const within = reference.data.within.sumOfSquares + test.data.within.sumOfSquares;
  const withinDf = reference.data.within.count + test.data.within.count;
  const fits = { curve, reference: own.reference, test: own.test };
  return {
    parallelism: extraSumOfSquares(extra, { sum: rss, df }),
    lackOfFit: extraSumOfSquares({ sum: rss - within, df: df - withinDf }, { sum: within, df: withinDf }),
    equivalence: method.sampleSuitability.parallelism.equivalence.map((margins) => equivalenceTest(fits, margins)),
    extra,
    anova: curveAnova({
      curve,
      samples: [reference.data, test.data],
      constrained: { sum: pair.rss, df: pair.degreesOfFreedom },
      free: { sum: rss, df },
      pure: { sum: within, df: withinDf },
    }),
  };
}

/** Lines of the suitability table and the reasons that follow from them. */
export interface JudgedSuitability {
  readonly checks: readonly SuitabilityCheck[];
  readonly reasons: readonly Reason[];
  /** What a reviewer must see although it decides nothing. */
  readonly notes?: readonly Reason[];
}

/** Sample suitability: parallelism, lack of fit, replicates, excluded wells. */
export function findings(frame: AssayFrame, test: AssayCurve, tests: Comparisons): JudgedSuitability {
  const { method, reference } = frame;
  const limits = method.sampleSuitability;
  const name = test.sample.name;
  const rows: Row[] = [
    pValueRow('parallelism F test, p', tests.parallelism?.p ?? null, limits.parallelism.fTest, 'potency/not-parallel'),
    pValueRow('lack of fit, p', tests.lackOfFit?.p ?? null, limits.lackOfFit, 'potency/lack-of-fit'),
    ...rowsOfSample(frame.curve, test, limits),
  ];
  const { chiSquared, maximumRsse } = limits.parallelism;
  if (chiSquared !== undefined) {
    const p = tests.extra === null ? null : chiSquaredOfKnownVariance(tests.extra, chiSquared.variance);
    rows.push(pValueRow('parallelism chi-squared, p', p, chiSquared, 'potency/not-parallel'));
  }
  if (maximumRsse !== undefined) {
    rows.push({
      name: 'sum of squares of non-parallelism',
      found: tests.extra?.sum ?? null,
      unit: null,
      upper: maximumRsse,
      code: 'potency/not-parallel',
    });
  }
  const checked = rows.map((row) => ({
    row,
    line: suitabilityCheck({ ...row, limit: { lower: row.lower, upper: row.upper } }, 'test-article'),
  }));
  const usable = reference.reasons.length === 0 && test.reasons.length === 0;
  const failed = checked.filter(
    ({ row, line }) =>
      line.outcome === 'fails' || (line.outcome === 'not-estimable' && row.needed === true && usable && tests.extra?.df !== 0),
  );
  return {
    checks: checked.map(({ line }) => line),
    reasons: [
      ...failed.map(({ row, line }) => checkReason(row.code, line, name)),
      ...equivalenceReasons(name, tests.equivalence, limits.parallelism.equivalence),
      ...opposite(frame.curve, reference, test),
    ],
    notes: [
      ...hookNote(reference.sample.name, hookEffect(reference.data), { rule: method.systemSuitability.hookEffect, scope: 'assay-run' }),
      ...hookNote(name, hookEffect(test.data), { rule: limits.hookEffect, scope: 'test-article' }),
    ],
  };
}

/** Width of the interval, then the relative potency against the range of the method. */
export function potencyChecks(
  { estimate, lower, upper }: RelativePotency,
  { sampleSuitability: { maximumIntervalRatio, range } }: PotencyMethod,
): readonly [SuitabilityCheck, SuitabilityCheck] {
  const ratio = lower !== null && upper !== null && lower > 0 ? upper / lower : null;
  const width = { name: 'upper over lower limit of the relative potency', found: ratio, unit: null } as const;
  return [
    suitabilityCheck({ ...width, limit: { upper: maximumIntervalRatio } }, 'test-article'),
    suitabilityCheck({ name: 'relative potency', found: estimate, unit: null, limit: range }, 'test-article'),
  ];
}

function equivalenceReasons(name: string, found: readonly EquivalenceTest[], margins: readonly EquivalenceMargins[]): Reason[] {
  return found.flatMap((test, i) => {
    if (margins[i]?.action !== 'fail' || test.outcome === 'within' || test.outcome === 'no-margins') return [];
    const { parameter, lowerMargin, upperMargin, lower, upper, level } = test;
    return [reason('potency/not-equivalent', 'test-article', { sample: name, parameter, lowerMargin, upperMargin, lower, upper, level })];
  });
}

/** Free slopes of different sign: a constrained fit would give some number between two curves that have nothing in common. */
function opposite(curve: CurveModel, reference: AssayCurve, test: AssayCurve): Reason[] {
  const j = curve.free.indexOf(curve.model.parameters.indexOf('slope'));
  if (reference.fit?.stopped !== 'converged' || test.fit?.stopped !== 'converged' || j < 0) return [];
  const slopes = [reference.fit.parameters[j]!, test.fit.parameters[j]!] as const;
  if (slopes[0] > 0 === slopes[1] > 0) return [];
  const named = { reference: reference.sample.name, test: test.sample.name };
  return [
    reason('potency/opposite-direction', 'test-article', { of: 'slopes', ...named, testSlope: slopes[1], referenceSlope: slopes[0] }),
  ];
}
