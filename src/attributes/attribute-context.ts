import type { Arithmetic } from '../numerics/exact/arithmetic.ts';
import type { GatedPopulations } from '../population/population.ts';
import type { AssayResult, TestArticleResult } from '../potency/potency-result.ts';
import type { Reason } from '../reason.ts';
import type { Purpose } from '../subject.ts';
import type { AttributeEstimate, TestOccasion } from './attribute-result.ts';
import type { IntervalMethod } from './interval-method.ts';

/** Everything that the attributes of one lot may read, as plain data. The pipeline fills it. */
export interface AttributeContext {
  /** The lot's gated acquisitions of every stage, and the controls that serve them. */
  readonly tubes: readonly TubePopulations[];
  /** The lot's assays, one entry an independent occasion. */
  readonly assays: readonly AssayForLot[];
  /** The planned combination of a lot's assays, by the definition's assay id. */
  readonly combinations: ReadonlyMap<string, CombinedPotency>;
  /** Results from elsewhere, by id; an id that is absent is pending. */
  readonly external: ReadonlyMap<string, ExternalResult>;
  /** Values of count files, by count id. */
  readonly counts: ReadonlyMap<string, readonly CountRecord[]>;
  readonly dose: MaximumDose | null;
  /** Controls that exist, by name, with why they are not valid; `[]` = valid, absent = missing. */
  readonly controlsValidity: ReadonlyMap<string, readonly Reason[]>;
  /** Results computed before this one, by attribute id. */
  readonly earlier: ReadonlyMap<string, readonly AttributeEstimate[]>;
  /** Compiled formulas, by attribute id. */
  readonly formulas: ReadonlyMap<string, Formula>;
  /** Of the subject; planned numbers may differ by it. */
  readonly purpose: Purpose;
  readonly occasion: TestOccasion;
}

/** One gated data set and what it is. */
export interface TubePopulations {
  readonly panel: string;
  readonly tube: string;
  readonly role: 'sample' | 'control';
  /** The definition's name of the control; `null` for a sample. */
  readonly control: string | null;
  /** Stage of the sample: `final`, `before-sorting`. */
  readonly stage: string;
  readonly sample: string;
  readonly preparation: string;
  readonly assayRun: string | null;
  readonly file: string;
  /** File of the acquisition in whose place this one stands; `null` = none. */
  readonly replaces: string | null;
  /** ISO date with offset; `null` where neither file nor sample list has one. */
  readonly acquiredAt: string | null;
  readonly result: GatedPopulations;
  /** Why nothing from this tube is valid: `held/…`, `population/missing-parameter`, `instrument/mismatch`. */
  readonly reasons: readonly Reason[];
}

/** One assay occasion in which the lot is a test article. */
export interface AssayForLot {
  /** The definition's assay id. */
  readonly id: string;
  readonly assayRun: string | null;
  /** The export, and the plate in it; `null` = its only plate, without a name. */
  readonly file: string;
  readonly plate: string | null;
  readonly acquiredAt: string | null;
  readonly result: AssayResult;
  readonly test: TestArticleResult;
  readonly occasion: TestOccasion;
  readonly sources: readonly string[];
  /** Beyond the test article's own: reference standard, layout, held input. */
  readonly reasons: readonly Reason[];
}

/** The potency that the register assigns to a reference standard. */
export interface AssignedPotency {
  /** Its lot. */
  readonly standard: string;
  readonly value: number;
  readonly unit: string;
  /** Two-sided; `null` = it has no uncertainty (`defined`), or the register states none (`not-stated`). */
  readonly limits: { readonly lower: number; readonly upper: number; readonly level: number } | null;
  readonly assignment: 'defined' | 'calibrated' | 'not-stated';
}

/** The reportable value of planned independent assays, already times the reference's assigned potency. */
export interface CombinedPotency {
  /** The combination itself, before the assigned potency entered. */
  readonly relative: { readonly estimate: number | null; readonly lower: number | null; readonly upper: number | null };
  /** What entered; `null` = no registered reference standard. */
  readonly assigned: AssignedPotency | null;
  readonly estimate: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly level: number;
  readonly sides: 'two' | 'lower' | 'upper';
  readonly method: IntervalMethod;
  /** `relative potency`, or the unit of the assigned potency. */
  readonly unit: string;
  readonly planned: number;
  /** Assays that entered the value. */
  readonly used: readonly string[];
  /** Plates that have not arrived, and could still make the value reportable: it is pending. */
  readonly awaited: readonly Reason[];
  /** How they were weighted. */
  readonly variant: string;
  /** p of the chi-squared test of homogeneity; `null` where the assays have no intervals for it. */
  readonly homogeneityP: number | null;
  /** The test itself; absent where the assays have no intervals for it. */
  readonly homogeneity?: { readonly chiSquared: number; readonly df: number; readonly p: number };
  /** Standard deviation of ln RP between the assays; absent = fewer than two. */
  readonly sdLn?: number;
  /** 100(exp(s) − 1) between the assays. */
  readonly gcvPercent: number | null;
  readonly reasons: readonly Reason[];
}

/** A result from another laboratory or a hand entry, read from the file of external results. */
export interface ExternalResult {
  readonly id: string;
  readonly status: 'reported' | 'pending';
  readonly operator: '' | '<' | '>';
  readonly value: number | null;
  readonly text: string | null;
  readonly unit: string | null;
  readonly testedAt: string | null;
  readonly due: string | null;
  /** File and line; of a result that is held, of every row that claims it. */
  readonly source: string;
  readonly sources: readonly string[];
  readonly reasons: readonly Reason[];
}

/** One value of a count file: cells per mL, cells per vial, a volume. */
export interface CountRecord {
  readonly preparation: string;
  /** The mean of its replicates. */
  readonly value: number;
  readonly replicates: readonly number[];
  readonly unit: string;
  readonly acquiredAt: string | null;
  /** File and line of its rows, in a sentence and apart. */
  readonly source: string;
  readonly sources: readonly string[];
  readonly reasons: readonly Reason[];
}

/** The product's dose, as far as limits and results depend on it. */
export interface MaximumDose {
  readonly viableCellsPerMaximumDose: number;
}

/** A compiled expression over the formula's inputs, by input name. */
export interface Formula {
  readonly tree: Arithmetic;
}
