import { exp } from '../numerics/elementary.ts';
import { fUpperTail } from '../numerics/f-distribution.ts';
import type { LeastSquaresFit } from '../numerics/least-squares.ts';
import { type CurveData, doseRange, totalSumOfSquares } from './curve-data.ts';
import { type CurveModel, fullParameters } from './curve-model.ts';
import type { ParameterName } from './dose-response/model.ts';
import { tTwoSided } from './potency-interval.ts';
import type { Reason, ReasonScope } from './potency-result.ts';
import { reason } from './reasons.ts';

/** Largest p at which the response still counts as depending on the dose. */
export const DOSE_RESPONSE_ALPHA = 0.01;

/** An asymptote is not identified beyond this many observed ranges outside the dose means, or with a standard error of half a range. */
const ASYMPTOTE_BEYOND = 1;
const ASYMPTOTE_ERROR = 0.5;

/** An asymmetry outside 1/1000 to 1000 has run away. */
const LARGEST_ASYMMETRY = 1000;

/** A sample's own fit with what is needed to word a finding about it. */
export interface DiagnosedCurve {
  readonly name: string;
  readonly scope: ReasonScope;
  readonly curve: CurveModel;
  readonly data: CurveData;
  readonly fit: LeastSquaresFit | null;
}

/** Why a sample's own curve cannot be relied on; empty where it can. */
export function diagnoseCurve(diagnosed: DiagnosedCurve): readonly Reason[] {
  const { name, scope, curve, data, fit } = diagnosed;
  const k = curve.free.length;
  if (data.means.length < k || data.count <= k) {
    const message = `'${name}' has ${data.means.length} doses and ${data.count} responses; the model needs at least ${k} doses and ${k + 1} responses.`;
    return [reason('potency/too-few-doses', scope, message)];
  }
  const total = totalSumOfSquares(data);
  const flat = noDoseResponse(diagnosed, total);
  if (flat !== null) return [flat];
  if (fit === null) return [reason('potency/not-converged', scope, `No start for the curve of '${name}' lies within the model's family.`)];
  if (fit.stopped === 'singular' || fit.standardErrors.includes(null)) {
    return [
      reason('potency/not-identified', scope, `The curve of '${name}' is not identified: its doses do not determine every parameter.`),
    ];
  }
  const found = [...asymptotes(diagnosed, fit), ...slopes(diagnosed, fit), ...positions(diagnosed, fit), ...equalReplicates(diagnosed)];
  if (found.length === 0 && fit.stopped !== 'converged') {
    return [
      reason(
        'potency/not-converged',
        scope,
        `The fit of '${name}' stopped without a minimum ('${fit.stopped}' after ${fit.iterations} iterations).`,
      ),
    ];
  }
  return found;
}

/** Findings after which a curve carries no number. */
export const WITHOUT_CURVE: ReadonlySet<string> = new Set([
  'potency/too-few-doses',
  'potency/no-dose-response',
  'potency/not-identified',
  'potency/not-converged',
]);

/** Whether the shared curve of a constrained fit is determined: its asymptotes and slope against the pooled dose means. */
export function diagnoseShared(diagnosed: DiagnosedCurve & { readonly fit: LeastSquaresFit }): readonly Reason[] {
  return [...asymptotes(diagnosed, diagnosed.fit), ...slopes(diagnosed, diagnosed.fit)];
}

/** The F test of the curve against a common mean. */
function noDoseResponse({ name, scope, curve, data, fit }: DiagnosedCurve, total: number): Reason | null {
  const scale = data.means.reduce((sum, mean, i) => sum + data.weights[i]! * mean * mean, 0);
  if (!(total > 1e-24 * scale)) return reason('potency/no-dose-response', scope, `All responses of '${name}' are equal.`);
  if (fit === null || !Number.isFinite(fit.rss) || fit.rss === 0) return null;
  const df1 = curve.free.length - 1;
  const statistic = Math.max(0, total - fit.rss) / df1 / (fit.rss / fit.degreesOfFreedom);
  const p = fUpperTail(statistic, df1, fit.degreesOfFreedom);
  if (p < DOSE_RESPONSE_ALPHA) return null;
  const message = `The response of '${name}' does not depend on the dose: p = ${short(p)}, expected less than ${DOSE_RESPONSE_ALPHA}.`;
  return reason('potency/no-dose-response', scope, message);
}

function asymptotes({ name, scope, curve, data }: DiagnosedCurve, fit: LeastSquaresFit): Reason[] {
  const lowest = Math.min(...data.means);
  const highest = Math.max(...data.means);
  const range = highest - lowest;
  const titles = { lowerAsymptote: 'lower', upperAsymptote: 'upper' } as const;
  return (['lowerAsymptote', 'upperAsymptote'] as const).flatMap((parameter) => {
    const found = parameterOf(curve, fit, parameter);
    if (found === null) return [];
    const beyond = Math.max(lowest - found.value, found.value - highest) / range;
    if (beyond <= ASYMPTOTE_BEYOND && found.error <= ASYMPTOTE_ERROR * range) return [];
    const message = `The ${titles[parameter]} asymptote of '${name}' is not identified: ${short(found.value)} with a standard error of ${short(found.error)}, where the dose means span ${short(range)}.`;
    return [reason('potency/not-identified', scope, message)];
  });
}

function slopes({ name, scope, curve }: DiagnosedCurve, fit: LeastSquaresFit): Reason[] {
  const reasons: Reason[] = [];
  const asymmetry = parameterOf(curve, fit, 'asymmetry');
  const slope = parameterOf(curve, fit, 'slope');
  if (asymmetry !== null && (asymmetry.value > LARGEST_ASYMMETRY || asymmetry.value < 1 / LARGEST_ASYMMETRY)) {
    reasons.push(
      reason(
        'potency/not-identified',
        scope,
        `The asymmetry of '${name}' is not identified: it has run away to ${short(asymmetry.value)}.`,
      ),
    );
  }
  // Slope and asymmetry of a 5PL stand in for each other, so a wide slope says nothing there.
  if (slope === null || asymmetry !== null || Math.abs(slope.value) > tTwoSided(0.95, fit.degreesOfFreedom) * slope.error) return reasons;
  const message = `The slope of '${name}' is not identified: ${short(slope.value)} with a standard error of ${short(slope.error)}.`;
  return [...reasons, reason('potency/not-identified', scope, message)];
}

function positions({ name, scope, curve, data }: DiagnosedCurve, fit: LeastSquaresFit): Reason[] {
  const { lower, upper } = doseRange(data);
  const lnEc50 = curve.model.lnEc50(fullParameters(curve, fit.parameters));
  if (lnEc50 >= lower && lnEc50 <= upper) return [];
  if (!Number.isFinite(lnEc50)) {
    return [reason('potency/ec50-outside-doses', scope, `The curve of '${name}' has no dose half-way between its asymptotes.`)];
  }
  const ec50 = exp(lnEc50);
  const shown = ec50 > 0 && ec50 < Number.POSITIVE_INFINITY ? short(ec50) : `exp(${short(lnEc50)})`;
  const message = `The EC50 of '${name}', ${shown}, lies outside its doses ${short(exp(lower))} to ${short(exp(upper))}.`;
  return [reason('potency/ec50-outside-doses', scope, message)];
}

function equalReplicates({ name, scope, data }: DiagnosedCurve): Reason[] {
  if (data.within.count === 0 || data.within.sumOfSquares > 0) return [];
  return [reason('potency/no-replicate-variation', scope, `All replicates of '${name}' are equal, dose by dose.`)];
}

function parameterOf(curve: CurveModel, fit: LeastSquaresFit, name: ParameterName): { value: number; error: number } | null {
  const j = curve.free.indexOf(curve.model.parameters.indexOf(name));
  return j < 0 ? null : { value: fit.parameters[j]!, error: fit.standardErrors[j] ?? Number.POSITIVE_INFINITY };
}

/** Four significant digits for a sentence; no reported value is made here. */
export function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
