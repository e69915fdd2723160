import { describe, expect, it } from 'vitest';
import { fitLeastSquares } from '../../src/numerics/regression/least-squares.ts';
import { digits, type NistCase, problemOf } from './nist-case.ts';

/** Sets of NIST whose data are not at hand, as problems of the same form: model, starts, certified parameters, noise and size are NIST's, the noise is drawn anew. */
interface Lookalike {
  readonly id: string;
  readonly model: NistCase['model'];
  readonly x: readonly number[];
  readonly starts: NistCase['starts'];
  readonly optimum: readonly number[];
  readonly noise: number;
}

const twoPeaks = {
  model: {
    formula: 'b1*exp(-b2*x)+b3*exp(-((x-b4)/b5)^2)+b6*exp(-((x-b7)/b8)^2)',
    params: ['b1', 'b2', 'b3', 'b4', 'b5', 'b6', 'b7', 'b8'],
  },
  x: Array.from({ length: 250 }, (_, i) => i + 1),
};

const LOOKALIKES: readonly Lookalike[] = [
  {
    id: 'Gauss2',
    ...twoPeaks,
    starts: [
      [96, 0.009, 103, 106, 18, 72, 151, 18],
      [98, 0.0105, 103, 105, 20, 73, 150, 20],
    ],
    optimum: [99.018328406, 0.010994945399, 101.88022528, 107.03095519, 23.578584029, 72.045589471, 153.27010194, 19.525972636],
    noise: 2.25,
  },
  {
    id: 'Gauss3',
    ...twoPeaks,
    starts: [
      [94.9, 0.009, 90.1, 113, 20, 73.8, 140, 20],
      [96, 0.0096, 80, 110, 25, 74, 139, 25],
    ],
    optimum: [98.94036897, 0.010945879335, 100.69553078, 111.63619459, 23.300500029, 73.705031418, 147.76164251, 19.66822123],
    noise: 2.26,
  },
  {
    id: 'Bennett5',
    model: { formula: 'b1*(b2+x)^(-1/b3)', params: ['b1', 'b2', 'b3'] },
    x: Array.from({ length: 154 }, (_, i) => Math.log(1715 + 1384.6 * i)),
    starts: [
      [-2000, 50, 0.8],
      [-1500, 45, 0.85],
    ],
    optimum: [-2523.5058043, 46.736564644, 0.93218483193],
    noise: 1.863e-3,
  },
  {
    id: 'Chwirut1',
    model: { formula: 'exp(-b1*x)/(b2+b3*x)', params: ['b1', 'b2', 'b3'] },
    x: Array.from(
      { length: 214 },
      (_, i) => [0.5, 0.625, 0.75, 0.875, 1, 1.25, 1.75, 2.25, 2.75, 3.25, 3.75, 4.25, 4.75, 5.25, 5.75, 6][i % 16] ?? 1,
    ),
    starts: [
      [0.1, 0.01, 0.02],
      [0.15, 0.008, 0.01],
    ],
    optimum: [0.1902781837, 0.0061314004477, 0.010530908399],
    noise: 3.36,
  },
];

/** mulberry32, and a normal deviate by Box and Muller. */
function normals(seed: number): () => number {
  let state = seed;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

/**
 * Noise from which everything along the derivatives at the optimum was taken out: J'r = 0 there, so that the least-squares solution is the optimum itself,
 * whatever program computes it.
 */
function problemWithOptimum({ model, x, optimum, noise }: Lookalike, seed: number) {
  const n = x.length;
  const k = optimum.length;
  const frame = { id: '', model, starts: [], expected: { params: optimum, se: [], rss: 0, df: n - k } };
  const values = new Float64Array(n);
  const jacobian = new Float64Array(n * k);
  problemOf({ ...frame, data: { x, y: x.map(() => 0) } }).evaluate(Float64Array.from(optimum), values, jacobian);
  const normal = normals(seed);
  const residuals = Float64Array.from(x, () => noise * normal());
  const basis: Float64Array[] = [];
  const project = (vector: Float64Array): void => {
    for (let pass = 0; pass < 2; pass += 1) {
      for (const unit of basis) {
        const along = vector.reduce((sum, value, i) => sum + value * unit[i]!, 0);
        unit.forEach((value, i) => {
          vector[i]! -= along * value;
        });
      }
    }
  };
  for (let j = 0; j < k; j += 1) {
    const column = jacobian.slice(j * n, (j + 1) * n);
    project(column);
    const length = Math.hypot(...column);
    basis.push(column.map((value) => value / length));
  }
  project(residuals);
  const rss = residuals.reduce((sum, value) => sum + value * value, 0);
  return { problem: problemOf({ ...frame, data: { x, y: Array.from(values, (value, i) => value + residuals[i]!) } }), rss };
}

describe('problems with an optimum known by construction, of the form of NIST sets', () => {
  it.each(LOOKALIKES.flatMap((one) => [1, 2, 3].map((seed) => [one.id, seed, one] as const)))(
    '%s, noise %i: found from both starts',
    (_, seed, one) => {
      const { problem, rss } = problemWithOptimum(one, seed);
      for (const start of one.starts) {
        const fit = fitLeastSquares(problem, start);
        expect(fit.stopped).toBe('converged');
        expect(digits(fit.parameters, one.optimum)).toBeGreaterThan(6);
        expect(digits([fit.rss], [rss])).toBeGreaterThan(9);
      }
    },
  );
});

describe('where a search ends at its limit of iterations', () => {
  it('standard errors are those of the parameters that are given', () => {
    // y = b1 exp(b2 x): derivatives exp(b2 x) and b1 x exp(b2 x), by hand.
    const x = [0, 1, 2, 3, 4];
    const y = [1.1, 2.6, 7.5, 20, 54.8];
    const problem = problemOf({
      id: '',
      model: { formula: 'b1*exp(b2*x)', params: ['b1', 'b2'] },
      data: { x, y },
      starts: [],
      expected: { params: [], se: [], rss: 0, df: 3 },
    });
    const fit = fitLeastSquares(problem, [0.8, 0.9], { maximumIterations: 2, dampings: [1e-3] });
    expect(fit.stopped).toBe('iteration-limit');
    const [b1 = 0, b2 = 0] = fit.parameters;
    const [a, b] = [x.map((one) => Math.exp(b2 * one)), x.map((one) => b1 * one * Math.exp(b2 * one))];
    const dot = (u: readonly number[], v: readonly number[]): number => u.reduce((sum, value, i) => sum + value * v[i]!, 0);
    const determinant = dot(a, a) * dot(b, b) - dot(a, b) * dot(a, b);
    expect(fit.unscaledCovariance![0]![0]! / (dot(b, b) / determinant)).toBeCloseTo(1, 9);
    expect(fit.unscaledCovariance![1]![1]! / (dot(a, a) / determinant)).toBeCloseTo(1, 9);
  });
});
