import type { AttributeEstimate, AttributeResult, TestOccasion } from '../attributes/attribute-result.ts';
import type { MethodStatus } from '../attributes/result-words.ts';
import type { Cause } from '../cause.ts';
import type { Reason } from '../reason.ts';
import type { Purpose } from '../subject.ts';
import { withConsequences } from './consequences.ts';
import { evaluateRow, type InForce } from './evaluate-row.ts';
import type { Investigation } from './investigations.ts';
import { decideOccasions } from './occasions.ts';
import { judgePairs } from './pairs.ts';
import { specificationNote, specificationReason } from './reasons.ts';
import { rowsOfPurpose } from './rows-of-purpose.ts';
import { OUTSIDE_SPECIFICATION } from './sections.ts';
import type { Specification, SpecificationRow } from './specification.ts';

/** What evaluation knows besides estimates. */
export interface EvaluationContext {
  /** How the revision came to serve the lot; absent = by the day of each value alone. */
  readonly inForce?: InForce;
  /** ISO date of the lot's earliest acquisition, for estimates without a date of their own; `null` = none is known. */
  readonly acquiredAt: string | null;
  readonly occasion: TestOccasion;
  /** Status of the definition. */
  readonly methodStatus: MethodStatus;
  /** The cause of a reason, as its register declares it. */
  readonly causeOf: (reason: Pick<Reason, 'code' | 'scope'>) => Cause;
  /** Investigations of this subject. */
  readonly investigations: readonly Investigation[];
  /** What the subject is for: rows of other purposes say nothing of it. */
  readonly purpose: Purpose;
}

/**
 * Judges a subject's estimates: one result a row of the specification for its purpose, in its order (several where there were several test
 * occasions), then every estimate that no such row asks for, as information. A row without an estimate is pending where it has a due date, else has no valid result.
 */
export function evaluateSpecification(
  specification: Specification,
  estimates: readonly AttributeEstimate[],
  context: EvaluationContext,
): AttributeResult[] {
  const own = rowsOfPurpose(specification, context.purpose);
  const asked = new Set(own.map((row) => keyOf(row.attribute, row.component)));
  const rows = own.flatMap((row) => {
    const found = estimates.filter((estimate) => keyOf(estimate.attribute, estimate.component) === keyOf(row.attribute, row.component));
    const judged = found.length === 0 ? [missingEstimate(row, context)] : found;
    return decideOccasions(judged.map((estimate) => evaluateRow(row, estimate, { ...context, specification })));
  });
  const askedElsewhere = new Set(specification.rows.map((row) => keyOf(row.attribute, row.component)));
  const rest = estimates.filter((estimate) => {
    const key = keyOf(estimate.attribute, estimate.component);
    return !asked.has(key) && (hasData(estimate) || (context.purpose === 'release' && !askedElsewhere.has(key)));
  });
  const paired = judgePairs([...rows, ...rest.map(outsideSpecification)], specification);
  return paired.map((result) => {
    const row = own.find((one) => one.id === result.criterion?.id);
    return row === undefined ? result : withConsequences(result, row);
  });
}

/** What was not tested for this purpose, and need not be, is nothing that is missing. */
function hasData(estimate: AttributeEstimate): boolean {
  return estimate.estimate !== null || estimate.text !== null || estimate.sources.length > 0;
}

function keyOf(attribute: string, component: string | null): string {
  return JSON.stringify([attribute, component]);
}

function missingEstimate(row: SpecificationRow, context: EvaluationContext): AttributeEstimate {
  const reason = specificationReason('specification/no-estimate', { attribute: row.attribute, component: row.component });
  return {
    attribute: row.attribute,
    component: row.component,
    title: row.title,
    stage: row.stage,
    estimate: null,
    text: null,
    unit: row.unit,
    interval: null,
    k: null,
    N: null,
    replicates: [],
    reasons: row.due === undefined ? [reason] : [],
    notes: [],
    status: row.due === undefined ? 'missing' : 'pending',
    details: [],
    ...(row.due === undefined ? {} : { due: row.due }),
    detection: null,
    sources: [],
    // No method was there to be a draft: the row decides.
    method: { id: null, text: row.method, version: '', status: 'validated' },
    occasion: context.occasion,
  };
}

function outsideSpecification(estimate: AttributeEstimate): AttributeResult {
  return {
    ...estimate,
    section: OUTSIDE_SPECIFICATION.id,
    role: 'information',
    decidedOn: estimate.text === null ? 'estimate' : 'text',
    unroundedValue: estimate.estimate,
    reportable: null,
    criterion: null,
    outcome: 'information',
    notes: [...estimate.notes, specificationNote('specification/not-in-specification', {})],
    limits: [],
  };
}
