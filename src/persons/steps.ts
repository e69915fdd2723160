import type { AuditAction } from '../audit-log/audit-actions.ts';

/** What a subject, or one analysis of it, is. */
export const STATES = [
  'received',
  'parsed',
  'analysed',
  'reviewed',
  'approved',
  'rejected',
  'released',
  're-opened',
  'superseded',
] as const;
export type State = (typeof STATES)[number];

/** What a person may be entitled to. */
export const PERSON_ROLES = ['reviewer', 'approver'] as const;
export type PersonRole = (typeof PERSON_ROLES)[number];

export interface StepRule {
  /** States in which the step is allowed. */
  readonly from: readonly State[];
  readonly to: State;
  /** The entry of the log that it makes. */
  readonly action: AuditAction;
  /** A person with one of these roles may do it. */
  readonly roles: readonly PersonRole[];
}

/**
 * The steps that persons take, and no other: one table, which whoever acts, shows or verifies reads. A step from the state that it leads to is a further
 * person's signature under the same decision.
 */
export const STEPS = {
  review: { from: ['analysed', 're-opened', 'reviewed'], to: 'reviewed', action: 'reviewed', roles: ['reviewer', 'approver'] },
  approve: { from: ['reviewed', 'approved'], to: 'approved', action: 'approved', roles: ['approver'] },
  reject: { from: ['reviewed', 'approved'], to: 'rejected', action: 'rejected', roles: ['approver'] },
  release: { from: ['approved'], to: 'released', action: 'released', roles: ['approver'] },
  reopen: { from: ['reviewed', 'approved', 'rejected', 'released'], to: 're-opened', action: 'reopened', roles: ['approver'] },
} as const satisfies Readonly<Record<string, StepRule>>;

export type Step = keyof typeof STEPS;

export const STEP_NAMES = ['review', 'approve', 'reject', 'release', 'reopen'] as const satisfies readonly Step[];

export function stepRule(step: Step): StepRule {
  return STEPS[step];
}

/** What a signature means (21 CFR 11.50(a)(3)): a closed list, each of one step. The text itself stands in the signed record. */
export const MEANINGS = {
  reviewed: 'review',
  /** The result is right as the record of the lot, whatever its disposition. */
  approved: 'approve',
  /** The lot may be released: only of a result that proposes nothing against it. */
  'approved for release': 'approve',
  rejected: 'reject',
  /** Of a lot that conforms. */
  released: 'release',
  /** Of a lot whose late results are pending: where one fails, the lot is open again. */
  'released on rapid results, others pending': 'release',
  /** Of a lot that does not meet its specification, for its own patient: never "conforms". */
  'released exceptionally, out of specification': 'release',
  're-opened': 'reopen',
} as const satisfies Readonly<Record<string, Step>>;

export type Meaning = keyof typeof MEANINGS;

export const MEANING_TEXTS = [
  'reviewed',
  'approved',
  'approved for release',
  'rejected',
  'released',
  'released on rapid results, others pending',
  'released exceptionally, out of specification',
  're-opened',
] as const satisfies readonly Meaning[];

export const EXCEPTIONAL: Meaning = 'released exceptionally, out of specification';

export function meaningsOf(step: Step): readonly Meaning[] {
  return MEANING_TEXTS.filter((meaning) => MEANINGS[meaning] === step);
}

/** The step of an action of the log; `null` where it is none of persons. */
export function stepOfAction(action: AuditAction): Step | null {
  return STEP_NAMES.find((step) => STEPS[step].action === action) ?? null;
}
