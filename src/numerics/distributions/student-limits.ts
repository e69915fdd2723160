import { studentQuantile } from './student-distribution.ts';

/** Student's quantile of a two-sided level. */
export function tTwoSided(level: number, degreesOfFreedom: number): number {
  return studentQuantile(0.5 + level / 2, degreesOfFreedom);
}
