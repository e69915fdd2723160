import type { Message } from '../../src/message.ts';
import { sentenceOf } from '../../src/outputs/words/sentence.ts';

/** A reason with its English sentence in place of its fields. */
export function said<One extends Message>({ fields, ...reason }: One) {
  return { ...reason, message: sentenceOf({ code: reason.code, fields }, 'en') };
}
