import * as z from 'zod';
import type { Message } from '../message.ts';
import { canonicalJson } from '../results/canonical-json.ts';

export const OUTBOX_STATES = ['waiting', 'sent', 'parked', 'mismatch'] as const;
export type OutboxState = (typeof OUTBOX_STATES)[number];

/** What comes next of an entry that waits: sending it; looking whether an attempt without an answer arrived; reading back what was booked. */
export const OUTBOX_STEPS = ['send', 'look', 'read'] as const;
export type OutboxStep = (typeof OUTBOX_STEPS)[number];

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);

/** `OUT/outbox/<target>/<key>.json`: what becomes of one sending. No secret is ever in it. */
export const outboxRecordSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    key: sha256.describe('Of result, target, kind and revision: what a LIMS knows the sending by.'),
    target: z.string().min(1).describe('Id of the target in targets.yaml.'),
    kind: z.enum(['result', 'reopened']).describe('reopened = what was sent before no longer stands.'),
    resultSha256: sha256.describe('Of the bytes of result.json.'),
    revision: z.int().positive().describe('1 for the first sending of a subject; each correction and re-opening counts one up.'),
    replaces: sha256.nullable().describe('Key of the sending that this one stands in place of; null = the first.'),
    folder: z
      .string()
      .regex(/^lots\/[^/]+\/[^/]+\/\d{4,}$/)
      .describe('The analysis, from OUT.'),
    state: z.enum(OUTBOX_STATES),
    step: z.enum(OUTBOX_STEPS).describe('What comes next while it waits.'),
    attempts: z.int().min(0).describe('How often it was sent.'),
    mayHaveArrived: z
      .boolean()
      .describe(
        'Set before the first byte goes out; taken back by a proof alone: a look that finds nothing, a refusal, a connection that never was.',
      ),
    nextAt: instant.nullable().describe('UTC; not before then. null = at once, or never.'),
    messageSha256: sha256.nullable().describe('Of the message as it was sent first; null = it was not.'),
    reason: z
      .strictObject({ code: z.string(), fields: z.record(z.string(), z.json()) })
      .nullable()
      .describe('Why it waits, is parked or differs; null = nothing is wrong.'),
  })
  .describe('One entry of the outbox.');

export type OutboxRecord = Omit<Readonly<z.output<typeof outboxRecordSchema>>, 'reason'> & { readonly reason: Message | null };

/** The bytes of a record, as text: RFC 8785 with a line end. */
export function formatOutboxRecord(record: OutboxRecord): string {
  return `${canonicalJson(record)}\n`;
}

/** Reads a record; `null` where it is none. */
export function parseOutboxRecord(text: string): OutboxRecord | null {
  try {
    const parsed = outboxRecordSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** What happens to an entry. */
export type OutboxEvent =
  /** Told before the first byte goes out, so that whoever finds the entry later knows that it may have arrived. */
  | { readonly kind: 'begun'; readonly messageSha256: string; readonly settledAt: string | null; readonly keys: 'known' | 'unknown' }
  | { readonly kind: 'unanswered'; readonly reason: Message; readonly nextAt: string; readonly arrived?: Arrived }
  | { readonly kind: 'refused'; readonly reason: Message; readonly arrived?: Arrived }
  /** The target has it; `readBack` = it is read and compared next. */
  | { readonly kind: 'booked'; readonly readBack: 'next' | 'none' }
  | { readonly kind: 'absent' }
  /** Some of it is there: the rest is sent. */
  | { readonly kind: 'partly' }
  | { readonly kind: 'equal' }
  | { readonly kind: 'differs'; readonly reason: Message }
  /** It no longer stands. */
  | { readonly kind: 'overtaken'; readonly reason: Message }
  /** A person asked for it again, or it stands again; `look` = what may have arrived is looked for first. */
  | { readonly kind: 'retried'; readonly first: 'look' | 'as it was' };

/** What is known of an entry now: `never` = proven that nothing of it arrived; where nothing is said, it is as it was. */
export type Arrived = 'never' | 'perhaps';

type EventKind = OutboxEvent['kind'];

/**
 * The table of transitions: `state/step` → the events that may happen there, and the state and step that they lead to. `same` = the step stays, `next` = as
 * the event says. What is not in it is a fault of ours.
 */
export const OUTBOX_TRANSITIONS: Readonly<
  Record<string, Readonly<Partial<Record<EventKind, readonly [OutboxState, OutboxStep | 'same']>>>>
> = {
  'waiting/send': {
    begun: ['waiting', 'same'],
    unanswered: ['waiting', 'same'],
    refused: ['parked', 'send'],
    booked: ['waiting', 'read'],
    differs: ['mismatch', 'read'],
    overtaken: ['parked', 'send'],
  },
  'waiting/look': {
    unanswered: ['waiting', 'same'],
    refused: ['parked', 'look'],
    booked: ['waiting', 'read'],
    differs: ['mismatch', 'read'],
    absent: ['waiting', 'send'],
    partly: ['waiting', 'send'],
    overtaken: ['parked', 'look'],
  },
  'waiting/read': {
    unanswered: ['waiting', 'same'],
    equal: ['sent', 'read'],
    differs: ['mismatch', 'read'],
    refused: ['mismatch', 'read'],
    overtaken: ['parked', 'read'],
  },
  'parked/send': { retried: ['waiting', 'send'] },
  'parked/look': { retried: ['waiting', 'look'] },
  'parked/read': { retried: ['waiting', 'read'] },
  'mismatch/read': { retried: ['waiting', 'read'] },
  'sent/read': {},
};

/** The record after an event. Throws where the table has none: a fault of ours. */
export function afterEvent(record: OutboxRecord, event: OutboxEvent): OutboxRecord {
  const found = OUTBOX_TRANSITIONS[`${record.state}/${record.step}`]?.[event.kind];
  if (found === undefined) throw new TypeError(`Expected no '${event.kind}' of an entry that is ${record.state}/${record.step}.`);
  const [state, step] = found;
  const next = { ...record, state, step: step === 'same' ? record.step : step, nextAt: null, reason: null };
  switch (event.kind) {
    case 'begun':
      return {
        ...next,
        // A target that knows no keys is looked at before anything is sent to it again.
        step: event.keys === 'unknown' ? 'look' : 'send',
        attempts: record.attempts + 1,
        mayHaveArrived: true,
        nextAt: event.settledAt,
        messageSha256: record.messageSha256 ?? event.messageSha256,
      };
    case 'unanswered':
      return { ...next, mayHaveArrived: knownOf(record, event.arrived), reason: event.reason, nextAt: event.nextAt };
    case 'refused':
      return { ...next, mayHaveArrived: knownOf(record, event.arrived), reason: event.reason };
    case 'differs':
    case 'overtaken':
      return { ...next, reason: event.reason };
    case 'booked':
      return event.readBack === 'none' ? { ...next, state: 'sent' } : next;
    case 'absent':
      return { ...next, mayHaveArrived: false };
    case 'retried':
      return event.first === 'look' && state === 'waiting' && step !== 'read' ? { ...next, step: 'look' } : next;
    default:
      return next;
  }
}

function knownOf({ mayHaveArrived }: OutboxRecord, arrived: Arrived | undefined): boolean {
  return arrived === undefined ? mayHaveArrived : arrived === 'perhaps';
}
