import { describe, expect, it } from 'vitest';
import {
  afterEvent,
  formatOutboxRecord,
  OUTBOX_TRANSITIONS,
  type OutboxEvent,
  type OutboxRecord,
  parseOutboxRecord,
} from '../../src/lims/outbox-record.ts';

const NOTE = { code: 'lims/no-answer', fields: { detail: 'closed' } };
const LATER = '2026-11-30T12:00:00.000Z';

const entry: OutboxRecord = {
  schemaVersion: 1,
  key: 'a'.repeat(64),
  target: 'lims',
  kind: 'result',
  resultSha256: 'b'.repeat(64),
  revision: 1,
  replaces: null,
  folder: 'lots/LOT-1/release/0001',
  state: 'waiting',
  step: 'send',
  attempts: 0,
  mayHaveArrived: false,
  nextAt: null,
  messageSha256: null,
  reason: null,
};

const EVENTS: readonly OutboxEvent[] = [
  { kind: 'begun', messageSha256: 'c'.repeat(64), settledAt: null, keys: 'known' },
  { kind: 'unanswered', reason: NOTE, nextAt: LATER },
  { kind: 'refused', reason: NOTE },
  { kind: 'booked', readBack: 'next' },
  { kind: 'absent' },
  { kind: 'equal' },
  { kind: 'differs', reason: NOTE },
  { kind: 'retried', first: 'as it was' },
  { kind: 'partly' },
  { kind: 'overtaken', reason: NOTE },
];

/** The whole table: what may happen where, and what it leads to. All else is a fault. */
const CASES: Readonly<Record<string, string>> = {
  'waiting/send begun': 'waiting/send',
  'waiting/send unanswered': 'waiting/send',
  'waiting/send refused': 'parked/send',
  'waiting/send booked': 'waiting/read',
  'waiting/send differs': 'mismatch/read',
  'waiting/send overtaken': 'parked/send',
  'waiting/look unanswered': 'waiting/look',
  'waiting/look refused': 'parked/look',
  'waiting/look booked': 'waiting/read',
  'waiting/look absent': 'waiting/send',
  'waiting/look partly': 'waiting/send',
  'waiting/look differs': 'mismatch/read',
  'waiting/look overtaken': 'parked/look',
  'waiting/read unanswered': 'waiting/read',
  'waiting/read equal': 'sent/read',
  'waiting/read differs': 'mismatch/read',
  'waiting/read refused': 'mismatch/read',
  'waiting/read overtaken': 'parked/read',
  'parked/send retried': 'waiting/send',
  'parked/look retried': 'waiting/look',
  'parked/read retried': 'waiting/read',
  'mismatch/read retried': 'waiting/read',
};

describe('an entry of the outbox', () => {
  const places = Object.keys(OUTBOX_TRANSITIONS);
  it.each(places.flatMap((from) => EVENTS.map((event) => ({ from, event, name: `${from} ${event.kind}` }))))(
    '$name',
    ({ from, event, name }) => {
      const place = from.split('/');
      const record = parseOutboxRecord(JSON.stringify({ ...entry, state: place[0], step: place[1] }));
      if (record === null) throw new Error(from);
      const expected = CASES[name];
      if (expected === undefined) expect(() => afterEvent(record, event)).toThrow(TypeError);
      else {
        const { state, step } = afterEvent(record, event);
        expect(`${state}/${step}`).toBe(expected);
      }
    },
  );

  it('that was begun is counted before it goes out; of a target that knows no keys, the next step is to look', () => {
    const begun = { kind: 'begun', messageSha256: 'c'.repeat(64), settledAt: LATER } as const;
    expect(afterEvent(entry, { ...begun, keys: 'unknown' })).toMatchObject({
      attempts: 1,
      step: 'look',
      nextAt: LATER,
      messageSha256: 'c'.repeat(64),
    });
    expect(afterEvent(entry, { ...begun, settledAt: null, keys: 'known' })).toMatchObject({ attempts: 1, step: 'send', nextAt: null });
  });

  it('keeps the hash of the message that was sent first', () => {
    const again = afterEvent(
      { ...entry, messageSha256: 'd'.repeat(64) },
      { kind: 'begun', messageSha256: 'c'.repeat(64), settledAt: null, keys: 'known' },
    );
    expect(again.messageSha256).toBe('d'.repeat(64));
  });

  it('that is booked is sent where nothing is read back', () => {
    expect(afterEvent(entry, { kind: 'booked', readBack: 'none' }).state).toBe('sent');
  });

  it('is read as it was written, and nothing else is', () => {
    expect(parseOutboxRecord(formatOutboxRecord({ ...entry, reason: NOTE }))).toEqual({ ...entry, reason: NOTE });
    for (const wrong of [
      '',
      '{',
      '{}',
      JSON.stringify({ ...entry, more: 1 }),
      JSON.stringify({ ...entry, folder: '../x' }),
      JSON.stringify({ ...entry, state: 'lost' }),
    ])
      expect(parseOutboxRecord(wrong), wrong).toBeNull();
  });
});
