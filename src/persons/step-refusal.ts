import { isSameName } from '../person-name.ts';
import type { PendingOn } from '../results/decided-facts.ts';
import type { ReleaseRules } from '../results/release-rules.ts';
import type { NoApproval } from '../results/run-notes.ts';
import { stepFault } from './act-fault.ts';
import type { PersonKey } from './person-keys.ts';
import { EXCEPTIONAL, MEANINGS, type Meaning } from './steps.ts';
import type { SubjectActs } from './subject-acts.ts';

/** Why a step is refused. What is refused is logged under this code. */
export const STEP_REFUSALS = [
  'nothing-published',
  'superseded',
  'wrong-passphrase',
  'not-enrolled',
  'withdrawn',
  'not-entitled',
  'wrong-step',
  'same-person',
  'approver-is-analyst',
  'approver-is-reviewer',
  'does-not-conform',
  'not-pending',
  'conforms',
  'rapid-not-permitted',
  'exception-not-permitted',
  'method-not-approved',
] as const;
export type StepRefusal = (typeof STEP_REFUSALS)[number];

export interface AskedStep {
  readonly meaning: Meaning;
  readonly key: PersonKey;
  /** Account that acts. */
  readonly actor: string;
  readonly rules: ReleaseRules;
  /** Whether late results, and nothing else, are what a pending lot waits for. */
  readonly waits: PendingOn;
  /** Accounts that analysed and published. */
  readonly analysts: readonly string[];
  /** Why the method and specification that made the result were not approved for the time when it was made; `null` = they were. */
  readonly noApproval: NoApproval | null;
}

/** Why a person may not sign this of a subject now; `null` = may. */
export function stepRefusal(subject: SubjectActs, asked: AskedStep): StepRefusal | null {
  const step = MEANINGS[asked.meaning];
  return stepFault(subject, { step, key: asked.key }) ?? ruleRefusal(subject, asked);
}

/** What the method and the result under it refuse of a step that may be taken: the part of `stepRefusal` that does not follow from the log alone. */
export function ruleRefusal(subject: SubjectActs, asked: AskedStep) {
  return meaningRefusal(subject.latest.disposition, asked) ?? samePersonRefusal(subject, asked) ?? methodRefusal(asked);
}

/** What is approved and released was made by a method that was approved when it was made, or is approved for that time since. */
function methodRefusal({ meaning, noApproval }: AskedStep) {
  const step = MEANINGS[meaning];
  return (step === 'approve' || step === 'release') && noApproval !== null ? 'method-not-approved' : null;
}

/** What a disposition lets a signature mean. */
function meaningRefusal(disposition: string, { meaning, rules, waits }: AskedStep) {
  switch (meaning) {
    case 'approved for release':
      if (disposition === 'conforms') return null;
      return disposition === 'pending' ? rapidRefusal(rules, waits) : 'does-not-conform';
    case 'released':
      return disposition === 'conforms' ? null : 'does-not-conform';
    case 'released on rapid results, others pending':
      return disposition === 'pending' ? rapidRefusal(rules, waits) : 'not-pending';
    case EXCEPTIONAL:
      if (disposition === 'conforms') return 'conforms';
      return disposition === 'does not conform' && rules.exceptional === 'autologous' ? null : 'exception-not-permitted';
    default:
      return null;
  }
}

/** An open question is no late result: closing it fails no row, so that nothing would open the lot again. */
function rapidRefusal({ onRapidResults }: ReleaseRules, { rows, questions }: PendingOn) {
  if (rows === 0 || questions > 0) return 'not-pending';
  return onRapidResults === true ? null : 'rapid-not-permitted';
}

function samePersonRefusal({ signatures }: SubjectActs, { meaning, key, actor, rules, analysts }: AskedStep) {
  if (MEANINGS[meaning] !== 'approve') return null;
  const own = [actor, key.name, ...(key.account === null ? [] : [key.account])];
  if (rules.approverDiffersFromAnalyst === true && own.some((one) => analysts.some((analyst) => isSameName(one, analyst))))
    return 'approver-is-analyst';
  const reviewed = signatures.filter(({ step, standing }) => step === 'review' && standing === 'stands');
  const isReviewer = reviewed.some(({ record }) => isSameName(record.name, key.name));
  return rules.approverDiffersFromReviewer === true && isReviewer ? 'approver-is-reviewer' : null;
}
