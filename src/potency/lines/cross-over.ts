import { fUpperTail } from '../../numerics/distributions/f-distribution.ts';
import { tTwoSided } from '../../numerics/distributions/student-limits.ts';
import { exp, ln, sqrt } from '../../numerics/elementary.ts';
import { fiellerInterval, limitsOfRatio } from '../../numerics/intervals/ratio-limits.ts';
import { meanOf } from '../../numerics/mean.ts';
import { type ColumnGroup, fitLinear, type SumOfSquares, sequentialSumsOfSquares } from '../../numerics/regression/linear-model.ts';
import type { AnovaLine } from './anova.ts';
import { type CrossOverSubject, subjectsOf } from './cross-over-subjects.ts';
import type { LineObservation, LineRatio, ParallelLineOptions, ParallelLineResult } from './parallel-line.ts';

const ROOT_HALF = Math.SQRT1_2;

/** A parallel-line result with the errors of its two strata. */
export interface CrossOverResult extends ParallelLineResult {
  /** Error of what is compared between subjects: parallelism, and the quadratic regression of three doses. */
  readonly between: AnovaLine;
  /** Variance of one response as a sample's own line has it, half from either stratum, with Satterthwaite's degrees of freedom. */
  readonly single: AnovaLine;
  /** Departure from linearity: of three doses the quadratic regression and the difference of quadratics together (Šidák); `null` with two doses. */
  readonly linearity: AnovaLine | null;
}

/**
 * The cross-over of Ph. Eur. 5.3 (3.2.2.4, 5.1.5): every subject has one dose of the reference standard and the opposite dose of the test article, in two periods;
 * twin with two doses each, triple with three. Sums of squares of the subjects' sums and of their differences, each tested against the residual of its own
 * stratum; potency and slope are differences within subjects, so that their limits are by the error within. Expects a whole design
 * (`reasonOfCrossOver`); `null` where there are no more subjects than effects.
 */
export function crossOver(
  observations: readonly LineObservation[],
  options: Pick<ParallelLineOptions, 'reference' | 'level'>,
): CrossOverResult | null {
  const subjects = subjectsOf(observations, options.reference);
  const doses = new Set(subjects.map((one) => one.reference.code)).size;
  const dated = subjects.every((one) => one.reference.period !== null);
  const strata = strataOf(subjects, { doses, dated });
  const within = errorOf(strata.within, 'residual');
  const between = errorOf(strata.between, 'residual between subjects');
  if (within === null || between === null || within.df < 1 || between.df < 1) return null;
  const lines = linesOf(subjects, { within, between, dated, level: options.level });
  if (lines === null) return null;
  return {
    anova: [...strata.between, ...strata.within, totalOf(strata)],
    residual: { meanSquare: within.meanSquare ?? 0, df: within.df },
    between,
    single: singleError(between, within),
    linearity: linearityOf([...strata.between, ...strata.within]),
    ...lines,
  };
}

interface Shape {
  readonly doses: number;
  /** Whether the periods are known. */
  readonly dated: boolean;
}

interface Strata {
  readonly between: readonly AnovaLine[];
  readonly within: readonly AnovaLine[];
}

/** Codes of a response: −1 … 1 of its dose, ±1 of its preparation and period, and the quadratic of three doses. */
interface Codes {
  readonly prep: number;
  readonly dose: number;
  readonly day: number;
  readonly square: number;
}

type Contrast = (codes: Codes) => number;

function codesOf({ reference, test }: CrossOverSubject): readonly [Codes, Codes] {
  const of = ({ code, period }: CrossOverSubject['reference'], prep: number): Codes => ({
    prep,
    dose: code,
    day: period ?? 0,
    square: 3 * code * code - 2,
  });
  return [of(reference, -1), of(test, 1)];
}

/** Sums over a subject of products of two codes do not vanish where differences do, and the other way round: that puts every effect into one stratum. */
const BETWEEN: readonly { readonly name: string; readonly of: Contrast; readonly dated?: true; readonly triple?: true }[] = [
  { name: 'non-parallelism', of: ({ prep, dose }) => prep * dose },
  { name: 'quadratic regression', of: ({ square }) => square, triple: true },
  { name: 'days x preparations', of: ({ day, prep }) => day * prep, dated: true },
  { name: 'days x regression', of: ({ day, dose }) => day * dose, dated: true },
  { name: 'days x difference of quadratics', of: ({ day, prep, square }) => day * prep * square, dated: true, triple: true },
];

const WITHIN: typeof BETWEEN = [
  { name: 'regression', of: ({ dose }) => dose },
  { name: 'difference of quadratics', of: ({ prep, square }) => prep * square, triple: true },
  { name: 'days', of: ({ day }) => day, dated: true },
  { name: 'days x non-parallelism', of: ({ day, prep, dose }) => day * prep * dose, dated: true },
  { name: 'days x quadratic regression', of: ({ day, square }) => day * square, dated: true, triple: true },
];

function strataOf(subjects: readonly CrossOverSubject[], { doses, dated }: Shape): Strata {
  const used = (terms: typeof BETWEEN): typeof BETWEEN =>
    terms.filter((term) => (dated || term.dated === undefined) && (doses === 3 || term.triple === undefined));
  const codes = subjects.map(codesOf);
  const groups = (terms: typeof BETWEEN, combine: (one: number, other: number) => number): readonly ColumnGroup[] =>
    used(terms).map(({ name, of }) => ({ name, columns: [codes.map(([reference, test]) => combine(of(reference), of(test)))] }));
  const sums = sequentialSumsOfSquares(
    groups(BETWEEN, (one, other) => one + other),
    responses(subjects, 1),
  );
  const differences = responses(subjects, -1);
  const inside = sequentialSumsOfSquares(
    groups(WITHIN, (one, other) => other - one),
    differences,
  );
  // The mean of the differences, which the sums of squares leave out, is the preparations.
  const mean = meanOf(differences);
  const preparations = { name: 'preparations', df: 1, sumOfSquares: subjects.length * mean * mean };
  return {
    between: stratumLines(sums, { residual: 'residual between subjects', total: 'subjects' }),
    within: stratumLines([preparations, ...inside], { residual: 'residual', total: null }),
  };
}

/** Of each subject test ± reference, over √2, so that its variance is that of one response. */
function responses(subjects: readonly CrossOverSubject[], sign: 1 | -1): readonly number[] {
  return subjects.map(({ reference, test }) => ROOT_HALF * (test.response + sign * reference.response));
}

/** Lines of a stratum with F tests against its own residual. */
function stratumLines(
  lines: readonly SumOfSquares[],
  names: { readonly residual: string; readonly total: string | null },
): readonly AnovaLine[] {
  const residual = lines.find(({ name }) => name === 'residual');
  const error = residual === undefined || residual.df < 1 ? null : residual.sumOfSquares / residual.df;
  return lines.flatMap(({ name, df, sumOfSquares }): readonly AnovaLine[] => {
    if (name === 'total') return names.total === null ? [] : [{ name: names.total, df, sumOfSquares, meanSquare: null, F: null, p: null }];
    const meanSquare = df < 1 ? null : sumOfSquares / df;
    if (name === 'residual') return [{ name: names.residual, df, sumOfSquares, meanSquare, F: null, p: null }];
    const F = meanSquare === null || error === null || !(error > 0) ? null : meanSquare / error;
    return [{ name, df, sumOfSquares, meanSquare, F, p: F === null ? null : fUpperTail(F, df, residual?.df ?? 0) }];
  });
}

function totalOf({ between, within }: Strata): AnovaLine {
  const parts = [...between.filter(({ name }) => name === 'subjects'), ...within];
  const sum = (of: 'df' | 'sumOfSquares'): number => parts.reduce((total, line) => total + line[of], 0);
  return { name: 'total', df: sum('df'), sumOfSquares: sum('sumOfSquares'), meanSquare: null, F: null, p: null };
}

function errorOf(lines: readonly AnovaLine[], name: string): AnovaLine | null {
  return lines.find((line) => line.name === name) ?? null;
}

function singleError(between: AnovaLine, within: AnovaLine): AnovaLine {
  const parts = [between, within].map(({ meanSquare, df }) => ({ half: (meanSquare ?? 0) / 2, df }));
  const meanSquare = parts.reduce((sum, { half }) => sum + half, 0);
  const spread = parts.reduce((sum, { half, df }) => sum + (df > 0 ? (half * half) / df : 0), 0);
  const df = spread > 0 ? (meanSquare * meanSquare) / spread : within.df;
  return { name: 'residual', df, sumOfSquares: meanSquare * df, meanSquare, F: null, p: null };
}

/** Two independent tests as one: p of the smaller. */
function linearityOf(lines: readonly AnovaLine[]): AnovaLine | null {
  const parts = lines.filter(({ name }) => name === 'quadratic regression' || name === 'difference of quadratics');
  if (parts.length === 0) return null;
  const ps = parts.flatMap(({ p }) => (p === null ? [] : [p]));
  const least = Math.min(...ps);
  const sum = (of: 'df' | 'sumOfSquares'): number => parts.reduce((total, line) => total + line[of], 0);
  const p = ps.length < parts.length ? null : 1 - (1 - least) * (1 - least);
  return { name: 'non-linearity', df: sum('df'), sumOfSquares: sum('sumOfSquares'), meanSquare: null, F: null, p };
}

interface Errors {
  readonly within: AnovaLine;
  readonly between: AnovaLine;
  readonly dated: boolean;
  readonly level: number;
}

/** Slope and ratio from the differences within subjects, adjusted for the periods. */
function linesOf(
  subjects: readonly CrossOverSubject[],
  { within, between, dated, level }: Errors,
): Pick<ParallelLineResult, 'slope' | 'slopeError' | 'intercepts' | 'interceptErrors' | 'tests'> | null {
  const difference = (of: (side: CrossOverSubject['reference']) => number): number[] =>
    subjects.map(({ reference, test }) => ROOT_HALF * (of(test) - of(reference)));
  const columns = [
    subjects.map(() => ROOT_HALF),
    difference(({ dose }) => ln(dose)),
    ...(dated ? [difference(({ period }) => period ?? 0)] : []),
  ];
  const fit = fitLinear(columns, responses(subjects, -1));
  if (fit === null) return null;
  const single = singleError(between, within);
  const v = fit.unscaledCovariance;
  const s2 = within.meanSquare ?? 0;
  const [numerator, slope] = [fit.coefficients[0]!, fit.coefficients[1]!];
  const error = { numerator, denominator: slope, v11: s2 * v[0]![0]!, v12: s2 * v[0]![1]!, v22: s2 * v[1]![1]! };
  const { lower, upper, g } = fiellerInterval(error, tTwoSided(level, within.df));
  const lnRatio = numerator / slope;
  const name = subjects[0]?.test.name ?? '';
  const ratio: LineRatio = { name, lnRatio, estimate: exp(lnRatio), ...limitsOfRatio({ lower, upper }), g };
  const slopeError = sqrt(error.v22);
  const own = (['reference', 'test'] as const).map((side) => {
    const centre = meanOf(subjects.map((one) => ln(one[side].dose)));
    const level0 = meanOf(subjects.map((one) => one[side].response)) - slope * centre;
    const variance = (single.meanSquare ?? 0) / subjects.length + centre * centre * error.v22;
    return { name: subjects[0]?.[side].name ?? '', level0, error: sqrt(variance) };
  });
  return {
    slope,
    slopeError,
    intercepts: new Map(own.map((one) => [one.name, one.level0])),
    interceptErrors: new Map(own.map((one) => [one.name, one.error])),
    tests: [ratio],
  };
}
