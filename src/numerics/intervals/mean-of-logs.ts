import { ln, sqrt } from '../elementary.ts';
import { meanOf } from '../mean.ts';

/** Mean and standard deviation of the natural logs, summed in ascending order so that the order of assays changes no bit. */
export function meanOfLogs(values: readonly number[]): { readonly mean: number; readonly sd: number | null } {
  const logs = values.map(ln).sort((a, b) => a - b);
  const mean = meanOf(logs);
  if (logs.length < 2) return { mean, sd: null };
  const squares = logs.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return { mean, sd: sqrt(squares / (logs.length - 1)) };
}
