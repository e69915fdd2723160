import { type CurveData, doseRange, totalSumOfSquares } from './curve-data.ts';
import type { CurveModel } from './curve-model.ts';
import { orderedFree } from './curve-model.ts';

interface Candidate {
  readonly free: readonly number[];
  readonly rss: number;
}

const MIDPOINTS = 6;

/**
 * Starts for a fit: a grid over the slope, the EC50 and the asymmetry, on which the parameters that enter linearly are solved for; the best EC50
 * of each slope and asymmetry is kept, the best of those come first.
 */
export function curveStarts(curve: CurveModel, data: CurveData, count: number): readonly (readonly number[])[] {
  const { model } = curve;
  const linear = model.linear.map((name) => model.parameters.indexOf(name)).filter((index) => curve.free.includes(index));
  const everyLinear = linear.length === model.linear.length;
  // With a fixed asymptote the mirrored slope is no longer the same curve.
  const slopes = everyLinear ? model.startSlopes : [...new Set(model.startSlopes.flatMap((slope) => [slope, -slope]))];
  const grid = new GridSearch(curve, data, linear);
  const candidates: Candidate[] = [];
  for (const slope of slopes) {
    for (const asymmetry of model.startAsymmetries) {
      const best = grid.best(slope, asymmetry);
      if (best !== null) candidates.push(best);
    }
  }
  candidates.sort((a, b) => a.rss - b.rss);
  // A grid point that leaves less than a twentieth lies in the basin of the minimum already.
  const clear = (candidates[0]?.rss ?? Number.NaN) + data.within.sumOfSquares < 0.05 * totalSumOfSquares(data);
  return candidates.slice(0, clear ? 1 : count).map((candidate) => candidate.free);
}

class GridSearch {
  private readonly curve: CurveModel;
  private readonly data: CurveData;
  private readonly linear: readonly number[];
  private readonly full: Float64Array;
  private readonly kept: Float64Array;
  private readonly gradient: Float64Array;
  /** Upper triangle and right side of the normal equations, row by row. */
  private readonly normal: Float64Array;
  private readonly solution: Float64Array;
  private readonly range: { readonly lower: number; readonly upper: number };
  private readonly slope: number;
  private readonly asymmetry: number;
  private readonly location: number;
  private readonly turns: boolean;

  constructor(curve: CurveModel, data: CurveData, linear: readonly number[]) {
    const { model } = curve;
    this.curve = curve;
    this.data = data;
    this.linear = linear;
    this.full = Float64Array.from(curve.template);
    this.kept = Float64Array.from(curve.template);
    this.gradient = new Float64Array(model.parameters.length + 1);
    this.normal = new Float64Array(linear.length * (linear.length + 1));
    this.solution = new Float64Array(linear.length);
    this.range = doseRange(data);
    this.slope = model.parameters.indexOf('slope');
    this.asymmetry = model.parameters.indexOf('asymmetry');
    this.location = curve.free[curve.location]!;
    // A 4PL with exchanged asymptotes is another 4PL, unless one of them is fixed.
    this.turns = model.id === '4pl' && linear.length === model.linear.length;
  }

  /** The best EC50 for a slope and an asymmetry. */
  best(slope: number, asymmetry: number): Candidate | null {
    const { lower, upper } = this.range;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < MIDPOINTS; i += 1) {
      const rss = this.solve(slope, asymmetry, lower + ((upper - lower) * i) / (MIDPOINTS - 1));
      if (!(rss < least) || !this.isOrdered()) continue;
      least = rss;
      this.kept.set(this.full);
    }
    if (least === Number.POSITIVE_INFINITY) return null;
    const free = orderedFree(
      this.curve,
      this.curve.free.map((index) => this.kept[index]!),
    );
    return free === null ? null : { free, rss: least };
  }

  /** Models with a fixed orientation refuse exchanged asymptotes; the others turn round. */
  private isOrdered(): boolean {
    return this.turns || this.curve.model.ordered(Array.from(this.full)) !== null;
  }

  /** Fills the full parameters at one grid point; returns the sum of squares, NaN where the linear part is singular. */
  private solve(slope: number, asymmetry: number, middle: number): number {
    const { model } = this.curve;
    const { full } = this;
    if (this.slope >= 0) full[this.slope] = slope;
    if (this.asymmetry >= 0) full[this.asymmetry] = asymmetry;
    full[this.location] = 0;
    full[this.location] = middle - model.lnEc50(full);
    for (const index of this.linear) full[index] = 0;
    const total = this.accumulate();
    const explained = solveSmall(this.normal, this.solution);
    for (let a = 0; a < this.linear.length; a += 1) full[this.linear[a]!] = this.solution[a]!;
    return Math.max(0, total - explained);
  }

  /** Weighted normal equations of the linear parameters (starts need no more digits than these give); returns the sum of squares to explain. */
  private accumulate(): number {
    const { data, linear, normal, gradient, full } = this;
    const { evaluate } = this.curve.model;
    const m = linear.length;
    let total = 0;
    normal.fill(0);
    for (let i = 0; i < data.means.length; i += 1) {
      // With the linear parameters at 0 the response is the part that fixed asymptotes give.
      const rest = data.means[i]! - evaluate(data.lnDoses[i]!, full, gradient);
      const weight = data.weights[i]!;
      total += weight * rest * rest;
      for (let a = 0; a < m; a += 1) {
        const basis = weight * gradient[linear[a]!]!;
        for (let b = 0; b < m; b += 1) normal[a * (m + 1) + b]! += basis * gradient[linear[b]!]!;
        normal[a * (m + 1) + m]! += basis * rest;
      }
    }
    return total;
  }
}

/** Gauss elimination of a positive definite system of at most three; returns the sum of squares that its solution explains, NaN where it is singular. */
function solveSmall(rows: Float64Array, solution: Float64Array): number {
  const m = solution.length;
  const w = m + 1;
  let explained = 0;
  for (let j = 0; j < m; j += 1) {
    const pivot = rows[j * w + j]!;
    if (!(pivot > 1e-280)) return Number.NaN;
    explained += (rows[j * w + m]! * rows[j * w + m]!) / pivot;
    for (let i = j + 1; i < m; i += 1) {
      const factor = rows[i * w + j]! / pivot;
      const before = rows[i * w + i]!;
      for (let k = j; k <= m; k += 1) rows[i * w + k]! -= factor * rows[j * w + k]!;
      if (rows[i * w + i]! < 1e-12 * before) return Number.NaN;
    }
  }
  for (let j = m - 1; j >= 0; j -= 1) {
    let sum = rows[j * w + m]!;
    for (let k = j + 1; k < m; k += 1) sum -= rows[j * w + k]! * solution[k]!;
    solution[j] = sum / rows[j * w + j]!;
  }
  return explained;
}
