import { fUpperTail } from '../../numerics/distributions/f-distribution.ts';
import { exp, ln, sqrt } from '../../numerics/elementary.ts';
import { fitLinear } from '../../numerics/regression/linear-model.ts';
import { curveData, type Observation } from '../dose-response/curve/curve-data.ts';
import { fitCurve } from '../dose-response/curve/curve-fit.ts';
import { type CurveModel, curveModel, freeNames, fullParameters } from '../dose-response/curve/curve-model.ts';
import { DOSE_RESPONSE_ALPHA, reasonsOfCurve } from '../dose-response/curve/identification.ts';
import { inversePower, weightObservations } from '../dose-response/curve/weights.ts';
import type { PotencyMethod } from '../method.ts';
import { type PotencyReason, reason } from '../reasons.ts';
import { RESPONSE_TRANSFORMS } from '../response-transform.ts';
import { weightRule } from '../weight-rule.ts';

/** A well of a standard of known concentration. */
export interface StandardPoint {
  readonly concentration: number;
  readonly response: number;
}

/** ln of a concentration, or the side of the curve on which a response lies that no concentration gives. */
export type Inverted = number | 'below' | 'above';

/** The curve of the standards of one analyte as its inverse needs it. Responses are on the scale of the transform of the fit. */
export interface CalibrationCurve {
  readonly summary: CalibrationSummary;
  readonly invert: (response: number) => Inverted;
  /** dy/dln x, and the derivatives of y by the parameters, at ln x. */
  readonly slopes: (lnX: number) => { readonly byLnX: number; readonly byParameters: readonly number[] };
  readonly covariance: readonly (readonly number[])[];
  /** Variance of one well at a fitted response; `null` where the weights have none there. */
  readonly wellVariance: (response: number) => number | null;
}

/** What is told of the curve. */
export interface CalibrationSummary {
  readonly model: string;
  readonly parameters: Readonly<Record<string, number>>;
  readonly standardErrors: Readonly<Record<string, number | null>>;
  readonly rss: number;
  readonly degreesOfFreedom: number;
}

/** A curve, or why there is none. */
export interface Calibration {
  readonly curve: CalibrationCurve | null;
  readonly reasons: readonly PotencyReason[];
}

/** Straight lines in ln concentration. */
export const CALIBRATION_LINES = ['log-log', 'log-linear'] as const;
export type CalibrationLine = (typeof CALIBRATION_LINES)[number];

/** Sigmoid models that have an inverse. */
export type CalibrationMethod = PotencyMethod & { readonly model: '4pl' | '3pl' | '5pl' | '5pl-upper' };

/**
 * The curve of standards. An EC50 outside the standards is no fault here: what the curve is good for is judged level by level, where it is used;
 * whatever else leaves it undetermined does.
 */
export function fitCalibrationCurve(points: readonly StandardPoint[], method: CalibrationMethod, name: string): Calibration {
  const curve = curveModel(method.model, method.fixed);
  const { transform } = RESPONSE_TRANSFORMS[method.responseTransform];
  const plain = points.map((point): Observation => ({ dose: point.concentration, response: transform(point.response), weight: 1 }));
  const weighted = weightObservations([plain], method, curve);
  if (weighted.problem !== null) return { curve: null, reasons: [reason('potency/no-weights', 'assay-run', weighted.problem)] };
  const data = curveData(weighted.samples[0] ?? plain);
  const fit = fitCurve(curve, data);
  const found = reasonsOfCurve({ name, scope: 'assay-run', curve, data, fit });
  const reasons = found.reasons.filter((one) => one.code !== 'potency/ec50-outside-doses');
  if (fit === null || fit.covariance === null || reasons.length > 0) return { curve: null, reasons };
  const full = fullParameters(curve, fit.parameters);
  const gradient = new Float64Array(full.length + 1);
  const variance = fit.rss / fit.degreesOfFreedom;
  return {
    reasons: [],
    curve: {
      summary: summaryOf(curve.model.id, freeNames(curve), fit),
      covariance: fit.covariance,
      invert: (response) => invertSigmoid(curve, full, response),
      slopes: (lnX) => {
        curve.model.evaluate(lnX, full, gradient);
        return { byLnX: gradient[full.length]!, byParameters: curve.free.map((index) => gradient[index]!) };
      },
      wellVariance: (response) => {
        const weight = weightAt(method.weights, response, weighted.exponent);
        return weight === null ? null : variance / weight;
      },
    },
  };
}

/** The weight that a response at this height would have had among the standards. */
function weightAt(weights: PotencyMethod['weights'], response: number, exponent: number | null): number | null {
  const rule = weightRule(weights);
  if (!('exponent' in rule)) return rule.of === 'none' ? 1 : null;
  if (!(response > 0)) return null;
  const power = rule.of === 'fitted' && exponent !== null ? 2 * exponent : rule.exponent;
  return power === 'estimated' ? null : inversePower(response, power);
}

/** By bisection on ln x: the models are monotone. */
function invertSigmoid(curve: CurveModel, full: Float64Array, response: number): Inverted {
  const gradient = new Float64Array(full.length + 1);
  const at = (lnX: number): number => curve.model.evaluate(lnX, full, gradient);
  const centre = curve.model.lnEc50(full);
  let [lower, upper] = [centre - 40, centre + 40];
  const [first, last] = [at(lower), at(upper)];
  const rises = last > first;
  if (rises ? response <= first : response >= first) return 'below';
  if (rises ? response >= last : response <= last) return 'above';
  for (let i = 0; i < 200 && upper - lower > 1e-15 * Math.abs(centre) + 1e-15; i += 1) {
    const middle = (lower + upper) / 2;
    if (rises === at(middle) < response) lower = middle;
    else upper = middle;
  }
  return (lower + upper) / 2;
}

/** A straight line of the response (`log-linear`) or of its logarithm (`log-log`) on ln concentration, unweighted; concentrations above 0. */
export function fitCalibrationLine(points: readonly StandardPoint[], line: CalibrationLine, name: string): Calibration {
  const x = points.map((point) => ln(point.concentration));
  const y = points.map((point) => (line === 'log-log' ? ln(point.response) : point.response));
  const fit = fitLinear([x.map(() => 1), x], y);
  if (fit === null || fit.degreesOfFreedom < 1) {
    const found = { responses: points.length, doses: new Set(x).size, neededResponses: 3, neededDoses: 2 };
    return { curve: null, reasons: [reason('potency/too-few-doses', 'assay-run', { for: 'calibration-line', sample: name, ...found })] };
  }
  const [intercept = 0, slope = 0] = fit.coefficients;
  const variance = fit.rss / fit.degreesOfFreedom;
  const covariance = fit.unscaledCovariance.map((row) => row.map((value) => value * variance));
  const slopeVariance = covariance[1]?.[1] ?? 0;
  // A line without scatter depends on the concentration as surely as can be.
  const p = slopeVariance > 0 ? fUpperTail((slope * slope) / slopeVariance, 1, fit.degreesOfFreedom) : slope === 0 ? 1 : 0;
  if (p >= DOSE_RESPONSE_ALPHA) {
    const flat = { finding: 'concentrations', sample: name, p, most: DOSE_RESPONSE_ALPHA } as const;
    return { curve: null, reasons: [reason('potency/no-dose-response', 'assay-run', flat)] };
  }
  const standardErrors = covariance.map((row, i) => sqrt(row[i]!));
  return {
    reasons: [],
    curve: {
      summary: summaryOf(line, ['intercept', 'slope'], { ...fit, parameters: fit.coefficients, standardErrors }),
      covariance,
      invert: (response) => (response - intercept) / slope,
      slopes: (lnX) => ({ byLnX: slope, byParameters: [1, lnX] }),
      wellVariance: () => variance,
    },
  };
}

function summaryOf(
  model: string,
  names: readonly string[],
  fit: {
    readonly parameters: readonly number[];
    readonly standardErrors: readonly (number | null)[];
    readonly rss: number;
    readonly degreesOfFreedom: number;
  },
): CalibrationSummary {
  return {
    model,
    parameters: Object.fromEntries(names.map((name, i) => [name, fit.parameters[i]!])),
    standardErrors: Object.fromEntries(names.map((name, i) => [name, fit.standardErrors[i] ?? null])),
    rss: fit.rss,
    degreesOfFreedom: fit.degreesOfFreedom,
  };
}

/** Covariance of two ln concentrations that come from the same curve: what the curve's own uncertainty gives them in common. */
export function curveCovariance(curve: CalibrationCurve, one: number, other: number): number {
  const [a, b] = [curve.slopes(one), curve.slopes(other)];
  let sum = 0;
  a.byParameters.forEach((g, i) => {
    b.byParameters.forEach((h, j) => {
      sum += g * h * curve.covariance[i]![j]!;
    });
  });
  return sum / (a.byLnX * b.byLnX);
}

/** The concentration of a mean response, on the scale of the transform; `null` off the curve. */
export function concentrationOf(curve: CalibrationCurve, response: number): number | null {
  const found = curve.invert(response);
  return typeof found === 'number' ? exp(found) : null;
}
