import { exp } from '../../numerics/elementary.ts';
import { meanOfLogs } from '../../numerics/intervals/mean-of-logs.ts';
import { geometricCvPercent, meanInAnyOrder } from '../../numerics/mean.ts';
import type { Reason } from '../../reason.ts';
import type { InUnits, RelativePotency } from '../potency-result.ts';
import { reason } from '../reasons.ts';
import {
  COMBINATION_VARIANTS,
  type CombinationScale,
  type CombinationVariant,
  combinationName,
  heterogeneousVariant,
} from './combination-editions.ts';
import type { CombinationMethod } from './combination-schema.ts';
import { type AssayWithInterval, combineByVariant, type Homogeneity, hasInterval, type VariantResult } from './combination-variants.ts';
import { asPotencies, commonPotency, inUnits, type PotencyScale } from './common-potency.ts';
import { type HomogeneityRule, homogeneityRule } from './homogeneity-rule.ts';

/** One independent assay of a reportable value; `null` where it has no reportable relative potency. */
export interface IndependentAssay {
  readonly name: string;
  /** The assay run that it belongs to; absent = its own. */
  readonly run?: string | null;
  readonly relativePotency: Pick<RelativePotency, 'estimate'> | null;
  /** Its interval with the degrees of freedom behind it; absent = none, which only an unweighted variant takes. */
  readonly interval?: Omit<AssayWithInterval, 'estimate'> | null;
  /** On which scale it combines; absent = as a logarithm. */
  readonly scale?: CombinationScale;
  /** What makes it a potency of the article as it came; absent = nothing does, nor was it diluted before its doses. */
  readonly scaleOfUnits?: PotencyScale;
}

/** What the method plans for one reportable value. */
export interface CombinationPlan {
  readonly planned: number;
  /** Fewest reportable assays that still give a value; absent = all that are planned. */
  readonly minimum?: number;
  /** Two-sided level of the interval. */
  readonly level: number;
  /** Largest %GCV between the assays; absent = no limit. */
  readonly maximumGcvPercent?: number | undefined;
  /** Absent = unweighted, one replicate a run. */
  readonly variant?: CombinationVariant;
  readonly replicatesPerRun?: number;
  readonly homogeneity?: CombinationMethod['homogeneity'];
}

/** The combined relative potency of independent assays. */
export interface CombinedAssays {
  /** Relative potency of the doses; `null` too where predilutions or assigned potencies differ, so that only `potencyInUnits` can be combined. */
  readonly estimate: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** Where every assay has a potency in one unit. */
  readonly potencyInUnits?: InUnits;
  readonly level: number;
  readonly sides: 'two';
  readonly method: string;
  /** The variant that was used: with `semi-weight` perhaps not the one that was named. */
  readonly variant: CombinationVariant;
  readonly planned: number;
  readonly replicatesPerRun: number;
  /** Assays that entered the value, in order. */
  readonly used: readonly string[];
  /** Standard deviation of ln RP between the assays (or run means), and 100(exp(s) − 1) as USP <1033> writes it. */
  readonly sdLn: number | null;
  readonly gcvPercent: number | null;
  readonly homogeneity: Homogeneity | null;
  /** On which scale the assays were combined. */
  readonly scale: CombinationScale;
  readonly degreesOfFreedom: number | null;
  /** Variance between assays in the weights. */
  readonly between: number | null;
  readonly reasons: readonly Reason[];
}

/** The planned combination of the reportable assays by the variant of the method. */
export function combineAssays(assays: readonly IndependentAssay[], plan: CombinationPlan): CombinedAssays {
  const { level, planned, replicatesPerRun = 1, variant = 'unweighted' } = plan;
  const common = commonPotency(assays);
  const ofDoses = valuesOf(assays, replicatesPerRun);
  const { values, used, reasons } = common.kind === 'in-units' ? valuesOf(assays.map(inUnits), replicatesPerRun) : ofDoses;
  const needed = plan.minimum ?? planned;
  const of = replicatesPerRun === 1 ? 'assays' : 'runs';
  const counts = { needed, planned, found: values.length, replicates: replicatesPerRun };
  // A run that is left out matters only where the others are too few.
  const shortage = values.length < needed ? [reason('potency/too-few-assays', 'test-article', { of, ...counts }), ...reasons] : [];
  const frame = { level, sides: 'two', planned, replicatesPerRun, used } as const;
  const empty = {
    estimate: null,
    lower: null,
    upper: null,
    sdLn: null,
    gcvPercent: null,
    homogeneity: null,
    between: null,
    degreesOfFreedom: null,
  };
  const scale = scaleOf(assays);
  const unusable = values.find(
    (value) => COMBINATION_VARIANTS[variant].weights === 'by-interval' && !hasInterval(value.interval ?? NO_INTERVAL, scale),
  );
  if (values.length === 0 || unusable !== undefined || common.kind === 'none') {
    const without = [...(common.kind === 'none' ? [common.reason] : []), ...(unusable === undefined ? [] : [noInterval(unusable.name)])];
    const method = combinationName(variant, { replicates: replicatesPerRun, scale });
    return { ...frame, ...empty, scale, variant, method, reasons: [...shortage, ...without] };
  }
  const rule = homogeneityRule(variant, plan.homogeneity);
  const request = { level, scale, rule, unit: common.kind === 'in-units' ? common.unit : null };
  const combined = combineValues(values, variant, request);
  const { sd } = meanOfLogs(values.map((value) => value.estimate));
  const gcvPercent = sd === null ? null : geometricCvPercent(sd);
  const { homogeneity, between } = combined;
  return {
    ...frame,
    ...asPotencies(combined, common),
    homogeneity,
    between,
    sdLn: sd,
    gcvPercent,
    scale,
    degreesOfFreedom: combined.degreesOfFreedom,
    variant: combined.variant,
    method: combinationName(combined.variant, { replicates: replicatesPerRun, scale }),
    reasons: [
      ...shortage,
      ...sameAssay(ofDoses.values),
      ...heterogeneous(gcvPercent, plan),
      ...(combined.homogeneity === null && plan.homogeneity?.action === 'fail'
        ? [reason('potency/no-combination', 'test-article', { why: 'too-few-intervals' })]
        : notHomogeneous(values, combined, request)),
    ],
  };
}

/** The potencies of slope-ratio assays combine as they are, all others as logarithms. */
function scaleOf(assays: readonly IndependentAssay[]): CombinationScale {
  return assays.length > 0 && assays.every((assay) => assay.scale === 'ratio') ? 'ratio' : 'logarithm';
}

interface Value {
  readonly name: string;
  readonly estimate: number;
  readonly interval: IndependentAssay['interval'];
}

interface Values {
  readonly values: readonly Value[];
  readonly used: readonly string[];
  readonly reasons: readonly Reason[];
}

function valuesOf(assays: readonly IndependentAssay[], replicates: number): Values {
  return replicates === 1 ? assayValues(assays) : runMeans(assays, replicates, scaleOf(assays));
}

function assayValues(assays: readonly IndependentAssay[]): Values {
  const values = assays.flatMap(({ name, relativePotency, interval }) =>
    relativePotency === null ? [] : [{ name, estimate: relativePotency.estimate, interval }],
  );
  return { values, used: values.map((value) => value.name), reasons: [] };
}

/** Means of the runs, on the scale of the combination, that have as many reportable replicates as planned; others are left out with a reason. */
function runMeans(assays: readonly IndependentAssay[], replicates: number, scale: CombinationScale): Values {
  const runs = new Map<string, IndependentAssay[]>();
  for (const assay of assays) runs.set(assay.run ?? assay.name, [...(runs.get(assay.run ?? assay.name) ?? []), assay]);
  const values: Value[] = [];
  const used: string[] = [];
  const reasons: Reason[] = [];
  for (const [run, own] of runs) {
    const reportable = own.flatMap(({ name, relativePotency }) =>
      relativePotency === null ? [] : [{ name, estimate: relativePotency.estimate }],
    );
    if (reportable.length === replicates) {
      const estimates = reportable.map((one) => one.estimate);
      const estimate = scale === 'ratio' ? meanInAnyOrder(estimates) : exp(meanOfLogs(estimates).mean);
      values.push({ name: run, estimate, interval: null });
      used.push(...reportable.map((one) => one.name));
    } else {
      const few = { of: 'replicates-of-run', run, needed: replicates, found: reportable.length } as const;
      reasons.push(reason('potency/too-few-assays', 'test-article', few));
    }
  }
  return { values, used, reasons };
}

function noInterval(name: string): Reason {
  return reason('potency/no-combination', 'test-article', { why: 'no-interval', assay: name });
}

interface Request {
  readonly level: number;
  readonly scale: CombinationScale;
  readonly rule: HomogeneityRule;
  /** Of the values, where they are no relative potencies. */
  readonly unit: string | null;
}

function combineValues(values: readonly Value[], variant: CombinationVariant, request: Request): VariantResult {
  const assays = withIntervals(values);
  const combined = combineByVariant(assays, variant, request);
  const differ = combined.homogeneity !== null && combined.homogeneity.p < request.rule.alpha;
  return request.rule.action === 'semi-weight' && differ ? combineByVariant(assays, heterogeneousVariant(variant), request) : combined;
}

function withIntervals(values: readonly Value[]): readonly AssayWithInterval[] {
  return values.map(({ estimate, interval }): AssayWithInterval => ({ estimate, ...(interval ?? NO_INTERVAL) }));
}

/** Of an assay that has none: an unweighted variant never looks at it. */
const NO_INTERVAL = { lower: 1, upper: 1, df: 1 };

/** Independent assays never agree to the last digit: one was entered under several names. */
function sameAssay(values: readonly Value[]): Reason[] {
  const [first, ...others] = values;
  if (first === undefined || others.length === 0 || others.some((one) => one.estimate !== first.estimate)) return [];
  return [reason('potency/no-replicate-variation', 'test-article', { of: 'independent-assays', count: values.length })];
}

function heterogeneous(gcvPercent: number | null, { maximumGcvPercent }: CombinationPlan): Reason[] {
  if (gcvPercent === null || maximumGcvPercent === undefined || gcvPercent <= maximumGcvPercent) return [];
  return [reason('potency/heterogeneous-assays', 'test-article', { of: 'gcv', mostPercent: maximumGcvPercent, gcvPercent })];
}

/** Assays that differ, with what the semi-weighted variant of the same edition gives. */
function notHomogeneous(values: readonly Value[], { homogeneity: found, variant }: VariantResult, request: Request): Reason[] {
  const { rule } = request;
  if (rule.action !== 'fail' || found === null || found.p >= rule.alpha) return [];
  const { chiSquared, df, p } = found;
  const instead = heterogeneousVariant(variant);
  const offered = instead === variant ? null : combineByVariant(withIntervals(values), instead, request);
  const { estimate = null, lower = null, upper = null } = offered ?? {};
  const figures = { instead: offered === null ? null : instead, estimate, lower, upper, unit: offered === null ? null : request.unit };
  return [reason('potency/heterogeneous-assays', 'test-article', { of: 'chi-squared', alpha: rule.alpha, chiSquared, df, p, ...figures })];
}
