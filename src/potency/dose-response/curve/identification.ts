import { fUpperTail } from '../../../numerics/distributions/f-distribution.ts';
import { tTwoSided } from '../../../numerics/distributions/student-limits.ts';
import { exp } from '../../../numerics/elementary.ts';
import type { LeastSquaresFit } from '../../../numerics/regression/least-squares.ts';
import { type Diagnostic, UNDETERMINED_CODES } from '../../potency-result.ts';
import { type PotencyReason, type PotencyReasonFields, reason, type SampleScope } from '../../reasons.ts';
import { figuresOf, finiteOrNull, joinReasons, type MeasuredFigure, type ReasonsWithFigures } from '../../reasons-with-figures.ts';
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
export interface CurveUnderTest {
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
export function reasonsOfCurve(diagnosed: CurveUnderTest): ReasonsWithFigures {
  const few = tooFew(diagnosed) ?? noDoseResponse(diagnosed);
  if (few !== null) return few;
  const { name, scope, fit } = diagnosed;
  if (fit === null) return reasonWithFigures(diagnosed, reason('potency/not-converged', scope, { of: 'no-start', sample: name }));
  if (fit.stopped === 'singular' || fit.standardErrors.includes(null)) return undeterminedParameters(diagnosed, fit);
  const found = joinReasons([
    ...asymptotes(diagnosed, fit),
    ...slopes(diagnosed, fit),
    ...positions(diagnosed, fit),
    ...equalReplicates(diagnosed),
  ]);
  if (found.reasons.length > 0 || fit.stopped === 'converged') return found;
  const { stopped, iterations } = fit;
  const why = reason('potency/not-converged', scope, { of: 'curve', sample: name, stopped, iterations });
  return reasonWithFigures(diagnosed, why, [{ parameter: null, figure: 'iterations', found: iterations }]);
}

/** Findings after which a curve carries no number. */
export const WITHOUT_CURVE: ReadonlySet<string> = new Set([
  'potency/too-few-doses',
  'potency/no-dose-response',
  'potency/outlier-suspected',
  'potency/not-identified',
  'potency/not-converged',
]);

/** Whether the shared curve of a constrained fit is determined: its asymptotes and slope against the pooled dose means. */
export function reasonsOfShared(diagnosed: CurveUnderTest & { readonly fit: LeastSquaresFit }): ReasonsWithFigures {
  return joinReasons([...asymptotes(diagnosed, diagnosed.fit), ...slopes(diagnosed, diagnosed.fit)]);
}

function reasonWithFigures(
  { name, sample = name, of = 'own' }: Pick<CurveUnderTest, 'name' | 'sample' | 'of'>,
  why: PotencyReason,
  figures: readonly MeasuredFigure[] = [],
): ReasonsWithFigures {
  const code = UNDETERMINED_CODES.find((one) => one === why.code);
  return { reasons: [why], diagnostics: code === undefined ? [] : figuresOf(code, { sample, curve: of }, figures) };
}

function tooFew(diagnosed: CurveUnderTest): ReasonsWithFigures | null {
  const { name, scope, curve, data } = diagnosed;
  const k = curve.free.length;
  if (data.means.length >= k && data.count > k) return null;
  const found = { doses: data.means.length, responses: data.count, neededDoses: k, neededResponses: k + 1 };
  return reasonWithFigures(diagnosed, reason('potency/too-few-doses', scope, { for: 'curve', sample: name, ...found }), [
    { parameter: null, figure: 'doses', found: data.means.length, lower: k },
    { parameter: null, figure: 'responses', found: data.count, lower: k + 1 },
  ]);
}

/** The F test of the curve against a common mean. */
function noDoseResponse(diagnosed: CurveUnderTest): ReasonsWithFigures | null {
  const { name, scope, curve, data, fit } = diagnosed;
  const total = totalSumOfSquares(data);
  const scale = data.means.reduce((sum, mean, i) => sum + data.weights[i]! * mean * mean, 0);
  if (!(total > 1e-24 * scale))
    return reasonWithFigures(diagnosed, reason('potency/no-dose-response', scope, { finding: 'equal-responses', sample: name }));
  if (fit === null || !Number.isFinite(fit.rss) || fit.rss === 0) return null;
  const df1 = curve.free.length - 1;
  const statistic = Math.max(0, total - fit.rss) / df1 / (fit.rss / fit.degreesOfFreedom);
  const p = fUpperTail(statistic, df1, fit.degreesOfFreedom);
  if (p < DOSE_RESPONSE_ALPHA) return null;
  const why = reason('potency/no-dose-response', scope, {
    finding: 'curve',
    sample: name,
    p: finiteOrNull(p),
    most: DOSE_RESPONSE_ALPHA,
  });
  return reasonWithFigures(diagnosed, why, [{ parameter: null, figure: 'dose-response-p', found: p, upper: DOSE_RESPONSE_ALPHA }]);
}

/** A singular fit: the parameters that have no standard error. */
function undeterminedParameters(diagnosed: CurveUnderTest, { standardErrors }: LeastSquaresFit): ReasonsWithFigures {
  const figures = freeNames(diagnosed.curve).flatMap((parameter, j): MeasuredFigure[] =>
    (standardErrors[j] ?? null) === null ? [{ parameter, figure: 'standard-error', found: null }] : [],
  );
  return reasonWithFigures(diagnosed, notIdentified(diagnosed, 'parameters'), figures);
}

function notIdentified(
  { name, scope }: CurveUnderTest,
  of: PotencyReasonFields<'potency/not-identified'>['of'],
  found: { readonly value?: number; readonly error?: number; readonly range?: number } = {},
): PotencyReason {
  const { value, error, range } = found;
  const figures = { value: finiteOrNull(value), standardError: finiteOrNull(error), range: finiteOrNull(range) };
  return reason('potency/not-identified', scope, { of, sample: name, ...figures });
}

function asymptotes(diagnosed: CurveUnderTest, fit: LeastSquaresFit): ReasonsWithFigures[] {
  const { curve, data } = diagnosed;
  const lowest = Math.min(...data.means);
  const highest = Math.max(...data.means);
  const range = highest - lowest;
  const titles = { lowerAsymptote: 'lower-asymptote', upperAsymptote: 'upper-asymptote' } as const;
  return (['lowerAsymptote', 'upperAsymptote'] as const).flatMap((parameter) => {
    const found = parameterOf(curve, fit, parameter);
    if (found === null) return [];
    const beyond = Math.max(lowest - found.value, found.value - highest) / range;
    if (beyond <= ASYMPTOTE_BEYOND && found.error <= ASYMPTOTE_ERROR * range) return [];
    const unit = 'observed ranges';
    const figures = [
      { parameter, figure: 'distance-beyond-means', found: Math.max(0, beyond), upper: ASYMPTOTE_BEYOND, unit },
      { parameter, figure: 'standard-error', found: found.error / range, upper: ASYMPTOTE_ERROR, unit },
    ] as const;
    return [reasonWithFigures(diagnosed, notIdentified(diagnosed, titles[parameter], { ...found, range }), figures)];
  });
}

function slopes(diagnosed: CurveUnderTest, fit: LeastSquaresFit): ReasonsWithFigures[] {
  const { curve } = diagnosed;
  const asymmetry = parameterOf(curve, fit, 'asymmetry');
  // Slope and asymmetry of a 5PL stand in for each other, so a wide slope says nothing there.
  if (asymmetry !== null) {
    const limits = { lower: 1 / LARGEST_ASYMMETRY, upper: LARGEST_ASYMMETRY };
    if (asymmetry.value <= limits.upper && asymmetry.value >= limits.lower) return [];
    const figures = [{ parameter: 'asymmetry', figure: 'value', found: asymmetry.value, ...limits }] as const;
    return [reasonWithFigures(diagnosed, notIdentified(diagnosed, 'asymmetry', { value: asymmetry.value }), figures)];
  }
  const slope = parameterOf(curve, fit, 'slope');
  const t = tTwoSided(0.95, fit.degreesOfFreedom);
  if (slope === null || Math.abs(slope.value) > t * slope.error) return [];
  const found = Math.abs(slope.value) / slope.error;
  const figures = [{ parameter: 'slope', figure: 'value-over-standard-error', found, lower: t }] as const;
  return [reasonWithFigures(diagnosed, notIdentified(diagnosed, 'slope', slope), figures)];
}

function positions(diagnosed: CurveUnderTest, fit: LeastSquaresFit): ReasonsWithFigures[] {
  const { curve } = diagnosed;
  return reasonsOfPosition(diagnosed, curve.model.lnEc50(fullParameters(curve, fit.parameters)));
}

/** An EC50 outside the doses of a sample. */
export function reasonsOfPosition(diagnosed: Omit<CurveUnderTest, 'fit'>, lnEc50: number): ReasonsWithFigures[] {
  const { name, scope, data } = diagnosed;
  const { lower, upper } = doseRange(data);
  if (lnEc50 >= lower && lnEc50 <= upper) return [];
  const ec50 = Number.isFinite(lnEc50) ? exp(lnEc50) : null;
  const figures = [{ parameter: 'ec50', figure: 'value', found: ec50, lower: exp(lower), upper: exp(upper), unit: 'dose' }] as const;
  const isNumber = ec50 !== null && ec50 > 0 && ec50 < Number.POSITIVE_INFINITY;
  const why = reason('potency/ec50-outside-doses', scope, {
    sample: name,
    finding: ec50 === null ? 'none' : isNumber ? 'value' : 'beyond-numbers',
    ec50: isNumber ? ec50 : null,
    lnEc50: finiteOrNull(lnEc50),
    lower: exp(lower),
    upper: exp(upper),
  });
  return [reasonWithFigures(diagnosed, why, figures)];
}

function equalReplicates(diagnosed: CurveUnderTest): ReasonsWithFigures[] {
  const { name, scope, data } = diagnosed;
  if (data.within.count === 0 || data.within.sumOfSquares > 0) return [];
  return [reasonWithFigures(diagnosed, reason('potency/no-replicate-variation', scope, { of: 'sample', sample: name }))];
}

function parameterOf(curve: CurveModel, fit: LeastSquaresFit, name: ParameterName): { value: number; error: number } | null {
  const j = curve.free.indexOf(curve.model.parameters.indexOf(name));
  return j < 0 ? null : { value: fit.parameters[j]!, error: fit.standardErrors[j] ?? Number.POSITIVE_INFINITY };
}
