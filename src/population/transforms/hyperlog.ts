import * as z from 'zod';
import { lazily } from '../../lazily.ts';
import { boundKeys } from './bounds.ts';
import { defineTransform, requireParameters, type ScaleTransform } from './scale-transform.ts';

const schema = lazily(() =>
  z.strictObject({
    type: z.literal('hyperlog').describe('Hyperlog scale (Bagwell 2005; Gating-ML 2.0).'),
    T: z.number().default(262144).describe('Top of scale: the linear value that lies at 1.'),
    W: z.number().default(0.5).describe('Decades of the nearly linear region around zero, more than 0.'),
    M: z.number().default(4.5).describe('Decades of the whole scale.'),
    A: z.number().default(0).describe('Additional decades of negative values.'),
    ...boundKeys(),
  }),
);

type Parameters = z.infer<ReturnType<typeof schema>>;

/** EH(y) = a e^(b y) + c y - f, which the hyperlog scale inverts, and its Taylor series about its zero x1. */
interface LogLinear {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly f: number;
  readonly x1: number;
  readonly w: number;
  readonly seriesBelow: number;
  readonly series: readonly number[];
}

const SERIES_LENGTH = 16;
const FAR = 1e100;

/** y with EH(y) = x: C. B. Bagwell, Cytometry A 64A:34 (2005), with the parameters of Gating-ML 2.0, 6.5. */
function compile(parameters: Parameters): ScaleTransform {
  const { T, W, M, A } = parameters;
  const found = `found T = ${T}, W = ${W}, M = ${M}, A = ${A}`;
  requireParameters(T > 0 && M > 0, 'hyperlog', `T > 0 and M > 0, ${found}`);
  requireParameters(W > 0 && 2 * W <= M, 'hyperlog', `0 < W <= M/2, ${found}`);
  requireParameters(A >= -W && A + W <= M - W, 'hyperlog', `-W <= A <= M - 2W, ${found}`);
  const curve = logLinear(parameters);
  const linearEnd = evaluate(curve, curve.x1 + curve.w);
  return {
    type: 'hyperlog',
    forward: (x) => solve(curve, x, linearEnd),
    inverse: (y) => evaluate(curve, y),
    monotone: true,
    lowest: Number.NEGATIVE_INFINITY,
    view: { from: -0.07, to: 1 },
    ticks: 'decades',
  };
}

function logLinear({ T, W, M, A }: Parameters): LogLinear {
  const w = W / (M + A);
  const x2 = A / (M + A);
  const x1 = x2 + w;
  const x0 = x2 + 2 * w;
  const b = (M + A) * Math.LN10;
  const cOverA = Math.exp(b * x0) / w;
  const fOverA = Math.exp(b * x1) + cOverA * x1;
  const a = T / (Math.exp(b) + cOverA - fOverA);
  const c = cOverA * a;
  let term = a * Math.exp(b * x1);
  const series: number[] = [];
  for (let order = 1; order <= SERIES_LENGTH; order++) {
    term *= b / order;
    series.push(order === 1 ? term + c : term);
  }
  return { a, b, c, f: fOverA * a, x1, w, seriesBelow: x1 + w / 4, series };
}

function evaluateSeries({ x1, series }: LogLinear, y: number): number {
  const t = y - x1;
  let sum = 0;
  for (let k = series.length - 1; k >= 0; k--) sum = sum * t + (series[k] ?? 0);
  return sum * t;
}

/** The linear value at `y`; the scale is odd about x1. */
function evaluate(curve: LogLinear, y: number): number {
  const mirrored = y < curve.x1;
  const at = mirrored ? 2 * curve.x1 - y : y;
  const value = at < curve.seriesBelow ? evaluateSeries(curve, at) : curve.a * Math.exp(curve.b * at) + curve.c * at - curve.f;
  return mirrored ? -value : value;
}

/** Halley's iteration from a linear or a logarithmic start. */
function solve(curve: LogLinear, x: number, linearEnd: number): number {
  const { a, b, c, f, x1, w, seriesBelow } = curve;
  if (x === 0) return x1;
  const mirrored = x < 0;
  const value = mirrored ? -x : x;
  let y = value < linearEnd ? x1 + (value * w) / linearEnd : Math.log(value / a) / b;
  // So far out the curve is its exponential alone, and its derivatives overflow; an infinite ratio stays infinite.
  if (value > FAR) return mirrored ? 2 * x1 - y : y;
  const tolerance = 3 * Number.EPSILON * (y > 1 ? y : 1);
  for (let iteration = 0; iteration < 40; iteration++) {
    const rise = a * Math.exp(b * y);
    const residual = y < seriesBelow ? evaluateSeries(curve, y) - value : rise + c * y - (f + value);
    const slope = b * rise + c;
    const step = residual / (slope * (1 - (residual * b * b * rise) / (2 * slope * slope)));
    y -= step;
    if (Math.abs(step) < tolerance) break;
  }
  return mirrored ? 2 * x1 - y : y;
}

export const hyperlog = defineTransform({ id: 'hyperlog', schema, compile });
