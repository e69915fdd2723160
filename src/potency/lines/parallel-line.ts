import { InputError } from '../../errors.ts';
import { tTwoSided } from '../../numerics/distributions/student-limits.ts';
import { exp, ln } from '../../numerics/elementary.ts';
import { fiellerInterval, limitsOfRatio } from '../../numerics/intervals/ratio-limits.ts';
import { type ColumnGroup, fitLinear, indicators, sequentialSumsOfSquares } from '../../numerics/regression/linear-model.ts';
import { type AnovaLine, anovaLine, anovaTable } from './anova.ts';

/** One response of a parallel-line or slope-ratio assay, on the scale of its transform; blocks, rows and columns where the design has them. */
export interface LineObservation {
  readonly sample: string;
  readonly dose: number;
  readonly response: number;
  readonly block?: string;
  readonly row?: string;
  readonly column?: string;
  readonly subject?: string;
  readonly period?: string;
}

export interface ParallelLineOptions {
  readonly reference: string;
  /** Two-sided level of the intervals. */
  readonly level: number;
  /** A residual error that comes from elsewhere, as where only the sums of doses are known. */
  readonly residual?: { readonly meanSquare: number; readonly df: number };
}

/** A relative potency with Fieller's limits; `null` limits where g >= 1. */
export interface LineRatio {
  readonly name: string;
  readonly lnRatio: number;
  readonly estimate: number;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly g: number;
}

export interface ParallelLineResult {
  /** Preparations, regression, non-parallelism, non-linearity, treatments, then the design's lines, residual, total: sequential sums of squares. */
  readonly anova: readonly AnovaLine[];
  /** Common slope by ln dose. */
  readonly slope: number;
  /** By sample, the line's response at the dose 1; in a design the mean over its blocks, or rows and columns. */
  readonly intercepts: ReadonlyMap<string, number>;
  readonly slopeError: number;
  /** Standard errors of the intercepts, by sample. */
  readonly interceptErrors: ReadonlyMap<string, number>;
  readonly residual: { readonly meanSquare: number; readonly df: number };
  readonly tests: readonly LineRatio[];
}

/**
 * The parallel-line assay of Ph. Eur. 5.3 (3.2) with its analysis of variance, for any number of preparations, balanced or not, in a completely randomised,
 * a randomised block or a Latin square design. Limits by Fieller with the residual error within treatments. Errors: potency/bad-data.
 */
export function parallelLine(observations: readonly LineObservation[], options: ParallelLineOptions): ParallelLineResult {
  const names = checkedNames(observations, options.reference);
  const x = observations.map((one) => ln(one.dose));
  const y = observations.map((one) => one.response);
  const ofSample = names.map((name) => observations.map((one) => (one.sample === name ? 1 : 0)));
  const design = designGroups(observations);
  const treatments = indicators(observations.map((one) => JSON.stringify([one.sample, one.dose])));
  const lines = sequentialSumsOfSquares(
    [
      { name: 'preparations', columns: ofSample },
      { name: 'regression', columns: [x] },
      { name: 'non-parallelism', columns: ofSample.map((column) => column.map((value, i) => value * x[i]!)) },
      { name: 'non-linearity', columns: treatments },
      ...design,
    ],
    y,
  );
  const anova = anovaTable(withTreatments(lines));
  const own = anovaLine(anova, 'residual');
  const residual = options.residual ?? (own?.meanSquare == null ? null : { meanSquare: own.meanSquare, df: own.df });
  if (residual === null) throw noError();
  // The common slope and the distances of the lines, beside the effects of the design.
  const nuisance = design.flatMap((group) => group.columns.slice(1));
  const fit = fitLinear([...ofSample, x, ...nuisance], y);
  if (fit === null)
    throw new InputError(
      'potency/bad-data',
      'Expected at least two doses and a full design for parallel lines, found columns that depend on one another.',
    );
  const at = names.length;
  const v = fit.unscaledCovariance;
  const t = tTwoSided(options.level, residual.df);
  const s2 = residual.meanSquare;
  const tests = names.slice(1).map((name, i): LineRatio => {
    const j = i + 1;
    const numerator = fit.coefficients[j]! - fit.coefficients[0]!;
    const v11 = s2 * (v[j]![j]! + v[0]![0]! - 2 * v[0]![j]!);
    const v12 = s2 * (v[j]![at]! - v[0]![at]!);
    const { lower, upper, g } = fiellerInterval({ numerator, denominator: fit.coefficients[at]!, v11, v12, v22: s2 * v[at]![at]! }, t);
    const lnRatio = numerator / fit.coefficients[at]!;
    return { name, lnRatio, estimate: exp(lnRatio), ...limitsOfRatio({ lower, upper }), g };
  });
  const slope = fit.coefficients[at]!;
  // The least-squares lines pass through the means of their samples; a whole design puts every treatment equally often into each of its blocks.
  const intercepts = new Map(names.map((name, j) => [name, meanOver(ofSample[j]!, y) - slope * meanOver(ofSample[j]!, x)]));
  const slopeError = Math.sqrt(s2 * v[at]![at]!);
  // The mean of a sample and the common slope are independent.
  const interceptErrors = new Map(
    names.map((name, j) => {
      const centre = meanOver(ofSample[j]!, x);
      const count = ofSample[j]!.filter((value) => value === 1).length;
      return [name, Math.sqrt(s2 / count + centre * centre * slopeError * slopeError)];
    }),
  );
  return { anova, slope, slopeError, intercepts, interceptErrors, residual, tests };
}

/** Mean of the values whose indicator is 1. */
function meanOver(indicator: readonly number[], values: readonly number[]): number {
  const sum = values.reduce((total, value, i) => total + indicator[i]! * value, 0);
  return sum / indicator.reduce((total, value) => total + value, 0);
}

/** The reference first, then the other samples in order; every dose positive, every response a number. */
export function checkedNames(observations: readonly LineObservation[], reference: string): readonly string[] {
  const bad = observations.find((one) => !(one.dose > 0 && Number.isFinite(one.dose) && Number.isFinite(one.response)));
  if (bad !== undefined) {
    throw new InputError(
      'potency/bad-data',
      `Expected positive doses and finite responses on a line of ln dose, found the dose '${bad.dose}' with '${bad.response}' for '${bad.sample}'.`,
    );
  }
  const found = [...new Set(observations.map((one) => one.sample))];
  if (!found.includes(reference))
    throw new InputError(
      'potency/bad-data',
      `Expected the reference standard '${reference}', found ${found.map((name) => `'${name}'`).join(', ')}.`,
    );
  return [reference, ...found.filter((name) => name !== reference)];
}

function designGroups(observations: readonly LineObservation[]): ColumnGroup[] {
  const keys = [
    ['blocks', (one: LineObservation) => one.block],
    ['rows', (one: LineObservation) => one.row],
    ['columns', (one: LineObservation) => one.column],
  ] as const;
  return keys.flatMap(([name, of]) => {
    const levels = observations.map(of);
    return levels.every((level) => level !== undefined) ? [{ name, columns: indicators(levels) }] : [];
  });
}

/** The sum of the lines that together are the treatments, after them. */
function withTreatments(lines: ReturnType<typeof sequentialSumsOfSquares>): ReturnType<typeof sequentialSumsOfSquares> {
  const parts = lines.slice(0, 4);
  const sum = (of: 'df' | 'sumOfSquares'): number => parts.reduce((total, line) => total + line[of], 0);
  return [...parts, { name: 'treatments', df: sum('df'), sumOfSquares: sum('sumOfSquares') }, ...lines.slice(4)];
}

function noError(): InputError {
  return new InputError(
    'potency/bad-data',
    'Expected replicates, blocks or a known residual error, found nothing to estimate the residual error from.',
  );
}
