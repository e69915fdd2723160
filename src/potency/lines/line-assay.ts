import type { FTest } from '../../numerics/regression/extra-sum-of-squares.ts';
import type { Reason } from '../../reason.ts';
import type { Observation } from '../dose-response/curve/curve-data.ts';
import { independentWells, type PreparedSample, prepareSample } from '../dose-response/curve/prepared-sample.ts';
import type { LineModel } from '../line-models.ts';
import type { AssayDesign, PotencyMethod } from '../method.ts';
import type { AssaySample, PotencyAssay } from '../potency-assay.ts';
import type { AssayResult, TestArticleResult } from '../potency-result.ts';
import { reason, type SampleScope } from '../reasons.ts';
import { outcomesOf } from '../suitability-outcomes.ts';
import { type AnovaLine, anovaLine } from './anova.ts';
import { crossOverDoses, designOf, placeIn, reasonOfDesign } from './assay-design.ts';
import { crossOverFit } from './cross-over-fit.ts';
import { parallelParameters, ratioParameters, separateLines } from './line-summary.ts';
import { type ComputedLines, isRatio, judgeLines, ownSlopeP, regressionAlpha } from './line-tests.ts';
import { type LineObservation, parallelLine } from './parallel-line.ts';
import { slopeRatio } from './slope-ratio.ts';

/** Relative potencies by straight lines, with the compendial tests as reasons; the record is that of every other model. */
export function estimateLineAssay(assay: PotencyAssay, method: PotencyMethod, model: LineModel): AssayResult {
  const reference = lineSample(assay.reference, { method, model, scope: 'assay-run' });
  const tests = assay.tests.map((test) => lineSample(test, { method, model, scope: 'test-article' }));
  const runReasons = [...reference.reasons, ...tooFew(reference, 'assay-run', model)];
  const kept = [reference, ...tests].flatMap((sample) => sample.points.filter((point) => point.excluded === null));
  const design = model === 'parallel-line' ? designOf(method, kept, reference.points) : 'completely-randomised';
  const usable = tests.filter((test) => test.reasons.length === 0 && tooFew(test, 'test-article', model).length === 0);
  return {
    name: assay.name,
    model,
    doseUnit: assay.doseUnit,
    responseUnit: assay.responseUnit,
    transform: method.responseTransform,
    ...(model === 'parallel-line' ? { design } : {}),
    reference: { name: reference.name, points: reference.points, checks: [] },
    tests: tests.map((test) => {
      const others = method.fit === 'simultaneous' ? usable.filter((one) => one !== test) : [];
      return articleOf({ reference, test, others, method, model, design, runReasons });
    }),
  };
}

/** A sample whose `observations` are those on its line; every count, line and test takes them from here. */
interface LineSample extends PreparedSample {
  /** Zero doses that the method leaves out of the lines; they are tested all the same. */
  readonly disregarded: readonly Observation[];
}

function lineSample(
  sample: AssaySample,
  { method, model, scope }: { readonly method: PotencyMethod; readonly model: LineModel; readonly scope: SampleScope },
): LineSample {
  const prepared = prepareSample(sample, method, scope);
  const without = model === 'slope-ratio' && method.sampleSuitability.compendial.blanks === 'disregarded';
  const isOut = ({ dose }: Observation): boolean => without && dose === 0;
  const { observations } = prepared;
  return { ...prepared, observations: observations.filter((one) => !isOut(one)), disregarded: observations.filter(isOut) };
}

interface Article {
  readonly reference: LineSample;
  readonly test: LineSample;
  readonly others: readonly LineSample[];
  readonly method: PotencyMethod;
  readonly model: LineModel;
  readonly design: AssayDesign;
  readonly runReasons: readonly Reason[];
}

function articleOf(article: Article): TestArticleResult {
  const { reference, test, others, method, model, runReasons } = article;
  const few = [...test.reasons, ...tooFew(test, 'test-article', model)];
  const own = few.length > 0 || runReasons.length > 0 ? few : misplaced(article);
  const computed = runReasons.length === 0 && own.length === 0 ? compute(article, [reference, test, ...others]) : null;
  // A pair of a Latin square is no Latin square: its tests of departure are those of the whole assay.
  const alone = others.length > 0 && !article.design.startsWith('latin-square');
  const pair = computed !== null && alone ? compute(article, [reference, test]) : computed;
  const judged =
    computed === null || pair === null
      ? { reasons: tooLittle(article, own), checks: [], diagnostics: [], notes: [] }
      : judgeLines({ computed, pair, ownSlopes: slopesOf(article, computed) }, article);
  const reasons = [...runReasons, ...own, ...judged.reasons];
  // Without a significant regression the lines say nothing, and a ratio of their slopes least of all.
  const significant =
    (computed?.regression?.p ?? 1) <= regressionAlpha(method) || method.sampleSuitability.compendial.regression.action === 'information';
  const ratio = significant ? (computed?.ratio ?? null) : null;
  const usable = ratio !== null && isRatio(ratio.estimate);
  const potency = usable
    ? {
        estimate: ratio.estimate,
        lower: ratio.lower,
        upper: ratio.upper,
        level: method.interval.level,
        sides: 'two' as const,
        method: 'fieller',
      }
    : null;
  return {
    name: test.name,
    relativePotency: potency,
    reasons,
    constrained: computed?.summary ?? null,
    free: computed === null ? null : separateLines({ reference, test }, { model, residual: computed.single ?? computed.residual }),
    parallelism: { fTest: fTestOf(pair?.parallelism ?? null, pair?.parallelismError ?? pair?.residual ?? null), equivalence: [] },
    lackOfFit: fTestOf(pair?.linearity ?? null, pair?.residual ?? null),
    checks: judged.checks,
    outcomes: outcomesOf(reasons, potency),
    points: test.points,
    ...(judged.notes.length === 0 ? {} : { notes: judged.notes }),
    ...(judged.diagnostics.length === 0 ? {} : { diagnostics: judged.diagnostics }),
    anova: computed?.anova ?? [],
  };
}

/** The responses of samples with their place in the design. */
function placed({ design, method }: Article, samples: readonly PreparedSample[]): LineObservation[] {
  return samples.flatMap((sample) => {
    const used = sample.points.filter((point) => point.excluded === null);
    const wells = design === 'completely-randomised' ? [] : independentWells(used, method.averaging);
    return sample.observations.map(({ dose, response }, i): LineObservation => {
      // Averaged pseudo-replicates stand where the first of them does.
      const [first] = wells[i] ?? [];
      return { sample: sample.name, dose, response, ...(first === undefined ? {} : placeIn(design, first)) };
    });
  });
}

/** A design that is not whole would mix its blocks into the treatments. */
function misplaced(article: Article): Reason[] {
  const { reference, test, others, design } = article;
  const fault = reasonOfDesign(design, placed(article, [reference, test, ...others]), reference.name);
  if (fault === null) return [];
  const designFrom = article.method.design === undefined ? 'table' : 'method';
  return [reason('potency/incomplete-design', 'test-article', { design, sample: test.name, ...fault, designFrom })];
}

/** p of a level line for either sample alone, with the error of the whole assay. */
function slopesOf(article: Article, { residual, single }: ComputedLines): ReadonlyMap<string, number | null> {
  const samples = [article.reference, article.test];
  const scale = article.model === 'parallel-line' ? 'ln' : 'linear';
  return new Map(samples.map((sample) => [sample.name, ownSlopeP(sample.observations, { scale, residual: single ?? residual })]));
}

function compute(article: Article, samples: readonly LineSample[]): ComputedLines | null {
  const { test, reference, method, model } = article;
  const observations = placed(article, samples);
  const blanks = samples.flatMap(({ name, disregarded }) => disregarded.map(({ dose, response }) => ({ sample: name, dose, response })));
  if (!hasReplicates(observations)) return null;
  const options = { reference: reference.name, level: method.interval.level };
  if (crossOverDoses(article.design) !== null) return crossOverFit(observations, { ...options, test: test.name });
  const isParallel = model === 'parallel-line';
  const line = isParallel ? parallelLine(observations, options) : null;
  const ratio = line ?? slopeRatio(observations, { ...options, error: 'pure' });
  // Blanks that the lines leave out are tested all the same, so that the page can say what was left out.
  const tested = blanks.length === 0 ? ratio : slopeRatio([...observations, ...blanks], { ...options, error: 'pure' });
  const residual = anovaLine(ratio.anova, 'residual');
  const names = { reference: reference.name, test: test.name };
  return {
    ratio: ratio.tests.find((one) => one.name === test.name) ?? null,
    anova: ratio.anova,
    regression: anovaLine(ratio.anova, 'regression'),
    parallelism: anovaLine(ratio.anova, isParallel ? 'non-parallelism' : 'intersection'),
    linearity: anovaLine(ratio.anova, 'non-linearity'),
    blanks: anovaLine(tested.anova, 'blanks'),
    residual,
    summary: {
      ...('slope' in ratio ? parallelParameters(ratio, names) : ratioParameters(ratio, names)),
      rss: residual?.sumOfSquares ?? 0,
      degreesOfFreedom: residual?.df ?? 0,
      stopped: 'converged',
      iterations: 0,
    },
  };
}

function hasReplicates(observations: readonly LineObservation[]): boolean {
  return observations.length > new Set(observations.map((one) => JSON.stringify([one.sample, one.dose]))).size;
}

function fTestOf(line: AnovaLine | null, residual: AnovaLine | null): FTest | null {
  return line === null || residual === null || line.F === null || line.p === null
    ? null
    : { statistic: line.F, df1: line.df, df2: residual.df, p: line.p };
}

function tooFew(sample: PreparedSample, scope: SampleScope, model: LineModel): Reason[] {
  const doses = new Set(sample.observations.map((one) => one.dose).filter((dose) => model === 'slope-ratio' || dose > 0));
  if (model === 'parallel-line' && sample.observations.some((one) => one.dose === 0)) {
    return [reason('potency/too-few-doses', scope, { for: 'logarithmic-line', sample: sample.name })];
  }
  if (doses.size >= 2) return [];
  return [reason('potency/too-few-doses', scope, { for: 'line', sample: sample.name, doses: doses.size, neededDoses: 2 })];
}

function tooLittle({ test, runReasons }: Article, own: readonly Reason[]): Reason[] {
  if (runReasons.length + own.length > 0) return [];
  return [reason('potency/not-identified', 'test-article', { of: 'residual-error', sample: test.name })];
}
