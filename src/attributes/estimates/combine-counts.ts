import { studentQuantile } from '../../numerics/distributions/student-distribution.ts';
import { proportionInterval } from '../../numerics/intervals/proportion-interval.ts';
import { meanOf, squaresAbout } from '../../numerics/mean.ts';
import { homogeneityTest } from '../../numerics/statistics/binomial-test.ts';
import type { Reason } from '../../reason.ts';
import type { Purpose } from '../../subject.ts';
import type { AttributeEstimate, AttributeInterval } from '../attribute-result.ts';
import type { CountingDefinition, IntervalDefinition } from '../attribute-type.ts';
import { type PlannedNumber, plannedFor } from '../planned-units.ts';
import { attributeReason } from '../reasons.ts';
import type { TubeCount } from './population-counts.ts';

/** The p value below which preparations are not pooled. */
export const HOMOGENEITY_LEVEL = 0.01;

/** The part of an estimate that counts decide. */
export type CountedValue = Pick<AttributeEstimate, 'estimate' | 'interval' | 'k' | 'N' | 'replicates' | 'reasons'>;

/** The fraction of one or several preparations, pooled or averaged as the definition says. */
export function combineCounts(counts: readonly TubeCount[], definition: CountingDefinition, purpose: Purpose): CountedValue {
  const usable = counts.filter((count) => count.N > 0 && count.k <= count.N);
  const replicates = counts.map((count) => replicateOf(count, definition.interval));
  const names = counts.map((count) => count.name);
  const reasons = [...plannedPreparations(names, definition.preparations, purpose), ...shortage(counts, usable, definition)];
  if (usable.length === 0) return { estimate: null, interval: null, k: null, N: null, replicates, reasons };
  const value = definition.replicates === 'mean' ? meanOfCounts(usable, definition.interval) : poolOf(usable, definition.interval);
  return { ...value, replicates, reasons: [...reasons, ...value.reasons] };
}

/** Adds the counts of preparations that one proportion explains; refuses others by a reason. */
export function poolOf(counts: readonly TubeCount[], interval: IntervalDefinition): Omit<CountedValue, 'replicates'> {
  const k = counts.reduce((sum, count) => sum + count.k, 0);
  const N = counts.reduce((sum, count) => sum + count.N, 0);
  return { estimate: k / N, interval: countingInterval(k, N, interval), k, N, reasons: heterogeneity(counts) };
}

export function countingInterval(k: number, N: number, interval: IntervalDefinition): AttributeInterval {
  return { ...proportionInterval(k, N, interval), level: interval.level, sides: interval.sides, method: interval.method };
}

function heterogeneity(counts: readonly TubeCount[]): Reason[] {
  const test = homogeneityTest(counts.map((count) => ({ k: count.k, n: count.N })));
  if (test.p >= HOMOGENEITY_LEVEL) return [];
  return [
    attributeReason('attribute/heterogeneous-preparations', {
      ...test,
      level: HOMOGENEITY_LEVEL,
      counts: counts.map(({ name, k, N }) => ({ preparation: name, k, N })),
    }),
  ];
}

/** Mean of the preparations' fractions with limits by Student's t between them; a single preparation keeps its counting limits. */
function meanOfCounts(counts: readonly TubeCount[], interval: IntervalDefinition): Omit<CountedValue, 'replicates'> {
  const only = counts[0];
  if (only !== undefined && counts.length === 1) return poolOf([only], interval);
  const mean = meanWithLimits(
    counts.map((count) => count.k / count.N),
    interval,
  );
  const { lower, upper } = mean.interval;
  return {
    estimate: mean.estimate,
    // A fraction lies in 0–1 whatever t says.
    interval: { ...mean.interval, lower: lower === null ? null : Math.max(0, lower), upper: upper === null ? null : Math.min(1, upper) },
    k: null,
    N: null,
    reasons: [],
  };
}

/** Mean of independent values with Student's t limits; needs two values or more. */
export function meanWithLimits(
  values: readonly number[],
  options: { readonly level: number; readonly sides: 'two' | 'lower' | 'upper' },
): { readonly estimate: number; readonly interval: AttributeInterval } {
  const n = values.length;
  const estimate = meanOf(values);
  const squares = squaresAbout(values, estimate);
  const tail = options.sides === 'two' ? (1 - options.level) / 2 : 1 - options.level;
  const half = studentQuantile(1 - tail, n - 1) * Math.sqrt(squares / (n - 1) / n);
  return {
    estimate,
    interval: {
      lower: options.sides === 'upper' ? null : estimate - half,
      upper: options.sides === 'lower' ? null : estimate + half,
      level: options.level,
      sides: options.sides,
      method: 'student-t',
    },
  };
}

function replicateOf(count: TubeCount, interval: IntervalDefinition): CountedValue['replicates'][number] {
  const { name, k, N, tube } = count;
  const place = { file: tube.file, assayRun: tube.assayRun };
  if (N === 0 || k > N) return { name, estimate: null, lower: null, upper: null, k, N, ...place };
  return { name, estimate: k / N, ...proportionInterval(k, N, interval), k, N, ...place };
}

/** Least events of each preparation by itself; `undefined` where they reach the minimum together. */
export function ownMinimum(
  { replicates, preparations, minimumEvents }: Pick<CountingDefinition, 'replicates' | 'preparations' | 'minimumEvents'>,
  purpose: Purpose,
): number | undefined {
  return replicates === 'mean' || plannedFor(preparations, purpose) === 1 ? minimumEvents : undefined;
}

/** Whether as many preparations are there as the method plans: fewer have not all arrived, more are not planned. */
export function plannedPreparations(names: readonly string[], preparations: PlannedNumber, purpose: Purpose): Reason[] {
  const planned = plannedFor(preparations, purpose);
  const distinct = [...new Set(names)];
  if (planned === null) return [attributeReason('attribute/not-planned', { purpose })];
  if (distinct.length < planned) return [attributeReason('pending/too-few-preparations', { planned, found: distinct })];
  return distinct.length === planned ? [] : [attributeReason('attribute/more-than-planned', { planned, found: distinct })];
}

function shortage(counts: readonly TubeCount[], usable: readonly TubeCount[], definition: CountingDefinition): Reason[] {
  const reasons: Reason[] = [];
  if (usable.length < counts.length) {
    reasons.push(attributeReason('attribute/too-few-preparations', { planned: counts.length, found: usable.length, lacking: 'events' }));
  }
  const minimum = definition.minimumEvents;
  if (minimum === undefined || usable.length === 0) return reasons;
  // Pooled preparations reach the minimum together; averaged ones each by itself.
  const totals = definition.replicates === 'mean' ? usable.map((count) => count.N) : [usable.reduce((sum, count) => sum + count.N, 0)];
  const least = Math.min(...totals);
  if (least < minimum) reasons.push(attributeReason('attribute/too-few-events', { minimum, found: least, population: null, file: null }));
  return reasons;
}
