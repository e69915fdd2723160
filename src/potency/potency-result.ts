/** What a potency assay gives: the record that attributes read, and the JSON of `cytolot potency`. Natural logs throughout. */
export interface PotencyResult {
  readonly assays: readonly AssayResult[];
}

/** Whose validity a finding decides: the whole assay run, one test article, or one attribute. */
export type ReasonScope = 'assay-run' | 'test-article' | 'attribute';

/** Why a value is not reportable, or what a reviewer must know. */
export interface Reason {
  readonly code: string;
  readonly scope: ReasonScope;
  readonly message: string;
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

export interface FTest {
  readonly statistic: number;
  readonly df1: number;
  readonly df2: number;
  readonly p: number;
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
  readonly name: string;
  readonly scope: ReasonScope;
  readonly found: number | null;
  readonly unit: string | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly outcome: 'meets' | 'fails' | 'not-estimable' | 'information';
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
}

export interface TestArticleResult {
  /** Sample name; in a pipeline, the lot. */
  readonly name: string;
  readonly relativePotency: RelativePotency | null;
  readonly reasons: readonly Reason[];
  readonly constrained: FitSummary | null;
  readonly free: FitSummary | null;
  readonly parallelism: { readonly fTest: FTest | null; readonly equivalence: readonly EquivalenceTest[] };
  readonly lackOfFit: FTest | null;
  readonly checks: readonly SuitabilityCheck[];
  /** Three outcomes, never merged. */
  readonly outcomes: {
    readonly systemSuitability: 'meets' | 'fails';
    readonly sampleSuitability: 'meets' | 'fails';
    readonly result: 'reportable' | 'not-reportable';
  };
  readonly points: readonly DosePoint[];
  /** Residuals of the constrained fit in units of s, of the wells that are not excluded. */
  readonly residuals?: readonly { readonly sample: 'reference' | 'test'; readonly dose: number; readonly value: number }[];
  /** Analysis of variance of a parallel-line or slope-ratio assay. */
  readonly anova?: readonly {
    readonly name: string;
    readonly df: number;
    readonly sumOfSquares: number;
    readonly meanSquare: number | null;
    readonly F: number | null;
    readonly p: number | null;
  }[];
}

/** One assay: a reference standard and its test articles in one independent occasion. */
export interface AssayResult {
  readonly name: string;
  readonly model: string;
  /** Transform of the response before the fit; parameters are on its scale. */
  readonly transform?: 'none' | 'ln' | 'log10' | 'square-root' | 'square';
  readonly doseUnit: string | null;
  readonly responseUnit: string | null;
  readonly reference: { readonly name: string; readonly points: readonly DosePoint[]; readonly checks: readonly SuitabilityCheck[] };
  readonly tests: readonly TestArticleResult[];
}
