import { fitLeastSquares, type LeastSquaresFit } from '../../../numerics/regression/least-squares.ts';
import { jointProblem } from '../curve/curve-fit.ts';
import type { CurveModel } from '../curve/curve-model.ts';
import type { FittedSample } from './constrained-fit.ts';

/** Iterations that a search which runs along a valley is given once more. */
const FURTHER = 2000;

/** The floor of a valley no longer falls where those take less than this share of the residual mean square from the sum of squares. */
const LEVEL = 0.01;

/**
 * The fit of a sample's own curve, where its sum of squares is the smallest there is: also where the data leave a parameter open and the search runs on
 * along a valley (a 4PL towards an exponential or a straight line) whose floor no longer falls. The covariance then is not to be used. `null` where it still falls.
 */
export function settledFit(curve: CurveModel, { data, fit }: FittedSample): LeastSquaresFit | null {
  if (fit === null || fit.stopped === 'converged') return fit;
  if (fit.stopped === 'not-finite' || !Number.isFinite(fit.rss) || fit.degreesOfFreedom < 1) return null;
  const problem = jointProblem({ curve, samples: [data] });
  const further = fitLeastSquares(problem, fit.parameters, { dampings: [1e-3], maximumIterations: FURTHER });
  const least = further.rss < fit.rss ? further : fit;
  const variance = least.rss / least.degreesOfFreedom;
  return fit.rss - least.rss <= LEVEL * variance ? { ...least, covariance: null, unscaledCovariance: null } : null;
}
