import { exp } from '../../../numerics/elementary.ts';
import type { LeastSquaresFit } from '../../../numerics/regression/least-squares.ts';
import type { CheckName } from '../../check-names.ts';
import { checkReason } from '../../check-reason.ts';
import type { PotencyMethod } from '../../method.ts';
import type { SuitabilityCheck } from '../../potency-result.ts';
import type { PotencyReason } from '../../reasons.ts';
import { RESPONSE_TRANSFORMS } from '../../response-transform.ts';
import { type CurveData, totalSumOfSquares } from '../curve/curve-data.ts';
import { type CurveModel, fullParameters } from '../curve/curve-model.ts';
import { hookEffect } from '../curve/hook-effect.ts';
import { largestReplicateCv, type PreparedSample } from '../curve/prepared-sample.ts';
import { countOutliers } from '../curve/studentized-residuals.ts';

interface Limit {
  readonly lower?: number | undefined;
  readonly upper?: number | undefined;
}

interface CheckedFigure {
  readonly name: CheckName;
  readonly found: number | null;
  readonly unit: string | null;
  readonly limit: Limit | undefined;
}

/** One line of the suitability table: found against its limits, both of which meet. */
export function suitabilityCheck(finding: CheckedFigure, scope: SuitabilityCheck['scope']): SuitabilityCheck {
  const { name, found, unit, limit } = finding;
  const lower = limit?.lower ?? null;
  const upper = limit?.upper ?? null;
  const frame = { name, scope, found: found !== null && Number.isFinite(found) ? found : null, unit, lower, upper };
  if (lower === null && upper === null) return { ...frame, outcome: 'information' };
  if (frame.found === null) return { ...frame, outcome: 'not-estimable' };
  const meets = (lower === null || frame.found >= lower) && (upper === null || frame.found <= upper);
  return { ...frame, outcome: meets ? 'meets' : 'fails' };
}

/** The reference standard's own curve with its data. */
export interface ReferenceCurve {
  readonly sample: PreparedSample;
  readonly data: CurveData;
  readonly curve: CurveModel;
  readonly fit: LeastSquaresFit | null;
  readonly doseUnit: string | null;
  readonly responseUnit: string | null;
}

/** The system suitability: every figure of the reference standard, with the limits that the method sets. */
export function systemSuitability(reference: ReferenceCurve, method: PotencyMethod): readonly SuitabilityCheck[] {
  const limits = method.systemSuitability;
  const { sample, data, curve, fit, doseUnit, responseUnit } = reference;
  const figures = curveFigures(curve, fit, method);
  const rSquared = fit === null ? null : 1 - fit.rss / totalSumOfSquares(data);
  const findings: readonly CheckedFigure[] = [
    { name: 'reference EC50', found: figures.ec50, unit: doseUnit, limit: limits.ec50 },
    { name: 'reference lower asymptote', found: figures.lower, unit: responseUnit, limit: limits.lowerAsymptote },
    { name: 'reference upper asymptote', found: figures.upper, unit: responseUnit, limit: limits.upperAsymptote },
    { name: 'reference upper over lower asymptote', found: figures.ratio, unit: null, limit: limits.asymptoteRatio },
    { name: 'reference slope', found: figures.slope, unit: null, limit: limits.slope },
    { name: 'reference R-squared', found: rSquared, unit: null, limit: limits.rSquared },
    {
      name: 'reference largest replicate CV',
      found: largestReplicateCv(sample.kept),
      unit: 'fraction',
      limit: { upper: limits.maximumReplicateCv },
    },
    ...(limits.outliers === undefined
      ? []
      : [
          {
            name: 'reference suspected outliers' as const,
            found: countOutliers(curve, fit, { observations: sample.observations, limit: limits.outliers.limit }),
            unit: 'wells',
            limit: { upper: limits.outliers.maximum },
          },
        ]),
    {
      name: 'reference hook effect, p',
      found: hookEffect(data)?.p ?? null,
      unit: null,
      limit: { lower: limits.hookEffect.action === 'fail' ? limits.hookEffect.alpha : undefined },
    },
    { name: 'reference wells excluded', found: excludedCount(sample), unit: 'wells', limit: { upper: limits.maximumExcluded } },
  ];
  return findings.map((finding) => suitabilityCheck(finding, 'assay-run'));
}

/** The reasons of the assay run that follow from its checks. */
export function unsuitable(checks: readonly SuitabilityCheck[]): PotencyReason[] {
  return checks
    .filter((line) => line.outcome === 'fails' || line.outcome === 'not-estimable')
    .map((line) => checkReason('potency/unsuitable-reference', line));
}

/** Wells left out by hand and wells that held no number. */
export function excludedCount(sample: PreparedSample): number {
  const unread = sample.reasons.filter((one) => one.code === 'potency/well-not-numeric').length;
  const excluded = sample.points.filter((point) => point.excluded !== null && point.outlier === undefined).length;
  return excluded + unread + sample.unreadable;
}

interface CurveFigures {
  readonly ec50: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly ratio: number | null;
  readonly slope: number | null;
}

/** EC50, asymptotes in the unit of the response, and slope without its sign. */
function curveFigures(curve: CurveModel, fit: LeastSquaresFit | null, method: PotencyMethod): CurveFigures {
  if (fit === null || fit.stopped !== 'converged') return { ec50: null, lower: null, upper: null, ratio: null, slope: null };
  const full = fullParameters(curve, fit.parameters);
  const { invert } = RESPONSE_TRANSFORMS[method.responseTransform];
  const at = (name: 'lowerAsymptote' | 'upperAsymptote'): number | null => {
    const index = curve.model.parameters.indexOf(name);
    return index < 0 ? null : invert(full[index]!);
  };
  const lower = at('lowerAsymptote');
  const upper = at('upperAsymptote');
  const ratio = lower === null || upper === null || lower <= 0 ? null : upper / lower;
  return { ec50: exp(curve.model.lnEc50(full)), lower, upper, ratio, slope: Math.abs(full[curve.model.parameters.indexOf('slope')]!) };
}
