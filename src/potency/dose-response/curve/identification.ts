import { exp } from '../../../numerics/elementary.ts';
import { fUpperTail } from '../../../numerics/f-distribution.ts';
import type { LeastSquaresFit } from '../../../numerics/least-squares.ts';
import { tTwoSided } from '../../../numerics/student-limits.ts';
import { shownNumber } from '../../../shown-number.ts';
import { type Diagnosis, figuresOf, joinDiagnoses, type MeasuredFigure } from '../../diagnosis.ts';
import type { Diagnostic, UndeterminedCode } from '../../potency-result.ts';
import { reason, type SampleScope } from '../../reasons.ts';
import type { ParameterName } from '../models/model.ts';
import { type CurveData, doseRange, totalSumOfSquares } from './curve-data.ts';
import { type CurveModel, freeNames, fullParameters } from './curve-model.ts';

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
  /** Where the name is that of a common curve: the article whose figures these are. */
  readonly sample?: string;
  readonly of?: Diagnostic['curve'];
  readonly scope: SampleScope;
  readonly curve: CurveModel;
  readonly data: CurveData;
  readonly fit: LeastSquaresFit | null;
}

/** Why a sample's own curve cannot be relied on, with the figures that say so; empty where it can. */
export function diagnoseCurve(diagnosed: DiagnosedCurve): Diagnosis {
  const few = tooFew(diagnosed) ?? noDoseResponse(diagnosed);
  if (few !== null) return few;
  const { name, fit } = diagnosed;
  if (fit === null)
    return finding(diagnosed, 'potency/not-converged', `No start for the curve of '${name}' lies within the model's family.`);
  if (fit.stopped === 'singular' || fit.standardErrors.includes(null)) return undeterminedParameters(diagnosed, fit);
  const found = joinDiagnoses([
    ...asymptotes(diagnosed, fit),
    ...slopes(diagnosed, fit),
    ...positions(diagnosed, fit),
    ...equalReplicates(diagnosed),
  ]);
  if (found.reasons.length > 0 || fit.stopped === 'converged') return found;
  const message = `The fit of '${name}' stopped without a minimum ('${fit.stopped}' after ${fit.iterations} iterations).`;
  return finding(diagnosed, 'potency/not-converged', message, [{ parameter: null, figure: 'iterations', found: fit.iterations }]);
}

/** Findings after which a curve carries no number. */
export const WITHOUT_CURVE: ReadonlySet<string> = new Set([
  'potency/too-few-doses',
  'potency/no-dose-response',
  'potency/not-identified',
  'potency/not-converged',
]);

/** Whether the shared curve of a constrained fit is determined: its asymptotes and slope against the pooled dose means. */
export function diagnoseShared(diagnosed: DiagnosedCurve & { readonly fit: LeastSquaresFit }): Diagnosis {
  return joinDiagnoses([...asymptotes(diagnosed, diagnosed.fit), ...slopes(diagnosed, diagnosed.fit)]);
}

type FoundCode = UndeterminedCode | 'potency/no-replicate-variation';

function finding(
  { name, sample = name, scope, of = 'own' }: DiagnosedCurve,
  code: FoundCode,
  message: string,
  figures: readonly MeasuredFigure[] = [],
): Diagnosis {
  const diagnostics = code === 'potency/no-replicate-variation' ? [] : figuresOf(code, { sample, curve: of }, figures);
  return { reasons: [reason(code, scope, message)], diagnostics };
}

function tooFew(diagnosed: DiagnosedCurve): Diagnosis | null {
  const { name, curve, data } = diagnosed;
  const k = curve.free.length;
  if (data.means.length >= k && data.count > k) return null;
  const message = `'${name}' has ${data.means.length} doses and ${data.count} responses; the model needs at least ${k} doses and ${k + 1} responses.`;
  return finding(diagnosed, 'potency/too-few-doses', message, [
    { parameter: null, figure: 'doses', found: data.means.length, lower: k },
    { parameter: null, figure: 'responses', found: data.count, lower: k + 1 },
  ]);
}

/** The F test of the curve against a common mean. */
function noDoseResponse(diagnosed: DiagnosedCurve): Diagnosis | null {
  const { name, curve, data, fit } = diagnosed;
  const total = totalSumOfSquares(data);
  const scale = data.means.reduce((sum, mean, i) => sum + data.weights[i]! * mean * mean, 0);
  if (!(total > 1e-24 * scale)) return finding(diagnosed, 'potency/no-dose-response', `All responses of '${name}' are equal.`);
  if (fit === null || !Number.isFinite(fit.rss) || fit.rss === 0) return null;
  const df1 = curve.free.length - 1;
  const statistic = Math.max(0, total - fit.rss) / df1 / (fit.rss / fit.degreesOfFreedom);
  const p = fUpperTail(statistic, df1, fit.degreesOfFreedom);
  if (p < DOSE_RESPONSE_ALPHA) return null;
  const message = `The response of '${name}' does not depend on the dose: p = ${short(p)}, expected less than ${DOSE_RESPONSE_ALPHA}.`;
  return finding(diagnosed, 'potency/no-dose-response', message, [
    { parameter: null, figure: 'dose-response-p', found: p, upper: DOSE_RESPONSE_ALPHA },
  ]);
}

/** A singular fit: the parameters that have no standard error. */
function undeterminedParameters(diagnosed: DiagnosedCurve, { standardErrors }: LeastSquaresFit): Diagnosis {
  const message = `The curve of '${diagnosed.name}' is not identified: its doses do not determine every parameter.`;
  const figures = freeNames(diagnosed.curve).flatMap((parameter, j): MeasuredFigure[] =>
    (standardErrors[j] ?? null) === null ? [{ parameter, figure: 'standard-error', found: null }] : [],
  );
  return finding(diagnosed, 'potency/not-identified', message, figures);
}

function asymptotes(diagnosed: DiagnosedCurve, fit: LeastSquaresFit): Diagnosis[] {
  const { name, curve, data } = diagnosed;
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
    const unit = 'observed ranges';
    const figures = [
      { parameter, figure: 'distance-beyond-means', found: Math.max(0, beyond), upper: ASYMPTOTE_BEYOND, unit },
      { parameter, figure: 'standard-error', found: found.error / range, upper: ASYMPTOTE_ERROR, unit },
    ] as const;
    return [finding(diagnosed, 'potency/not-identified', message, figures)];
  });
}

function slopes(diagnosed: DiagnosedCurve, fit: LeastSquaresFit): Diagnosis[] {
  const { name, curve } = diagnosed;
  const asymmetry = parameterOf(curve, fit, 'asymmetry');
  // Slope and asymmetry of a 5PL stand in for each other, so a wide slope says nothing there.
  if (asymmetry !== null) {
    const limits = { lower: 1 / LARGEST_ASYMMETRY, upper: LARGEST_ASYMMETRY };
    if (asymmetry.value <= limits.upper && asymmetry.value >= limits.lower) return [];
    const message = `The asymmetry of '${name}' is not identified: it has run away to ${short(asymmetry.value)}.`;
    const figures = [{ parameter: 'asymmetry', figure: 'value', found: asymmetry.value, ...limits }] as const;
    return [finding(diagnosed, 'potency/not-identified', message, figures)];
  }
  const slope = parameterOf(curve, fit, 'slope');
  const t = tTwoSided(0.95, fit.degreesOfFreedom);
  if (slope === null || Math.abs(slope.value) > t * slope.error) return [];
  const message = `The slope of '${name}' is not identified: ${short(slope.value)} with a standard error of ${short(slope.error)}.`;
  const found = Math.abs(slope.value) / slope.error;
  return [
    finding(diagnosed, 'potency/not-identified', message, [{ parameter: 'slope', figure: 'value-over-standard-error', found, lower: t }]),
  ];
}

function positions(diagnosed: DiagnosedCurve, fit: LeastSquaresFit): Diagnosis[] {
  const { name, curve, data } = diagnosed;
  const { lower, upper } = doseRange(data);
  const lnEc50 = curve.model.lnEc50(fullParameters(curve, fit.parameters));
  if (lnEc50 >= lower && lnEc50 <= upper) return [];
  const ec50 = Number.isFinite(lnEc50) ? exp(lnEc50) : null;
  const figures = [{ parameter: 'ec50', figure: 'value', found: ec50, lower: exp(lower), upper: exp(upper), unit: 'dose' }] as const;
  if (ec50 === null) {
    const message = `The curve of '${name}' has no dose half-way between its asymptotes.`;
    return [finding(diagnosed, 'potency/ec50-outside-doses', message, figures)];
  }
  const shown = ec50 > 0 && ec50 < Number.POSITIVE_INFINITY ? short(ec50) : `exp(${short(lnEc50)})`;
  const message = `The EC50 of '${name}', ${shown}, lies outside its doses ${short(exp(lower))} to ${short(exp(upper))}.`;
  return [finding(diagnosed, 'potency/ec50-outside-doses', message, figures)];
}

function equalReplicates(diagnosed: DiagnosedCurve): Diagnosis[] {
  const { name, data } = diagnosed;
  if (data.within.count === 0 || data.within.sumOfSquares > 0) return [];
  return [finding(diagnosed, 'potency/no-replicate-variation', `All replicates of '${name}' are equal, dose by dose.`)];
}

function parameterOf(curve: CurveModel, fit: LeastSquaresFit, name: ParameterName): { value: number; error: number } | null {
  const j = curve.free.indexOf(curve.model.parameters.indexOf(name));
  return j < 0 ? null : { value: fit.parameters[j]!, error: fit.standardErrors[j] ?? Number.POSITIVE_INFINITY };
}

/** Four significant digits for a sentence; no reported value is made here. */
export function short(value: number): string {
  return shownNumber(value, 4);
}
