import { chiSquaredUpperTail } from '../distributions/chi-squared-distribution.ts';
import { monotoneRoot } from '../distributions/monotone-root.ts';
import { normalCdf, normalDensity, normalQuantile } from '../distributions/normal-distribution.ts';
import { exp, ln, sqrt } from '../elementary.ts';

/** What a tolerance interval of a normal sample is to hold. */
export interface ToleranceRequest {
  readonly sides: 'two' | 'one';
  /** Share of the population, 0–1. */
  readonly coverage: number;
  /** Probability that the interval holds it, 0–1. */
  readonly confidence: number;
}

/**
 * k of the exact tolerance interval mean ± k s (two-sided: ISO 16269-6, not Howe's approximation) or limit mean + k s. A mean that lies z/√n off holds the
 * share with a half-width r(z); over all z, k s is that wide with probability E[P(χ² ≥ ν r(z)²/k²)], which is to be the confidence.
 */
export function toleranceFactor(n: number, request: ToleranceRequest): number {
  if (!(Number.isSafeInteger(n) && n >= 2)) throw new RangeError(`Expected at least two values for a tolerance interval, found ${n}.`);
  const nodes = meansOf(n, request);
  const df = n - 1;
  const confidenceOf = (k: number): number =>
    nodes.reduce((sum, { weight, width }) => sum + weight * (width <= 0 ? 1 : chiSquaredUpperTail((df * width * width) / (k * k), df)), 0);
  // The confidence rises with k from 0 to 1.
  let [lower, upper] = [ln(1e-3), ln(1e6)];
  for (let i = 0; i < 200 && upper - lower > 1e-14; i += 1) {
    const middle = (lower + upper) / 2;
    if (confidenceOf(exp(middle)) < request.confidence) lower = middle;
    else upper = middle;
  }
  return exp((lower + upper) / 2);
}

interface Node {
  /** Probability weight of the node. */
  readonly weight: number;
  /** Half-width, in standard deviations, that holds the share about a mean that lies so far off. */
  readonly width: number;
}

const FARTHEST = 8.5;
const STEPS = 64;
/** Five-point Gauss-Legendre rule on −1…1. */
const GAUSS = [-1, 1]
  .flatMap((sign) => [
    { at: (sign * sqrt(5 - 2 * sqrt(10 / 7))) / 3, weight: (322 + 13 * sqrt(70)) / 900 },
    { at: (sign * sqrt(5 + 2 * sqrt(10 / 7))) / 3, weight: (322 - 13 * sqrt(70)) / 900 },
  ])
  .concat([{ at: 0, weight: 128 / 225 }]);

/** Nodes of the integral over the standardised error of the mean; a one-sided limit has a corner where no width is needed any more. */
function meansOf(n: number, { sides, coverage }: ToleranceRequest): readonly Node[] {
  const z = normalQuantile(coverage);
  const corner = Math.min(Math.max(z * sqrt(n), -FARTHEST), FARTHEST);
  const pieces =
    sides === 'two'
      ? [[-FARTHEST, FARTHEST] as const]
      : ([
          [-FARTHEST, corner],
          [corner, FARTHEST],
        ] as const);
  return pieces.flatMap(([from, to]) => {
    const half = (to - from) / STEPS / 2;
    return Array.from({ length: STEPS }, (_, i) => from + (2 * i + 1) * half).flatMap((centre) =>
      GAUSS.map(({ at, weight }): Node => {
        const error = centre + half * at;
        const off = error / sqrt(n);
        return { weight: weight * half * normalDensity(error), width: sides === 'two' ? halfWidth(Math.abs(off), coverage) : z - off };
      }),
    );
  });
}

/** r with Φ(a + r) − Φ(a − r) = P. */
function halfWidth(a: number, coverage: number): number {
  const evaluate = (r: number): { value: number; slope: number } => ({
    value: normalCdf(a + r) - normalCdf(a - r) - coverage,
    slope: normalDensity(a + r) + normalDensity(a - r),
  });
  return monotoneRoot(evaluate, a + normalQuantile((1 + coverage) / 2), { lower: 0, upper: a + 40, direction: 'rises' });
}
