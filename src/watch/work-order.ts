import * as z from 'zod';
import { lazily } from '../lazily.ts';
import type { Message } from '../message.ts';
import { sha256OfText } from '../sha256.ts';
import type { Subject } from '../subject.ts';
import type { SubjectOutcome } from './subject-attempts.ts';
import { watchSchemas } from './watch-schemas.ts';

/** What a worker is to do, as it lies in the store: one subject, of inputs and a method that the intake holds. Its id is the hash of its bytes. */
export interface WorkOrder {
  readonly schemaVersion: 1;
  /** Hash of the listing of folder and method in the intake. */
  readonly inputs: string;
  readonly subject: Subject;
  readonly language: 'en' | 'zh' | 'both';
  /** A file that no thread could compute fails the subject, or, at the last try, is held in its result. */
  readonly notComputed: 'fails' | 'held';
  /** Failed analyses of this very content before: another try is another order. */
  readonly failed: number;
}

/** What a queue carries beside the id of an order: nothing of a lot, and nothing secret. */
export interface OrderHint {
  readonly schemaVersion: 1;
  /** The watch that gave it: a folder below `OUT/watch`. */
  readonly watch: string;
  readonly inputs: string;
}

/** What became of an order. It names the order and its subject, so that a copy of another one is none. */
export interface OrderAnswer {
  readonly schemaVersion: 1;
  /** Id of the order. */
  readonly order: string;
  readonly subject: Subject;
  readonly outcome: SubjectOutcome;
  /** Tries that it stands for: one, or all where each of them ended its process. */
  readonly tries: number;
  /** Who worked on it. */
  readonly host: string;
}

/** Why a worker cannot work on an order now. */
export interface OrderLater {
  readonly schemaVersion: 1;
  /** Id of the order. */
  readonly order: string;
  readonly why: Message;
  readonly host: string;
}

const SHA256 = /^[0-9a-f]{64}$/;

const schemas = lazily(() => {
  const { message, subject, published } = watchSchemas();
  const order = z.strictObject({
    schemaVersion: z.literal(1),
    inputs: z.string().regex(SHA256),
    subject,
    language: z.enum(['en', 'zh', 'both']),
    notComputed: z.enum(['fails', 'held']),
    failed: z.number().int().min(0),
  });
  const hint = z.strictObject({
    schemaVersion: z.literal(1),
    watch: z.string().regex(/^[0-9a-f]{16}$/),
    inputs: z.string().regex(SHA256),
  });
  const outcome = z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('published'), published }),
    z.object({ kind: z.literal('reason-needed'), why: message }),
    z.object({ kind: z.literal('failed'), error: message }),
  ]);
  const answer = z.object({
    schemaVersion: z.literal(1),
    order: z.string().regex(SHA256),
    subject,
    outcome,
    tries: z.number().int().min(1),
    host: z.string(),
  });
  const later = z.object({ schemaVersion: z.literal(1), order: z.string().regex(SHA256), why: message, host: z.string() });
  return { order, hint, answer, later };
});

/** The bytes of an order; `id` is their hash. */
export function formatOrder({ schemaVersion, inputs, subject, language, notComputed, failed }: WorkOrder): {
  readonly id: string;
  readonly text: string;
} {
  const { lot, purpose, condition, timePoint } = subject;
  const text = `${JSON.stringify({ schemaVersion, inputs, subject: { lot, purpose, condition, timePoint }, language, notComputed, failed })}\n`;
  return { id: sha256OfText(text), text };
}

/** `null` where the bytes are not those of the id, or no order that this version knows. */
export function parseOrder(text: string, id: string): WorkOrder | null {
  return sha256OfText(text) === id ? parsed(text, schemas().order) : null;
}

/** What a queue gave; `null` where it is none of ours. */
export function parseHint(value: unknown): OrderHint | null {
  return schemas().hint.safeParse(value).data ?? null;
}

/** Whether a text can be the id of an order. */
export function isOrderId(text: string): boolean {
  return SHA256.test(text);
}

export function formatAnswer(answer: OrderAnswer): string {
  return `${JSON.stringify(answer)}\n`;
}

/** `null` where the text is none, or one to another order than that of the id: the order is worked on again. */
export function parseAnswer(text: string, id: string): OrderAnswer | null {
  const answer = parsed(text, schemas().answer);
  return answer?.order === id ? answer : null;
}

export function formatLater(later: OrderLater): string {
  return `${JSON.stringify(later)}\n`;
}

/** `null` where the text is none of the order with that id. */
export function parseLater(text: string, id: string): OrderLater | null {
  const later = parsed(text, schemas().later);
  return later?.order === id ? later : null;
}

function parsed<Value>(text: string, schema: z.ZodType<Value>): Value | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
