import type { Reason } from '../reason.ts';
import { specificationReason } from './reasons.ts';
import type { SpecificationDate } from './specification-dates.ts';

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

/** Which of the revisions, in their order and without gaps, serves a subject. Never throws over dates: no day, or one outside, is a reason. */
export function servingRevision<Revision extends RevisionDays>(
  revisions: readonly [Revision, ...Revision[]],
  date: SubjectDate,
): ServingRevision<Revision> {
  const [first] = revisions;
  const last = revisions.at(-1) ?? first;
  const [day, second] = date.days;
  const { rule } = date;
  const refused = (revision: Revision, reason: Reason): ServingRevision<Revision> => ({
    revision,
    rule,
    day: second === undefined ? (day ?? null) : null,
    reason,
  });
  if (day === undefined)
    return refused(
      last,
      rule === 'first-acquisition'
        ? specificationReason('specification/no-acquisition-date', { effectiveFrom: null })
        : specificationReason('specification/no-date', { rule }),
    );
  if (second !== undefined) return refused(last, specificationReason('specification/several-dates', { rule, days: date.days }));
  if (day < first.effectiveFrom)
    return refused(first, specificationReason('specification/not-yet-effective', { rule, day, effectiveFrom: first.effectiveFrom }));
  const serving = revisions.findLast((revision) => revision.effectiveFrom <= day) ?? first;
  if (serving.effectiveTo !== undefined && day > serving.effectiveTo)
    return refused(serving, specificationReason('specification/no-longer-effective', { rule, day, effectiveTo: serving.effectiveTo }));
  return { revision: serving, rule: date.rule, day, reason: null };
}
