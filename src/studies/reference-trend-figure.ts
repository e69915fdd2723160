import { DAYS_PER_MONTH, isoDay } from '../calendar.ts';
import { InputError } from '../errors.ts';
import { exp, ln } from '../numerics/elementary.ts';
import { firstCrossing, fitTrendLine, meanAt, slopeLimits, type TrendLine } from '../numerics/regression/trend-line.ts';
import { individualsChart } from '../numerics/statistics/individuals-chart.ts';
import type { FigureRules, ReferenceTrendOptions } from './reference-trend-options.ts';
import type { TimedRun } from './reference-trend-record.ts';
import { type StudyReason, studyReason } from './study-reasons.ts';

interface Limits {
  readonly lower: number;
  readonly upper: number;
}

/** One figure of one standard over its runs; values of the line and its limits are in the unit of the figure, slopes on the scale of the line. */
export interface FigureTrend {
  readonly standard: string | null;
  readonly figure: string;
  readonly runs: number;
  readonly scale: 'ln' | 'linear';
  readonly excluded: readonly { readonly run: string; readonly reason: string }[];
  readonly trend: {
    readonly slope: number;
    readonly intercept: number;
    readonly residualSd: number;
    readonly degreesOfFreedom: number;
    readonly slopeLimits: Limits;
    /** Change a unit of time in percent, 100(exp slope − 1); on the scale ln only. */
    readonly changePercent: (Limits & { readonly estimate: number }) | null;
    readonly outcome: 'no-trend' | 'not-shown' | 'not-judged';
    readonly meanAtLast: Limits & { readonly estimate: number };
  } | null;
  readonly control: (Limits & { readonly centre: number; readonly beyond: readonly string[] }) | null;
  readonly shelfLife: {
    /** Time at which a limit of the line meets a bound; `null` where it never does. */
    readonly crossing: number | null;
    readonly proposed: number;
    readonly proposedDate: string | null;
    /** Whether the last run with the extrapolation, not the crossing, decides. */
    readonly capped: boolean;
  } | null;
}

interface FigureContext {
  readonly standard: string | null;
  readonly figure: string;
  readonly excluded: FigureTrend['excluded'];
  readonly options: ReferenceTrendOptions;
}

/** Trend, control limits and shelf life of one figure. */
export function computeFigure(
  { runs, firstDay }: { readonly runs: readonly TimedRun[]; readonly firstDay: number | null },
  { standard, figure, excluded, options }: FigureContext,
): { readonly figure: FigureTrend; readonly reasons: readonly StudyReason[] } {
  const rules: FigureRules = options.figures[figure] ?? { scale: 'ln' };
  const onScale = runs.map(({ value, place }) => toScale(value, rules, place));
  const times = runs.map((run) => run.time);
  const distinct = new Set(times).size;
  const line = distinct < 3 ? null : fitTrendLine(times, onScale);
  const last = times[times.length - 1] ?? 0;
  const control = controlOf(runs, onScale, rules, options);
  const trend = line === null ? null : trendOf(line, last, { rules, options });
  const shelfLife = line === null ? null : shelfLifeOf(line, last, { rules, options, firstDay });
  const found: FigureTrend = { standard, figure, runs: runs.length, scale: rules.scale, excluded, trend, control, shelfLife };
  return { figure: found, reasons: reasonsOf(found, distinct) };
}

function toScale(value: number, { scale }: FigureRules, place: TimedRun['place']): number {
  if (scale === 'linear') return value;
  if (value > 0) return ln(value);
  const sentence = `Expected a value above 0 for a line on the scale ln, found ${value}. Give the figure the scale linear.`;
  throw new InputError('potency/bad-data', sentence, place);
}

function fromScale(value: number, { scale }: FigureRules): number {
  return scale === 'ln' ? exp(value) : value;
}

interface Rules {
  readonly rules: FigureRules;
  readonly options: ReferenceTrendOptions;
}

function trendOf(line: TrendLine, last: number, { rules, options }: Rules): FigureTrend['trend'] {
  const limits = slopeLimits(line, options.slopeLevel);
  const margin = rules.slopeMargin;
  const mean = meanAt(line, last, options.meanLevel);
  const percent = (slope: number): number => 100 * (exp(slope) - 1);
  return {
    slope: line.slope,
    intercept: line.intercept,
    residualSd: line.residualSd,
    degreesOfFreedom: line.degreesOfFreedom,
    slopeLimits: limits,
    changePercent:
      rules.scale === 'ln' ? { estimate: percent(line.slope), lower: percent(limits.lower), upper: percent(limits.upper) } : null,
    outcome: margin === undefined ? 'not-judged' : limits.lower >= margin.lower && limits.upper <= margin.upper ? 'no-trend' : 'not-shown',
    meanAtLast: {
      estimate: fromScale(mean.estimate, rules),
      lower: fromScale(mean.lower, rules),
      upper: fromScale(mean.upper, rules),
    },
  };
}

function controlOf(
  runs: readonly TimedRun[],
  onScale: readonly number[],
  rules: FigureRules,
  { baselineRuns }: ReferenceTrendOptions,
): FigureTrend['control'] {
  const baseline = baselineRuns ?? onScale.length;
  const chart = baseline > onScale.length ? null : individualsChart(onScale.slice(0, baseline));
  if (chart === null) return null;
  // A value exactly on a limit is not beyond it.
  const beyond = runs.flatMap(({ run }, i) => (onScale[i]! < chart.lower || onScale[i]! > chart.upper ? [run] : []));
  return { centre: fromScale(chart.centre, rules), lower: fromScale(chart.lower, rules), upper: fromScale(chart.upper, rules), beyond };
}

function shelfLifeOf(
  line: TrendLine,
  last: number,
  { rules, options, firstDay }: Rules & { readonly firstDay: number | null },
): FigureTrend['shelfLife'] {
  const { lower, upper } = rules;
  if (lower === undefined && upper === undefined) return null;
  const twoSided = lower !== undefined && upper !== undefined;
  const level = twoSided ? 0.5 + options.shelfLifeLevel / 2 : options.shelfLifeLevel;
  const bound = (value: number | undefined, side: 'lower' | 'upper'): number[] => {
    if (value === undefined) return [];
    const found = firstCrossing(line, { value: rules.scale === 'ln' ? ln(value) : value, side }, level);
    return found === null ? [] : [found];
  };
  const crossings = [...bound(lower, 'lower'), ...bound(upper, 'upper')];
  const crossing = crossings.length === 0 ? null : Math.min(...crossings);
  const farthest = last + options.extrapolation;
  const capped = crossing === null || crossing > farthest;
  const proposed = capped ? farthest : crossing;
  // A date is the last whole day before.
  const proposedDate = firstDay === null ? null : isoDay(firstDay + Math.floor(proposed * DAYS_PER_MONTH));
  return { crossing, proposed, proposedDate, capped };
}

function reasonsOf(found: FigureTrend, distinct: number): readonly StudyReason[] {
  const { trend, control, shelfLife, runs } = found;
  const named = { figure: found.figure, standard: found.standard };
  const reasons: StudyReason[] = [];
  if (trend === null) reasons.push(studyReason('study/too-few-times', 'assay-run', { ...named, found: distinct }));
  if (trend?.outcome === 'not-shown') {
    const { lower, upper } = trend.slopeLimits;
    reasons.push(studyReason('study/trend-not-excluded', 'assay-run', { ...named, lower, upper }));
  }
  if (control === null) reasons.push(studyReason('study/no-control-limits', 'assay-run', { ...named, runs }));
  if (control !== null && control.beyond.length > 0) {
    const { lower, upper, beyond } = control;
    reasons.push(studyReason('study/beyond-control-limits', 'assay-run', { ...named, runs: beyond, lower, upper }));
  }
  if (shelfLife?.capped === true) {
    const { proposed, crossing } = shelfLife;
    reasons.push(studyReason('study/shelf-life-capped', 'assay-run', { ...named, proposed, crossing }));
  }
  if (shelfLife?.crossing === 0) reasons.push(studyReason('study/outside-bounds', 'assay-run', named));
  return reasons;
}
