import { namesOfCell } from '../results/listed-cell.ts';
import type { ResultRow } from '../results/result-columns.ts';
import { limsOutcomes } from './outcome-words.ts';
import { TAKEN_BACK } from './taken-back.ts';

/** One result as a LIMS is told it: value, operator, unit, limits and outcome each in a field of its own. Texts are '' where there is nothing to say. */
export interface ReportedResult {
  /** Id of the specification's row, and which test it was (`initial 1`): together they name a result of an analysis. */
  readonly row: string;
  readonly occasion: string;
  readonly attribute: string;
  readonly title: string;
  readonly section: string;
  readonly role: string;
  readonly stage: string;
  /** Samples of the value's own files, in order. */
  readonly samples: readonly string[];
  /** '' = no operator: the value itself. */
  readonly operator: string;
  /** Plain decimal digits as the specification rounds them, or words; '' = nothing that could be taken for a result. */
  readonly value: string;
  readonly valueKind: string;
  readonly unit: string;
  readonly intervalLower: string;
  readonly intervalUpper: string;
  readonly intervalLevel: string;
  /** Limits of the criterion as printed. */
  readonly limitLower: string;
  readonly limitLowerClosed: string;
  readonly limitUpper: string;
  readonly limitUpperClosed: string;
  readonly criterion: string;
  readonly outcome: string;
  /** The outcome as a LIMS calls it: PASS, FAIL, INVALID, PENDING, INFO; REOPENED and WITHDRAWN of what was taken back. */
  readonly state: string;
  readonly flags: readonly string[];
  readonly k: string;
  readonly n: string;
  readonly acquiredAt: string;
  readonly testedAt: string;
  /** Who entered a value that people typed, and who checked it. */
  readonly enteredBy: string;
  readonly checkedBy: string;
}

const WORDS: ReadonlyMap<string, string> = new Map(Object.entries({ ...limsOutcomes, ...TAKEN_BACK }));

/** A row of `results.csv` as a LIMS is told it. */
export function reportedResult(row: ResultRow): ReportedResult {
  return {
    row: row.row,
    occasion: row.occasion,
    attribute: row.attribute,
    title: row.title,
    section: row.section,
    role: row.role,
    stage: row.stage,
    samples: namesOfCell(row.sample),
    operator: row.operator,
    value: row.reported_value,
    valueKind: row.value_kind,
    unit: row.unit,
    intervalLower: row.lower,
    intervalUpper: row.upper,
    intervalLevel: row.interval_level,
    limitLower: row.criterion_lower,
    limitLowerClosed: row.criterion_lower_closed,
    limitUpper: row.criterion_upper,
    limitUpperClosed: row.criterion_upper_closed,
    criterion: row.criterion,
    outcome: row.outcome,
    state: WORDS.get(row.outcome) ?? '',
    flags: namesOfCell(row.flags),
    k: row.k,
    n: row.n,
    acquiredAt: row.acquired_at,
    testedAt: row.tested_at,
    enteredBy: row.entered_by,
    checkedBy: row.checked_by,
  };
}
