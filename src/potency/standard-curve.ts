import { exp, ln, sqrt } from '../numerics/elementary.ts';
import type { LeastSquaresFit } from '../numerics/least-squares.ts';
import { curveData, type Observation } from './curve-data.ts';
import { fitCurve } from './curve-fit.ts';
import { type CurveModel, curveModel, fullParameters } from './curve-model.ts';
import { diagnoseCurve } from './identification.ts';
import { isLineModel } from './line-models.ts';
import type { PotencyMethod } from './method.ts';
import { tTwoSided } from './potency-interval.ts';
import type { Reason } from './potency-result.ts';
import { meanOf } from './prepared-sample.ts';
import { RESPONSE_TRANSFORMS } from './response-transform.ts';
import { weightObservations } from './weights.ts';

/** A well of a standard of known concentration. */
export interface StandardPoint {
  readonly concentration: number;
  readonly response: number;
}

/** One level of the standards, calculated back from its own responses. */
export interface StandardLevel {
  readonly concentration: number;
  readonly backCalculated: number | null;
  readonly recoveryPercent: number | null;
  readonly cvPercent: number | null;
  /** Whether recovery and CV are within the limits of the curve. */
  readonly meets: boolean;
}

export interface StandardCurve {
  readonly curve: CurveModel;
  readonly fit: LeastSquaresFit | null;
  readonly transform: PotencyMethod['responseTransform'];
  readonly levels: readonly StandardLevel[];
  /** Lowest and highest level of the longest unbroken run of levels that meet; `null` where none does. */
  readonly workingRange: { readonly lower: number; readonly upper: number } | null;
  readonly reasons: readonly Reason[];
}

/** What a level must show to count for the working range. */
export interface StandardLimits {
  readonly recoveryPercent: readonly [number, number];
  readonly maximumCvPercent: number;
}

/** The curve of standards of an immunoassay, one analyte. A line model has no inverse here and is refused. */
export function fitStandardCurve(points: readonly StandardPoint[], method: PotencyMethod, limits: StandardLimits): StandardCurve {
  if (isLineModel(method.model)) throw new RangeError(`Expected a curve for standards, found '${method.model}'.`);
  const curve = curveModel(method.model, method.fixed);
  const { transform } = RESPONSE_TRANSFORMS[method.responseTransform];
  const plain = points.map((point): Observation => ({ dose: point.concentration, response: transform(point.response), weight: 1 }));
  const weighted = weightObservations([plain], method, curve);
  const data = curveData(weighted.samples?.[0] ?? plain);
  const fit = fitCurve(curve, data);
  const reasons = diagnoseCurve({ name: 'the standards', scope: 'assay-run', curve, data, fit });
  const bare = { curve, fit, transform: method.responseTransform, reasons };
  const levels = fit === null ? [] : levelsOf(points, { ...bare, fit }, limits);
  return { ...bare, levels, workingRange: longestRun(levels) };
}

type Fitted = Pick<StandardCurve, 'curve' | 'transform'> & { readonly fit: LeastSquaresFit };

function levelsOf(points: readonly StandardPoint[], fitted: Fitted, limits: StandardLimits): StandardLevel[] {
  const concentrations = [...new Set(points.map((point) => point.concentration))].filter((one) => one > 0).sort((a, b) => a - b);
  return concentrations.map((concentration) => {
    const responses = points.filter((point) => point.concentration === concentration).map((point) => point.response);
    const lnX = invert(fitted, meanOf(responses));
    const backCalculated = lnX === null ? null : exp(lnX);
    const recoveryPercent = backCalculated === null ? null : (100 * backCalculated) / concentration;
    const cvPercent = responses.length < 2 ? null : cvOf(responses);
    const [lower, upper] = limits.recoveryPercent;
    const recovered = recoveryPercent !== null && recoveryPercent >= lower && recoveryPercent <= upper;
    return {
      concentration,
      backCalculated,
      recoveryPercent,
      cvPercent,
      meets: recovered && (cvPercent === null || cvPercent <= limits.maximumCvPercent),
    };
  });
}

function cvOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return (100 * sqrt(values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (values.length - 1))) / Math.abs(mean);
}

function longestRun(levels: readonly StandardLevel[]): StandardCurve['workingRange'] {
  let best: readonly StandardLevel[] = [];
  let run: StandardLevel[] = [];
  for (const level of levels) {
    run = level.meets ? [...run, level] : [];
    if (run.length > best.length) best = run;
  }
  const [first] = best;
  const last = best[best.length - 1];
  return first === undefined || last === undefined ? null : { lower: first.concentration, upper: last.concentration };
}

/** ln of the concentration at which the curve has a response; `null` outside its asymptotes. Monotone models only. */
function invert({ curve, fit, transform }: Fitted, response: number): number | null {
  const full = fullParameters(curve, fit.parameters);
  const gradient = new Float64Array(full.length + 1);
  const target = RESPONSE_TRANSFORMS[transform].transform(response);
  const at = (lnX: number): number => curve.model.evaluate(lnX, full, gradient) - target;
  const centre = curve.model.lnEc50(full);
  let [lower, upper] = [centre - 40, centre + 40];
  const low = at(lower);
  if (!(low * at(upper) < 0)) return null;
  for (let i = 0; i < 200 && upper - lower > 1e-15 * Math.abs(centre) + 1e-15; i += 1) {
    const middle = (lower + upper) / 2;
    if (at(middle) * low > 0) lower = middle;
    else upper = middle;
  }
  return (lower + upper) / 2;
}

/** Where a back-calculated concentration stands against the working range of its curve. */
export type RangeVerdict = 'within' | 'below' | 'above' | 'no-concentration';

/** A concentration calculated back from the curve, times its dilution, with the interval of inverse prediction on the log scale. */
export interface BackCalculated {
  readonly concentration: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly verdict: RangeVerdict;
}

/** The concentration of an unknown from its replicate wells; a 1:n dilution has the factor n. */
export function backCalculate(
  standards: StandardCurve,
  responses: readonly number[],
  told: { readonly dilutionFactor: number; readonly level: number },
): BackCalculated {
  const { fit, curve, workingRange } = standards;
  const nothing = { concentration: null, lower: null, upper: null, verdict: 'no-concentration' as const };
  if (fit === null || standards.reasons.length > 0 || responses.length === 0) return nothing;
  const lnX = invert({ ...standards, fit }, meanOf(responses));
  if (lnX === null) return nothing;
  const full = fullParameters(curve, fit.parameters);
  const gradient = new Float64Array(full.length + 1);
  curve.model.evaluate(lnX, full, gradient);
  const slope = gradient[full.length]!;
  const g = curve.free.map((index) => gradient[index]!);
  const v = fit.covariance ?? [];
  const ofCurve = g.reduce((sum, a, i) => sum + a * g.reduce((inner, b, j) => inner + (v[i]?.[j] ?? Number.NaN) * b, 0), 0);
  const ofWells = fit.rss / fit.degreesOfFreedom / responses.length;
  const half = (tTwoSided(told.level, fit.degreesOfFreedom) * sqrt(ofCurve + ofWells)) / Math.abs(slope);
  const bounded = Number.isFinite(half);
  const x = exp(lnX);
  const verdict = workingRange === null || x < workingRange.lower ? 'below' : x > workingRange.upper ? 'above' : 'within';
  return {
    concentration: x * told.dilutionFactor,
    lower: bounded ? exp(lnX - half) * told.dilutionFactor : null,
    upper: bounded ? exp(lnX + half) * told.dilutionFactor : null,
    verdict,
  };
}

/** Natural log of a back-calculated concentration against its known value, as a relative error in percent. */
export function recoveryPercent(found: number, known: number): number {
  return 100 * exp(ln(found) - ln(known));
}
