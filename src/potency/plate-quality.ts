import { sqrt } from '../numerics/elementary.ts';
import { median } from '../numerics/quantile.ts';

/** What separates the wells of a high from those of a low control. CVs in percent. */
export interface ControlSeparation {
  /** 1 − 3(s₊ + s₋)/|mean₊ − mean₋| (Zhang 1999). */
  readonly zPrime: number;
  /** The same with medians and 1.4826 MAD. */
  readonly zPrimeRobust: number;
  readonly signalToBackground: number;
  /** (mean₊ − mean₋ − 3(s₊ + s₋))/s₊. */
  readonly signalWindow: number;
  /** (mean₊ − mean₋)/√(s₊² + s₋²). */
  readonly strictlyStandardizedDifference: number;
  readonly cvHighPercent: number;
  readonly cvLowPercent: number;
}

/** Separation of a high and a low control with at least two wells each. */
export function controlSeparation(high: readonly number[], low: readonly number[]): ControlSeparation {
  const [p, n] = [moments(high), moments(low)];
  const distance = p.mean - n.mean;
  return {
    zPrime: 1 - (3 * (p.sd + n.sd)) / Math.abs(distance),
    zPrimeRobust: 1 - (3 * (scaledMad(high) + scaledMad(low))) / Math.abs(median(high) - median(low)),
    signalToBackground: p.mean / n.mean,
    signalWindow: (distance - 3 * (p.sd + n.sd)) / p.sd,
    strictlyStandardizedDifference: distance / sqrt(p.sd * p.sd + n.sd * n.sd),
    cvHighPercent: (100 * p.sd) / p.mean,
    cvLowPercent: (100 * n.sd) / n.mean,
  };
}

function moments(values: readonly number[]): { readonly mean: number; readonly sd: number } {
  if (values.length < 2) throw new RangeError(`Expected at least two wells of a control, found ${values.length}.`);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, sd: sqrt(values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (values.length - 1)) };
}

/** 1.4826 times the median absolute deviation, as wide as the standard deviation for normal data. */
function scaledMad(values: readonly number[]): number {
  const centre = median(values);
  return 1.4826 * median(values.map((value) => Math.abs(value - centre)));
}

/** What is left of a plate after its level, row and column effects. */
export interface MedianPolish {
  readonly overall: number;
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  readonly residuals: readonly (readonly number[])[];
}

/** Tukey's median polish of a full rectangle of responses: large row or column effects tell of pipetting, incubation or edges. */
export function medianPolish(plate: readonly (readonly number[])[], rounds = 20): MedianPolish {
  const width = plate[0]?.length ?? 0;
  if (width === 0 || plate.some((row) => row.length !== width)) throw new RangeError('Expected a full rectangle of responses.');
  const residuals = plate.map((row) => [...row]);
  const rows = plate.map(() => 0);
  const columns = Array.from({ length: width }, () => 0);
  let overall = 0;
  for (let round = 0; round < rounds; round += 1) {
    overall += sweep(residuals, rows) + takeMedian(columns);
    overall += sweepColumns(residuals, columns) + takeMedian(rows);
  }
  return { overall, rows, columns, residuals };
}

/** Moves the median of every row into its effect. */
function sweep(residuals: number[][], effects: number[]): number {
  residuals.forEach((row, i) => {
    const middle = median(row);
    effects[i]! += middle;
    row.forEach((_, j) => {
      row[j]! -= middle;
    });
  });
  return 0;
}

function sweepColumns(residuals: number[][], effects: number[]): number {
  effects.forEach((_, j) => {
    const middle = median(residuals.map((row) => row[j]!));
    effects[j]! += middle;
    for (const row of residuals) row[j]! -= middle;
  });
  return 0;
}

/** Moves the median of effects into the overall level. */
function takeMedian(effects: number[]): number {
  const middle = median(effects);
  effects.forEach((_, i) => {
    effects[i]! -= middle;
  });
  return middle;
}
