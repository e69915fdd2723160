import { describe, expect, it } from 'vitest';
import { dispatchKey } from '../../src/lims/dispatch.ts';
import { limsNote } from '../../src/lims/lims-notes.ts';
import type { OutboxRecord } from '../../src/lims/outbox-record.ts';
import { planSendings } from '../../src/lims/plan-entries.ts';

const analysis = (number: number) => ({ folder: `lots/LOT-1/release/000${number}`, resultSha256: String(number).repeat(64) });

function entry(number: number, revision: number, more: Partial<OutboxRecord> = {}): OutboxRecord {
  const { folder, resultSha256 } = analysis(number);
  const kind = more.kind ?? 'result';
  return {
    schemaVersion: 1,
    key: dispatchKey({ target: 'lims', kind, resultSha256, revision }),
    target: 'lims',
    kind,
    resultSha256,
    revision,
    replaces: null,
    folder,
    state: 'sent',
    step: 'read',
    attempts: 1,
    mayHaveArrived: true,
    nextAt: null,
    messageSha256: null,
    reason: null,
    ...more,
  };
}

const waiting = { state: 'waiting', step: 'send' } as const;
const never = { ...waiting, attempts: 0, mayHaveArrived: false } as const;
const refused = { state: 'parked', step: 'send', mayHaveArrived: false } as const;
/** Refused after an attempt that may have arrived. */
const perhaps = {
  state: 'parked',
  step: 'send',
  mayHaveArrived: true,
  reason: limsNote('lims/refused', { status: '422', answer: { text: '', characters: 0 } }),
} as const;
const dropped = {
  state: 'parked',
  step: 'send',
  attempts: 0,
  mayHaveArrived: false,
  reason: limsNote('lims/overtaken', { stands: 'none', arrived: 'never' }),
} as const;

describe('what is sent of a subject', () => {
  it.each([
    { what: 'nothing was sent', standing: 1, entries: [], plan: ['create result 1 r1'] },
    { what: 'nothing stands and nothing was sent', standing: null, entries: [], plan: [] },
    { what: 'it was sent', standing: 1, entries: [entry(1, 1)], plan: [] },
    { what: 'it was sent and differs', standing: 1, entries: [entry(1, 1, { state: 'mismatch' })], plan: [] },
    { what: 'it waits', standing: 1, entries: [entry(1, 1, never)], plan: [] },
    { what: 'it is parked', standing: 1, entries: [entry(1, 1, refused)], plan: [] },
    { what: 'another result stands', standing: 2, entries: [entry(1, 1)], plan: ['create result 2 r2'] },
    {
      what: 'another stands, and the one before may have arrived',
      standing: 2,
      entries: [entry(1, 1, waiting)],
      plan: ['overtake result 1 r1', 'create result 2 r2'],
    },
    {
      what: 'the lot is open again, and what was sent may have arrived',
      standing: null,
      entries: [entry(1, 1, waiting)],
      plan: ['overtake result 1 r1', 'create reopened 1 r2'],
    },
    {
      what: 'the lot is open again before what was booked was read back',
      standing: null,
      entries: [entry(1, 1, { state: 'waiting', step: 'read' })],
      plan: ['overtake result 1 r1', 'create reopened 1 r2'],
    },
    {
      what: 'another stands, and the one before was refused and may have arrived',
      standing: 2,
      entries: [entry(1, 1, perhaps)],
      plan: ['create result 2 r2'],
    },
    {
      what: 'the lot is open again, and what was refused may have arrived',
      standing: null,
      entries: [entry(1, 1, perhaps)],
      plan: ['create reopened 1 r2'],
    },
    { what: 'what was refused and may have arrived stands', standing: 1, entries: [entry(1, 1, perhaps)], plan: [] },
    {
      what: 'what may have arrived was overtaken, and stands again before anything followed',
      standing: 1,
      entries: [
        entry(1, 1, { ...perhaps, reason: limsNote('lims/overtaken', { stands: 'none', arrived: 'perhaps' }) }),
        entry(1, 2, { ...never, kind: 'reopened' }),
      ],
      plan: ['overtake reopened 1 r2', 'revive result 1 r1'],
    },
    {
      what: 'another stands, and the one before was never sent',
      standing: 2,
      entries: [entry(1, 1, never)],
      plan: ['overtake result 1 r1', 'create result 2 r1'],
    },
    {
      what: 'another stands, and the one before was refused',
      standing: 2,
      entries: [entry(1, 1, refused)],
      plan: ['create result 2 r1'],
    },
    { what: 'the lot is open again', standing: null, entries: [entry(1, 1)], plan: ['create reopened 1 r2'] },
    { what: 'the lot is open again, which was said', standing: null, entries: [entry(1, 1), entry(1, 2, { kind: 'reopened' })], plan: [] },
    {
      what: 'the lot is open again before anything was sent',
      standing: null,
      entries: [entry(1, 1, never)],
      plan: ['overtake result 1 r1'],
    },
    { what: 'the same result stands again after that', standing: 1, entries: [entry(1, 1, dropped)], plan: ['revive result 1 r1'] },
    {
      what: 'the same result stands again after it was said to be open',
      standing: 1,
      entries: [entry(1, 1), entry(1, 2, { kind: 'reopened' })],
      plan: ['create result 1 r3'],
    },
  ])('where $what', ({ standing, entries, plan }) => {
    const planned = planSendings('lims', { keys: 'known', standing: standing === null ? null : analysis(standing), entries });
    expect(planned.map(({ kind, record }) => `${kind} ${record.kind} ${record.resultSha256[0]} r${record.revision}`)).toEqual(plan);
  });

  it.each([
    { what: 'what was refused stands', standing: 1, entries: [entry(1, 1, refused)], plan: ['revive result 1 r1'] },
    { what: 'what was refused stands no longer', standing: null, entries: [entry(1, 1, refused)], plan: [] },
    { what: 'what was dropped stands no longer', standing: null, entries: [entry(1, 1, dropped)], plan: [] },
    {
      what: 'what was refused was corrected, and the correction sent',
      standing: 2,
      entries: [entry(1, 1, refused), entry(2, 1)],
      plan: [],
    },
    {
      what: 'what was refused was corrected, and the correction refused',
      standing: 2,
      entries: [entry(1, 1, refused), entry(2, 1, refused)],
      plan: ['revive result 2 r1'],
    },
    { what: 'what was sent differs', standing: 1, entries: [entry(1, 1, { state: 'mismatch' })], plan: ['revive result 1 r1'] },
    { what: 'nothing is wrong', standing: 1, entries: [entry(1, 1)], plan: [] },
  ])('is asked for again where $what', ({ standing, entries, plan }) => {
    const subject = {
      keys: 'known' as const,
      standing: standing === null ? null : analysis(standing),
      entries,
      again: 'parked and differing' as const,
    };
    expect(
      planSendings('lims', subject).map(({ kind, record }) => `${kind} ${record.kind} ${record.resultSha256[0]} r${record.revision}`),
    ).toEqual(plan);
  });

  it.each([
    { what: 'is not looked for yet', entries: [entry(1, 1, { state: 'waiting', step: 'look' })], plan: [] },
    {
      what: 'is there in part',
      entries: [entry(1, 1, waiting)],
      plan: ['overtake result 1 r1', 'create reopened 1 r2'],
    },
    { what: 'is found not to be there', entries: [entry(1, 1, { ...waiting, mayHaveArrived: false })], plan: ['overtake result 1 r1'] },
  ])('waits, where a target knows no keys and what may have arrived $what, for the look', ({ entries, plan }) => {
    const planned = planSendings('lims', { keys: 'unknown', standing: null, entries });
    expect(planned.map(({ kind, record }) => `${kind} ${record.kind} ${record.resultSha256[0]} r${record.revision}`)).toEqual(plan);
  });

  it('is a revision that names the key which it stands in place of', () => {
    const first = entry(1, 1);
    const [next] = planSendings('lims', { keys: 'known', standing: analysis(2), entries: [first] });
    expect(next?.record).toMatchObject({ replaces: first.key, revision: 2, state: 'waiting', attempts: 0 });
  });

  it('has another key for every target, result, kind and revision', () => {
    const name = { target: 'a', kind: 'result', resultSha256: '1'.repeat(64), revision: 1 } as const;
    const keys = [
      name,
      { ...name, target: 'b' },
      { ...name, kind: 'reopened' } as const,
      { ...name, resultSha256: '2'.repeat(64) },
      { ...name, revision: 2 },
    ].map(dispatchKey);
    expect(new Set(keys).size).toBe(5);
    expect(dispatchKey({ ...name })).toBe(keys[0]);
  });
});
