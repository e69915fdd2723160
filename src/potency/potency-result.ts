import type { FTest } from '../numerics/regression/extra-sum-of-squares.ts';
import type { Reason } from '../reason.ts';
import type { CheckName } from './check-names.ts';
import type { SampleScope } from './reasons.ts';

/** What a potency assay gives: the record that attributes read, and the JSON of `cytolot potency`. Natural logs throughout. */
export interface PotencyResult {
  readonly assays: readonly AssayResult[];
}

export interface Interval {
  readonly lower: number | null;
  readonly upper: number | null;
  readonly level: number;
  readonly sides: 'two' | 'lower' | 'upper';
  readonly method: string;
}

export interface RelativePotency extends Interval {
  readonly estimate: number;
}

/** One fit: parameters and standard errors by name (`ln EC50` as `lnEc50`, `lnEc50_reference`, …). */
export interface FitSummary {
  readonly parameters: Readonly<Record<string, number>>;
  readonly standardErrors: Readonly<Record<string, number | null>>;
  readonly rss: number;
  readonly degreesOfFreedom: number;
  /** Why the solver stopped. */
  readonly stopped: string;
  readonly iterations: number;
}

export interface ChiSquaredTest {
  readonly statistic: number;
  readonly df: number;
  readonly p: number;
}

/** Outcomes of data that do not determine a curve or bound an interval. */
export const UNDETERMINED_CODES = [
  'potency/too-few-doses',
  'potency/no-dose-response',
  'potency/not-identified',
  'potency/not-converged',
  'potency/ec50-outside-doses',
  'potency/unbounded-interval',
] as const;
export type UndeterminedCode = (typeof UNDETERMINED_CODES)[number];

/** One figure of such an outcome; a reason has as many as it was decided by, of which at least one is beyond its limits. Numbers are finite. */
export interface Diagnostic {
  /** The reason in `reasons` that it belongs to. */
  readonly code: UndeterminedCode;
  /** Whose curve; for the common curve, the test article. */
  readonly sample: string;
  readonly curve: 'own' | 'common';
  /** A parameter of the fit, `ec50` or `relativePotency`; `null` = the curve as a whole. */
  readonly parameter: string | null;
  readonly figure:
    | 'doses'
    | 'responses'
    | 'doses-responding-in-part'
    | 'dose-response-p'
    | 'distance-beyond-means'
    | 'standard-error'
    | 'value'
    | 'value-over-standard-error'
    | 'iterations'
    | 'fieller-g'
    | 'half-width-of-logarithm'
    | 'profile-root';
  /** `null` = infinite, or there is none. */
  readonly found: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly unit: string | null;
}

export interface EquivalenceTest {
  readonly parameter: string;
  readonly estimate: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly level: number;
  readonly lowerMargin: number | null;
  readonly upperMargin: number | null;
  readonly outcome: 'within' | 'outside' | 'not-estimable' | 'no-margins';
}

/** One line of the suitability table. */
export interface SuitabilityCheck {
  readonly name: CheckName;
  readonly scope: SampleScope;
  readonly found: number | null;
  readonly unit: string | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly outcome: 'meets' | 'fails' | 'not-estimable' | 'information';
}

/** Block, or row and column, or subject and period of a cross-over, of a response in a compendial design. */
export interface DesignPlace {
  readonly block?: string;
  readonly row?: string;
  readonly column?: string;
  readonly subject?: string;
  readonly period?: string;
}

/** A well as it went into the fit, or was left out. */
export interface DosePoint {
  readonly dose: number;
  readonly response: number;
  readonly well: string | null;
  readonly plate: string | null;
  readonly excluded: string | null;
  /** Pseudo-replicates of one dose and group are averaged before the fit where the method says so; absent or `null` = independent. */
  readonly group?: string | null;
  /** Where the point stands in the design of a compendial assay, as a table names it. */
  readonly design?: DesignPlace;
  /** Quantal assays: how many of the units at this dose respond; `response` is their fraction. */
  readonly counts?: { readonly responders: number; readonly total: number };
  /** What the method's outlier test found about the well, whose `excluded` is then `outlier` in the reduced data; absent = nothing. */
  readonly outlier?: OutlierFigures;
}

/** What an outlier test found of a response. */
export interface OutlierFigures {
  readonly test: 'grubbs' | 'dixon' | 'studentised' | 'rout';
  readonly statistic: number;
  /** What the statistic exceeds; `null` where p alone decides (ROUT). */
  readonly limit: number | null;
  readonly p: number | null;
}

/** A response that the method's outlier test found. */
export interface Outlier extends OutlierFigures {
  readonly dose: number;
  /** As measured; the mean of its wells where pseudo-replicates were averaged. */
  readonly response: number;
  readonly wells: readonly string[];
}

/** What one version of the data gives for a test article. */
export interface ArticleOutcome {
  readonly relativePotency: RelativePotency | null;
  readonly reasons: readonly Reason[];
  readonly constrained: FitSummary | null;
  readonly parallelism: TestArticleResult['parallelism'];
  readonly lackOfFit: FTest | null;
  readonly outcomes: TestArticleResult['outcomes'];
  /** The estimate against the method's `decisionLimits`; `null` where there are no limits or no estimate. */
  readonly limits: 'inside' | 'outside' | null;
}

/** Original and reduced data side by side. Where they do not agree, neither is proposed. */
export interface Comparison {
  /** What was taken out of the reduced data: outliers of the test, or wells excluded by hand. */
  readonly kind: 'outliers' | 'exclusions';
  readonly original: ArticleOutcome;
  readonly reduced: ArticleOutcome;
  /** Which of them the result is. */
  readonly proposed: 'original' | 'reduced';
  /** Whether system suitability, sample suitability, reportability and the decision limits come out the same. */
  readonly agree: boolean;
}

/** A potency in the unit of the reference standard. */
export interface InUnits {
  readonly estimate: number;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly unit: string;
}

export interface TestArticleResult {
  /** Sample name; in a pipeline, the lot. */
  readonly name: string;
  readonly relativePotency: RelativePotency | null;
  /** Predilution of the article over that of the reference standard, where the table gives predilutions; `relativePotency` is that of the doses. */
  readonly predilution?: number;
  /** Where the method assigns a potency to the reference standard: the relative potency in its unit. The assigned potency enters without uncertainty. */
  readonly potencyInUnits?: InUnits & {
    readonly assigned: number;
    /** Predilution of the article over that of the reference standard. */
    readonly predilution: number;
  };
  /** Where the method shares only some parameters: EC50 of the reference standard over that of the article, which is no relative potency. */
  readonly ec50Ratio?: RelativePotency | null;
  readonly reasons: readonly Reason[];
  readonly constrained: FitSummary | null;
  readonly free: FitSummary | null;
  readonly parallelism: {
    readonly fTest: FTest | null;
    /** Quantal assays: separate slopes against the common one, by the fall of the deviance. */
    readonly chiSquared?: ChiSquaredTest | null;
    readonly equivalence: readonly EquivalenceTest[];
  };
  readonly lackOfFit: FTest | null;
  readonly checks: readonly SuitabilityCheck[];
  /** Three outcomes, never merged. */
  readonly outcomes: {
    readonly systemSuitability: 'meets' | 'fails';
    readonly sampleSuitability: 'meets' | 'fails';
    readonly result: 'reportable' | 'not-reportable';
  };
  readonly points: readonly DosePoint[];
  /** Where the method has an outlier test. */
  readonly outliers?: readonly Outlier[];
  /** Where wells were taken out: the result with and without them. */
  readonly comparisons?: readonly Comparison[];
  /** What a reviewer must see although it decides nothing. */
  readonly notes?: readonly Reason[];
  /** The figures of *not identified*, *unbounded* and what else is not determined, of the reference standard and the article; absent = everything is. */
  readonly diagnostics?: readonly Diagnostic[];
  /** Residuals of the constrained fit in units of s, of the wells that are not excluded. */
  readonly residuals?: readonly { readonly sample: 'reference' | 'test'; readonly dose: number; readonly value: number }[];
  readonly quantal?: QuantalSummary;
  /** Analysis of variance: of lines as the pharmacopoeia has it, of curves by extra sums of squares (`regression` is the common curve). */
  readonly anova?: readonly {
    readonly name: string;
    readonly df: number;
    readonly sumOfSquares: number;
    readonly meanSquare: number | null;
    readonly F: number | null;
    readonly p: number | null;
  }[];
}

/** What only a quantal assay has beside its lines. */
export interface QuantalSummary {
  readonly link: 'probit' | 'logit';
  /** Pearson's chi-squared about the lines with a common slope. */
  readonly heterogeneity: ChiSquaredTest | null;
  /** The same about separate lines: the test of linearity. */
  readonly linearity: ChiSquaredTest | null;
  /** The rate at which units respond at the dose 0 (Abbott), with its standard error; absent without zero doses. */
  readonly naturalResponse?: { readonly rate: number; readonly error: number | null };
  /** By which variances are multiplied: χ²/df about separate lines where it is significant and the method says so, else 1. */
  readonly heterogeneityFactor: number;
  readonly deviance: number;
  /** Doses at which half respond, with Fieller's limits. */
  readonly ed50: { readonly reference: Estimate | null; readonly test: Estimate | null };
}

export interface Estimate {
  readonly estimate: number;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** What the wells of one plate tell about it. Effects are fractions of the reference standard's response range. */
export interface PlateResult {
  readonly name: string | null;
  /** Mean responses, for drift between plates; `null` where there is no such well. */
  readonly means: { readonly high: number | null; readonly low: number | null; readonly reference: number | null };
  /** By median polish of the residuals; a line without a well has none. */
  readonly rows: readonly (number | null)[];
  readonly columns: readonly (number | null)[];
  /** Median residual of the outermost wells less that of the others. */
  readonly edge: number | null;
  /** Residuals from the own curve (controls: from their mean), before the polish; rows and columns count from 0. */
  readonly residuals: readonly { readonly well: string; readonly row: number; readonly column: number; readonly value: number }[];
}

/** The dose of a preparation alone, and whether it counts. */
export interface PreparationValue {
  readonly estimate: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly reasons: readonly Reason[];
  readonly outcome: 'reportable' | 'not-reportable';
}

/** One preparation alone. */
export interface PreparationResult extends PreparationValue {
  readonly name: string;
  /** The EC50 of a curve, or the dose at which half of the units respond. */
  readonly quantity: 'EC50' | 'ED50';
  readonly level: number;
  /** How the limits were made; `bracketing-doses` are the doses between which none becomes all, without a level. */
  readonly method: 'log-delta' | 'fieller' | 'spearman-kaerber' | 'bracketing-doses';
  readonly fit: FitSummary | null;
  readonly quantal: Omit<QuantalSummary, 'heterogeneity' | 'ed50'> | null;
  /** What a reviewer must see although it decides nothing. */
  readonly notes?: readonly Reason[];
  /** Where wells were taken out: the value with and without them. */
  readonly comparisons?: readonly (Pick<Comparison, 'kind' | 'proposed' | 'agree'> & {
    readonly original: PreparationValue;
    readonly reduced: PreparationValue;
  })[];
}

/** One assay: a reference standard and its test articles in one independent occasion. */
export interface AssayResult {
  readonly name: string;
  readonly model: string;
  /** Transform of the response before the fit; parameters are on its scale. */
  readonly transform?: 'none' | 'ln' | 'log10' | 'square-root' | 'square';
  /** Weights of fitted responses: the power p of the standard deviation, given or estimated; the weight is 1/fitted^(2p) in every fit, test and profile. */
  readonly weightExponent?: number;
  /** Parallel-line assays: the design under which the analysis of variance was made. */
  readonly design?: string;
  readonly doseUnit: string | null;
  readonly responseUnit: string | null;
  readonly reference: {
    readonly name: string;
    readonly points: readonly DosePoint[];
    readonly checks: readonly SuitabilityCheck[];
    readonly outliers?: readonly Outlier[];
    /** Its own curve; absent = it has none, or the model fits lines of all samples together. */
    readonly curve?: FitSummary;
  };
  readonly tests: readonly TestArticleResult[];
  /** Where there is no test article: the dose at which the preparation has half of its effect. */
  readonly preparation?: PreparationResult;
  /** Where wells have names. */
  readonly plates?: readonly PlateResult[];
}
