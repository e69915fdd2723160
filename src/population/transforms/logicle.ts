import * as z from 'zod';
import { lazily } from '../../lazily.ts';
import { boundKeys } from './bounds.ts';
import { defineTransform, requireParameters, type ScaleTransform } from './scale-transform.ts';

const schema = lazily(() =>
  z.strictObject({
    type: z.literal('logicle').describe('Logicle scale (Moore and Parks 2012; Gating-ML 2.0).'),
    T: z.number().default(262144).describe('Top of scale: the linear value that lies at 1.'),
    W: z.number().default(0.5).describe('Decades of the nearly linear region around zero.'),
    M: z.number().default(4.5).describe('Decades of the whole scale.'),
    A: z.number().default(0).describe('Additional decades of negative values.'),
    ...boundKeys(),
  }),
);

type Parameters = z.infer<ReturnType<typeof schema>>;

/** The biexponential a e^(b y) - c e^(-d y) + f that the logicle scale inverts, and its Taylor series about its zero x1. */
interface Biexponential {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly f: number;
  readonly x1: number;
  readonly seriesBelow: number;
  readonly series: readonly number[];
}

const SERIES_LENGTH = 16;
const FAR = 1e100;

/** y with biexponential(y) = x, after W. A. Moore and D. R. Parks, Cytometry A 81A:273 (2012). */
function compile(parameters: Parameters): ScaleTransform {
  const { T, W, M, A } = parameters;
  const found = `found T = ${T}, W = ${W}, M = ${M}, A = ${A}`;
  requireParameters(T > 0 && M > 0, 'logicle', `T > 0 and M > 0, ${found}`);
  requireParameters(W >= 0 && 2 * W <= M, 'logicle', `0 <= W <= M/2, ${found}`);
  requireParameters(A >= -W && A + W <= M - W, 'logicle', `-W <= A <= M - 2W, ${found}`);
  const curve = biexponential(parameters);
  return {
    type: 'logicle',
    forward: (x) => solve(curve, x),
    inverse: (y) => evaluate(curve, y),
    monotone: true,
    lowest: Number.NEGATIVE_INFINITY,
    view: { from: -0.07, to: 1 },
    ticks: 'decades',
  };
}

function biexponential({ T, W, M, A }: Parameters): Biexponential {
  const w = W / (M + A);
  const x2 = A / (M + A);
  const x1 = x2 + w;
  const x0 = x2 + 2 * w;
  const b = (M + A) * Math.LN10;
  const d = negativeDecay(b, w);
  const cOverA = Math.exp(x0 * (b + d));
  const minusFOverA = Math.exp(b * x1) - cOverA / Math.exp(d * x1);
  const a = T / (Math.exp(b) - minusFOverA - cOverA / Math.exp(d));
  const c = cOverA * a;
  let positive = a * Math.exp(b * x1);
  let negative = -c / Math.exp(d * x1);
  const series: number[] = [];
  for (let order = 1; order <= SERIES_LENGTH; order++) {
    positive *= b / order;
    negative *= -d / order;
    // The second derivative at x1 is zero by construction; its rounding error would spoil the series.
    series.push(order === 2 ? 0 : positive + negative);
  }
  return { a, b, c, d, f: -minusFOverA * a, x1, seriesBelow: x1 + w / 4, series };
}

/** d of 2 (ln d - ln b) + w (b + d) = 0, between 0 and b: bisection where Newton leaves its bracket. */
function negativeDecay(b: number, w: number): number {
  if (w === 0) return b;
  let low = 0;
  let high = b;
  let d = b / 2;
  for (let iteration = 0; iteration < 200; iteration++) {
    const value = 2 * (Math.log(d) - Math.log(b)) + w * (b + d);
    if (value === 0) return d;
    if (value < 0) low = d;
    else high = d;
    const newton = d - value / (2 / d + w);
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (next === d || high - low <= 4 * Number.EPSILON * b) return next;
    if (Math.abs(next - d) <= 2 * Number.EPSILON * d) return next;
    d = next;
  }
  return d;
}

function evaluateSeries({ x1, series }: Biexponential, y: number): number {
  const t = y - x1;
  let sum = 0;
  for (let k = series.length - 1; k >= 0; k--) sum = sum * t + (series[k] ?? 0);
  return sum * t;
}

/** The linear value at `y`; the scale is odd about x1. */
function evaluate(curve: Biexponential, y: number): number {
  const mirrored = y < curve.x1;
  const at = mirrored ? 2 * curve.x1 - y : y;
  const value =
    at < curve.seriesBelow ? evaluateSeries(curve, at) : curve.a * Math.exp(curve.b * at) + curve.f - curve.c / Math.exp(curve.d * at);
  return mirrored ? -value : value;
}

/** Halley's iteration; the error falls below 3 ulp within a few steps from these starts. */
function solve(curve: Biexponential, x: number): number {
  const { a, b, c, d, f, x1, seriesBelow, series } = curve;
  if (x === 0) return x1;
  const mirrored = x < 0;
  const value = mirrored ? -x : x;
  let y = value < f || value < a ? x1 + value / (series[0] ?? 1) : Math.log(value / a) / b;
  // So far out the curve is its exponential alone, and its derivatives overflow; an infinite ratio stays infinite.
  if (value > FAR) return mirrored ? 2 * x1 - y : y;
  const tolerance = 3 * Number.EPSILON * (y > 1 ? y : 1);
  for (let iteration = 0; iteration < 40; iteration++) {
    const rise = a * Math.exp(b * y);
    const fall = c / Math.exp(d * y);
    const residual = y < seriesBelow ? evaluateSeries(curve, y) - value : rise + f - (fall + value);
    const slope = b * rise + d * fall;
    const curvature = b * b * rise - d * d * fall;
    const step = residual / (slope * (1 - (residual * curvature) / (2 * slope * slope)));
    y -= step;
    if (Math.abs(step) < tolerance) break;
  }
  return mirrored ? 2 * x1 - y : y;
}

export const logicle = defineTransform({ id: 'logicle', schema, compile });
