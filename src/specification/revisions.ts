import type { Reason } from '../attributes/attribute-result.ts';
import { specificationReason } from './reasons.ts';

/** By which date of a subject its revision is chosen. */
export const SPECIFICATION_DATES = ['first-acquisition', 'manufacture', 'study-protocol'] as const;
export type SpecificationDate = (typeof SPECIFICATION_DATES)[number];

/** The date of one subject that chooses its revision. */
export interface SubjectDate {
  readonly rule: SpecificationDate;
  /** ISO days that its material states, each once; exactly one is needed. */
  readonly days: readonly string[];
}

/** Days from which and until which a revision is in force, both included; without a last day it goes on. */
export interface RevisionDays {
  readonly effectiveFrom: string;
  readonly effectiveTo?: string | undefined;
}

/** The revision that serves a subject; with a reason it judges nothing, and is shown for what was asked. */
export interface ServingRevision<Revision> {
  readonly revision: Revision;
  readonly rule: SpecificationDate;
  readonly day: string | null;
  readonly reason: Reason | null;
}

const COLUMNS: Readonly<Record<SpecificationDate, string>> = {
  'first-acquisition': 'acquired_at',
  manufacture: 'manufactured_at',
  'study-protocol': 'protocol_date',
};

const DATES: Readonly<Record<SpecificationDate, string>> = {
  'first-acquisition': 'date of first acquisition',
  manufacture: 'date of manufacture',
  'study-protocol': 'date of the study protocol',
};

/** Which of the revisions, in their order and without gaps, serves a subject. Never throws over dates: no day, or one outside, is a reason. */
export function servingRevision<Revision extends RevisionDays>(
  revisions: readonly [Revision, ...Revision[]],
  date: SubjectDate,
): ServingRevision<Revision> {
  const [first] = revisions;
  const last = revisions.at(-1) ?? first;
  const [day, second] = date.days;
  const refused = (revision: Revision, code: Parameters<typeof specificationReason>[0], message: string): ServingRevision<Revision> => ({
    revision,
    rule: date.rule,
    day: second === undefined ? (day ?? null) : null,
    reason: specificationReason(code, message),
  });
  if (day === undefined) {
    const code = date.rule === 'first-acquisition' ? 'specification/no-acquisition-date' : 'specification/no-date';
    const message = `Expected the ${DATES[date.rule]}, by which the revision of the specification is chosen, found none. Give ${COLUMNS[date.rule]} in the sample list.`;
    return refused(last, code, message);
  }
  if (second !== undefined) {
    const message = `Expected one ${DATES[date.rule]}, by which the revision of the specification is chosen, found ${date.days.join(', ')}. Correct ${COLUMNS[date.rule]} in the sample list.`;
    return refused(last, 'specification/several-dates', message);
  }
  if (day < first.effectiveFrom) {
    const message = `The ${DATES[date.rule]} is ${day}, before the specification came into force on ${first.effectiveFrom}.`;
    return refused(first, 'specification/not-yet-effective', message);
  }
  const serving = revisions.findLast((revision) => revision.effectiveFrom <= day) ?? first;
  if (serving.effectiveTo !== undefined && day > serving.effectiveTo) {
    const message = `The ${DATES[date.rule]} is ${day}, after the last valid day of the specification, ${serving.effectiveTo}.`;
    return refused(serving, 'specification/no-longer-effective', message);
  }
  return { revision: serving, rule: date.rule, day, reason: null };
}
