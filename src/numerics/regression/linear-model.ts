import { factorQr, inverseOfGram, solveUpper } from './householder.ts';

/** A named group of columns of a linear model. */
export interface ColumnGroup {
  readonly name: string;
  readonly columns: readonly (readonly number[])[];
}

/** One line of an analysis of variance. */
export interface SumOfSquares {
  readonly name: string;
  readonly df: number;
  readonly sumOfSquares: number;
}

/** A column that keeps less than this of its length beside the earlier ones adds nothing. */
const DEPENDENT = 1e-9;

/** A residual sum below this share of the squares of the responses is rounding, and counts as 0. */
const ROUNDING = 1e-26;

/**
 * Sequential (type I) sums of squares: each group after those before it and a common mean; then `residual` and `total`. Columns that depend on earlier
 * ones are left out, so that a group may be given by one indicator a level.
 */
export function sequentialSumsOfSquares(groups: readonly ColumnGroup[], response: readonly number[]): readonly SumOfSquares[] {
  const basis: Float64Array[] = [];
  const rest = Float64Array.from(response);
  project(
    basis,
    response.map(() => 1),
    rest,
  );
  const total = sumOfSquares(rest);
  const lines: SumOfSquares[] = [];
  for (const { name, columns } of groups) {
    let df = 0;
    let sum = 0;
    for (const column of columns) {
      const effect = project(basis, column, rest);
      if (effect === null) continue;
      df += 1;
      sum += effect * effect;
    }
    lines.push({ name, df, sumOfSquares: sum });
  }
  const left = sumOfSquares(rest);
  const residual = left > ROUNDING * sumOfSquares(Float64Array.from(response)) ? left : 0;
  return [
    ...lines,
    { name: 'residual', df: response.length - basis.length, sumOfSquares: residual },
    { name: 'total', df: response.length - 1, sumOfSquares: total },
  ];
}

/** Adds a column to the orthonormal basis and takes its part out of the rest; returns that part's coordinate, `null` for a dependent column. */
function project(basis: Float64Array[], column: readonly number[], rest: Float64Array): number | null {
  const direction = Float64Array.from(column);
  const length = Math.sqrt(sumOfSquares(direction));
  // Twice is enough (Kahan and Parlett): what the first pass leaves by rounding goes in the second.
  for (let pass = 0; pass < 2; pass += 1) {
    for (const unit of basis) subtract(direction, unit, dot(direction, unit));
  }
  const remaining = Math.sqrt(sumOfSquares(direction));
  if (!(remaining > DEPENDENT * length)) return null;
  const unit = direction.map((value) => value / remaining);
  basis.push(unit);
  const effect = dot(rest, unit);
  subtract(rest, unit, effect);
  return effect;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i]! * b[i]!;
  return sum;
}

function subtract(target: Float64Array, unit: Float64Array, factor: number): void {
  for (let i = 0; i < target.length; i += 1) target[i]! -= factor * unit[i]!;
}

function sumOfSquares(values: Float64Array): number {
  return dot(values, values);
}

/** A linear least-squares fit. */
export interface LinearFit {
  readonly coefficients: readonly number[];
  /** (X'WX)⁻¹. */
  readonly unscaledCovariance: readonly (readonly number[])[];
  readonly rss: number;
  readonly degreesOfFreedom: number;
}

/** The least-squares fit of independent columns, with weights as 1/variance; `null` where the columns are dependent or too many. */
export function fitLinear(
  columns: readonly (readonly number[])[],
  response: readonly number[],
  weights: readonly number[] | null = null,
): LinearFit | null {
  const rows = response.length;
  const count = columns.length;
  if (rows < count) return null;
  const roots = weights === null ? null : weights.map((weight) => Math.sqrt(weight));
  const scaled = (values: readonly number[]): Float64Array =>
    Float64Array.from(values, (value, i) => (roots === null ? value : value * roots[i]!));
  const matrix = new Float64Array(rows * count);
  const lengths = columns.map((column, j) => {
    const values = scaled(column);
    matrix.set(values, j * rows);
    return Math.sqrt(sumOfSquares(values));
  });
  const vector = scaled(response);
  const diagonal = new Float64Array(count);
  const work = { rows, count, columns: matrix, vector, diagonal };
  factorQr(work);
  if (lengths.some((length, j) => !(Math.abs(diagonal[j]!) > DEPENDENT * length))) return null;
  const solution = new Float64Array(count);
  solveUpper(work, solution);
  return {
    coefficients: Array.from(solution),
    unscaledCovariance: inverseOfGram(work),
    rss: sumOfSquares(vector.subarray(count)),
    degreesOfFreedom: rows - count,
  };
}

/** An indicator column for every level, in order of first appearance. */
export function indicators<Level>(levels: readonly Level[]): number[][] {
  return [...new Set(levels)].map((level) => levels.map((one) => (one === level ? 1 : 0)));
}
