import type { Conversation, Request } from '../../lims/conversation.ts';
import { limsNote } from '../../lims/lims-notes.ts';
import type { Arrived } from '../../lims/outbox-record.ts';
import type { Message } from '../../message.ts';
import type { Connection } from './connection.ts';

/** What came of a conversation: its result, or why it ended without an answer, and whether anything that was to be booked may have arrived by then. */
export type Conversed<Result> =
  | { readonly kind: 'ended'; readonly result: Result }
  | { readonly kind: 'unanswered'; readonly reason: Message; readonly arrived: Arrived };

/** The way to a target, and the right to use it. */
export interface Speaking {
  readonly connection: Connection;
  /** Throws where another process sends to the target in our place, since ours stood still for long. */
  readonly assertOnlySender: () => void;
}

/**
 * Holds a conversation to its end, or to the first request without an answer. Before each request that the target may book something by it is looked whether we still are the only sender: we may have stood still
 * in the middle. Throws as `assertOnlySender`.
 */
export async function converse<Result>(
  conversation: Conversation<Result>,
  { connection, assertOnlySender }: Speaking,
): Promise<Conversed<Result>> {
  let arrived: Arrived = 'never';
  let step = conversation.next();
  while (step.done !== true) {
    const request = step.value;
    if (books(request)) assertOnlySender();
    const reply = await connection.ask(request);
    if (books(request) && !(reply.kind === 'none' && reply.arrived === 'never')) arrived = 'perhaps';
    if (reply.kind === 'none') return { kind: 'unanswered', reason: limsNote('lims/no-answer', { detail: reply.detail }), arrived };
    step = conversation.next(reply.answer);
  }
  return { kind: 'ended', result: step.value };
}

/** Whether a target may book something by it: all but what only asks. */
function books(request: Request): boolean {
  return request.via !== 'http' || request.method !== 'GET';
}
