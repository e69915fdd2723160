import { studentQuantile, studentUpperTail } from '../distributions/student-distribution.ts';
import { sqrt } from '../elementary.ts';
import { meanOf } from '../mean.ts';

/** The value farthest from the mean, and whether chance explains it. */
export interface GrubbsTest {
  /** Place in the input, counting from 0. */
  readonly index: number;
  readonly statistic: number;
  /** Two-sided critical value at the alpha asked for. */
  readonly critical: number;
  /** Two-sided p, by Bonferroni over the values. */
  readonly p: number;
}

/** Grubbs's test for one outlier among at least three values (Grubbs 1969), two-sided; `null` where all values are equal. */
export function grubbsTest(values: readonly number[], alpha: number): GrubbsTest | null {
  const n = values.length;
  if (n < 3) throw new RangeError(`Expected at least three values for Grubbs's test, found ${n}.`);
  const mean = meanOf(values);
  const sd = sqrt(values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (n - 1));
  if (sd === 0) return null;
  const distances = values.map((value) => Math.abs(value - mean));
  const index = distances.indexOf(Math.max(...distances));
  const statistic = distances[index]! / sd;
  const t = studentQuantile(1 - alpha / (2 * n), n - 2);
  const critical = ((n - 1) / sqrt(n)) * sqrt((t * t) / (n - 2 + t * t));
  const room = (n - 1) * (n - 1) - n * statistic * statistic;
  const p = room <= 0 ? 0 : Math.min(1, 2 * n * studentUpperTail(sqrt((n * (n - 2) * statistic * statistic) / room), n - 2));
  return { index, statistic, critical, p };
}

/** Dixon's ratio for the more extreme end: which ratio the number of values asks for, and its value. */
export interface DixonRatio {
  readonly index: number;
  readonly statistic: number;
  readonly ratio: 'r10' | 'r11' | 'r21' | 'r22';
}

/** Dixon's ratio (Dixon 1950, 1953): r10 for 3 to 7 values, r11 to 10, r21 to 13, r22 beyond; `null` where its range is 0. */
export function dixonRatio(values: readonly number[]): DixonRatio | null {
  const n = values.length;
  if (n < 3) throw new RangeError(`Expected at least three values for Dixon's ratio, found ${n}.`);
  const ratio = n <= 7 ? 'r10' : n <= 10 ? 'r11' : n <= 13 ? 'r21' : 'r22';
  const gap = ratio === 'r21' || ratio === 'r22' ? 2 : 1;
  const drop = ratio === 'r10' ? 0 : ratio === 'r22' ? 2 : 1;
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]! || a - b);
  const at = (i: number): number => values[order[i]!]!;
  const low = (at(gap) - at(0)) / (at(n - 1 - drop) - at(0));
  const high = (at(n - 1) - at(n - 1 - gap)) / (at(n - 1) - at(drop));
  if (!Number.isFinite(low) || !Number.isFinite(high)) return null;
  return high >= low ? { index: order[n - 1]!, statistic: high, ratio } : { index: order[0]!, statistic: low, ratio };
}
