import { studentQuantile } from '../distributions/student-distribution.ts';
import { sqrt } from '../elementary.ts';

/** A straight line of values on time with what its limits need. */
export interface TrendLine {
  readonly count: number;
  readonly intercept: number;
  readonly slope: number;
  readonly residualSd: number;
  readonly degreesOfFreedom: number;
  readonly meanTime: number;
  readonly sumOfSquaresOfTime: number;
}

/** The least-squares line; `null` with fewer than three values or at a single time. */
export function fitTrendLine(times: readonly number[], values: readonly number[]): TrendLine | null {
  const count = times.length;
  if (count < 3) return null;
  const mean = (list: readonly number[]): number => list.reduce((sum, one) => sum + one, 0) / count;
  const [meanTime, meanValue] = [mean(times), mean(values)];
  const sumOfSquaresOfTime = times.reduce((sum, time) => sum + (time - meanTime) * (time - meanTime), 0);
  if (!(sumOfSquaresOfTime > 0)) return null;
  const slope = times.reduce((sum, time, i) => sum + (time - meanTime) * (values[i]! - meanValue), 0) / sumOfSquaresOfTime;
  const rss = times.reduce((sum, time, i) => {
    const residual = values[i]! - meanValue - slope * (time - meanTime);
    return sum + residual * residual;
  }, 0);
  const degreesOfFreedom = count - 2;
  const residualSd = sqrt(rss / degreesOfFreedom);
  return { count, intercept: meanValue - slope * meanTime, slope, residualSd, degreesOfFreedom, meanTime, sumOfSquaresOfTime };
}

/** Two-sided limits of the slope. */
export function slopeLimits(line: TrendLine, level: number): { readonly lower: number; readonly upper: number } {
  const half = (studentQuantile(0.5 + level / 2, line.degreesOfFreedom) * line.residualSd) / sqrt(line.sumOfSquaresOfTime);
  return { lower: line.slope - half, upper: line.slope + half };
}

/** The line at a time with the two-sided limits of its mean. */
export function meanAt(
  line: TrendLine,
  time: number,
  level: number,
): { readonly estimate: number; readonly lower: number; readonly upper: number } {
  const estimate = line.intercept + line.slope * time;
  const away = time - line.meanTime;
  const error = line.residualSd * sqrt(1 / line.count + (away * away) / line.sumOfSquaresOfTime);
  const half = studentQuantile(0.5 + level / 2, line.degreesOfFreedom) * error;
  return { estimate, lower: estimate - half, upper: estimate + half };
}

/**
 * The first time from 0 on at which a one-sided limit of the mean reaches a bound (ICH Q1E): 0 where it lies outside from the start, `null` where it never
 * does. The limit meets the bound where (m + bu)² = t²s²(1/n + u²/Sxx), u the time from the mean time and m the line's height above the bound there.
 */
export function firstCrossing(
  line: TrendLine,
  bound: { readonly value: number; readonly side: 'lower' | 'upper' },
  level: number,
): number | null {
  const sign = bound.side === 'lower' ? 1 : -1;
  const t = studentQuantile(level, line.degreesOfFreedom);
  const spread = t * t * line.residualSd * line.residualSd;
  const height = sign * (line.intercept + line.slope * line.meanTime - bound.value);
  const rate = sign * line.slope;
  const margin = (u: number): number => height + rate * u - sqrt(spread * (1 / line.count + (u * u) / line.sumOfSquaresOfTime));
  if (margin(-line.meanTime) <= 0) return 0;
  const roots = rootsOf(rate * rate - spread / line.sumOfSquaresOfTime, height * rate, height * height - spread / line.count);
  // Squaring adds roots at which the line itself lies beyond the bound.
  const times = roots.filter((u) => height + rate * u >= 0).map((u) => u + line.meanTime);
  const later = times.filter((time) => time > 0).sort((a, b) => a - b);
  return later[0] ?? null;
}

/** Roots of a u² + 2 b u + c. */
function rootsOf(a: number, b: number, c: number): readonly number[] {
  if (a === 0) return b === 0 ? [] : [-c / (2 * b)];
  const discriminant = b * b - a * c;
  if (discriminant < 0) return [];
  const q = -(b + (b < 0 ? -1 : 1) * sqrt(discriminant));
  return q === 0 ? [0] : [q / a, c / q];
}
