import { sqrt } from '../../numerics/elementary.ts';
import { meanOf } from '../../numerics/mean.ts';
import { median } from '../../numerics/quantile.ts';

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
  const mean = meanOf(values);
  return { mean, sd: sqrt(values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (values.length - 1)) };
}

/** 1.4826 times the median absolute deviation, as wide as the standard deviation for normal data. */
function scaledMad(values: readonly number[]): number {
  const centre = median(values);
  return 1.4826 * median(values.map((value) => Math.abs(value - centre)));
}

/** What is left of a plate after its level, row and column effects; `null` where a place has no response, or a line none at all. */
export interface MedianPolish {
  readonly overall: number;
  readonly rows: readonly (number | null)[];
  readonly columns: readonly (number | null)[];
  readonly residuals: readonly (readonly (number | null)[])[];
}

/** Tukey's median polish of a rectangle of responses: large row or column effects tell of pipetting, incubation or edges. Places without a response are passed over. */
export function medianPolish(plate: readonly (readonly (number | null)[])[], rounds = 20): MedianPolish {
  const width = plate[0]?.length ?? 0;
  if (width === 0 || plate.some((row) => row.length !== width)) throw new RangeError('Expected a full rectangle of responses.');
  const residuals = plate.map((row) => [...row]);
  const rows: (number | null)[] = plate.map((row) => (row.some((value) => value !== null) ? 0 : null));
  const columns: (number | null)[] = Array.from({ length: width }, (_, j) => (plate.some((row) => row[j] !== null) ? 0 : null));
  let overall = 0;
  for (let round = 0; round < rounds; round += 1) {
    rows.forEach((_, i) => {
      moveMedian(
        rows,
        i,
        residuals[i]!.map((_value, j) => [i, j] as const),
        residuals,
      );
    });
    overall += takeMedian(columns);
    columns.forEach((_, j) => {
      moveMedian(
        columns,
        j,
        residuals.map((_row, i) => [i, j] as const),
        residuals,
      );
    });
    overall += takeMedian(rows);
  }
  return { overall, rows, columns, residuals };
}

/** Moves the median of a line of places into its effect. */
function moveMedian(
  effects: (number | null)[],
  at: number,
  places: readonly (readonly [number, number])[],
  residuals: (number | null)[][],
): void {
  const effect = effects[at] ?? null;
  const values = places.flatMap(([i, j]) => residuals[i]![j] ?? []);
  if (effect === null || values.length === 0) return;
  const middle = median(values);
  effects[at] = effect + middle;
  for (const [i, j] of places) {
    const value = residuals[i]![j] ?? null;
    if (value !== null) residuals[i]![j] = value - middle;
  }
}

/** Moves the median of effects into the overall level. */
function takeMedian(effects: (number | null)[]): number {
  const known = effects.filter((effect) => effect !== null);
  if (known.length === 0) return 0;
  const middle = median(known);
  effects.forEach((effect, i) => {
    if (effect !== null) effects[i] = effect - middle;
  });
  return middle;
}
