import { meanOf } from '../mean.ts';
/** The analysis of variance of values in groups; a group has at least one value. */
export interface OneWayAnova {
  readonly groups: number;
  readonly count: number;
  /** Σ n (group mean − mean)². */
  readonly sumOfSquaresBetween: number;
  readonly sumOfSquaresWithin: number;
  readonly degreesOfFreedomBetween: number;
  readonly degreesOfFreedomWithin: number;
  /** The n by which the between component enters its mean square: (N − Σ n²/N)/(groups − 1); the common size where all are equal. */
  readonly effectiveSize: number;
}

/** One-way analysis of variance, balanced or not. */
export function oneWayAnova(given: readonly (readonly number[])[]): OneWayAnova {
  // Differences from a value among them are exact where values are large and close together (NIST's SmLs07); their means keep their digits.
  const pivot = given[0]?.[0] ?? 0;
  const groups = given.map((group) => group.map((value) => value - pivot));
  const means = groups.map(meanOf);
  const count = groups.reduce((sum, group) => sum + group.length, 0);
  const centre = groups.reduce((sum, group, i) => sum + group.length * means[i]!, 0) / count;
  const squares = groups.reduce((sum, group) => sum + group.length * group.length, 0);
  return {
    groups: groups.length,
    count,
    sumOfSquaresBetween: groups.reduce((sum, group, i) => sum + group.length * square(means[i]! - centre), 0),
    sumOfSquaresWithin: groups.reduce((sum, group, i) => sum + group.reduce((inner, value) => inner + square(value - means[i]!), 0), 0),
    degreesOfFreedomBetween: groups.length - 1,
    degreesOfFreedomWithin: count - groups.length,
    effectiveSize: groups.length < 2 ? Number.NaN : (count - squares / count) / (groups.length - 1),
  };
}

/** Variances of a random group effect and of the values within groups. */
export interface VarianceComponents {
  readonly between: number;
  readonly within: number;
}

/** Components over several strata with one pair of variances, by equating mean squares with what is expected of them; a negative one is 0. `null` without replicates. */
export function momentComponents(strata: readonly OneWayAnova[]): VarianceComponents | null {
  const sum = (part: (anova: OneWayAnova) => number): number => strata.reduce((total, anova) => total + part(anova), 0);
  const dfWithin = sum((anova) => anova.degreesOfFreedomWithin);
  const dfBetween = sum((anova) => anova.degreesOfFreedomBetween);
  if (dfWithin < 1 || dfBetween < 1) return null;
  const within = sum((anova) => anova.sumOfSquaresWithin) / dfWithin;
  const enters = sum((anova) => anova.degreesOfFreedomBetween * anova.effectiveSize);
  return { between: Math.max(0, (sum((anova) => anova.sumOfSquaresBetween) - dfBetween * within) / enters), within };
}

/**
 * Components over several strata, each with its own mean, by restricted maximum likelihood (Patterson and Thompson, Biometrika 58:545, 1971), with the
 * residual variance and the means profiled out. `null` where the data do not part them.
 */
export function remlComponents(strata: readonly (readonly (readonly number[])[])[]): VarianceComponents | null {
  const sized = strata.map((groups) => groups.map((group) => ({ n: group.length, mean: meanOf(group) })));
  const anovas = strata.map(oneWayAnova);
  const within = anovas.reduce((sum, anova) => sum + anova.sumOfSquaresWithin, 0);
  const df = anovas.reduce((sum, anova) => sum + anova.count - 1, 0);
  const dfWithin = anovas.reduce((sum, anova) => sum + anova.degreesOfFreedomWithin, 0);
  if (dfWithin < 1 || df - dfWithin < 1 || !(within > 0)) return null;
  const slope = (ratio: number): number => profile(sized, ratio, { within, df }).slope;
  const solution = (ratio: number): VarianceComponents => {
    const residual = profile(sized, ratio, { within, df }).sumOfSquares / df;
    return { between: ratio * residual, within: residual };
  };
  // −2 ln L falls at first where the groups differ by more than their values do, and rises in the end.
  if (slope(0) >= 0) return solution(0);
  let [lower, upper] = [0, 1];
  while (slope(upper) < 0 && upper < 1e15) [lower, upper] = [upper, 4 * upper];
  for (let i = 0; i < 200 && upper - lower > 1e-15 * upper; i += 1) {
    const middle = (lower + upper) / 2;
    if (slope(middle) < 0) lower = middle;
    else upper = middle;
  }
  return solution((lower + upper) / 2);
}

/** Σ squares weighted by w = n/(1 + γn), and the derivative of −2 ln L by γ = between/within. */
function profile(
  strata: readonly (readonly { readonly n: number; readonly mean: number }[])[],
  ratio: number,
  residual: { readonly within: number; readonly df: number },
): { readonly sumOfSquares: number; readonly slope: number } {
  let sumOfSquares = residual.within;
  let bySquares = 0;
  let byDeterminant = 0;
  for (const groups of strata) {
    const weights = groups.map(({ n }) => n / (1 + ratio * n));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const centre = groups.reduce((sum, group, i) => sum + weights[i]! * group.mean, 0) / total;
    const squares = groups.map((group) => square(group.mean - centre));
    sumOfSquares += squares.reduce((sum, value, i) => sum + weights[i]! * value, 0);
    bySquares += squares.reduce((sum, value, i) => sum + square(weights[i]!) * value, 0);
    byDeterminant += total - weights.reduce((sum, weight) => sum + square(weight), 0) / total;
  }
  return { sumOfSquares, slope: byDeterminant - (residual.df * bySquares) / sumOfSquares };
}

function square(value: number): number {
  return value * value;
}
