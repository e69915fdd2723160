import { InputError } from '../../errors.ts';
import type { Reason } from '../../reason.ts';
import { withControlMeans } from '../control-asymptotes.ts';
import { type AssayCurve, type AssayFrame, judgeCurve } from '../dose-response/comparison/assay-frame.ts';
import { fitConstrained } from '../dose-response/comparison/constrained-fit.ts';
import { estimateEc50Ratio } from '../dose-response/comparison/ec50-ratio.ts';
import { fitPartlyShared, type PartlyShared } from '../dose-response/comparison/partly-shared.ts';
import { compareFits, findings } from '../dose-response/comparison/sample-suitability.ts';
import { systemSuitability, unsuitable } from '../dose-response/comparison/suitability.ts';
import { estimateTestArticle } from '../dose-response/comparison/test-article.ts';
import { curveData } from '../dose-response/curve/curve-data.ts';
import { fitCurve } from '../dose-response/curve/curve-fit.ts';
import { type CurveModel, curveModel, freeNames } from '../dose-response/curve/curve-model.ts';
import { summarizeCurve } from '../dose-response/curve/fit-summary.ts';
import { modelIds } from '../dose-response/curve/orientation.ts';
import { type PreparedSample, prepareSample } from '../dose-response/curve/prepared-sample.ts';
import { weightObservations } from '../dose-response/curve/weights.ts';
import { isLineModel, isQuantalModel } from '../line-models.ts';
import { estimateLineAssay } from '../lines/line-assay.ts';
import type { PotencyMethod } from '../method.ts';
import { withExclusions, withOutliers } from '../outliers/outcome-comparison.ts';
import { judgeControls } from '../plate/control-findings.ts';
import { judgePlates } from '../plate/plate-findings.ts';
import type { AssaySample, PotencyAssay } from '../potency-assay.ts';
import type { AssayResult } from '../potency-result.ts';
import { estimateQuantalAssay } from '../quantal/quantal-assay.ts';
import { estimateSpearmanKaerber } from '../quantal/spearman-kaerber-assay.ts';
import { reason, type SampleScope } from '../reasons.ts';
import { withUnits } from '../result-in-units.ts';
import { refuseWithoutArticle } from '../without-article.ts';
import { withCompendialLimits } from './compendial-limits.ts';
import { estimateAlone } from './single-preparation.ts';

/**
 * Relative potency of every test article of an assay against its reference standard, with the tests of the method. Natural logs; RP is EC50 reference
 * over EC50 test. What the data cannot give is a reason in the result; only unusable input throws (`potency/bad-data`, `potency/bad-model`).
 */
export function estimateAssay(assay: PotencyAssay, given: PotencyMethod): AssayResult {
  checkNames(assay);
  return judgeControls(estimateSamples(assay, given), assay, given);
}

function estimateSamples(assay: PotencyAssay, given: PotencyMethod): AssayResult {
  const method = withControlMeans(given, assay);
  if (assay.tests.length === 0) refuseWithoutArticle(assay, method);
  const result = withUnits(
    withExclusions(withOutliers(assay, method, estimateWithPlates), { assay, method: given }, estimateWithPlates),
    assay,
    method,
  );
  return [assay.reference, ...assay.tests].some((sample) => sample.unreadable !== undefined) ? withUnreadable(result, assay) : result;
}

/** Excluded wells that hold no number have no point, so that a note keeps them in the record. */
function withUnreadable(result: AssayResult, assay: PotencyAssay): AssayResult {
  const notesOf = (sample: AssaySample | undefined, scope: SampleScope): Reason[] =>
    (sample?.unreadable ?? []).map((fields) => reason('potency/well-excluded', scope, fields));
  const ofRun = notesOf(assay.reference, 'assay-run');
  const tests = result.tests.map((test, i) => {
    const notes = [...(test.notes ?? []), ...ofRun, ...notesOf(assay.tests[i], 'test-article')];
    return notes.length === 0 ? test : { ...test, notes };
  });
  const { preparation } = result;
  const alone = preparation === undefined ? {} : { preparation: { ...preparation, notes: [...(preparation.notes ?? []), ...ofRun] } };
  return { ...result, tests, ...alone };
}

function estimateWithPlates(assay: PotencyAssay, method: PotencyMethod): AssayResult {
  return judgePlates(estimate(assay, method), assay, method);
}

function estimate(assay: PotencyAssay, method: PotencyMethod): AssayResult {
  if (assay.tests.length === 0) {
    const alone = estimateAlone(assay, method);
    return isQuantalModel(method.model) ? withCompendialLimits(alone, assay, method) : alone;
  }
  if (isLineModel(method.model)) return withCompendialLimits(estimateLineAssay(assay, method, method.model), assay, method);
  if (method.model === 'spearman-kaerber') return withCompendialLimits(estimateSpearmanKaerber(assay, method), assay, method);
  if (isQuantalModel(method.model)) return withCompendialLimits(estimateQuantalAssay(assay, method, method.model), assay, method);
  const reference = prepareSample(assay.reference, method, 'assay-run');
  const tests = assay.tests.map((test) => prepareSample(test, method, 'test-article'));
  const ids = modelIds(method.model, method.orientation);
  const estimates = ids.map((id) => estimateWith(curveModel(id, method.fixed), { assay, method, reference, tests }));
  // Both orientations: the reference standard's own curve decides, once for all articles.
  return estimates.reduce((best, one) => (one.referenceRss < best.referenceRss ? one : best)).result;
}

interface Prepared {
  readonly assay: PotencyAssay;
  readonly method: PotencyMethod;
  readonly reference: PreparedSample;
  readonly tests: readonly PreparedSample[];
}

function estimateWith(curve: CurveModel, prepared: Prepared): { readonly result: AssayResult; readonly referenceRss: number } {
  const { assay, method } = prepared;
  const weighted = weightSamples(curve, prepared);
  const own = (sample: PreparedSample, scope: SampleScope): AssayCurve => {
    const data = curveData(sample.observations);
    // Without weights there is nothing to fit, and that is said once, for the assay run.
    const doubts = { reasons: [], diagnostics: [] };
    if (weighted.reasons.length > 0) return { sample, data, fit: null, reasons: sample.reasons, diagnostics: [], doubts };
    return judgeCurve(curve, sample, { data, fit: fitCurve(curve, data) }, { scope, averaging: method.averaging });
  };
  const reference = own(weighted.reference, 'assay-run');
  const tests = weighted.tests.map((test) => own(test, 'test-article'));
  const units = { doseUnit: assay.doseUnit, responseUnit: assay.responseUnit };
  const checks = systemSuitability({ ...reference, curve, ...units }, method);
  const runReasons = [...weighted.reasons, ...reference.reasons, ...unsuitable(checks)];
  const partly = partlyShared(curve, method);
  const pairwise: AssayFrame = { method, curve, reference, runReasons, simultaneous: null };
  const { simultaneous, included } = fitTogether(pairwise, partly, tests);
  const frame: AssayFrame = { ...pairwise, simultaneous };
  const result: AssayResult = {
    name: assay.name,
    model: curve.model.id,
    ...units,
    transform: method.responseTransform,
    ...(weighted.exponent === null ? {} : { weightExponent: weighted.exponent }),
    reference: {
      name: assay.reference.name,
      points: assay.reference.points,
      checks,
      ...(reference.fit === null ? {} : { curve: summarizeCurve(curve, reference.fit) }),
    },
    tests: tests.map((test) => {
      const index = included.indexOf(test);
      return partly === null ? estimateTestArticle(frame, test, index) : estimateEc50Ratio(frame, partly, { test, index });
    }),
  };
  return { result, referenceRss: reference.fit?.rss ?? Number.POSITIVE_INFINITY };
}

interface WeightedSamples {
  readonly reference: PreparedSample;
  readonly tests: readonly PreparedSample[];
  readonly reasons: readonly Reason[];
  readonly exponent: number | null;
}

/** Weights for the whole assay; where the reference standard or the method's weights fail, nothing of the run is reportable. */
function weightSamples(curve: CurveModel, { method, reference, tests }: Prepared): WeightedSamples {
  const samples = [reference, ...tests];
  const weighted = weightObservations(
    samples.map((sample) => sample.observations),
    method,
    curve,
  );
  if (weighted.samples === null) {
    const bare = (sample: PreparedSample): PreparedSample => ({ ...sample, observations: [] });
    return {
      reference: bare(reference),
      tests: tests.map(bare),
      reasons: [reason('potency/no-weights', 'assay-run', weighted.problem)],
      exponent: null,
    };
  }
  const [first, ...others] = samples.map((sample, i) => ({ ...sample, observations: weighted.samples[i] ?? [] }));
  return { reference: first ?? reference, tests: others, reasons: [], exponent: weighted.exponent };
}

interface Together {
  readonly simultaneous: AssayFrame['simultaneous'];
  readonly included: readonly AssayCurve[];
}

/** `null` where every free parameter but the location is shared: then one curve is the other one shifted, and RP is a parameter. */
function partlyShared(curve: CurveModel, method: PotencyMethod): PartlyShared | null {
  if (method.shared === undefined) return null;
  const names: readonly string[] = method.shared;
  const shared = freeNames(curve).map((name) => names.includes(name));
  return shared.every((isShared, j) => isShared || j === curve.location) ? null : { curve, shared };
}

/** All articles that are suitable on their own under one curve with the reference standard, where the method asks for it. */
function fitTogether(frame: AssayFrame, partly: PartlyShared | null, tests: readonly AssayCurve[]): Together {
  const { curve, method, reference } = frame;
  const nothing = { simultaneous: null, included: [] };
  if (method.fit !== 'simultaneous' || reference.data.count === 0) return nothing;
  const fitAll = (articles: readonly AssayCurve[]) =>
    partly === null ? fitConstrained(curve, reference, articles) : fitPartlyShared(partly, [reference, ...articles]);
  // An article without a usable curve of its own, or of another shape, would spoil the common one for the others.
  const suitable = (test: AssayCurve): boolean =>
    test.reasons.length === 0 &&
    test.doubts.reasons.length === 0 &&
    findings(frame, test, compareFits(frame, test, fitAll([test]))).reasons.length === 0;
  const included = tests.filter(suitable);
  const fit = included.length < 2 ? null : fitAll(included);
  if (fit === null) return nothing;
  return { simultaneous: { samples: [reference.data, ...included.map((test) => test.data)], fit }, included };
}

function checkNames(assay: PotencyAssay): void {
  const names = [assay.reference.name, ...assay.tests.map((test) => test.name)];
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new InputError(
      'potency/bad-data',
      `Expected every sample of the assay '${assay.name}' to have its own name, found '${twice}' twice; bind the slots to different names.`,
    );
  }
}
