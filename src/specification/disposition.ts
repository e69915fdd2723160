import type { AttributeResult, Outcome } from '../attributes/attribute-result.ts';
import type { Role } from '../attributes/result-words.ts';
import type { Reason } from '../reason.ts';
import type { Purpose } from '../subject.ts';
import { CONSEQUENCES } from './consequences.ts';
import { SUPERSEDED } from './occasions.ts';

/** Results of one role by outcome. */
export interface OutcomeCounts {
  readonly fails: number;
  readonly noValidResult: number;
  readonly pending: number;
  readonly meets: number;
}

/** What the lot's rows propose; a person decides. The record of `results/release-result.ts` has the same shape. */
export interface ProposedDisposition {
  readonly proposed: 'conforms' | 'information' | 'pending' | 'no valid result' | 'does not conform';
  readonly counts: OutcomeCounts & {
    /** Results that are in no other count: no criterion, no validated method, or repeated since. */
    readonly information: number;
    readonly supportive: OutcomeCounts;
    readonly parallel: OutcomeCounts;
    /** Results of any role beyond a discard limit, and beyond an action limit that no investigation has closed. */
    readonly limits: { readonly discard: number; readonly action: number };
  };
  readonly held: readonly Reason[];
}

/**
 * Proposes a disposition: does not conform > no valid result > pending > conforms. A failing release row, a crossed discard limit or a failing row that
 * the specification says so of: does not conform. A release row without a valid result or that gives only information (its method is a draft), a held
 * input, or a release without any release row: no valid result. A release row that is pending, a crossed action limit or a failing supportive or parallel
 * row that no investigation has closed: pending. Results of a test that was repeated since decide nothing.
 * A subject for another purpose without any such row has no disposition: it is information, where no limit or supportive row asks for more.
 */
export function proposeDisposition(
  results: readonly AttributeResult[],
  held: readonly Reason[],
  purpose: Purpose = 'release',
): ProposedDisposition {
  const counted = results.filter((result) => !hasNote(result, SUPERSEDED));
  const release = countRole(counted, 'release');
  const supportive = countRole(counted, 'supportive');
  const parallel = countRole(counted, 'parallel');
  const inCounts = [release, supportive, parallel].reduce((sum, one) => sum + one.fails + one.noValidResult + one.pending + one.meets, 0);
  const limits = {
    discard: counted.filter((result) => hasNote(result, 'limit/discard')).length,
    action: counted.filter((result) => hasNote(result, 'limit/action')).length,
  };
  const counts = { ...release, information: results.length - inCounts, supportive, parallel, limits };
  const deciding = counted.filter((result) => result.role === 'release');
  const undecided = release.noValidResult + deciding.filter((result) => result.outcome === 'information').length + held.length;
  if (release.fails > 0 || asksFor(counted, 'does not conform')) return { proposed: 'does not conform', counts, held };
  if (deciding.length === 0 && purpose !== 'release')
    return { proposed: asksFor(counted, 'pending') ? 'pending' : 'information', counts, held };
  if (undecided > 0 || deciding.length === 0) return { proposed: 'no valid result', counts, held };
  return { proposed: release.pending > 0 || asksFor(counted, 'pending') ? 'pending' : 'conforms', counts, held };
}

function countRole(results: readonly AttributeResult[], role: Role): OutcomeCounts {
  const count = (outcome: Outcome): number => results.filter((result) => result.role === role && result.outcome === outcome).length;
  return { fails: count('fails'), noValidResult: count('no valid result'), pending: count('pending'), meets: count('meets') };
}

/** Whether a result of any role carries a note that makes this of the lot. */
function asksFor(results: readonly AttributeResult[], disposition: 'does not conform' | 'pending'): boolean {
  const codes = Object.entries(CONSEQUENCES).flatMap(([code, makes]) => (makes === disposition ? [code] : []));
  return results.some((result) => codes.some((code) => hasNote(result, code)));
}

function hasNote(result: AttributeResult, code: string): boolean {
  return result.notes.some((note) => note.code === code);
}
