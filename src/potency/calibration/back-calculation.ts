import { tTwoSided } from '../../numerics/distributions/student-limits.ts';
import { exp, ln, sqrt } from '../../numerics/elementary.ts';
import { meanInAnyOrder } from '../../numerics/mean.ts';
import { fitLinear } from '../../numerics/regression/linear-model.ts';
import { curveCovariance } from './calibration-curve.ts';
import { replicateCv, type StandardLimits, type UsableCurve, type WorkingRange } from './standard-curve.ts';

/** The replicate wells of an unknown at one dilution; a 1:n dilution has the factor n. */
export interface DilutedWells {
  readonly dilution: number;
  readonly responses: readonly number[];
}

/** How unknowns are calculated and when they may be used. */
export interface UnknownRules {
  readonly level: number;
  readonly cvOf: StandardLimits['cvOf'];
  readonly maximumCvPercent: number;
  readonly combination: 'weighted' | 'geometric-mean';
}

/** A concentration that is only known to lie on one side of a value. */
export interface CensoredConcentration {
  readonly operator: '<' | '>';
  readonly value: number;
}

/** One dilution of an unknown. Concentrations are of the undiluted sample; none stands where the curve does not reach. */
export interface DilutionResult {
  readonly dilution: number;
  readonly wells: number;
  readonly outcome: 'within' | 'below' | 'above' | 'replicates-differ';
  readonly concentration: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly limit: CensoredConcentration | null;
  readonly cvPercent: number | null;
}

/** The dilution with what a combination needs of it. */
export interface CalculatedDilution {
  readonly result: DilutionResult;
  /** ln of the concentration in the well; `null` outside the working range. */
  readonly lnX: number | null;
  /** Variance of ln concentration from the wells alone; `null` where the weights give none. */
  readonly wellVariance: number | null;
}

/**
 * Back-calculation of one dilution: ln concentration of the mean response with the interval of inverse prediction by the delta method, variance
 * (g'Vg + σ²/(m w))/(dy/d ln x)² for m wells, Student's t on the degrees of freedom of the curve.
 */
export function backCalculate(
  wells: DilutedWells,
  usable: UsableCurve,
  rules: UnknownRules & { readonly range: WorkingRange },
): CalculatedDilution {
  const { curve, transform } = usable;
  const { dilution, responses } = wells;
  const response = transform(meanInAnyOrder(responses));
  const inverted = curve.invert(response);
  const cvPercent = replicateCv(responses, usable, rules.cvOf);
  const bare = { dilution, wells: responses.length, concentration: null, lower: null, upper: null, limit: null, cvPercent };
  const side = typeof inverted === 'string' ? inverted : sideOf(exp(inverted), rules.range);
  if (side !== 'within' || typeof inverted === 'string') {
    const limit: CensoredConcentration =
      side === 'below' ? { operator: '<', value: rules.range.lower * dilution } : { operator: '>', value: rules.range.upper * dilution };
    return { result: { ...bare, outcome: side === 'below' ? 'below' : 'above', limit }, lnX: null, wellVariance: null };
  }
  const oneWell = curve.wellVariance(response);
  const byLnX = curve.slopes(inverted).byLnX;
  const wellVariance = oneWell === null ? null : oneWell / responses.length / (byLnX * byLnX);
  const variance = wellVariance === null ? null : curveCovariance(curve, inverted, inverted) + wellVariance;
  const differ = cvPercent === null ? responses.length > 1 : cvPercent > rules.maximumCvPercent;
  const outcome = differ ? ('replicates-differ' as const) : ('within' as const);
  const limits = limitsOf(inverted + ln(dilution), variance, tTwoSided(rules.level, curve.summary.degreesOfFreedom));
  return { result: { ...bare, outcome, concentration: exp(inverted) * dilution, ...limits }, lnX: inverted, wellVariance };
}

/** A back-calculated end of the range is within it: the inverse has no more than a few units in the last place of error. */
const ROUNDING = 1e-12;

function sideOf(concentration: number, range: WorkingRange): 'within' | 'below' | 'above' {
  if (concentration < range.lower * (1 - ROUNDING)) return 'below';
  return concentration > range.upper * (1 + ROUNDING) ? 'above' : 'within';
}

function limitsOf(ln0: number, variance: number | null, t: number): { readonly lower: number | null; readonly upper: number | null } {
  const half = variance === null ? Number.NaN : t * sqrt(variance);
  const [lower, upper] = [exp(ln0 - half), exp(ln0 + half)];
  return Number.isFinite(lower) && Number.isFinite(upper) ? { lower, upper } : { lower: null, upper: null };
}

/** The concentration of a sample from all its dilutions that lie within the range. */
export interface CombinedDilutions {
  readonly concentration: number;
  readonly lower: number | null;
  readonly upper: number | null;
  /** Dilutions that entered, each with its deviation from the combined value in percent. */
  readonly used: readonly { readonly dilution: number; readonly deviationPercent: number }[];
  readonly linearity: DilutionLinearity | null;
}

/** The line of ln corrected concentration on ln dilution: its slope is 0 where the dilutions are parallel to the standards. */
export interface DilutionLinearity {
  readonly slope: number;
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
}

/**
 * Mean of ln corrected concentration over the dilutions, weighted by 1/variance of the wells or not; its variance is that of the weighted sum with the
 * covariance that the common curve gives the dilutions. `null` where none lies within the range.
 */
export function combineDilutions(
  dilutions: readonly CalculatedDilution[],
  usable: UsableCurve,
  rules: UnknownRules,
): CombinedDilutions | null {
  const { curve } = usable;
  const used = dilutions.flatMap(({ result, lnX, wellVariance }) =>
    result.outcome === 'within' && lnX !== null ? [{ dilution: result.dilution, lnX, wellVariance }] : [],
  );
  if (used.length === 0) return null;
  const known = used.every(({ wellVariance }) => wellVariance !== null && wellVariance > 0);
  const raw = used.map(({ wellVariance }) => (rules.combination === 'weighted' && known ? 1 / (wellVariance ?? 1) : 1));
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  const weights = raw.map((weight) => weight / total);
  const corrected = used.map(({ lnX, dilution }) => lnX + ln(dilution));
  const mean = corrected.reduce((sum, value, i) => sum + weights[i]! * value, 0);
  const variance = used.some(({ wellVariance }) => wellVariance === null)
    ? null
    : used.reduce(
        (sum, one, i) =>
          sum +
          weights[i]! * weights[i]! * (one.wellVariance ?? 0) +
          used.reduce((inner, other, j) => inner + weights[i]! * weights[j]! * curveCovariance(curve, one.lnX, other.lnX), 0),
        0,
      );
  return {
    concentration: exp(mean),
    ...limitsOf(mean, variance, tTwoSided(rules.level, curve.summary.degreesOfFreedom)),
    used: used.map(({ dilution }, i) => ({ dilution, deviationPercent: 100 * (exp(corrected[i]! - mean) - 1) })),
    linearity: linearityOf(
      used.map(({ dilution }) => ln(dilution)),
      corrected,
    ),
  };
}

const LINEARITY_LEVEL = 0.9;

function linearityOf(lnDilutions: readonly number[], corrected: readonly number[]): DilutionLinearity | null {
  const fit = fitLinear([lnDilutions.map(() => 1), lnDilutions], corrected);
  if (fit === null || fit.degreesOfFreedom < 1) return null;
  const slope = fit.coefficients[1]!;
  const half = tTwoSided(LINEARITY_LEVEL, fit.degreesOfFreedom) * sqrt((fit.rss / fit.degreesOfFreedom) * fit.unscaledCovariance[1]![1]!);
  return { slope, lower: slope - half, upper: slope + half, level: LINEARITY_LEVEL };
}
