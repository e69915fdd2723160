import { sqrt } from '../../numerics/elementary.ts';
import { meanInAnyOrder } from '../../numerics/mean.ts';
import { type CalibrationCurve, concentrationOf, type StandardPoint } from './calibration-curve.ts';

/** Recovery and variation that a level may show. Percent. */
export interface LevelLimits {
  readonly recoveryPercent: { readonly lower: number; readonly upper: number };
  readonly maximumCvPercent: number;
}

/** What levels must show to count for the working range: inside it, and as its ends. */
export interface StandardLimits {
  readonly inside: LevelLimits;
  readonly ends: LevelLimits;
  /** What the replicates of a level are compared by. */
  readonly cvOf: 'response' | 'concentration';
}

/** One level of the standards, calculated back from its own responses. */
export interface StandardLevel {
  readonly concentration: number;
  readonly wells: number;
  readonly meanResponse: number;
  /** Concentration of the mean response; `null` where no concentration gives it. */
  readonly backCalculated: number | null;
  readonly recoveryPercent: number | null;
  readonly cvPercent: number | null;
  /** For what the level is good enough. */
  readonly meets: 'inside' | 'end-only' | 'no';
}

/** Lowest and highest concentration that the curve may give. */
export interface WorkingRange {
  readonly lower: number;
  readonly upper: number;
}

/** A curve with the transform that its responses need. */
export interface UsableCurve {
  readonly curve: CalibrationCurve;
  readonly transform: (response: number) => number;
}

/** Every level of the standards above 0, ascending, against the limits. */
export function standardLevels(points: readonly StandardPoint[], usable: UsableCurve, limits: StandardLimits): readonly StandardLevel[] {
  const concentrations = [...new Set(points.map((point) => point.concentration))].filter((one) => one > 0).sort((a, b) => a - b);
  return concentrations.map((concentration) => {
    const responses = points.filter((point) => point.concentration === concentration).map((point) => point.response);
    const meanResponse = meanInAnyOrder(responses);
    const backCalculated = concentrationOf(usable.curve, usable.transform(meanResponse));
    const recoveryPercent = backCalculated === null ? null : (100 * backCalculated) / concentration;
    const cvPercent = replicateCv(responses, usable, limits.cvOf);
    const shown = { recoveryPercent, cvPercent, compared: responses.length > 1 };
    const meets = meetsLimits(shown, limits.inside) ? 'inside' : meetsLimits(shown, limits.ends) ? 'end-only' : 'no';
    return { concentration, wells: responses.length, meanResponse, backCalculated, recoveryPercent, cvPercent, meets };
  });
}

function meetsLimits(
  shown: { readonly recoveryPercent: number | null; readonly cvPercent: number | null; readonly compared: boolean },
  { recoveryPercent: { lower, upper }, maximumCvPercent }: LevelLimits,
): boolean {
  const { recoveryPercent, cvPercent, compared } = shown;
  if (recoveryPercent === null || recoveryPercent < lower || recoveryPercent > upper) return false;
  // Replicates that have no CV, such as one off the curve, are no good ones; a single well has none to show.
  return cvPercent === null ? !compared : cvPercent <= maximumCvPercent;
}

/** CV of replicates by their responses or by the concentrations that each gives; `null` for a single well, a mean of 0, or a well off the curve. */
export function replicateCv(responses: readonly number[], { curve, transform }: UsableCurve, by: StandardLimits['cvOf']): number | null {
  if (responses.length < 2) return null;
  if (by === 'response') return cvOf(responses);
  const concentrations = responses.map((response) => concentrationOf(curve, transform(response)));
  const found = concentrations.filter((value) => value !== null);
  return found.length === concentrations.length ? cvOf(found) : null;
}

function cvOf(values: readonly number[]): number | null {
  const mean = meanInAnyOrder(values);
  if (mean === 0) return null;
  return (100 * sqrt(values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (values.length - 1))) / Math.abs(mean);
}

/** The longest unbroken run of levels that meet inside, with ends that meet as ends; the lowest of equally long ones; `null` with fewer than two levels. */
export function workingRangeOf(levels: readonly StandardLevel[]): WorkingRange | null {
  let best: readonly StandardLevel[] = [];
  levels.forEach((level, from) => {
    if (level.meets === 'no') return;
    for (let to = from + 1; to < levels.length; to += 1) {
      const last = levels[to]!;
      if (last.meets !== 'no' && to - from + 1 > best.length) best = levels.slice(from, to + 1);
      if (last.meets !== 'inside') break;
    }
  });
  const [first] = best;
  const last = best[best.length - 1];
  return first === undefined || last === undefined ? null : { lower: first.concentration, upper: last.concentration };
}
