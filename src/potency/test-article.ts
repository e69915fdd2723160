import { exp } from '../numerics/elementary.ts';
import type { LeastSquaresFit } from '../numerics/least-squares.ts';
import { type FittedSample, fitConstrained, potencyFit } from './constrained-fit.ts';
import type { CurveData } from './curve-data.ts';
import type { CurveModel } from './curve-model.ts';
import { summarizeConstrained, summarizeFree } from './fit-summary.ts';
import { diagnoseCurve, diagnoseShared, short, WITHOUT_CURVE } from './identification.ts';
import type { EquivalenceMargins, PotencyMethod } from './method.ts';
import { chiSquaredOfKnownVariance, equivalenceTest, extraSumOfSquares } from './parallelism.ts';
import { type Limits, type PotencyFit, potencyInterval } from './potency-interval.ts';
import type { EquivalenceTest, FTest, Reason, RelativePotency, SuitabilityCheck, TestArticleResult } from './potency-result.ts';
import type { PreparedSample } from './prepared-sample.ts';
import { largestReplicateCv } from './prepared-sample.ts';
import { type PotencyReasonCode, reason } from './reasons.ts';
import { countOutliers } from './studentized-residuals.ts';
import { check, excludedCount } from './suitability.ts';

/** A sample of the assay through preparation, weights and its own fit. */
export interface AssayCurve extends FittedSample {
  readonly sample: PreparedSample;
  /** Findings about the sample itself. */
  readonly reasons: readonly Reason[];
}

/** What all test articles of an assay have in common. */
export interface AssayFrame {
  readonly method: PotencyMethod;
  readonly curve: CurveModel;
  readonly reference: AssayCurve;
  /** Why nothing of the assay run is reportable. */
  readonly runReasons: readonly Reason[];
  /** With `fit: simultaneous`: all articles under one curve. */
  readonly simultaneous: { readonly samples: readonly CurveData[]; readonly fit: LeastSquaresFit } | null;
}

/** The usable data and own fit of a prepared sample with the weights of the assay. */
export function diagnose(curve: CurveModel, sample: PreparedSample, own: FittedSample, scope: Reason['scope']): AssayCurve {
  const found = diagnoseCurve({ name: sample.name, scope, curve, ...own });
  return { ...own, sample, reasons: [...sample.reasons, ...(sample.observations.length === 0 && sample.reasons.length > 0 ? [] : found)] };
}

/** Everything about one test article; `index` is its place among the articles of a simultaneous fit, −1 outside it. */
export function estimateTestArticle(frame: AssayFrame, test: AssayCurve, index: number): TestArticleResult {
  const { curve, method, reference } = frame;
  const pair = reference.data.count > 0 && test.data.count > 0 ? fitConstrained(curve, reference, [test]) : null;
  const constrained = chooseFit(frame, pair, test, index);
  const free = reference.fit !== null && test.fit !== null ? summarizeFree(curve, reference.fit, test.fit) : null;
  const tests = compareFits(frame, test, pair);
  const found = findings(frame, test, tests);
  const undetermined = undeterminedBy(frame, test, constrained);
  const potency = undetermined === null ? relativePotencyOf(constrained, method) : null;
  const judged = judgePotency(potency, constrained, test.sample.name, method);
  // Where a curve has no number, saying so once is enough.
  const articleReasons = [...test.reasons, ...(undetermined ?? []), ...found.reasons, ...(undetermined === null ? judged.reasons : [])];
  const reasons = [...frame.runReasons, ...articleReasons];
  return {
    name: test.sample.name,
    relativePotency: potency,
    reasons,
    constrained: constrained === null ? null : summarizeConstrained(curve, constrained.fit, constrained.rho),
    free,
    parallelism: { fTest: tests.parallelism, equivalence: tests.equivalence },
    lackOfFit: tests.lackOfFit,
    checks: [...found.checks, ...judged.checks],
    outcomes: {
      systemSuitability: frame.runReasons.length === 0 ? 'meets' : 'fails',
      sampleSuitability: articleReasons.length === 0 ? 'meets' : 'fails',
      result: reasons.length === 0 && potency !== null ? 'reportable' : 'not-reportable',
    },
    points: test.sample.points,
    residuals: constrained === null ? [] : residualsOf(frame, test, constrained),
  };
}

function chooseFit(frame: AssayFrame, pair: LeastSquaresFit | null, test: AssayCurve, index: number): PotencyFit | null {
  const { curve, simultaneous, reference } = frame;
  if (simultaneous !== null && index >= 0) return potencyFit(curve, simultaneous.samples, simultaneous.fit, index);
  return pair === null ? null : potencyFit(curve, [reference.data, test.data], pair);
}

/** Why there is no number at all (empty where another finding already says so); `null` where there is one. */
function undeterminedBy(frame: AssayFrame, test: AssayCurve, constrained: PotencyFit | null): readonly Reason[] | null {
  const { reference, curve } = frame;
  if (reference.reasons.some((one) => WITHOUT_CURVE.has(one.code)) || frame.runReasons.some((one) => one.code === 'potency/no-weights'))
    return [];
  if (test.reasons.some((one) => one.code === 'potency/no-dose-response' || one.code === 'potency/too-few-doses')) return [];
  if (constrained === null || constrained.fit.stopped !== 'converged') return null;
  const means = Float64Array.from([...reference.data.means, ...test.data.means]);
  const data = { ...reference.data, means };
  const name = `the common curve of ${reference.sample.name} and ${test.sample.name}`;
  const found = diagnoseShared({ name, scope: 'test-article', curve, data, fit: constrained.fit });
  return found.length === 0 ? null : found;
}

function relativePotencyOf(potency: PotencyFit | null, method: PotencyMethod): RelativePotency | null {
  if (potency === null || potency.fit.stopped !== 'converged' || (potency.fit.standardErrors[potency.rho] ?? null) === null) return null;
  const estimate = exp(potency.fit.parameters[potency.rho]!);
  if (!(estimate > 0 && estimate < Number.POSITIVE_INFINITY)) return null;
  const limits: Limits = potencyInterval(potency, method.interval);
  return { estimate, ...limits, level: method.interval.level, sides: 'two', method: method.interval.method };
}

interface Comparisons {
  readonly parallelism: FTest | null;
  readonly lackOfFit: FTest | null;
  readonly equivalence: readonly EquivalenceTest[];
  /** Sum of squares of non-parallelism with its degrees of freedom. */
  readonly extra: { readonly sum: number; readonly df: number } | null;
}

function compareFits({ curve, method, reference }: AssayFrame, test: AssayCurve, pair: LeastSquaresFit | null): Comparisons {
  if (reference.fit === null || test.fit === null || pair === null)
    return { parallelism: null, lackOfFit: null, equivalence: [], extra: null };
  const rss = reference.fit.rss + test.fit.rss;
  const df = reference.fit.degreesOfFreedom + test.fit.degreesOfFreedom;
  const extra = { sum: pair.rss - rss, df: pair.degreesOfFreedom - df };
  const within = reference.data.within.sumOfSquares + test.data.within.sumOfSquares;
  const withinDf = reference.data.within.count + test.data.within.count;
  const fits = { curve, reference: reference.fit, test: test.fit };
  return {
    parallelism: extraSumOfSquares(extra, { sum: rss, df }),
    lackOfFit: extraSumOfSquares({ sum: rss - within, df: df - withinDf }, { sum: within, df: withinDf }),
    equivalence: method.sampleSuitability.parallelism.equivalence.map((margins) => equivalenceTest(fits, margins)),
    extra,
  };
}

interface Findings {
  readonly checks: readonly SuitabilityCheck[];
  readonly reasons: readonly Reason[];
}

/** Sample suitability: parallelism, lack of fit, replicates, excluded wells. */
function findings(frame: AssayFrame, test: AssayCurve, tests: Comparisons): Findings {
  const { method, reference } = frame;
  const limits = method.sampleSuitability;
  const name = test.sample.name;
  const rows: Row[] = [
    pValueRow('parallelism F test, p', tests.parallelism?.p ?? null, limits.parallelism.fTest, 'potency/not-parallel'),
    pValueRow('lack of fit, p', tests.lackOfFit?.p ?? null, limits.lackOfFit, 'potency/lack-of-fit'),
    {
      name: 'largest replicate CV',
      found: largestReplicateCv(test.sample.kept),
      unit: 'fraction',
      upper: limits.maximumReplicateCv,
      code: 'potency/replicates-differ',
    },
    {
      name: 'wells excluded',
      found: excludedCount(test.sample),
      unit: 'wells',
      upper: limits.maximumExcluded,
      code: 'potency/too-many-excluded',
    },
  ];
  if (limits.outliers !== undefined) {
    const found = countOutliers(frame.curve, test.fit, { observations: test.sample.observations, limit: limits.outliers.limit });
    rows.push({ name: 'suspected outliers', found, unit: 'wells', upper: limits.outliers.maximum, code: 'potency/outliers' });
  }
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
  const checked = rows.map((row) => ({ row, line: check({ ...row, limit: { lower: row.lower, upper: row.upper } }, 'test-article') }));
  const usable = reference.reasons.length === 0 && test.reasons.length === 0;
  const failed = checked.filter(
    ({ row, line }) => line.outcome === 'fails' || (line.outcome === 'not-estimable' && row.needed === true && usable),
  );
  return {
    checks: checked.map(({ line }) => line),
    reasons: [
      ...failed.map(({ row, line }) => reason(row.code, 'test-article', sentence(name, line))),
      ...equivalenceReasons(name, tests.equivalence, limits.parallelism.equivalence),
      ...opposite(frame.curve, reference, test),
    ],
  };
}

interface Row {
  readonly name: string;
  readonly found: number | null;
  readonly unit: string | null;
  readonly lower?: number | undefined;
  readonly upper?: number | undefined;
  readonly code: PotencyReasonCode;
  /** A test that could not be made also fails. */
  readonly needed?: boolean;
}

function pValueRow(
  name: string,
  p: number | null,
  rule: { readonly alpha: number; readonly action: 'fail' | 'information' },
  code: PotencyReasonCode,
): Row {
  const fails = rule.action === 'fail';
  return { name, found: p, unit: null, lower: fails ? rule.alpha : undefined, code, needed: fails && code === 'potency/not-parallel' };
}

function sentence(sample: string, line: SuitabilityCheck): string {
  const expected = [line.lower === null ? '' : `at least ${line.lower}`, line.upper === null ? '' : `at most ${line.upper}`]
    .filter((part) => part !== '')
    .join(' and ');
  const found = line.found === null ? 'none could be computed' : short(line.found);
  return `Expected for '${sample}' the ${line.name} to be ${expected}, found ${found}.`;
}

function equivalenceReasons(name: string, found: readonly EquivalenceTest[], margins: readonly EquivalenceMargins[]): Reason[] {
  return found.flatMap((test, i) => {
    if (margins[i]?.action !== 'fail' || test.outcome === 'within' || test.outcome === 'no-margins') return [];
    const interval = test.lower === null || test.upper === null ? 'no interval' : `${short(test.lower)} to ${short(test.upper)}`;
    const margin = `${test.lowerMargin ?? '−∞'} to ${test.upperMargin ?? '∞'}`;
    const message = `Expected the ${test.parameter} of '${name}' within ${margin}, found ${interval} at ${test.level}.`;
    return [reason('potency/not-equivalent', 'test-article', message)];
  });
}

/** Free slopes of different sign: a constrained fit would give some number between two curves that have nothing in common. */
function opposite(curve: CurveModel, reference: AssayCurve, test: AssayCurve): Reason[] {
  const j = curve.free.indexOf(curve.model.parameters.indexOf('slope'));
  if (reference.fit?.stopped !== 'converged' || test.fit?.stopped !== 'converged' || j < 0) return [];
  const slopes = [reference.fit.parameters[j]!, test.fit.parameters[j]!] as const;
  if (slopes[0] > 0 === slopes[1] > 0) return [];
  const message = `The slope of '${test.sample.name}' is ${short(slopes[1])}, that of '${reference.sample.name}' ${short(slopes[0])}: one rises, the other falls.`;
  return [reason('potency/opposite-direction', 'test-article', message)];
}

/** What speaks against the relative potency itself: no fit, no bounded interval, a limit of the method. */
function judgePotency(potency: RelativePotency | null, constrained: PotencyFit | null, name: string, method: PotencyMethod): Findings {
  if (potency === null) {
    const why = constrained === null ? 'there are too few doses or wells' : `the search stopped as '${constrained.fit.stopped}'`;
    const code = constrained !== null && constrained.fit.stopped !== 'singular' ? 'potency/not-converged' : 'potency/not-identified';
    return { checks: [], reasons: [reason(code, 'test-article', `No relative potency of '${name}' could be estimated: ${why}.`)] };
  }
  const { maximumIntervalRatio, range } = method.sampleSuitability;
  const { lower, upper } = potency;
  const ratio = lower !== null && upper !== null && lower > 0 ? upper / lower : null;
  const checks = [
    check(
      { name: 'upper over lower limit of the relative potency', found: ratio, unit: null, limit: { upper: maximumIntervalRatio } },
      'test-article',
    ),
    check({ name: 'relative potency', found: potency.estimate, unit: null, limit: range }, 'test-article'),
  ] as const;
  const reasons: Reason[] = [];
  if (lower === null || upper === null) {
    reasons.push(
      reason(
        'potency/unbounded-interval',
        'test-article',
        `The ${method.interval.method} interval of the relative potency of '${name}' is unbounded.`,
      ),
    );
  } else if (checks[0].outcome === 'fails' || checks[0].outcome === 'not-estimable') {
    reasons.push(reason('potency/interval-too-wide', 'test-article', sentence(name, checks[0])));
  }
  if (checks[1].outcome === 'fails') reasons.push(reason('potency/outside-range', 'test-article', sentence(name, checks[1])));
  return { checks, reasons };
}

/** Residuals of the constrained fit in units of s, for the plot of the report. */
function residualsOf(frame: AssayFrame, test: AssayCurve, { fit, rho }: PotencyFit): NonNullable<TestArticleResult['residuals']> {
  const { curve, reference } = frame;
  const s = Math.sqrt(fit.rss / fit.degreesOfFreedom);
  if (!(s > 0)) return [];
  const full = Float64Array.from(curve.template);
  curve.free.forEach((index, j) => {
    full[index] = fit.parameters[j]!;
  });
  const gradient = new Float64Array(full.length + 1);
  const of = (sample: 'reference' | 'test', from: AssayCurve, shift: number) =>
    from.sample.observations.map(({ dose, response, weight }) => {
      const fitted = curve.model.evaluate(Math.log(dose) + shift, full, gradient);
      return { sample, dose, value: (Math.sqrt(weight) * (response - fitted)) / s };
    });
  return [...of('reference', reference, 0), ...of('test', test, fit.parameters[rho]!)];
}
