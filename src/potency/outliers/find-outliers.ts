import { studentQuantile } from '../../numerics/distributions/student-distribution.ts';
import { dixonTest } from '../../numerics/statistics/dixon-test.ts';
import { farResiduals } from '../../numerics/statistics/false-discovery.ts';
import { grubbsTest } from '../../numerics/statistics/outlier-tests.ts';
import { curveData, type Observation } from '../dose-response/curve/curve-data.ts';
import { fitCurve } from '../dose-response/curve/curve-fit.ts';
import { type CurveModel, curveModel } from '../dose-response/curve/curve-model.ts';
import { robustFit } from '../dose-response/curve/robust-fit.ts';
import { studentizedResiduals } from '../dose-response/curve/studentized-residuals.ts';
import { weightObservations } from '../dose-response/curve/weights.ts';
import { DOSE_RESPONSE_MODELS, type ModelId } from '../dose-response/models/registry.ts';
import type { OutlierTest, PotencyMethod } from '../method.ts';
import type { PotencyAssay } from '../potency-assay.ts';
import type { DosePoint, Outlier } from '../potency-result.ts';
import { independentWells, type PreparedSample, prepareSample } from '../prepared-sample.ts';
import type { PotencyReasonFields } from '../reasons.ts';

/** An outlier with the wells behind it. */
export interface FoundOutlier {
  readonly outlier: Outlier;
  readonly wells: readonly DosePoint[];
}

type NotTested = PotencyReasonFields<'potency/no-outlier-test'>['why'];

/** What the outlier test of the method found in one sample. */
export interface SampleOutliers {
  readonly found: readonly FoundOutlier[];
  /** Why the test could not be made; `null` where it was. */
  readonly notTested: NotTested | null;
}

/** The outliers of every sample of an assay, by name; `model` is the one that the assay was fitted with. */
export function findOutliers(assay: PotencyAssay, method: PotencyMethod, model: string): ReadonlyMap<string, SampleOutliers> {
  const { outliers: rule } = method;
  if (rule === undefined) return new Map();
  const samples = [assay.reference, ...assay.tests];
  const prepared = samples.map((sample) => prepareSample(sample, method, 'test-article'));
  const curve = isModelId(model) ? curveModel(model, method.fixed) : null;
  const transformed = prepared.map((sample) => sample.observations);
  const weighted = curve === null ? null : weightObservations(transformed, method, curve).samples;
  return new Map(
    prepared.map((sample, i): [string, SampleOutliers] => [
      sample.name,
      ofSample(rule, sample, { method, curve, transformed: transformed[i] ?? [], weighted: weighted?.[i] ?? null }),
    ]),
  );
}

function ofSample(rule: OutlierTest, sample: PreparedSample, tested: Tested & { readonly method: PotencyMethod }): SampleOutliers {
  const far = tested.transformed.length === 0 ? 'no-response' : test(rule, tested);
  if (typeof far === 'string') return { found: [], notTested: far };
  const independent = independentWells(
    sample.points.filter((point) => point.excluded === null),
    tested.method.averaging,
  );
  const found = far.map(({ index, ...figures }): FoundOutlier => {
    const wells = independent[index] ?? [];
    const { dose, response } = sample.kept[index]!;
    const names = wells.flatMap((point) => point.well ?? []);
    return { outlier: { ...figures, test: rule.test, dose, response, wells: names }, wells };
  });
  return { found, notTested: null };
}

function isModelId(id: string): id is ModelId {
  return Object.hasOwn(DOSE_RESPONSE_MODELS, id);
}

interface Far {
  readonly index: number;
  readonly statistic: number;
  readonly limit: number | null;
  readonly p: number | null;
}

interface Tested {
  readonly curve: CurveModel | null;
  /** On the scale of the fit, with weight 1 and with the weights of the method. */
  readonly transformed: readonly Observation[];
  readonly weighted: readonly Observation[] | null;
}

/** The places of the outliers among the responses, or why they cannot be tested. */
function test(rule: OutlierTest, tested: Tested): readonly Far[] | NotTested {
  if (rule.test === 'grubbs' || rule.test === 'dixon') return byReplicates(rule, tested.transformed);
  if (tested.curve === null || tested.weighted === null) return 'no-curve';
  return rule.test === 'rout' ? byRobustFit(rule.q, tested.curve, tested.weighted) : byResiduals(rule, tested.curve, tested.weighted);
}

/** At most one response of every dose. */
function byReplicates(
  rule: OutlierTest & { readonly test: 'grubbs' | 'dixon' },
  observations: readonly Observation[],
): readonly Far[] | NotTested {
  const doses = new Map<number, number[]>();
  observations.forEach(({ dose }, i) => {
    doses.set(dose, [...(doses.get(dose) ?? []), i]);
  });
  const cells = [...doses.values()].filter((cell) => cell.length >= 3);
  if (cells.length === 0) return 'too-few-replicates';
  return cells.flatMap((cell) => {
    const values = cell.map((i) => observations[i]!.response);
    const found = rule.test === 'grubbs' ? grubbsTest(values, rule.alpha) : dixonTest(values, rule.alpha);
    if (found === null || !(found.statistic > found.critical)) return [];
    return [{ index: cell[found.index]!, statistic: found.statistic, limit: found.critical, p: found.p }];
  });
}

function byResiduals(
  rule: OutlierTest & { readonly test: 'studentised' },
  curve: CurveModel,
  observations: readonly Observation[],
): readonly Far[] | NotTested {
  const fit = fitCurve(curve, curveData(observations));
  const residuals = fit?.stopped === 'converged' ? studentizedResiduals(curve, fit, observations) : null;
  if (fit === null || residuals === null || !residuals.every((one) => Number.isFinite(one.external))) return 'no-residuals';
  const limit = rule.limit ?? studentQuantile(1 - rule.alpha / (2 * observations.length), fit.degreesOfFreedom - 1);
  return residuals.flatMap(({ external, bonferroniP }, index) =>
    Math.abs(external) > limit ? [{ index, statistic: external, limit, p: bonferroniP }] : [],
  );
}

function byRobustFit(q: number, curve: CurveModel, observations: readonly Observation[]): readonly Far[] | NotTested {
  const fit = robustFit(curve, observations);
  if (fit === null) return 'not-settled';
  const { residuals, rsdr: scale, degreesOfFreedom } = fit;
  return farResiduals(residuals, { scale, degreesOfFreedom, q }).map(({ index, t, p }) => ({ index, statistic: t, limit: null, p }));
}
