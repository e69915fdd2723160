import { studentQuantile } from './student-distribution.ts';

/** A function of its two numbers alone; kept, since one takes 30 µs and a run asks for the same few thousands of times. */
const known = new Map<string, number>();

/** Student's quantile of a two-sided level. */
export function tTwoSided(level: number, degreesOfFreedom: number): number {
  const key = `${level}/${degreesOfFreedom}`;
  const found = known.get(key) ?? studentQuantile(0.5 + level / 2, degreesOfFreedom);
  known.set(key, found);
  return found;
}
