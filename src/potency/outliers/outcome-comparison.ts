import { failRun, noteRun } from '../assay-run.ts';
import { withControlMeans } from '../control-asymptotes.ts';
import type { OutlierTest, PotencyMethod } from '../method.ts';
import type { AssaySample, PotencyAssay } from '../potency-assay.ts';
import type { ArticleOutcome, AssayResult, Comparison, DosePoint, PreparationValue, TestArticleResult } from '../potency-result.ts';
import { type PotencyReasonFields, reason } from '../reasons.ts';
import { findOutliers, type SampleOutliers } from './find-outliers.ts';
import { outlierReasons } from './outlier-reasons.ts';
import { restoreWells } from './restored-wells.ts';

type Estimate = (assay: PotencyAssay, method: PotencyMethod) => AssayResult;

/** The result of the method's outlier test: original and reduced data side by side, one of them proposed where their outcomes agree. */
export function withOutliers(assay: PotencyAssay, method: PotencyMethod, estimate: Estimate): AssayResult {
  const original = estimate(assay, method);
  const { outliers: rule } = method;
  if (rule === undefined) return original;
  const found = findOutliers(assay, method, original.model);
  const touched = new Set([...found].filter(([, sample]) => sample.found.length > 0).map(([name]) => name));
  const any = touched.size > 0;
  const marked = mapPoints(assay, (name, point) => mark(point, found.get(name)));
  const without = mapPoints(marked, (_, point) => (point.outlier === undefined ? point : { ...point, excluded: 'outlier' }));
  const reduced = any ? estimate(without, method) : original;
  const taken = rule.propose === 'reduced' && any ? without : marked;
  const proposed = withPoints(taken === without ? reduced : original, taken);
  const compared = any ? compare(proposed, { kind: 'outliers', touched, original, reduced, proposed: rule.propose }, method) : proposed;
  return judgeOutliers(compared, { assay, rule, found });
}

/** Where wells were excluded by hand, of samples or of controls that the method uses: the result with them put back stands beside it, and decides where the method says so. */
export function withExclusions(
  result: AssayResult,
  { assay, method }: { readonly assay: PotencyAssay; readonly method: PotencyMethod },
  estimate: Estimate,
): AssayResult {
  const restored = restoreWells(assay, method);
  if (restored === null) return result;
  const original = withOutliers(restored.assay, withControlMeans(method, restored.assay), estimate);
  return compare(result, { kind: 'exclusions', touched: restored.touched, original, reduced: result, proposed: 'reduced' }, method);
}

function mark(point: DosePoint, found: SampleOutliers | undefined): DosePoint {
  const outlier = found?.found.find((one) => one.wells.includes(point))?.outlier;
  if (outlier === undefined) return point;
  const { test, statistic, limit, p } = outlier;
  return { ...point, outlier: { test, statistic, limit, p } };
}

function mapPoints(assay: PotencyAssay, change: (sample: string, point: DosePoint) => DosePoint): PotencyAssay {
  const of = (sample: AssaySample): AssaySample => ({ ...sample, points: sample.points.map((point) => change(sample.name, point)) });
  return { ...assay, reference: of(assay.reference), tests: assay.tests.map(of) };
}

/** The points of a result with what was found about them. */
function withPoints(result: AssayResult, assay: PotencyAssay): AssayResult {
  return {
    ...result,
    reference: { ...result.reference, points: assay.reference.points },
    tests: result.tests.map((test, i) => ({ ...test, points: assay.tests[i]?.points ?? test.points })),
  };
}

interface Versions {
  readonly kind: Comparison['kind'];
  /** Names of the samples that lost wells. */
  readonly touched: ReadonlySet<string>;
  readonly original: AssayResult;
  readonly reduced: AssayResult;
  readonly proposed: Comparison['proposed'];
}

/** Both outcomes into the record of every article; a reason where they differ and the method lets neither stand. */
function compare(result: AssayResult, versions: Versions, method: PotencyMethod): AssayResult {
  const decides = versions.kind === 'outliers' || method.exclusions === 'must-not-decide';
  const tests = result.tests.map((test, i): TestArticleResult => {
    const [original, reduced] = [versions.original.tests[i], versions.reduced.tests[i]];
    const own = versions.touched.has(result.reference.name) || versions.touched.has(test.name) || method.fit === 'simultaneous';
    if (original === undefined || reduced === undefined || !own) return test;
    const sides = { original: outcomeOf(original, method), reduced: outcomeOf(reduced, method) };
    const agree = sameOutcome(sides.original, sides.reduced);
    const comparison: Comparison = { kind: versions.kind, ...sides, proposed: versions.proposed, agree };
    const compared = { ...test, comparisons: [...(test.comparisons ?? []), comparison] };
    return agree || !decides ? compared : refuse(compared, comparison);
  });
  return { ...result, tests, ...compareAlone(result, versions, decides ? 'decides' : 'informs') };
}

/** The same of one preparation alone. */
function compareAlone(
  { preparation }: AssayResult,
  { kind, original, reduced, proposed }: Versions,
  weight: 'decides' | 'informs',
): Pick<AssayResult, 'preparation'> {
  if (preparation === undefined || original.preparation === undefined || reduced.preparation === undefined) return {};
  const sides = { original: preparationValue(original.preparation), reduced: preparationValue(reduced.preparation) };
  const agree = sides.original.outcome === sides.reduced.outcome;
  const compared = { ...preparation, comparisons: [...(preparation.comparisons ?? []), { kind, ...sides, proposed, agree }] };
  if (agree || weight === 'informs') return { preparation: compared };
  const said = ({ outcome, reasons }: PreparationValue) => ({
    result: outcome,
    codes: [...new Set(reasons.map((one) => one.code))],
    limits: null,
  });
  const differ = { kind, test: preparation.name, original: said(sides.original), reduced: said(sides.reduced) };
  const reasons = [...preparation.reasons, reason('potency/outcome-depends-on-outlier', 'assay-run', differ)];
  return { preparation: { ...compared, reasons, outcome: 'not-reportable' } };
}

function preparationValue({ estimate, lower, upper, reasons, outcome }: PreparationValue): PreparationValue {
  return { estimate, lower, upper, reasons, outcome };
}

function outcomeOf(test: TestArticleResult, { decisionLimits }: PotencyMethod): ArticleOutcome {
  const { relativePotency, reasons, constrained, parallelism, lackOfFit, outcomes } = test;
  const estimate = relativePotency?.estimate;
  const inside =
    estimate === undefined ||
    ((decisionLimits?.lower === undefined || estimate >= decisionLimits.lower) &&
      (decisionLimits?.upper === undefined || estimate <= decisionLimits.upper));
  const limits = decisionLimits === undefined || estimate === undefined ? null : inside ? 'inside' : 'outside';
  return { relativePotency, reasons, constrained, parallelism, lackOfFit, outcomes, limits };
}

function sameOutcome(one: ArticleOutcome, other: ArticleOutcome): boolean {
  return (
    one.outcomes.systemSuitability === other.outcomes.systemSuitability &&
    one.outcomes.sampleSuitability === other.outcomes.sampleSuitability &&
    one.outcomes.result === other.outcomes.result &&
    (one.outcomes.result === 'not-reportable' || one.limits === other.limits)
  );
}

/** Where the original and the reduced data give different outcomes, neither is proposed. */
function refuse(test: TestArticleResult, { kind, original, reduced }: Comparison): TestArticleResult {
  const both = { kind, test: test.name, original: saidOf(original), reduced: saidOf(reduced) };
  return {
    ...test,
    reasons: [...test.reasons, reason('potency/outcome-depends-on-outlier', 'test-article', both)],
    outcomes: { ...test.outcomes, sampleSuitability: 'fails', result: 'not-reportable' },
  };
}

function saidOf({ outcomes, limits, reasons }: ArticleOutcome): PotencyReasonFields<'potency/outcome-depends-on-outlier'>['original'] {
  return { result: outcomes.result, codes: [...new Set(reasons.map((one) => one.code))], limits };
}

interface Judged {
  readonly assay: PotencyAssay;
  readonly rule: OutlierTest;
  readonly found: ReadonlyMap<string, SampleOutliers>;
}

/** Limits on the number of outliers, and a test that could not be made. */
function judgeOutliers(result: AssayResult, { assay, rule, found }: Judged): AssayResult {
  const reference = outlierReasons(assay.reference, { rule, found: found.get(assay.reference.name), scope: 'assay-run' });
  const tests = result.tests.map((test, i): TestArticleResult => {
    const own = outlierReasons(assay.tests[i] ?? { name: test.name, points: [] }, {
      rule,
      found: found.get(test.name),
      scope: 'test-article',
    });
    const notes = [...reference.notes, ...own.notes];
    return {
      ...test,
      reasons: [...reference.reasons, ...test.reasons, ...own.reasons],
      checks: [...test.checks, ...own.checks],
      outliers: own.outliers,
      ...(notes.length === 0 ? {} : { notes: [...(test.notes ?? []), ...notes] }),
      outcomes: {
        systemSuitability: reference.reasons.length > 0 ? 'fails' : test.outcomes.systemSuitability,
        sampleSuitability: own.reasons.length > 0 ? 'fails' : test.outcomes.sampleSuitability,
        result: reference.reasons.length + own.reasons.length > 0 ? 'not-reportable' : test.outcomes.result,
      },
    };
  });
  const checks = [...result.reference.checks, ...reference.checks];
  const judged = { ...result, reference: { ...result.reference, checks, outliers: reference.outliers }, tests };
  if (result.preparation === undefined) return judged;
  return noteRun(failRun(judged, reference.reasons), reference.notes);
}
