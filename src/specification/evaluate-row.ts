import type { AttributeEstimate, AttributeResult, CriterionRecord, Outcome } from '../attributes/attribute-result.ts';
import type { MethodStatus } from '../attributes/result-words.ts';
import { type Cause, liesInTestArticle } from '../cause.ts';
import { type Message, messageKey } from '../message.ts';
import { toNumber } from '../numerics/exact/exact-decimal.ts';
import type { Note, Reason } from '../reason.ts';
import { criterionOf } from './criterion.ts';
import { criterionFields } from './criterion-fields.ts';
import { convertedValue } from './decided-value.ts';
import { judgeFurtherLimits } from './further-limits.ts';
import { countedInvestigation, type Investigation, investigationRecord, investigationsOf, laboratoryError } from './investigations.ts';
import { judgeRow, type RowJudgement } from './judge-row.ts';
import { effectOfStatus, type StatusEffect, weakerEffect } from './method-status.ts';
import { isTooFewEvents, specificationNote, specificationReason } from './reasons.ts';
import { styleOf } from './row-style.ts';
import type { Specification, SpecificationRow } from './specification.ts';

/** How the revision of a row came to serve the lot. */
export interface InForce {
  /** Why it judges nothing: the lot's date lies outside, or is missing. */
  readonly reason: Reason | null;
  /** First day of the specification, with which each value's own day is compared; `null` = another date than that of acquisition chose. */
  readonly from: string | null;
}

/** What a row is evaluated with. */
export interface RowContext {
  readonly specification: Specification;
  /** The lot's earliest acquisition, for estimates that have no date of their own. */
  readonly acquiredAt: string | null;
  /** Status of the definition; an estimate's own method has a status besides. */
  readonly methodStatus: MethodStatus;
  readonly causeOf: (reason: Pick<Reason, 'code' | 'scope'>) => Cause;
  /** Investigations of the subject. */
  readonly investigations: readonly Investigation[];
  readonly inForce?: InForce;
}

/** What follows from a value that is not there: beside the cause it says nothing. */
const CONSEQUENCES: ReadonlySet<string> = new Set(['specification/no-value', 'specification/no-interval']);

/** Judges an estimate against its row: outcome, reported value, criterion as printed, further limits. */
export function evaluateRow(row: SpecificationRow, estimate: AttributeEstimate, context: RowContext): AttributeResult {
  const { specification } = context;
  const judged = judgeRow(row, estimate, specification);
  const converted = convertedValue(estimate, row.unit);
  const pending = estimate.status === 'pending' && estimate.reasons.length === 0;
  // That there is no value needs no reason of its own where the estimate says why.
  const judging = judged.reasons.filter((one) => estimate.reasons.length === 0 || !CONSEQUENCES.has(one.code));
  const stated = investigationsOf(context.investigations, { row: row.id, occasion: estimate.occasion });
  const investigations = stated.map(countedInvestigation);
  const unproven = judged.judgement === 'fails' || judged.certainFailure ? [] : unprovenReasons(stated);
  const own = pending
    ? []
    : [...estimate.reasons, ...placeReasons(row, estimate, context), ...laboratoryReasons(investigations), ...unproven];
  const effect = weakerEffect(
    effectOfStatus(context.methodStatus, specification.accepts),
    effectOfStatus(estimate.method.status, specification.accepts),
  );
  const further = judgeFurtherLimits({ row, estimate, specification, judged, effect, reasons: own });
  const reasons = pending ? [] : [...own, ...judging, ...(judged.judgement === 'fails' ? [] : further.reasons)];
  const provedFailure = judged.certainFailure && reasons.length > 0 && reasons.every(isTooFewEvents);
  const found = { judged, reasons, provedFailure, effect };
  const outcome = pending && effect !== 'information' ? 'pending' : outcomeOf(row, found);
  return {
    ...estimate,
    title: row.title,
    stage: row.stage,
    section: row.section,
    role: row.role,
    decidedOn: row.criterion.equals === undefined ? row.on : 'text',
    unroundedValue: judged.value === null ? null : toNumber(judged.value),
    reportable: judged.reportable,
    criterion: criterionRecord(row, estimate, specification),
    outcome,
    reasons: provedFailure ? [] : reasons,
    notes: [
      ...estimate.notes,
      ...judged.notes,
      ...stated.flatMap(unprovenNotes).filter((note) => !unproven.some((reason) => messageKey(reason) === messageKey(note))),
      ...furtherNotes(row, estimate, { ...found, outcome, investigations, context }),
      ...further.notes,
    ],
    ...(converted === null ? {} : { converted }),
    ...(judged.eventsNeeded === null ? {} : { eventsNeeded: judged.eventsNeeded }),
    limits: further.limits,
    ...(investigations.length === 0 ? {} : { investigations: investigations.map(investigationRecord) }),
  };
}

interface JudgedValue {
  readonly judged: RowJudgement;
  readonly reasons: readonly Reason[];
  readonly provedFailure: boolean;
  readonly effect: StatusEffect;
}

function outcomeOf(row: SpecificationRow, { judged, reasons, provedFailure, effect }: JudgedValue): Outcome {
  if (row.role === 'information' || row.criterion.reportOnly || effect === 'information') return 'information';
  if (provedFailure) return 'fails';
  return reasons.length > 0 || judged.judgement === 'undecided' ? 'no valid result' : judged.judgement;
}

/** Reasons of stage and date. A row that judges nothing, neither by a criterion nor by a limit, needs no date. */
function placeReasons(row: SpecificationRow, estimate: AttributeEstimate, context: RowContext): Reason[] {
  const reasons: Reason[] = [];
  if (estimate.stage !== row.stage) {
    reasons.push(specificationReason('specification/stage-mismatch', { stage: row.stage, found: estimate.stage }));
  }
  const judgesNothing = row.criterion.reportOnly && (row.alert ?? row.action ?? row.discard) === undefined;
  if (judgesNothing || estimate.status === 'missing') return reasons;
  const { reason, from } = context.inForce ?? { reason: null, from: context.specification.effectiveFrom };
  if (reason !== null) return [...reasons, reason];
  if (from === null) return reasons;
  const acquiredAt = estimate.acquiredAt === undefined ? context.acquiredAt : estimate.acquiredAt;
  const day = acquiredAt === null ? null : /^\d{4}-\d{2}-\d{2}/.exec(acquiredAt);
  if (day === null) return [...reasons, specificationReason('specification/no-acquisition-date', { effectiveFrom: from })];
  if (day[0] < from) {
    reasons.push(specificationReason('specification/not-yet-effective', { rule: 'acquisition', day: day[0], effectiveFrom: from }));
  }
  return reasons;
}

interface NoteSource extends JudgedValue {
  readonly outcome: Outcome;
  readonly investigations: readonly Investigation[];
  readonly context: RowContext;
}

function furtherNotes(row: SpecificationRow, estimate: AttributeEstimate, found: NoteSource): AttributeEstimate['notes'] {
  const notes: Note[] = [];
  if (found.provedFailure) notes.push(specificationNote('specification/certain-failure', { reasons: found.reasons.map(withoutScope) }));
  if (row.role !== 'information') notes.push(...statusNotes(estimate, found));
  if (found.outcome === 'no valid result') notes.push(...investigation(found));
  return notes;
}

/** Of the statuses of the definition and of the attribute's own method, those that release nothing. */
function statusNotes(estimate: AttributeEstimate, { context: { methodStatus, specification } }: NoteSource): AttributeEstimate['notes'] {
  const methods = [
    { what: 'definition', name: null, version: null, status: methodStatus },
    { what: 'method', name: estimate.method.text, version: null, status: estimate.method.status },
  ] as const;
  return methods
    .filter(({ status }) => effectOfStatus(status, specification.accepts) === 'information')
    .map((method) => specificationNote('method/not-validated', method));
}

/** What was investigated already, and found to be the laboratory's, needs no second investigation. */
function investigation({ judged, reasons, investigations, context }: NoteSource): AttributeEstimate['notes'] {
  if (laboratoryError(investigations) !== null) return [];
  if (judged.judgement === 'fails') return [specificationNote('investigate', { why: 'outside-criterion' })];
  if (liesInTestArticle(reasons.map(context.causeOf))) return [specificationNote('investigate', { why: 'test-article' })];
  return [];
}

/** An assignable cause in the laboratory makes the test occasion invalid, whatever its value. */
function laboratoryReasons(investigations: readonly Investigation[]): Reason[] {
  const error = laboratoryError(investigations);
  if (error === null) return [];
  const { reference, cause, place } = error;
  return [specificationReason('investigation/laboratory-error', { reference, cause, place })];
}

/** That a cause in the laboratory is stated and nobody has checked it leaves no valid result; what fails goes on failing. */
function unprovenReasons(investigations: readonly Investigation[]): Reason[] {
  return investigations
    .filter(({ conclusion }) => conclusion === 'laboratory-error')
    .flatMap(unprovenNotes)
    .map(({ fields }) => specificationReason('investigation/not-checked', fields));
}

function unprovenNotes({ reference, conclusion, unproven }: Investigation) {
  if (unproven === undefined || conclusion === null) return [];
  return [specificationNote('investigation/not-checked', { reference, conclusion, finding: unproven })];
}

function criterionRecord(row: SpecificationRow, estimate: AttributeEstimate, specification: Specification): CriterionRecord {
  return {
    id: row.id,
    ...criterionFields(criterionOf(row.criterion), styleOf(row, estimate, specification)),
    revision: specification.revision,
    source: row.source,
    effectiveFrom: specification.effectiveFrom,
    method: row.method,
    due: row.due ?? null,
  };
}

function withoutScope({ code, fields }: Reason): Message {
  return { code, fields };
}
