import { excerpt } from '../excerpt.ts';
import type { Conversation, HttpRequest, SendResult, TargetAnswer } from './conversation.ts';
import { type ExpectedAnswer, limsNote } from './lims-notes.ts';
import { statusMeaning } from './retry.ts';

type NotDone = Exclude<SendResult, { readonly kind: 'done' }>;

/** An answer that is JSON under a status that says so, or how sending ends. */
export type JsonAnswer = { readonly kind: 'json'; readonly value: unknown } | NotDone;

/** Reads an answer by its status, then as JSON: a login page with 200 is not understood. */
export function jsonAnswer(answer: TargetAnswer): JsonAnswer {
  const meaning = statusMeaning(answer.status);
  const [status, text] = [String(answer.status), excerpt(answer.text)];
  if (meaning === 'refused') return { kind: 'refused', reason: limsNote('lims/refused', { status, answer: text }) };
  if (meaning === 'not now')
    return { kind: 'not now', reason: limsNote('lims/not-now', { status, answer: text }), retryAfterSeconds: answer.retryAfterSeconds };
  try {
    const value: unknown = JSON.parse(answer.text);
    return { kind: 'json', value };
  } catch {
    return notUnderstood(answer, 'json');
  }
}

/** What an answer is that does not say what it must. */
export function notUnderstood(answer: TargetAnswer, expected: ExpectedAnswer): NotDone {
  const reason = limsNote('lims/not-understood', { status: String(answer.status), expected, answer: excerpt(answer.text) });
  return { kind: 'not now', reason, retryAfterSeconds: answer.retryAfterSeconds };
}

/** Asks for JSON. */
export function* askJson(request: Omit<HttpRequest, 'via'>): Conversation<{ readonly answer: TargetAnswer; readonly read: JsonAnswer }> {
  const answer = yield { via: 'http', ...request };
  return { answer, read: jsonAnswer(answer) };
}

/** What stands at a path of JSON, such as `data.0.id`; undefined where nothing does. '' = the whole. */
export function valueAtPath(value: unknown, path: string): unknown {
  if (path === '') return value;
  let at = value;
  for (const step of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = new Map<string, unknown>(Object.entries(at)).get(step);
  }
  return at;
}

/** A text or a number as text; `null` for anything else. */
export function textOfJson(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : null;
}
