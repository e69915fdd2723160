import { factorQr, inverseOfGram, type QrWork, solveUpper } from './householder.ts';

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

/** The relative offset of a finished search: a ten-thousand-millionth of the standard errors. */
const SETTLED = 1e-10;

/** The last bit of an observation, relative to it: what no residual can tell apart. */
const ROUNDING = Number.EPSILON;

/** A damping that counts as none. */
const NEGLIGIBLE = 1e-6;

/** Below this the scaled Jacobian counts as singular. */
const SINGULAR = 1e-11;

/** The least-squares estimate by Levenberg-Marquardt on the QR factors of the scaled Jacobian, from one start. */
export function fitLeastSquares(
  problem: LeastSquaresProblem,
  start: ArrayLike<number>,
  options: Partial<LeastSquaresOptions> = {},
): LeastSquaresFit {
  const { maximumIterations, dampings } = { ...DEFAULTS, ...options };
  const search = new Search(problem);
  let best: LeastSquaresFit | null = null;
  for (const damping of dampings) {
    const fit = search.summary(search.run(start, { damping, maximumIterations, offset: SETTLED }));
    if (best === null || isBetter(fit, best)) best = fit;
    if (fit.stopped === 'converged') break;
  }
  if (best === null) throw new RangeError('Expected at least one damping for a fit, found none.');
  return best;
}

/**
 * The fit with the smallest sum of squares over several starts; a converged one is preferred among equals. Each start is followed until its step is a
 * hundredth of the standard errors, which tells its minimum from others; the best is then followed to the end, as is any that could still undercut it.
 */
export function fitFromStarts(
  problem: LeastSquaresProblem,
  starts: readonly ArrayLike<number>[],
  options: Partial<LeastSquaresOptions> = {},
): LeastSquaresFit {
  if (starts.length === 0) throw new RangeError('Expected at least one start for a fit, found none.');
  const { maximumIterations, dampings } = { ...DEFAULTS, ...options };
  const search = new Search(problem);
  const rough = starts.map((start) => search.follow(start, { damping: dampings[0] ?? 1e-3, maximumIterations, offset: 1e-2 }));
  rough.sort((one, other) => (one.rss < other.rss ? -1 : one.rss > other.rss ? 1 : 0));
  let best: LeastSquaresFit | null = null;
  for (const candidate of rough) {
    if (best !== null && best.stopped === 'converged' && candidate.rss >= best.rss) continue;
    const goingOn = { damping: candidate.damping, maximumIterations, offset: SETTLED };
    let fit = search.summary(search.run(candidate.parameters, goingOn));
    if (fit.stopped !== 'converged') fit = fitLeastSquares(problem, candidate.parameters, options);
    if (best === null || isBetter(fit, best)) best = { ...fit, iterations: fit.iterations + candidate.iterations };
  }
  if (best === null) throw new RangeError('Expected a fit from one of the starts, found none.');
  return best;
}

function isBetter(fit: LeastSquaresFit, best: LeastSquaresFit): boolean {
  if (!Number.isFinite(best.rss)) return Number.isFinite(fit.rss);
  const tolerance = 1e-10 * best.rss;
  if (fit.rss < best.rss - tolerance) return true;
  return fit.rss <= best.rss + tolerance && fit.stopped === 'converged' && best.stopped !== 'converged';
}

interface Rules {
  readonly damping: number;
  readonly maximumIterations: number;
  /** The relative offset at which the search has arrived. */
  readonly offset: number;
}

interface Rough {
  readonly parameters: readonly number[];
  readonly rss: number;
  readonly iterations: number;
  /** With which the search would go on. */
  readonly damping: number;
}

/** The searches of one problem; arrays are reused from step to step and from start to start. */
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
  private jacobian: Float64Array;
  private trialJacobian: Float64Array;
  private readonly diagonal: Float64Array;
  private readonly norms: Float64Array;
  private readonly scale: Float64Array;
  private readonly projected: Float64Array;
  private readonly damped: QrWork;
  private readonly step: Float64Array;
  private rss = Number.NaN;
  private relativeOffset = Number.POSITIVE_INFINITY;
  private relativeStep = Number.POSITIVE_INFINITY;
  private conditionInverse = 0;
  private iterations = 0;
  private damping = 0;
  /** Predicted fall of the sum of squares by the undamped step. */
  private tangential = 0;
  /** Weighted sum of squares of the last bits of the observations. */
  private readonly rounding: number;

  constructor(problem: LeastSquaresProblem) {
    const n = problem.observations.length;
    const k = problem.parameterCount;
    this.problem = problem;
    this.n = n;
    this.k = k;
    this.rootWeights = problem.weights === null ? null : problem.weights.map((weight) => Math.sqrt(weight));
    this.rounding = problem.observations.reduce((sum, y, i) => sum + (problem.weights?.[i] ?? 1) * (ROUNDING * y) * (ROUNDING * y), 0);
    this.parameters = new Float64Array(k);
    this.trial = new Float64Array(k);
    this.values = new Float64Array(n);
    this.residuals = new Float64Array(n);
    this.trialResiduals = new Float64Array(n);
    this.jacobian = new Float64Array(n * k);
    this.trialJacobian = new Float64Array(n * k);
    this.diagonal = new Float64Array(k);
    this.norms = new Float64Array(k);
    this.scale = new Float64Array(k);
    this.projected = new Float64Array(n);
    this.step = new Float64Array(k);
    const columns = new Float64Array(2 * k * k);
    this.damped = { rows: 2 * k, count: k, columns, vector: new Float64Array(2 * k), diagonal: new Float64Array(k) };
  }

  /** A search that only has to tell its minimum from others. */
  follow(start: ArrayLike<number>, rules: Rules): Rough {
    this.run(start, rules);
    const rss = Number.isNaN(this.rss) ? Number.POSITIVE_INFINITY : this.rss;
    return { parameters: Array.from(this.parameters), rss, iterations: this.iterations, damping: this.damping };
  }

  run(start: ArrayLike<number>, rules: Rules): StopReason {
    this.begin(start);
    if (!Number.isFinite(this.rss)) return 'not-finite';
    this.damping = rules.damping;
    let stuck = 0;
    while (this.iterations < rules.maximumIterations) {
      const before = this.relativeOffset;
      if (!this.linearize()) return 'singular';
      if (this.relativeOffset < rules.offset || this.relativeStep < 1e-14 || this.rss === 0) return this.verdict();
      // At the rounding limit the offset no longer falls, or the step moves the values by less than their last bit: two more looks, then stop.
      const idle = before < 1e-6 && this.relativeOffset > 0.95 * before;
      if ((idle || this.tangential < this.rounding) && stuck++ >= 2) return this.verdict();
      this.iterations += 1;
      const taken = this.advance(this.damping);
      if (taken === null) return this.verdict();
      this.damping = taken;
    }
    // The last step moved the parameters: the factors, and the standard errors that come from them, must be those of the new place.
    if (!this.linearize()) return 'singular';
    const verdict = this.verdict();
    return verdict === 'stalled' ? 'iteration-limit' : verdict;
  }

  private begin(start: ArrayLike<number>): void {
    if (start.length !== this.k) throw new RangeError(`Expected ${this.k} start values, found ${start.length}.`);
    this.parameters.set(start);
    this.scale.fill(0);
    this.relativeOffset = Number.POSITIVE_INFINITY;
    this.relativeStep = Number.POSITIVE_INFINITY;
    this.conditionInverse = 0;
    this.iterations = 0;
    this.rss = this.evaluate(this.parameters, this.residuals, this.jacobian);
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
    this.tangential = tangential;
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
    // Near the minimum a small damping changes no digit that matters, and the undamped step of `measure` is there already.
    let lambda = damping < NEGLIGIBLE && this.relativeOffset < 0.1 && this.conditionInverse > 1e-6 ? 0 : damping;
    let growth = 2;
    for (let tries = 0; tries < 60; tries += 1) {
      const predicted = tries === 0 && lambda === 0 ? this.tangential : this.solveDamped(lambda);
      for (let j = 0; j < this.k; j += 1) this.trial[j] = this.parameters[j]! + this.step[j]!;
      const rss = this.evaluate(this.trial, this.trialResiduals, this.trialJacobian);
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
    [this.jacobian, this.trialJacobian] = [this.trialJacobian, this.jacobian];
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
  private evaluate(parameters: Float64Array, residuals: Float64Array, jacobian: Float64Array): number {
    const { n, k, values, rootWeights } = this;
    this.problem.evaluate(parameters, values, jacobian);
    const observations = this.problem.observations;
    let sum = 0;
    for (let i = 0; i < n; i += 1) {
      const residual = (observations[i]! - values[i]!) * (rootWeights === null ? 1 : rootWeights[i]!);
      residuals[i] = residual;
      sum += residual * residual;
    }
    if (rootWeights !== null) {
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
