import { chiSquaredUpperTail } from '../numerics/chi-squared-distribution.ts';
import { exp } from '../numerics/elementary.ts';
import { normalUpperTail } from '../numerics/normal-distribution.ts';
import { short } from './identification.ts';
import type { QuantalModel } from './line-models.ts';
import type { PotencyMethod } from './method.ts';
import type { AssaySample, PotencyAssay } from './potency-assay.ts';
import type { AssayResult, ChiSquaredTest, DosePoint, Reason, ReasonScope, RelativePotency, TestArticleResult } from './potency-result.ts';
import { type QuantalObservation, type QuantalResult, quantalAssay } from './quantal.ts';
import { summarizeCommon, summarizeSeparate } from './quantal-summary.ts';
import { reason } from './reasons.ts';
import { check } from './suitability.ts';

/** The common slope must differ from 0 at this level (two-sided) for the assay to say anything. */
const SLOPE_ALPHA = 0.05;

/** A sample with its counts and what speaks against them. */
interface CountedSample {
  readonly name: string;
  readonly points: readonly DosePoint[];
  readonly observations: readonly QuantalObservation[];
  readonly reasons: readonly Reason[];
}

/** Relative potencies of a quantal assay by probit or logit lines (Ph. Eur. 5.3, 4); the record is that of every other model. */
export function estimateQuantalAssay(assay: PotencyAssay, method: PotencyMethod, link: QuantalModel): AssayResult {
  const reference = countSample(assay.reference, 'assay-run');
  const tests = assay.tests.map((test) => countSample(test, 'test-article'));
  const usable = tests.filter((test) => test.reasons.length === 0);
  return {
    name: assay.name,
    model: link,
    doseUnit: assay.doseUnit,
    responseUnit: assay.responseUnit,
    transform: method.responseTransform,
    reference: { name: reference.name, points: reference.points, checks: [] },
    tests: tests.map((test) => {
      const others = method.fit === 'simultaneous' ? usable.filter((one) => one !== test) : [];
      return articleOf({ reference, test, others, method, link });
    }),
  };
}

function countSample(sample: AssaySample, scope: ReasonScope): CountedSample {
  const reasons: Reason[] = (sample.problems ?? []).map((problem) => reason(problem.code, scope, problem.message));
  const used = sample.points.filter((point) => point.excluded === null);
  const uncounted = used.some((point) => point.counts === undefined);
  const zero = used.some((point) => point.dose === 0);
  const observations = used.flatMap(({ dose, counts }) => (counts === undefined ? [] : [{ sample: sample.name, dose, ...counts }]));
  const doses = new Set(observations.map((one) => one.dose)).size;
  if (uncounted) {
    const message = `'${sample.name}' has responses that are no counts; a quantal assay needs the columns total and responders of a long table.`;
    reasons.push(reason('potency/no-counts', scope, message));
  } else if (zero) {
    const message = `'${sample.name}' has a zero dose, which has no place on a line of ln dose; exclude it with a reason.`;
    reasons.push(reason('potency/too-few-doses', scope, message));
  } else if (doses < 2) {
    reasons.push(reason('potency/too-few-doses', scope, `'${sample.name}' has ${doses} usable doses; a line needs at least 2.`));
  }
  return { name: sample.name, points: sample.points, observations, reasons };
}

interface Article {
  readonly reference: CountedSample;
  readonly test: CountedSample;
  readonly others: readonly CountedSample[];
  readonly method: PotencyMethod;
  readonly link: QuantalModel;
}

function articleOf(article: Article): TestArticleResult {
  const { reference, test, others, method, link } = article;
  const ready = reference.reasons.length === 0 && test.reasons.length === 0;
  const joint = ready ? compute(article, [reference, test, ...others]) : null;
  const pair = joint === null || others.length === 0 ? joint : compute(article, [reference, test]);
  const judged = joint === null ? { checks: [], reasons: ready ? [noMaximum(article)] : [] } : judge(article, joint, pair);
  const reasons = [...reference.reasons, ...test.reasons, ...judged.reasons];
  const potency = joint === null || !significant(joint) ? null : potencyOf(joint, test.name, method.interval.level);
  const own = test.reasons.length + judged.reasons.length;
  return {
    name: test.name,
    relativePotency: potency,
    reasons,
    constrained: joint === null ? null : summarizeCommon(joint, test.name),
    free: pair === null ? null : summarizeSeparate(pair),
    parallelism: { fTest: null, chiSquared: parallelismOf(pair), equivalence: [] },
    lackOfFit: null,
    checks: judged.checks,
    outcomes: {
      systemSuitability: reference.reasons.length === 0 ? 'meets' : 'fails',
      sampleSuitability: own === 0 ? 'meets' : 'fails',
      result: reasons.length === 0 && potency !== null ? 'reportable' : 'not-reportable',
    },
    points: test.points,
    ...(joint === null ? {} : { quantal: quantalOf(joint, test.name, link) }),
  };
}

/** `null` where the likelihood has no maximum. */
function compute({ reference, method, link }: Article, samples: readonly CountedSample[]): QuantalResult | null {
  const observations = samples.flatMap((sample) => sample.observations);
  return quantalAssay(observations, { reference: reference.name, link, level: method.interval.level, heterogeneity: method.heterogeneity });
}

/** p of a slope of 0, by the normal distribution (two-sided). */
function slopeP({ slope, slopeError }: QuantalResult): number {
  return 2 * normalUpperTail(Math.abs(slope / slopeError));
}

function significant(result: QuantalResult): boolean {
  return slopeP(result) <= SLOPE_ALPHA;
}

function potencyOf(result: QuantalResult, name: string, level: number): RelativePotency | null {
  const found = result.samples.find((sample) => sample.name === name)?.relativePotency ?? null;
  if (found === null || !(found.estimate > 0 && found.estimate < Number.POSITIVE_INFINITY)) return null;
  return { estimate: found.estimate, lower: found.lower, upper: found.upper, level, sides: 'two', method: 'fieller' };
}

function parallelismOf(pair: QuantalResult | null): ChiSquaredTest | null {
  const found = pair?.parallelism ?? null;
  return found === null ? null : { statistic: found.chiSquared, df: found.df, p: found.p };
}

function heterogeneityOf({ pearson, degreesOfFreedom }: QuantalResult): ChiSquaredTest | null {
  if (degreesOfFreedom < 1) return null;
  return { statistic: pearson, df: degreesOfFreedom, p: chiSquaredUpperTail(pearson, degreesOfFreedom) };
}

function quantalOf(result: QuantalResult, name: string, link: QuantalModel): NonNullable<TestArticleResult['quantal']> {
  const ed50 = (sample: QuantalResult['samples'][number] | undefined) => ({
    estimate: exp(sample?.lnEd50 ?? 0),
    lower: sample === undefined || sample.lower === null ? null : exp(sample.lower),
    upper: sample === undefined || sample.upper === null ? null : exp(sample.upper),
  });
  return {
    link,
    heterogeneity: heterogeneityOf(result),
    heterogeneityFactor: result.heterogeneityFactor,
    deviance: result.deviance,
    ed50: { reference: ed50(result.samples[0]), test: ed50(result.samples.find((sample) => sample.name === name)) },
  };
}

/** Slope, parallelism and heterogeneity against the limits of the method, whose F test and lack of fit give alpha and action here. */
function judge({ test, method }: Article, joint: QuantalResult, pair: QuantalResult | null): Pick<TestArticleResult, 'checks' | 'reasons'> {
  const { parallelism, lackOfFit } = method.sampleSuitability;
  const limits = (rule: { readonly alpha: number; readonly action: 'fail' | 'information' }) =>
    rule.action === 'fail' ? { lower: rule.alpha } : {};
  const rows = [
    { name: 'common slope, p', found: slopeP(joint), limit: { upper: SLOPE_ALPHA }, code: 'potency/no-dose-response' as const },
    {
      name: 'parallelism chi-squared, p',
      found: pair?.parallelism?.p ?? null,
      limit: limits(parallelism.fTest),
      code: 'potency/not-parallel' as const,
    },
    {
      name: 'heterogeneity chi-squared, p',
      found: heterogeneityOf(joint)?.p ?? null,
      limit: limits(lackOfFit),
      code: 'potency/lack-of-fit' as const,
    },
  ].map(({ name, found, limit, code }) => ({ line: check({ name, found, unit: null, limit }, 'test-article'), code }));
  const reasons = rows
    .filter(({ line, code }) => line.outcome === 'fails' || (line.outcome === 'not-estimable' && code === 'potency/not-parallel'))
    .map(({ line, code }) => {
      const expected = line.lower === null ? `at most ${line.upper}` : `at least ${line.lower}`;
      const found = line.found === null ? 'none could be computed' : short(line.found);
      return reason(code, 'test-article', `Expected for '${test.name}' the ${line.name} to be ${expected}, found ${found}.`);
    });
  const sample = joint.samples.find((one) => one.name === test.name);
  const unbounded = significant(joint) && sample?.relativePotency?.lower === null;
  const message = `The Fieller interval of the relative potency of '${test.name}' is unbounded: g = ${short(sample?.g ?? 0)}, expected less than 1.`;
  return {
    checks: rows.map(({ line }) => line),
    reasons: unbounded ? [...reasons, reason('potency/unbounded-interval', 'test-article', message)] : reasons,
  };
}

function noMaximum({ reference, test }: Article): Reason {
  const partial = [...reference.observations, ...test.observations].filter(
    (one) => one.responders > 0 && one.responders < one.total,
  ).length;
  const message = `The likelihood of the lines of '${reference.name}' and '${test.name}' has no maximum: ${partial} doses have some but not all units responding.`;
  return reason('potency/not-identified', 'test-article', message);
}
