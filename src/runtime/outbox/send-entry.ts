import type { Dispatch } from '../../lims/dispatch.ts';
import { limsNote } from '../../lims/lims-notes.ts';
import { afterEvent, type OutboxEvent, type OutboxRecord } from '../../lims/outbox-record.ts';
import { compareReadBack } from '../../lims/read-back.ts';
import { waitSeconds } from '../../lims/retry.ts';
import type { ConfiguredTarget } from '../../lims/targets/targets-file.ts';
import type { Message } from '../../message.ts';
import { sha256Of } from '../disk/files.ts';
import type { Clock } from '../disk/surroundings.ts';
import type { Connection } from './connection.ts';
import { converse } from './converse.ts';

/** What an entry is sent with. */
export interface Sending {
  readonly target: ConfiguredTarget;
  readonly dispatch: Dispatch;
  readonly connection: Connection;
  readonly clock: Clock;
  /** From 0 up to, but not including, 1. */
  readonly random: () => number;
  /** The entry is on the disk when this comes back; one that is settled stands in the log before. */
  readonly keep: (record: OutboxRecord) => Promise<void>;
}

/** Goes on with an entry until it is settled or must wait. */
export async function sendEntry(entry: OutboxRecord, sending: Sending): Promise<OutboxRecord> {
  let record = entry;
  const happen = async (event: OutboxEvent): Promise<void> => {
    record = afterEvent(record, event);
    await sending.keep(record);
  };
  while (record.state === 'waiting') {
    const outcome = await STEPS[record.step](record, sending, happen);
    await happen(outcome);
    if (outcome.kind === 'unanswered') break;
  }
  return record;
}

type Step = (record: OutboxRecord, sending: Sending, happen: (event: OutboxEvent) => Promise<void>) => Promise<OutboxEvent>;

const send: Step = async (record, sending, happen) => {
  const { target, dispatch, connection } = sending;
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
    settledAt: settle === null ? null : inSeconds(sending.clock, target.timeoutSeconds + settle),
  });
  const said = await converse(target.send(dispatch, prepared.text), connection);
  if (said.kind === 'unanswered') return later(said.reason, { record, sending, settleSeconds: settle ?? 0 });
  if (said.result.kind === 'done') return { kind: 'booked', readBack: target.readBack === null ? 'none' : 'next' };
  if (said.result.kind === 'refused') return said.result;
  const { reason, retryAfterSeconds } = said.result;
  return later(reason, { record, sending, settleSeconds: settle ?? 0, retryAfterSeconds });
};

const look: Step = async (record, sending) => {
  const { target, dispatch, connection } = sending;
  if (target.look === null) return { kind: 'absent' };
  const said = await converse(target.look(dispatch), connection);
  if (said.kind === 'unanswered') return later(said.reason, { record, sending, settleSeconds: 0 });
  switch (said.result.kind) {
    case 'there':
      return { kind: 'booked', readBack: target.readBack === null ? 'none' : 'next' };
    case 'absent':
    case 'refused':
      return said.result;
    case 'not now':
      return later(said.result.reason, { record, sending, settleSeconds: 0, retryAfterSeconds: said.result.retryAfterSeconds });
  }
};

const read: Step = async (record, sending) => {
  const { target, dispatch, connection } = sending;
  if (target.readBack === null) return { kind: 'equal' };
  const said = await converse(target.readBack(dispatch), connection);
  if (said.kind === 'unanswered') return later(said.reason, { record, sending, settleSeconds: 0 });
  switch (said.result.kind) {
    case 'read': {
      const differences = compareReadBack(target.expected(dispatch), said.result.values);
      return differences.length === 0 ? { kind: 'equal' } : { kind: 'differs', reason: limsNote('lims/differs', { differences }) };
    }
    case 'refused':
      return said.result;
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
}

function later(reason: Message, { record, sending, settleSeconds, retryAfterSeconds = 0 }: Later): OutboxEvent {
  const seconds = waitSeconds({
    ...sending.target.retry,
    attempts: record.attempts + 1,
    random: sending.random(),
    retryAfterSeconds,
    settleSeconds,
  });
  return { kind: 'unanswered', reason, nextAt: inSeconds(sending.clock, seconds) };
}

function inSeconds(clock: Clock, seconds: number): string {
  return new Date(clock.now().getTime() + seconds * 1000).toISOString();
}
