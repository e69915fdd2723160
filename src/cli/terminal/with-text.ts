import type { Message } from '../../message.ts';
import { sentenceOf } from '../../outputs/words/sentence.ts';

/** A message as `--json` prints it: its data, and for people its English sentence, which no program needs to read. */
export type Said<One extends Message> = One & { readonly text: string };

export function withText<One extends Message>(message: One): Said<One> {
  return { ...message, text: sentenceOf(message, 'en') };
}

/** The reasons of a record with their sentences. */
export function withReasonTexts<One extends { readonly reasons: readonly Message[] }>(one: One): One {
  return one.reasons.length === 0 ? one : { ...one, reasons: one.reasons.map(withText) };
}

/** A message as a terminal shows it: the sentence, then the code to look up. */
export function sentenceWithCode(message: Message): string {
  return `${sentenceOf(message, 'en')} [${message.code}]`;
}
