import type { Dispatch } from '../../lims/dispatch.ts';
import { limsNote } from '../../lims/lims-notes.ts';
import { type Arrived, afterEvent, type OutboxEvent, type OutboxRecord } from '../../lims/outbox-record.ts';
import { waitSeconds } from '../../lims/retry.ts';
import type { ConfiguredTarget } from '../../lims/targets/targets-file.ts';
import type { Message } from '../../message.ts';
import { sha256Of } from '../disk/files.ts';
import { converse, type Speaking } from './converse.ts';
import type { Waits } from './waits.ts';

/** What an entry is sent with. */
export interface Sending extends Speaking {
  readonly target: ConfiguredTarget;
  readonly dispatch: Dispatch;
  readonly waits: Waits;
  /** From 0 up to, but not including, 1. */
  readonly random: () => number;
  /** The entry is on the disk when this comes back; the log says before that it may arrive, and that it is settled. */
  readonly keep: (record: OutboxRecord) => Promise<void>;
  /** The entry by the acts and analyses as they are now: one that no longer stands does not wait any more. */
  readonly current: (record: OutboxRecord) => OutboxRecord;
}

/** Goes on with an entry until it is settled, no longer stands, or must wait. */
export async function sendEntry(entry: OutboxRecord, sending: Sending): Promise<OutboxRecord> {
  let record = sending.current(entry);
  const happen = async (event: OutboxEvent): Promise<void> => {
    record = afterEvent(record, event);
    await sending.keep(record);
  };
  while (record.state === 'waiting') {
    const outcome = await STEPS[record.step](record, sending, happen);
    await happen(outcome);
    if (outcome.kind === 'unanswered') break;
    record = sending.current(record);
  }
  return record;
}

type Step = (record: OutboxRecord, sending: Sending, happen: (event: OutboxEvent) => Promise<void>) => Promise<OutboxEvent>;

const send: Step = async (record, sending, happen) => {
  const { target, dispatch, waits } = sending;
  const prepared = target.prepare(dispatch);
  if (prepared.kind === 'refused') return prepared;
  const messageSha256 = sha256Of(prepared.text);
  const first = record.messageSha256;
  if (first !== null && first !== messageSha256)
    return { kind: 'refused', reason: limsNote('lims/message-changed', { first, now: messageSha256 }) };
  const settle = target.settleSeconds;
  await happen({
    kind: 'begun',
    messageSha256,
    keys: settle === null ? 'known' : 'unknown',
    settledAt: settle === null ? null : waits.begin(record.key, target.timeoutSeconds + settle),
  });
  const said = await converse(target.send(dispatch, prepared.text), sending);
  // Of this attempt alone: one before it may have arrived all the same.
  const never: Arrived = record.mayHaveArrived ? 'perhaps' : 'never';
  if (said.kind === 'unanswered') {
    const arrived = said.arrived === 'never' ? never : 'perhaps';
    return later(said.reason, { record, sending, settleSeconds: arrived === 'never' ? 0 : (settle ?? 0), arrived });
  }
  const { result } = said;
  if (result.kind === 'done') return { kind: 'booked', readBack: target.readBack === null ? 'none' : 'next' };
  if (result.kind === 'differs') return { kind: 'differs', reason: limsNote('lims/differs', { differences: result.differences }) };
  if (result.kind === 'refused') return { ...result, arrived: result.arrived === 'partly' ? 'perhaps' : never };
  return later(result.reason, { record, sending, settleSeconds: settle ?? 0, retryAfterSeconds: result.retryAfterSeconds });
};

const look: Step = async (record, sending) => {
  const { target, dispatch } = sending;
  if (target.look === null) return { kind: 'partly' };
  const said = await converse(target.look(dispatch), sending);
  if (said.kind === 'unanswered') return later(said.reason, { record, sending, settleSeconds: 0 });
  switch (said.result.kind) {
    case 'there':
      return { kind: 'booked', readBack: target.readBack === null ? 'none' : 'next' };
    case 'absent':
    case 'partly':
      return said.result;
    case 'refused':
      return { kind: 'refused', reason: said.result.reason };
    case 'not now':
      return later(said.result.reason, { record, sending, settleSeconds: 0, retryAfterSeconds: said.result.retryAfterSeconds });
  }
};

const read: Step = async (record, sending) => {
  const { target, dispatch } = sending;
  if (target.readBack === null) return { kind: 'equal' };
  const said = await converse(target.readBack(dispatch), sending);
  if (said.kind === 'unanswered') return later(said.reason, { record, sending, settleSeconds: 0 });
  switch (said.result.kind) {
    case 'read': {
      const differences = target.compare(dispatch, said.result.values);
      return differences.length === 0 ? { kind: 'equal' } : { kind: 'differs', reason: limsNote('lims/differs', { differences }) };
    }
    case 'refused':
      return { kind: 'refused', reason: said.result.reason };
    case 'not now':
      return later(said.result.reason, { record, sending, settleSeconds: 0, retryAfterSeconds: said.result.retryAfterSeconds });
  }
};

const STEPS: Readonly<Record<OutboxRecord['step'], Step>> = { send, look, read };

interface Later {
  readonly record: OutboxRecord;
  readonly sending: Sending;
  readonly settleSeconds: number;
  readonly retryAfterSeconds?: number;
  readonly arrived?: Arrived;
}

function later(reason: Message, { record, sending, settleSeconds, retryAfterSeconds = 0, arrived }: Later): OutboxEvent {
  const seconds = waitSeconds({
    ...sending.target.retry,
    attempts: record.attempts + 1,
    random: sending.random(),
    retryAfterSeconds,
    settleSeconds,
  });
  return { kind: 'unanswered', reason, nextAt: sending.waits.begin(record.key, seconds), ...(arrived === undefined ? {} : { arrived }) };
}
