import { exp } from '../../numerics/elementary.ts';
import { limitsOfRatio } from '../../numerics/intervals/ratio-limits.ts';
import type { BinomialLink } from '../../numerics/regression/binomial-regression.ts';
import type { Reason } from '../../reason.ts';
import { scopedReason } from '../dose-response/curve/prepared-sample.ts';
import { isRatio } from '../lines/line-tests.ts';
import type { PotencyMethod } from '../method.ts';
import type { AssaySample, PotencyAssay } from '../potency-assay.ts';
import type { AssayResult, ChiSquaredTest, DosePoint, RelativePotency, TestArticleResult } from '../potency-result.ts';
import { reason, type SampleScope } from '../reasons.ts';
import { figuresOf, type ReasonsWithFigures } from '../reasons-with-figures.ts';
import { outcomesOf } from '../suitability-outcomes.ts';
import { type QuantalObservation, type QuantalResult, quantalAssay } from './quantal.ts';
import { summarizeCommon, summarizeSeparate } from './quantal-summary.ts';
import { heterogeneityOf, isSignificant, judgeQuantal } from './quantal-tests.ts';

/** A sample with its counts and what speaks against them. */
export interface CountedSample {
  readonly name: string;
  readonly points: readonly DosePoint[];
  readonly observations: readonly QuantalObservation[];
  readonly reasons: readonly Reason[];
}

/** Relative potencies of a quantal assay by probit or logit lines (Ph. Eur. 5.3, 4); the record is that of every other model. */
export function estimateQuantalAssay(assay: PotencyAssay, method: PotencyMethod, link: BinomialLink): AssayResult {
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

/** The counts of a sample that are not excluded; two doses above 0 at least. */
export function countSample(sample: AssaySample, scope: SampleScope): CountedSample {
  const reasons: Reason[] = (sample.problems ?? []).map((problem) => scopedReason(problem, scope));
  const used = sample.points.filter((point) => point.excluded === null);
  const uncounted = used.some((point) => point.counts === undefined);
  const observations = used.flatMap(({ dose, counts }) => (counts === undefined ? [] : [{ sample: sample.name, dose, ...counts }]));
  const doses = new Set(observations.flatMap((one) => (one.dose > 0 ? [one.dose] : []))).size;
  if (uncounted) {
    reasons.push(reason('potency/no-counts', scope, { sample: sample.name }));
  } else if (doses < 2) {
    reasons.push(reason('potency/too-few-doses', scope, { for: 'line', sample: sample.name, doses, neededDoses: 2 }));
  }
  return { name: sample.name, points: sample.points, observations, reasons };
}

interface Article {
  readonly reference: CountedSample;
  readonly test: CountedSample;
  readonly others: readonly CountedSample[];
  readonly method: PotencyMethod;
  readonly link: BinomialLink;
}

function articleOf(article: Article): TestArticleResult {
  const { reference, test, others, method, link } = article;
  const ready = reference.reasons.length === 0 && test.reasons.length === 0;
  const joint = ready ? compute(article, [reference, test, ...others]) : null;
  const pair = joint === null || others.length === 0 ? joint : compute(article, [reference, test]);
  const judged =
    joint === null
      ? { checks: [], notes: [], ...(ready ? noMaximum(article) : { reasons: [], diagnostics: [] }) }
      : judgeQuantal({ joint, pair }, { reference: reference.name, test: test.name, method });
  const reasons = [...reference.reasons, ...test.reasons, ...judged.reasons];
  const potency = joint === null || !isSignificant(joint, method) ? null : potencyOf(joint, test.name, method.interval.level);
  return {
    name: test.name,
    relativePotency: potency,
    reasons,
    constrained: joint === null ? null : summarizeCommon(joint, test.name),
    free: pair === null ? null : summarizeSeparate(pair),
    parallelism: { fTest: pair?.parallelismF ?? null, chiSquared: parallelismOf(pair), equivalence: [] },
    lackOfFit: null,
    checks: judged.checks,
    outcomes: outcomesOf(reasons, potency),
    points: test.points,
    ...(judged.notes.length === 0 ? {} : { notes: judged.notes }),
    ...(judged.diagnostics.length === 0 ? {} : { diagnostics: judged.diagnostics }),
    ...(joint === null ? {} : { quantal: quantalOf(joint, test.name, link) }),
  };
}

/** `null` where the likelihood has no maximum. */
function compute({ reference, method, link }: Article, samples: readonly CountedSample[]): QuantalResult | null {
  const observations = samples.flatMap((sample) => sample.observations);
  const { heterogeneity, interval, sampleSuitability } = method;
  const linearityAlpha = sampleSuitability.compendial.linearity.alpha;
  return quantalAssay(observations, { reference: reference.name, link, level: interval.level, heterogeneity, linearityAlpha });
}

function potencyOf(result: QuantalResult, name: string, level: number): RelativePotency | null {
  const found = result.samples.find((sample) => sample.name === name)?.relativePotency ?? null;
  if (found === null || !isRatio(found.estimate)) return null;
  return { estimate: found.estimate, lower: found.lower, upper: found.upper, level, sides: 'two', method: 'fieller' };
}

function parallelismOf(pair: QuantalResult | null): ChiSquaredTest | null {
  const found = pair?.parallelism ?? null;
  return found === null ? null : { statistic: found.chiSquared, df: found.df, p: found.p };
}

function quantalOf(result: QuantalResult, name: string, link: BinomialLink): NonNullable<TestArticleResult['quantal']> {
  const ed50 = (sample: QuantalResult['samples'][number] | undefined) => {
    const estimate = exp(sample?.lnEd50 ?? Number.NaN);
    return sample === undefined || !isRatio(estimate) ? null : { estimate, ...limitsOfRatio(sample) };
  };
  return {
    link,
    heterogeneity: heterogeneityOf(result),
    linearity: result.linearity,
    ...(result.natural === null ? {} : { naturalResponse: result.natural }),
    heterogeneityFactor: result.heterogeneityFactor,
    deviance: result.deviance,
    ed50: { reference: ed50(result.samples[0]), test: ed50(result.samples.find((sample) => sample.name === name)) },
  };
}

function noMaximum({ reference, test }: Article): ReasonsWithFigures {
  const partial = [...reference.observations, ...test.observations].filter(
    (one) => one.responders > 0 && one.responders < one.total,
  ).length;
  const figures = [{ parameter: null, figure: 'doses-responding-in-part', found: partial }] as const;
  return {
    reasons: [
      reason('potency/not-identified', 'test-article', {
        of: 'likelihood',
        sample: test.name,
        reference: reference.name,
        doses: partial,
      }),
    ],
    diagnostics: figuresOf('potency/not-identified', { sample: test.name, curve: 'common' }, figures),
  };
}
