import type { RULE_BROKEN } from '../../../audit-log/verify-notes.ts';

/** What an act broke, in English: the end of a sentence. */
export const RULE_WORDS = {
  'approver-is-analyst': 'the method asks for an approver who did not analyse the lot',
  'approver-is-reviewer': 'the method asks for an approver who did not review the result',
  'does-not-conform': 'the result does not conform',
  'not-pending': 'the result does not wait for late results alone',
  conforms: 'the result conforms, and exceptional release is of one that does not',
  'rapid-not-permitted': 'the method does not permit release while late results are pending',
  'exception-not-permitted': 'the method does not permit exceptional release of such a result',
  'method-not-approved': 'the method and specification were not approved for the time when the result was made',
  'result-unreadable': 'the result cannot be read as one',
} as const satisfies Readonly<Record<(typeof RULE_BROKEN)[number], string>>;
