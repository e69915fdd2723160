import { studentQuantile } from '../../numerics/distributions/student-distribution.ts';
import { type DixonTest, dixonTest } from '../../numerics/statistics/dixon-test.ts';
import { farResiduals } from '../../numerics/statistics/false-discovery.ts';
import { grubbsTest } from '../../numerics/statistics/outlier-tests.ts';
import { curveData, type Observation } from '../dose-response/curve/curve-data.ts';
import { fitCurve } from '../dose-response/curve/curve-fit.ts';
import { type CurveModel, curveModel } from '../dose-response/curve/curve-model.ts';
import { independentWells, type PreparedSample, prepareSample } from '../dose-response/curve/prepared-sample.ts';
import { robustFit } from '../dose-response/curve/robust-fit.ts';
import { studentizedResiduals } from '../dose-response/curve/studentized-residuals.ts';
import { weightObservations } from '../dose-response/curve/weights.ts';
import { DOSE_RESPONSE_MODELS, type ModelId } from '../dose-response/models/registry.ts';
import type { OutlierTest, PotencyMethod } from '../method.ts';
import type { PotencyAssay } from '../potency-assay.ts';
import type { DosePoint, Outlier } from '../potency-result.ts';
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
  const test = openTest(rule);
  return new Map(
    prepared.map((sample, i): [string, SampleOutliers] => [
      sample.name,
      ofSample(sample, { method, rule, test, curve, transformed: transformed[i] ?? [], weighted: weighted?.[i] ?? null }),
    ]),
  );
}

interface SampleTask extends Tested {
  readonly method: PotencyMethod;
  readonly rule: OutlierTest;
  readonly test: TestOfSample;
}

function ofSample(sample: PreparedSample, { method, rule, test, ...tested }: SampleTask): SampleOutliers {
  const far = tested.transformed.length === 0 ? 'no-response' : test(tested);
  if (typeof far === 'string') return { found: [], notTested: far };
  const independent = independentWells(
    sample.points.filter((point) => point.excluded === null),
    method.averaging,
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
  return DOSE_RESPONSE_MODELS.find(id) !== undefined;
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
type TestOfSample = (tested: Tested) => readonly Far[] | NotTested;

/** The test that a rule asks for, opened once for all samples of an assay. */
function openTest(rule: OutlierTest): TestOfSample {
  switch (rule.test) {
    case 'dixon': {
      const outlierAmong = dixonTest(rule.alpha);
      return ({ transformed }) => byReplicates(outlierAmong, transformed);
    }
    case 'grubbs': {
      const outlierAmong: ReplicateTest = (values) => {
        const found = grubbsTest(values, rule.alpha);
        return found === null ? null : { ...found, p: () => found.p };
      };
      return ({ transformed }) => byReplicates(outlierAmong, transformed);
    }
    case 'rout':
      return ({ curve, weighted }) => (curve === null || weighted === null ? 'no-curve' : byRobustFit(rule.q, curve, weighted));
    case 'studentised':
      return ({ curve, weighted }) => (curve === null || weighted === null ? 'no-curve' : byResiduals(rule, curve, weighted));
  }
}

/** A test of the responses at one dose; `null` where all are the same. */
type ReplicateTest = (values: readonly number[]) => Pick<DixonTest, 'index' | 'statistic' | 'critical' | 'p'> | null;

/** At most one response of every dose. */
function byReplicates(outlierAmong: ReplicateTest, observations: readonly Observation[]): readonly Far[] | NotTested {
  const doses = new Map<number, number[]>();
  observations.forEach(({ dose }, i) => {
    doses.set(dose, [...(doses.get(dose) ?? []), i]);
  });
  const cells = [...doses.values()].filter((cell) => cell.length >= 3);
  if (cells.length === 0) return 'too-few-replicates';
  return cells.flatMap((cell) => {
    const found = outlierAmong(cell.map((i) => observations[i]!.response));
    if (found === null || !(found.statistic > found.critical)) return [];
    return [{ index: cell[found.index]!, statistic: found.statistic, limit: found.critical, p: found.p() }];
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
