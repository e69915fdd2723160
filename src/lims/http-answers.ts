import { excerpt } from '../excerpt.ts';
import type { Conversation, HttpRequest, NotDone, TargetAnswer } from './conversation.ts';
import { type ExpectedAnswer, limsNote } from './lims-notes.ts';
import { statusMeaning } from './retry.ts';

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
    return { kind: 'json', value: parseExactJson(answer.text) };
  } catch {
    return notUnderstood(answer, 'json');
  }
}

/**
 * JSON in which a number that a double may not hold exactly is the text that stands there, so that it is compared digit by digit: 15 significant digits always survive
 * (IEEE 754 binary64), more may not. Throws as `JSON.parse` does.
 */
export function parseExactJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  let rounded = 0;
  // Texts are matched whole, so that digits in them are none of its numbers.
  const exact = text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g, (token) => {
    if (token.startsWith('"') || survives(token)) return token;
    rounded += 1;
    return `"${token}"`;
  });
  return rounded === 0 ? value : JSON.parse(exact);
}

function survives(number: string): boolean {
  const [mantissa = '', exponent = '0'] = number.toLowerCase().split('e');
  const digits = mantissa.replace(/[-.]/g, '').replace(/^0+/, '').replace(/0+$/, '');
  // The range of a double ends at 10^308: far from it nothing becomes 0 or infinite.
  return digits.length <= 15 && mantissa.length <= 100 && Math.abs(Number(exponent)) <= 99;
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
