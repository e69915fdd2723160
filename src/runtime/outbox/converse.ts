import type { Conversation } from '../../lims/conversation.ts';
import { limsNote } from '../../lims/lims-notes.ts';
import type { Message } from '../../message.ts';
import type { Connection } from './connection.ts';

/** What came of a conversation: its result, or why it ended without an answer. */
export type Conversed<Result> =
  | { readonly kind: 'ended'; readonly result: Result }
  | { readonly kind: 'unanswered'; readonly reason: Message };

/** Holds a conversation to its end, or to the first request without an answer. */
export async function converse<Result>(conversation: Conversation<Result>, connection: Connection): Promise<Conversed<Result>> {
  let step = conversation.next();
  while (step.done !== true) {
    const reply = await connection.ask(step.value);
    if (reply.kind === 'none') return { kind: 'unanswered', reason: limsNote('lims/no-answer', { detail: reply.detail }) };
    step = conversation.next(reply.answer);
  }
  return { kind: 'ended', result: step.value };
}
