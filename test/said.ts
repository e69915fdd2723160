import type { Message } from '../src/message.ts';
import { sentenceOf } from '../src/outputs/words/sentence.ts';

/** The English sentence of a message. */
export function sentence(message: Message): string {
  return sentenceOf(message, 'en');
}

/** Messages with their English sentences in place of their fields, for tables of expected texts. */
export function said<One extends Message>(messages: readonly One[]): (Omit<One, 'fields'> & { readonly message: string })[] {
  return messages.map((one) => {
    const { fields: _, ...rest } = one;
    return { ...rest, message: sentence(one) };
  });
}
