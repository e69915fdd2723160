import { factorQr, inverseOfGram, solveUpper } from './householder.ts';

/** A model with its data. */
export interface LeastSquaresProblem {
  readonly parameterCount: number;
  readonly observations: Float64Array;
  /** 1/variance of each observation, up to a common factor; `null` = all 1. */
  readonly weights: Float64Array | null;
  /** Writes the model's values and, where asked for, its derivatives: column-major, `jacobian[j * n + i]` is ∂value i / ∂parameter j. */
  readonly evaluate: (parameters: Float64Array, values: Float64Array, jacobian: Float64Array | null) => void;
  /** For replicates that were averaged before: the sum of squares within them and the number of observations it stands for. */
  readonly within?: { readonly sumOfSquares: number; readonly count: number };
}

export interface LeastSquaresOptions {
  readonly maximumIterations: number;
  /** First dampings, relative to the columns of the Jacobian; the next is tried from the same start where one has not converged. */
  readonly dampings: readonly number[];
}

/**
 * `converged`: the undamped step that is left is below 1e-6 of the standard errors, or below 1e-8 of the parameters. `singular`: the data do not
 * determine some parameter. `stalled`: no step lowers the sum of squares. `not-finite`: the model has no finite value at the start.
 */
export type StopReason = 'converged' | 'singular' | 'stalled' | 'iteration-limit' | 'not-finite';

export interface LeastSquaresFit {
  readonly parameters: readonly number[];
  /** s²(J'WJ)⁻¹; `null` where it does not exist. */
  readonly covariance: readonly (readonly number[])[] | null;
  /** (J'WJ)⁻¹, for a variance that comes from elsewhere; `null` where it does not exist. */
  readonly unscaledCovariance: readonly (readonly number[])[] | null;
  readonly standardErrors: readonly (number | null)[];
  /** Σ w (observed − fitted)². */
  readonly rss: number;
  readonly degreesOfFreedom: number;
  readonly iterations: number;
  readonly stopped: StopReason;
  /** What is left of the gradient: length of the undamped step in units of standard errors (Bates and Watts's relative offset). */
  readonly relativeOffset: number;
  /** Smallest over largest diagonal of R after scaling the columns to unit length. */
  readonly conditionInverse: number;
}

// 1e-3 suits a near start; from NIST's far ones Lanczos3, BoxBOD and MGH10 also need a bold and a timid one.
const DEFAULTS: LeastSquaresOptions = { maximumIterations: 1000, dampings: [1e-3, 1e-7, 1e3] };

/** Below this the scaled Jacobian counts as singular. */
const SINGULAR = 1e-11;

/** The least-squares estimate by Levenberg-Marquardt on the QR factors of the scaled Jacobian, from one start. */
export function fitLeastSquares(
  problem: LeastSquaresProblem,
  start: ArrayLike<number>,
  options: Partial<LeastSquaresOptions> = {},
): LeastSquaresFit {
  const settings = { ...DEFAULTS, ...options };
  let best: LeastSquaresFit | null = null;
  for (const damping of settings.dampings) {
    const search = new Search(problem, start);
    const fit = search.summary(search.run(damping, settings.maximumIterations));
    if (best === null || isBetter(fit, best)) best = fit;
    if (fit.stopped === 'converged') break;
  }
  if (best === null) throw new RangeError('Expected at least one damping for a fit, found none.');
  return best;
}

/** The fit with the smallest sum of squares over several starts; a converged one is preferred among equals. */
export function fitFromStarts(
  problem: LeastSquaresProblem,
  starts: readonly ArrayLike<number>[],
  options: Partial<LeastSquaresOptions> = {},
): LeastSquaresFit {
  let best: LeastSquaresFit | null = null;
  for (const start of starts) {
    const fit = fitLeastSquares(problem, start, options);
    if (best === null || isBetter(fit, best)) best = fit;
  }
  if (best === null) throw new RangeError('Expected at least one start for a fit, found none.');
  return best;
}

function isBetter(fit: LeastSquaresFit, best: LeastSquaresFit): boolean {
  if (!Number.isFinite(best.rss)) return Number.isFinite(fit.rss);
  const tolerance = 1e-10 * best.rss;
  if (fit.rss < best.rss - tolerance) return true;
  return fit.rss <= best.rss + tolerance && fit.stopped === 'converged' && best.stopped !== 'converged';
}

/** The state of one search; arrays are reused from step to step. */
class Search {
  private readonly problem: LeastSquaresProblem;
  private readonly n: number;
  private readonly k: number;
  private readonly rootWeights: Float64Array | null;
  private parameters: Float64Array;
  private trial: Float64Array;
  private readonly values: Float64Array;
  private residuals: Float64Array;
  private trialResiduals: Float64Array;
  private readonly jacobian: Float64Array;
  private readonly diagonal: Float64Array;
  private readonly norms: Float64Array;
  private readonly scale: Float64Array;
  private readonly projected: Float64Array;
  private readonly damped: { rows: number; count: number; columns: Float64Array; vector: Float64Array; diagonal: Float64Array };
  private readonly step: Float64Array;
  private rss = Number.NaN;
  private relativeOffset = Number.POSITIVE_INFINITY;
  private relativeStep = Number.POSITIVE_INFINITY;
  private conditionInverse = 0;
  private iterations = 0;

  constructor(problem: LeastSquaresProblem, start: ArrayLike<number>) {
    const n = problem.observations.length;
    const k = problem.parameterCount;
    if (start.length !== k) throw new RangeError(`Expected ${k} start values, found ${start.length}.`);
    this.problem = problem;
    this.n = n;
    this.k = k;
    this.rootWeights = problem.weights === null ? null : problem.weights.map((weight) => Math.sqrt(weight));
    this.parameters = Float64Array.from(start);
    this.trial = new Float64Array(k);
    this.values = new Float64Array(n);
    this.residuals = new Float64Array(n);
    this.trialResiduals = new Float64Array(n);
    this.jacobian = new Float64Array(Math.max(n, k) * k);
    this.diagonal = new Float64Array(k);
    this.norms = new Float64Array(k);
    this.scale = new Float64Array(k);
    this.projected = new Float64Array(n);
    this.step = new Float64Array(k);
    this.damped = {
      rows: 2 * k,
      count: k,
      columns: new Float64Array(2 * k * k),
      vector: new Float64Array(2 * k),
      diagonal: new Float64Array(k),
    };
  }

  run(damping: number, maximumIterations: number): StopReason {
    this.rss = this.evaluate(this.parameters, this.residuals, this.jacobian);
    if (!Number.isFinite(this.rss)) return 'not-finite';
    let lambda = damping;
    let polished = 0;
    while (this.iterations < maximumIterations) {
      const before = this.relativeOffset;
      if (!this.linearize()) return 'singular';
      if (this.relativeOffset < 1e-10 || this.relativeStep < 1e-14 || this.rss === 0) return this.verdict();
      // At the rounding limit the offset no longer falls: one more look at it, then stop.
      if (before < 1e-6 && this.relativeOffset > 0.95 * before && polished++ >= 2) return this.verdict();
      this.iterations += 1;
      const taken = this.advance(lambda);
      if (taken === null) return this.verdict();
      lambda = taken;
    }
    return this.isSettled() ? 'converged' : 'iteration-limit';
  }

  private verdict(): StopReason {
    if (this.conditionInverse < SINGULAR) return 'singular';
    return this.isSettled() ? 'converged' : 'stalled';
  }

  private isSettled(): boolean {
    return this.conditionInverse >= SINGULAR && (this.relativeOffset < 1e-6 || this.relativeStep < 1e-8 || this.rss === 0);
  }

  /** QR of the Jacobian at the present parameters, with the measures of convergence; false where nothing can be solved. */
  private linearize(): boolean {
    const { n, k, jacobian, norms, projected } = this;
    for (let j = 0; j < k; j += 1) {
      let sum = 0;
      for (let i = 0; i < n; i += 1) sum += jacobian[j * n + i]! * jacobian[j * n + i]!;
      norms[j] = Math.sqrt(sum);
      if (!Number.isFinite(sum)) return false;
      this.scale[j] = Math.max(this.scale[j]!, norms[j]!);
    }
    projected.set(this.residuals);
    if (n < k) return false;
    factorQr({ rows: n, count: k, columns: jacobian, vector: projected, diagonal: this.diagonal });
    this.measure();
    return true;
  }

  private measure(): void {
    const { n, k, diagonal, norms, projected, parameters } = this;
    let smallest = Number.POSITIVE_INFINITY;
    let tangential = 0;
    for (let j = 0; j < k; j += 1) {
      smallest = Math.min(smallest, norms[j] === 0 ? 0 : Math.abs(diagonal[j]!) / norms[j]!);
      tangential += projected[j]! * projected[j]!;
    }
    this.conditionInverse = smallest;
    const freedom = this.degreesOfFreedom();
    const variance = this.rss / Math.max(1, freedom);
    this.relativeOffset = this.rss === 0 ? 0 : Math.sqrt(tangential / k / variance);
    solveUpper({ rows: n, count: k, columns: this.jacobian, vector: projected, diagonal }, this.step);
    this.relativeStep = 0;
    for (let j = 0; j < k; j += 1) {
      const relative = Math.abs(this.step[j]!) / Math.abs(parameters[j]!);
      this.relativeStep = Math.max(this.relativeStep, Number.isNaN(relative) ? Number.POSITIVE_INFINITY : relative);
    }
  }

  /** Damped steps until one is taken; the next damping, or `null` where no step lowers the sum of squares. */
  private advance(damping: number): number | null {
    let lambda = damping;
    let growth = 2;
    for (let tries = 0; tries < 60; tries += 1) {
      const predicted = this.solveDamped(lambda);
      for (let j = 0; j < this.k; j += 1) this.trial[j] = this.parameters[j]! + this.step[j]!;
      const rss = this.evaluate(this.trial, this.trialResiduals, null);
      const gain = (this.rss - rss) / predicted;
      const atRounding = predicted < 1e-13 * this.rss && rss <= this.rss * (1 + 1e-13);
      if (Number.isFinite(rss) && (rss < this.rss || atRounding)) {
        this.accept(rss);
        return atRounding ? 0 : lambda * (gain > 0.75 ? 0.1 : gain > 0.25 ? 1 : 2);
      }
      lambda = lambda === 0 ? 1e-10 : lambda * growth;
      growth *= 2;
      if (!Number.isFinite(lambda) || predicted < 1e-30 * this.rss) return null;
    }
    return null;
  }

  private accept(rss: number): void {
    [this.parameters, this.trial] = [this.trial, this.parameters];
    [this.residuals, this.trialResiduals] = [this.trialResiduals, this.residuals];
    this.evaluate(this.parameters, this.residuals, this.jacobian);
    this.rss = rss;
  }

  /** Solves (J'WJ + λD²) step = J'Wr by QR of R over √λ D; returns the predicted fall of the sum of squares. */
  private solveDamped(lambda: number): number {
    const { n, k, jacobian, diagonal, scale, damped, projected } = this;
    damped.columns.fill(0);
    damped.vector.fill(0);
    const root = Math.sqrt(lambda);
    for (let j = 0; j < k; j += 1) {
      for (let i = 0; i < j; i += 1) damped.columns[j * 2 * k + i] = jacobian[j * n + i]!;
      damped.columns[j * 2 * k + j] = diagonal[j]!;
      damped.columns[j * 2 * k + k + j] = root * (scale[j] === 0 ? 1 : scale[j]!);
      damped.vector[j] = projected[j]!;
    }
    factorQr(damped);
    solveUpper(damped, this.step);
    let fall = 0;
    for (let j = 0; j < k; j += 1) {
      fall += damped.vector[j]! * damped.vector[j]!;
      const kept = root * scale[j]! * this.step[j]!;
      fall += kept * kept;
    }
    return fall;
  }

  /** Weighted residuals (and Jacobian) at parameters; returns their sum of squares with that within averaged replicates. */
  private evaluate(parameters: Float64Array, residuals: Float64Array, jacobian: Float64Array | null): number {
    const { n, k, values, rootWeights } = this;
    this.problem.evaluate(parameters, values, jacobian);
    const observations = this.problem.observations;
    let sum = 0;
    for (let i = 0; i < n; i += 1) {
      const residual = (observations[i]! - values[i]!) * (rootWeights === null ? 1 : rootWeights[i]!);
      residuals[i] = residual;
      sum += residual * residual;
    }
    if (jacobian !== null && rootWeights !== null) {
      for (let j = 0; j < k; j += 1) for (let i = 0; i < n; i += 1) jacobian[j * n + i] = jacobian[j * n + i]! * rootWeights[i]!;
    }
    return sum + (this.problem.within?.sumOfSquares ?? 0);
  }

  private degreesOfFreedom(): number {
    return this.n + (this.problem.within?.count ?? 0) - this.k;
  }

  summary(stopped: StopReason): LeastSquaresFit {
    const degreesOfFreedom = this.degreesOfFreedom();
    const inverse = stopped === 'not-finite' || stopped === 'singular' || degreesOfFreedom < 1 ? null : this.gramInverse();
    const variance = this.rss / degreesOfFreedom;
    const covariance = inverse === null ? null : inverse.map((row) => row.map((value) => value * variance));
    return {
      parameters: Array.from(this.parameters),
      covariance,
      unscaledCovariance: inverse,
      standardErrors: Array.from(this.parameters, (_, j) => (covariance === null ? null : Math.sqrt(covariance[j]![j]!))),
      rss: this.rss,
      degreesOfFreedom,
      iterations: this.iterations,
      stopped,
      relativeOffset: this.relativeOffset,
      conditionInverse: this.conditionInverse,
    };
  }

  private gramInverse(): number[][] | null {
    const inverse = inverseOfGram({ rows: this.n, count: this.k, columns: this.jacobian, diagonal: this.diagonal });
    return inverse.every((row) => row.every(Number.isFinite)) ? inverse : null;
  }
}
