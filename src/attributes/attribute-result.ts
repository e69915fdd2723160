/** The attribute record: what was found for one attribute of one lot, before and after it is judged. */
import { rationalOfCounts, rationalOfNumber } from '../numerics/exact/exact-decimal.ts';
import { type ExactRange, pointRange, rangeOfBounds, type ValueBounds } from '../numerics/exact/exact-range.ts';
import type { Note, Reason } from '../reason.ts';
import type { CriterionFields, LIMIT_KINDS } from './criterion-record.ts';
import type { DecisiveNumbers, Detail } from './detail.ts';
import type { IntervalMethod } from './interval-method.ts';
import type { CONCLUSIONS, MethodStatus, OCCASION_KINDS, Role } from './result-words.ts';

/** A text in both languages of a report. */
export interface Title {
  readonly en: string;
  readonly zh: string;
}

export interface AttributeInterval extends IntervalMethod {
  /** In the attribute's unit as a plain number: fractions are 0–1 even where the report says percent. `null` = unbounded. */
  readonly lower: number | null;
  readonly upper: number | null;
  readonly level: number;
  readonly sides: 'two' | 'lower' | 'upper';
}

/** One value behind an estimate: a preparation, an independent assay, a tube. */
export interface Replicate {
  readonly name: string;
  readonly estimate: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly k?: number;
  readonly N?: number;
  /** Where it was acquired: the file (a plate export, or events), its assay run and, of a plate, its name; `null` = without one. */
  readonly file?: string;
  readonly assayRun?: string | null;
  readonly plate?: string | null;
  /** Residual degrees of freedom behind the limits of an assay; `null` = it has no fit. */
  readonly residualDegreesOfFreedom?: number | null;
  /** Where wells were taken out of an assay: its value with and without them. */
  readonly versions?: readonly ReplicateVersions[];
}

/** Original and reduced data of one assay side by side. */
export interface ReplicateVersions {
  readonly kind: 'outliers' | 'exclusions';
  readonly original: ReplicateVersion;
  readonly reduced: ReplicateVersion;
  readonly proposed: 'original' | 'reduced';
  /** Whether both have the same outcome; where they have not, the assay is not reportable (or its exclusions decided). */
  readonly agree: boolean;
}

export interface ReplicateVersion {
  readonly estimate: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly reportable: boolean;
}

/** How a value stands to its number. `<=` and `>=` come from ends that belong to the range, as a difference has them. */
export type Operator = '' | '<' | '<=' | '>' | '>=';

/** What an attribute type computes. Fractions are 0–1 with unit `fraction`; other units are as declared (`cells/mL`, `relative potency`). */
export interface AttributeEstimate {
  /** The definition's id of the attribute; `component` names the part of a panel or composition (`null` = the whole). */
  readonly attribute: string;
  readonly component: string | null;
  readonly title: Title;
  /** Stage of the sample: `final`, `before-sorting`. */
  readonly stage: string;
  readonly estimate: number | null;
  /** The value is known only to lie below or above this number; absent = it is this number. */
  readonly operator?: Operator;
  /** All that is known of such a value: both ends where it is bounded on both sides. Absent = the operator says it all. */
  readonly bounds?: ValueBounds;
  /** The composition of which this is one class: classes of one composition exclude each other within one denominator. */
  readonly exclusiveClassOf?: string;
  /** For results in words (`not detected`, `matches the master bank`). */
  readonly text: string | null;
  readonly unit: string;
  readonly interval: AttributeInterval | null;
  readonly k: number | null;
  readonly N: number | null;
  readonly replicates: readonly Replicate[];
  /** Not empty = no valid result. The value is computed all the same where it can be. */
  readonly reasons: readonly Reason[];
  /** What a reviewer must see (`investigate`, `potency/well-excluded`). */
  readonly notes: readonly Note[];
  /** `pending` for results from elsewhere that are not there yet. */
  readonly status: 'computed' | 'pending' | 'missing';
  /** Further named values: per dose, recovery, value without doublet exclusion. They decide nothing. */
  readonly details: readonly Detail[];
  /** Absent = the estimate, its counts and its interval decide alone. */
  readonly decisive?: DecisiveNumbers;
  /** ISO date on which a result that is pending is expected; absent = not pending, or none is stated. */
  readonly due?: string;
  /** Limit of the method: a "not detected" needs both. */
  readonly detection: { readonly limitOfBlank: number | null; readonly limitOfDetection: number | null } | null;
  /** Where the value comes from: files, assays. */
  readonly sources: readonly string[];
  /** ISO date, with offset where the source has a time, of the earliest acquisition behind the value. `null` = its sources have none; absent = the lot's. */
  readonly acquiredAt?: string | null;
  readonly method: { readonly id: string | null; readonly text: string; readonly version: string; readonly status: MethodStatus };
  readonly occasion: TestOccasion;
}

export interface TestOccasion {
  readonly kind: (typeof OCCASION_KINDS)[number];
  readonly number: number;
  readonly reason: string | null;
  readonly reference: string | null;
  /** What a repeat stands in place of: an occasion (`initial`), a plate, a preparation or a file. `null` = nothing is named. */
  readonly replaces: string | null;
}

/** A row that a person typed. */
export interface TypedRecord {
  readonly table: (typeof TYPED_TABLES)[number];
  /** The result, the count, the well, the reference standard or the file that the row is about. */
  readonly name: string;
  /** `file:line`. */
  readonly place: string;
  /** `null` = the row does not say. */
  readonly enteredBy: string | null;
  readonly enteredAt: string | null;
  readonly checkedBy: string | null;
  readonly checkedAt: string | null;
}

/** Tables of values that people type. The method says in which of them a second person checks each row. */
export const TYPED_TABLES = [
  'sample-list',
  'external-results',
  'counts',
  'exclusions',
  'investigations',
  'reagents',
  'reference-standards',
  'reagent-register',
] as const;
export type TypedTable = (typeof TYPED_TABLES)[number];

export type Conclusion = (typeof CONCLUSIONS)[number];

/** An investigation of one row on one test occasion, as it stands in the result. */
export interface InvestigationRecord {
  /** Number of the investigation in the quality system. */
  readonly reference: string;
  /** `null` = it is still open, and closes nothing. */
  readonly conclusion: Conclusion | null;
  readonly cause: string | null;
  /** ISO date, with offset where it has a time. */
  readonly closedAt: string | null;
  readonly closedBy: string | null;
  /** Who checked the conclusion, and when; absent = the table does not say. */
  readonly checkedBy?: string;
  readonly checkedAt?: string;
  /** `file:line`. */
  readonly place: string;
}

/** What a criterion is held against. */
export const DECIDED_ON = ['estimate', 'lower-limit', 'upper-limit', 'text'] as const;

export type Outcome = 'meets' | 'fails' | 'no valid result' | 'pending' | 'information';
/** One row of the result: an estimate judged against its criterion. */
export interface AttributeResult extends AttributeEstimate {
  readonly stage: string;
  readonly section: string;
  readonly role: Role;
  /** What the criterion is held against. */
  readonly decidedOn: (typeof DECIDED_ON)[number];
  readonly unroundedValue: number | null;
  /** Estimate and interval in the unit of the row, before rounding; absent = the units don't convert, or there is no number or no row. */
  readonly converted?: ConvertedValue;
  /** Events of the denominator that would exclude the upper limit of the criterion had none been positive; absent = it is not judged so. */
  readonly eventsNeeded?: number;
  readonly reportable: Reportable | null;
  readonly criterion: CriterionRecord | null;
  readonly outcome: Outcome;
  /** Alert, action and discard limits; `crossed` is `null` where the limit could not be judged. */
  readonly limits: readonly {
    readonly kind: (typeof LIMIT_KINDS)[number];
    readonly criterion: CriterionFields;
    readonly crossed: boolean | null;
  }[];
  /** Absent = none. */
  readonly investigations?: readonly InvestigationRecord[];
  /** What people typed of what the value is made of, with who did and who checked it; absent = nothing. */
  readonly typed?: readonly TypedRecord[];
}

/** An estimate in the unit of its row, before rounding. */
export interface ConvertedValue {
  readonly unit: string;
  /** `null` = there is none, or it is known only to lie in a range. */
  readonly estimate: number | null;
  /** What is known of a value that is not one number. */
  readonly bounds?: ValueBounds;
  /** Of the confidence interval; `null` = there is none, or it is open on this side. */
  readonly lower: number | null;
  readonly upper: number | null;
}

/** The value as it is reported, in the specification's unit. */
export interface Reportable {
  readonly operator: Operator;
  /** Decimal digits exactly as printed, e.g. `95.4`. */
  readonly value: string;
  readonly unit: string;
  readonly digits: number;
  /** `outward`: an end of what is known of a value, rounded so that what is printed stays true. */
  readonly rule: 'half-up' | 'half-even' | 'outward';
}

/** The acceptance criterion as it stood, with the row of the specification that sets it. */
export interface CriterionRecord extends CriterionFields {
  readonly id: string;
  readonly revision: string;
  readonly source: string;
  readonly effectiveFrom: string;
  readonly method: string;
  readonly due: string | null;
}

/** All numbers that the value can be, exactly: one for a plain value (k/N of integers, never its binary quotient); `null` where there is none. */
export function knownRange(estimate: Pick<AttributeEstimate, 'estimate' | 'operator' | 'bounds' | 'unit' | 'k' | 'N'>): ExactRange | null {
  if (estimate.bounds !== undefined) return rangeOfBounds(estimate.bounds);
  if (estimate.estimate === null) return null;
  const operator = estimate.operator ?? '';
  if (operator === '')
    return pointRange(isPlainFraction(estimate) ? rationalOfCounts(estimate.k, estimate.N) : rationalOfNumber(estimate.estimate));
  const end = { value: rationalOfNumber(estimate.estimate), closed: operator.endsWith('=') };
  return operator.startsWith('<') ? { lower: null, upper: end } : { lower: end, upper: null };
}

/** Whether the estimate is the plain quotient of its counts. */
export function isPlainFraction<Value extends Pick<AttributeEstimate, 'estimate' | 'unit' | 'k' | 'N'>>(
  estimate: Value,
): estimate is Value & { readonly k: number; readonly N: number } {
  const { k, N } = estimate;
  return estimate.unit === 'fraction' && k !== null && N !== null && N > 0 && estimate.estimate === k / N;
}
