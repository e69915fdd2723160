import { exp, ln, sqrt } from '../numerics/elementary.ts';
import { short } from './identification.ts';
import { tTwoSided } from './potency-interval.ts';
import type { Reason, RelativePotency } from './potency-result.ts';
import { reason } from './reasons.ts';

/** One independent assay of a reportable value; `null` where it has no reportable relative potency. */
export interface IndependentAssay {
  readonly name: string;
  readonly relativePotency: Pick<RelativePotency, 'estimate'> | null;
}

/** What the method plans for one reportable value. */
export interface CombinationPlan {
  readonly planned: number;
  /** Fewest reportable assays that still give a value; absent = all that are planned. */
  readonly minimum?: number;
  /** Two-sided level of the interval. */
  readonly level: number;
  /** Largest %GCV between the assays; absent = no limit. */
  readonly maximumGcvPercent?: number;
}

/** The combined relative potency of independent assays. */
export interface CombinedAssays {
  readonly estimate: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly level: number;
  readonly sides: 'two';
  readonly method: string;
  readonly planned: number;
  /** Assays that entered the value, in order. */
  readonly used: readonly string[];
  /** Standard deviation of ln RP between the assays, and 100(exp(s) − 1) as USP <1033> writes it. */
  readonly sdLn: number | null;
  readonly gcvPercent: number | null;
  readonly reasons: readonly Reason[];
}

/** Geometric mean of the reportable assays with Student's interval on n − 1 degrees of freedom (Ph. Eur. 5.3, 6.3: unweighted combination). */
export function combineAssays(assays: readonly IndependentAssay[], plan: CombinationPlan): CombinedAssays {
  const usable = assays.flatMap(({ name, relativePotency }) =>
    relativePotency === null ? [] : [{ name, estimate: relativePotency.estimate }],
  );
  const used = usable.map((assay) => assay.name);
  const frame = {
    level: plan.level,
    sides: 'two',
    method: 'geometric mean, t interval between assays',
    planned: plan.planned,
    used,
  } as const;
  const needed = plan.minimum ?? plan.planned;
  const message = `Expected ${needed} reportable independent assays of ${plan.planned} planned, found ${used.length}.`;
  const reasons = used.length < needed ? [reason('potency/too-few-assays', 'test-article', message)] : [];
  if (usable.length === 0) return { ...frame, estimate: null, lower: null, upper: null, sdLn: null, gcvPercent: null, reasons };
  const { mean, sd } = meanOfLogs(usable.map((assay) => assay.estimate));
  const estimate = exp(mean);
  if (sd === null) return { ...frame, estimate, lower: null, upper: null, sdLn: null, gcvPercent: null, reasons };
  const half = (tTwoSided(plan.level, usable.length - 1) * sd) / sqrt(usable.length);
  const gcvPercent = 100 * (exp(sd) - 1);
  const limits = { lower: exp(mean - half), upper: exp(mean + half) };
  return { ...frame, estimate, ...limits, sdLn: sd, gcvPercent, reasons: [...reasons, ...heterogeneous(gcvPercent, plan)] };
}

function heterogeneous(gcvPercent: number, { maximumGcvPercent }: CombinationPlan): Reason[] {
  if (maximumGcvPercent === undefined || gcvPercent <= maximumGcvPercent) return [];
  const message = `Expected the independent assays to differ by at most ${maximumGcvPercent} %GCV, found ${short(gcvPercent)} %.`;
  return [reason('potency/heterogeneous-assays', 'test-article', message)];
}

/** Mean and standard deviation of the natural logs, summed in ascending order so that the order of assays changes no bit. */
export function meanOfLogs(values: readonly number[]): { readonly mean: number; readonly sd: number | null } {
  const logs = values.map(ln).sort((a, b) => a - b);
  const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length;
  if (logs.length < 2) return { mean, sd: null };
  const squares = logs.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return { mean, sd: sqrt(squares / (logs.length - 1)) };
}
