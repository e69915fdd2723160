import { compile, derivative, parse } from 'mathjs';
import type { LeastSquaresFit, LeastSquaresProblem } from '../../src/numerics/regression/least-squares.ts';

/** A NIST StRD set: data, two starts, certified values. */
export interface NistCase {
  readonly id: string;
  readonly model: { readonly formula: string; readonly params: readonly string[] };
  /** `z` is a second predictor, where the set has one. */
  readonly data: { readonly x: readonly number[]; readonly y: readonly number[]; readonly z?: readonly number[] };
  readonly starts: readonly (readonly number[])[];
  readonly expected: { readonly params: readonly number[]; readonly se: readonly number[]; readonly rss: number; readonly df: number };
}

/** The problem with derivatives by mathjs's symbolic differentiation. */
export function problemOf(nist: NistCase): LeastSquaresProblem {
  const formula = parse(nist.model.formula.replaceAll('**', '^'));
  const model = formula.compile();
  const slopes = nist.model.params.map((name) => compile(derivative(formula, name).toString()));
  const n = nist.data.x.length;
  return {
    parameterCount: nist.model.params.length,
    observations: Float64Array.from(nist.data.y),
    weights: null,
    evaluate: (parameters, values, jacobian) => {
      nist.data.x.forEach((x, i) => {
        const scope: Record<string, number> = { x, z: nist.data.z?.[i] ?? Number.NaN };
        nist.model.params.forEach((name, j) => {
          scope[name] = parameters[j] ?? Number.NaN;
        });
        values[i] = numberOf(model.evaluate(scope));
        if (jacobian !== null) {
          slopes.forEach((slope, j) => {
            jacobian[j * n + i] = numberOf(slope.evaluate(scope));
          });
        }
      });
    },
  };
}

// mathjs turns to complex numbers outside the domain of a power.
function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : Number.NaN;
}

/** −log10 of the relative error, at most 11 digits as certified. */
export function digits(found: readonly (number | null)[], certified: readonly number[]): number {
  return Math.min(
    ...certified.map((value, i) => {
      const error = Math.abs((found[i] ?? Number.NaN) - value) / Math.abs(value);
      return Number.isNaN(error) ? 0 : Math.min(11, -Math.log10(Math.max(error, 1e-300)));
    }),
  );
}

/** Six digits of every parameter and four of every standard error. */
export const reached = (fit: LeastSquaresFit, nist: NistCase): boolean =>
  fit.stopped === 'converged' && digits(fit.parameters, nist.expected.params) >= 6 && digits(fit.standardErrors, nist.expected.se) >= 4;
