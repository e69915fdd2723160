import { sentenceOf } from '../outputs/words/sentence.ts';
import type { Reason as PotencyReason } from '../potency/potency-result.ts';
import type { Reason } from './attribute-result.ts';

/** A reason of the potency stage among those of an attribute. */
export function ofPotency(reason: PotencyReason): Reason {
  return { code: reason.code, scope: reason.scope, message: sentenceOf(reason, 'en') };
}
