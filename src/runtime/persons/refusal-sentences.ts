import type { StepRefusal } from '../../persons/step-refusal.ts';
import type { State, Step } from '../../persons/steps.ts';
import { STEP_NAMES, STEPS } from '../../persons/steps.ts';

/** A file whose content was changed cannot be told from another passphrase. */
export const WRONG_PASSPHRASE =
  'Expected the passphrase of the key, found another one: type it again, and mind the keyboard layout and caps lock. Where it is surely right, the file was changed: take a copy of it. A passphrase that is forgotten is not reset: another key is enrolled in its place (--replaces).';

/** What a refused person is told. */
export interface RefusedPerson {
  readonly step: Step;
  readonly state: State;
  readonly disposition: string | null;
  readonly name: string | null;
}

/** Why a step was refused, in a sentence. */
export function refusalSentence(why: StepRefusal, { step, state, disposition, name }: RefusedPerson): string {
  const who = name ?? 'this person';
  switch (why) {
    case 'nothing-published':
      return "Expected a result that the log lists as published, found none: a result that was adopted with an older store is signed after it was analysed again ('cytolot run --reason').";
    case 'superseded':
      return 'Expected the last analysis of the subject, found an earlier one: a later analysis took its place. Give the folder of the subject, which means its last one.';
    case 'wrong-passphrase':
      return WRONG_PASSPHRASE;
    case 'not-enrolled':
      return "Expected a key that is enrolled in this store, found one that is not: an approver enrols it by 'cytolot key enrol'.";
    case 'withdrawn':
      return "Expected a key that counts, found one that was withdrawn: make a new one ('cytolot key new'), which an approver enrols.";
    case 'not-entitled':
      return `Expected the key of a person who may ${step} (${STEPS[step].roles.join(' or ')}), found that of ${who}, who may not: another person with that role signs, or an approver enrols a key of ${who} for it (--role, --replaces).`;
    case 'wrong-step':
      return `Expected a result that is ${STEPS[step].from.join(' or ')} to ${step} it, found one that is ${state}.${nextSteps(state)}`;
    case 'same-person':
      return `Expected the signature of another person, found that ${who} gave this one already: it stands, and 'cytolot signatures' shows it. Where only its checkpoint is missing, the next command or run with --log-key writes it.`;
    case 'approver-is-analyst':
      return 'Expected an approver who did not analyse the lot, as the method asks, found the same person or account: another approver signs it.';
    case 'approver-is-reviewer':
      return `Expected an approver who did not review the result, as the method asks, found ${who}, who did: another approver signs it.`;
    case 'does-not-conform':
      return `Expected a result whose proposed disposition is 'conforms', found '${disposition ?? ''}'. Possible for this one: ${possibleMeanings(disposition)}.`;
    case 'not-pending':
      return `Expected a result that waits for late results alone, found the disposition '${disposition ?? ''}' without a pending release row, or with an open investigation or action limit: close the investigation first and analyse again.`;
    case 'conforms':
      return "Expected a result that does not conform for an exceptional release, found one that does: release it as 'released'.";
    case 'rapid-not-permitted':
      return "Expected a method that permits release while late results are pending ('release: { onRapidResults: true }' in its definition), found one that does not: wait for the late results, or let the method be changed and approved, and analyse again.";
    case 'method-not-approved':
      return "Expected a result of a method and specification that were approved for this store when it was made, found one that was not: an approver approves them by 'cytolot method approve', what was used before with --retrospective.";
    case 'exception-not-permitted':
      return `Expected a lot that does not conform, of a method that permits exceptional release ('release: { exceptional: autologous }' in its definition), found the disposition '${disposition ?? ''}' or a method that does not: reject the lot, or let the method be changed and approved, and analyse again.`;
  }
}

/** What an approver may still sign of a lot that must not go as one that conforms. */
function possibleMeanings(disposition: string | null): string {
  const more =
    disposition === 'does not conform'
      ? ", and by exception where the method permits it 'released exceptionally, out of specification'"
      : '';
  return `'approved' (right as the record of the lot), 'rejected'${more}`;
}

function nextSteps(state: State): string {
  const allowed = STEP_NAMES.filter((step) => STEPS[step].from.some((from) => from === state));
  return allowed.length === 0 ? '' : ` Allowed now: ${allowed.join(', ')}.`;
}
