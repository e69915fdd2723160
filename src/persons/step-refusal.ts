import type { ReleaseRules } from '../results/release-rules.ts';
import { type SubjectActs, stepFault } from './acts.ts';
import { isSameName, type PersonKey } from './person-keys.ts';
import { EXCEPTIONAL, MEANINGS, type Meaning } from './steps.ts';

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
  /** Accounts that analysed and published. */
  readonly analysts: readonly string[];
}

/** Why a person may not sign this of a subject now; `null` = may. */
export function stepRefusal(subject: SubjectActs, asked: AskedStep): StepRefusal | null {
  const step = MEANINGS[asked.meaning];
  return (
    stepFault(subject, { step, key: asked.key }) ?? meaningRefusal(subject.latest.disposition, asked) ?? samePersonRefusal(subject, asked)
  );
}

/** What a disposition lets a signature mean. */
function meaningRefusal(disposition: string, { meaning, rules }: AskedStep): StepRefusal | null {
  switch (meaning) {
    case 'approved for release':
      if (disposition === 'conforms') return null;
      return disposition === 'pending' ? rapidRefusal(rules) : 'does-not-conform';
    case 'released':
      return disposition === 'conforms' ? null : 'does-not-conform';
    case 'released on rapid results, others pending':
      return disposition === 'pending' ? rapidRefusal(rules) : 'not-pending';
    case EXCEPTIONAL:
      if (disposition === 'conforms') return 'conforms';
      return disposition === 'does not conform' && rules.exceptional === 'autologous' ? null : 'exception-not-permitted';
    default:
      return null;
  }
}

function rapidRefusal({ onRapidResults }: ReleaseRules): StepRefusal | null {
  return onRapidResults === true ? null : 'rapid-not-permitted';
}

function samePersonRefusal({ signatures }: SubjectActs, { meaning, key, actor, rules, analysts }: AskedStep): StepRefusal | null {
  if (MEANINGS[meaning] !== 'approve') return null;
  const own = [actor, key.name, ...(key.account === null ? [] : [key.account])];
  if (rules.approverDiffersFromAnalyst === true && own.some((one) => analysts.some((analyst) => isSameName(one, analyst))))
    return 'approver-is-analyst';
  const reviewed = signatures.filter(({ step, standing }) => step === 'review' && standing === 'stands');
  const isReviewer = reviewed.some(({ record }) => isSameName(record.name, key.name));
  return rules.approverDiffersFromReviewer === true && isReviewer ? 'approver-is-reviewer' : null;
}
