import type { InvestigationRecord, TestOccasion } from '../attributes/attribute-result.ts';
import type { Message } from '../message.ts';
import { occasionName } from './occasion-name.ts';

/** One investigation of one row of the specification on one test occasion of a subject. */
export interface Investigation extends InvestigationRecord {
  /** Why its conclusion does not count, where the method asks that a second person checks it and none has. */
  readonly unproven?: Message;
  /** The lot as the sample list writes it, `/`, and the subject's folder name: `DAP-2026-014/release`. */
  readonly subject: string;
  /** Id of a row of the specification. */
  readonly row: string;
  readonly occasion: Pick<TestOccasion, 'kind' | 'number'>;
}

/** The investigations of one subject. */
export function investigationsOfSubject(investigations: readonly Investigation[], subject: string): readonly Investigation[] {
  return investigations.filter((one) => one.subject === subject);
}

/** Investigations, all of one subject, of one row on one test occasion, in the order of the table. */
export function investigationsOf(
  investigations: readonly Investigation[],
  of: { readonly row: string; readonly occasion: Pick<TestOccasion, 'kind' | 'number'> },
): readonly Investigation[] {
  return investigations.filter((one) => one.row === of.row && occasionName(one.occasion) === occasionName(of.occasion));
}

/** What stands in the result of the row. */
export function investigationRecord(one: Investigation): InvestigationRecord {
  const { reference, conclusion, cause, closedAt, closedBy, checkedBy, checkedAt, place } = one;
  const checked = { ...(checkedBy === undefined ? {} : { checkedBy }), ...(checkedAt === undefined ? {} : { checkedAt }) };
  return { reference, conclusion, cause, closedAt, closedBy, ...checked, place };
}

/** An investigation as it counts: one whose conclusion nobody has checked is still open. */
export function countedInvestigation(one: Investigation): Investigation {
  return one.unproven === undefined ? one : { ...one, conclusion: null, closedAt: null, closedBy: null };
}

/** Whether what was open is closed: at least one investigation found no impact, and none is open or found otherwise. */
export function closedWithoutImpact(investigations: readonly Pick<Investigation, 'conclusion'>[]): boolean {
  return investigations.length > 0 && investigations.every((one) => one.conclusion === 'no-impact');
}

/** The investigation that gives the occasion an assignable cause in the laboratory; `null` = none does. */
export function laboratoryError<One extends Pick<Investigation, 'conclusion'>>(investigations: readonly One[]): One | null {
  return investigations.find((one) => one.conclusion === 'laboratory-error') ?? null;
}
