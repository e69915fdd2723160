import { tTwoSided } from '../../numerics/distributions/student-limits.ts';
import { exp, ln, sqrt } from '../../numerics/elementary.ts';
import { type CalibrationCurve, curveCovariance } from '../calibration/calibration-curve.ts';
import { type CellMean, effectiveDegrees } from './dose-cells.ts';

/** A component alone: its curve, and the doses that were tested. */
export interface ComponentCurve {
  readonly curve: CalibrationCurve;
  readonly lowest: number;
  readonly highest: number;
}

/** d/D of both components, D the dose that gives the effect alone; below 1 is synergy. */
export interface CombinationIndex {
  readonly index: number;
  readonly lower: number;
  readonly upper: number;
  readonly degreesOfFreedom: number;
  readonly aloneA: number;
  readonly aloneB: number;
  /** Whether a dose alone lies outside the doses tested. */
  readonly extrapolated: boolean;
}

/** What a combination index needs besides the curves. The mean is on the scale of the curves. */
export interface LoeweRequest {
  readonly doseA: number;
  readonly doseB: number;
  readonly combination: CellMean;
  /** Control wells that both curves share as their dose 0: what they err by moves both the same way. */
  readonly sharedControls: number;
  readonly level: number;
}

/**
 * Loewe's additivity (Loewe 1928; combination index of Chou and Talalay, Advances in Enzyme Regulation 22:27, 1984) with limits on its logarithm by the
 * delta method: variance of both inverse curves, of the mean effect that both invert, and the covariance through shared controls. `null` where one
 * component alone never gives the effect.
 */
export function combinationIndex(a: ComponentCurve, b: ComponentCurve, request: LoeweRequest): CombinationIndex | null {
  const { combination } = request;
  const [lnA, lnB] = [a.curve.invert(combination.mean), b.curve.invert(combination.mean)];
  if (typeof lnA === 'string' || typeof lnB === 'string') return null;
  const [aloneA, aloneB] = [exp(lnA), exp(lnB)];
  const [shareA, shareB] = [request.doseA / aloneA, request.doseB / aloneB];
  const index = shareA + shareB;
  const byMean = shareA / a.curve.slopes(lnA).byLnX + shareB / b.curve.slopes(lnB).byLnX;
  const parts = [
    { variance: shareA * shareA * curveCovariance(a.curve, lnA, lnA), degreesOfFreedom: a.curve.summary.degreesOfFreedom },
    { variance: shareB * shareB * curveCovariance(b.curve, lnB, lnB), degreesOfFreedom: b.curve.summary.degreesOfFreedom },
    { variance: (byMean * byMean * combination.variance) / combination.count, degreesOfFreedom: combination.degreesOfFreedom },
  ];
  const shared =
    request.sharedControls === 0 ? 0 : controlInfluence(a.curve, lnA) * controlInfluence(b.curve, lnB) * request.sharedControls;
  const covariance = 2 * shareA * shareB * shared * combination.variance;
  const variance = parts.reduce((sum, part) => sum + part.variance, 0) + covariance;
  const degreesOfFreedom = effectiveDegrees(parts);
  const half = (tTwoSided(request.level, degreesOfFreedom) * sqrt(variance)) / index;
  const outside = (component: ComponentCurve, dose: number): boolean => dose < component.lowest || dose > component.highest;
  return {
    index,
    lower: exp(ln(index) - half),
    upper: exp(ln(index) + half),
    degreesOfFreedom,
    aloneA,
    aloneB,
    extrapolated: outside(a, aloneA) || outside(b, aloneB),
  };
}

/** By how much one unit more in one control well, at dose 0 of an unweighted fit, moves ln x of the inverse: −g'(J'J)⁻¹g₀/(dy/d ln x). */
function controlInfluence(curve: CalibrationCurve, lnX: number): number {
  const { byLnX, byParameters } = curve.slopes(lnX);
  const atZero = curve.slopes(Number.NEGATIVE_INFINITY).byParameters;
  const variance = curve.summary.rss / curve.summary.degreesOfFreedom;
  let sum = 0;
  byParameters.forEach((g, i) => {
    atZero.forEach((h, j) => {
      sum += (g * h * curve.covariance[i]![j]!) / variance;
    });
  });
  return -sum / byLnX;
}
