import * as z from 'zod';
import type { AuditEntry, AuditEvent } from '../../audit-log/audit-entry.ts';
import type { OutboxRecord } from '../../lims/outbox-record.ts';

const SHA256 = z.string().regex(/^[0-9a-f]{64}$/);

const nameSchema = z.object({
  target: z.string(),
  key: SHA256,
  kind: z.enum(['result', 'reopened']),
  revision: z.int().positive(),
  replaces: SHA256.nullable(),
  messageSha256: SHA256.nullable(),
});

/** What an entry `sent` of the log says under `new`. */
const sentSchema = z.object({ ...nameSchema.shape, state: z.enum(['sent', 'mismatch']), attempts: z.int() });

/** The entry of the log before the first byte of a sending goes out. */
export function sendingEvent(record: OutboxRecord): AuditEvent {
  const { target, key, kind, revision, replaces, messageSha256 } = record;
  return eventOf(record, 'sending', { target, key, kind, revision, replaces, messageSha256 });
}

/** The entry of the log for a sending that is settled. */
export function sentEvent(record: OutboxRecord): AuditEvent {
  const { target, key, kind, revision, replaces, attempts, messageSha256, state } = record;
  return eventOf(record, 'sent', { target, key, kind, revision, replaces, state, attempts, messageSha256 });
}

function eventOf({ folder, resultSha256 }: OutboxRecord, action: 'sending' | 'sent', said: AuditEvent['new']): AuditEvent {
  return { action, object: `${folder}/result.json`, objectSha256: resultSha256, old: null, new: said, reason: null };
}

/** The sendings of a target that a log knows. */
export interface LoggedSendings {
  /** Those of which a byte may have gone out, by key. */
  readonly begun: ReadonlyMap<string, OutboxRecord>;
  /** Those that are settled, by key: as the log says it last. */
  readonly settled: ReadonlyMap<string, OutboxRecord>;
}

export function loggedSendings(log: readonly AuditEntry[], target: string, keys: 'known' | 'unknown'): LoggedSendings {
  const begun = new Map<string, OutboxRecord>();
  const settled = new Map<string, OutboxRecord>();
  for (const entry of log) {
    const record = entry.action === 'sending' ? begunBy(entry, keys) : entry.action === 'sent' ? settledBy(entry) : null;
    if (record?.target !== target) continue;
    if (entry.action === 'sent') settled.set(record.key, record);
    else begun.set(record.key, record);
  }
  return { begun, settled };
}

/** The ids of all targets that a log says something was, or may have been, sent to. */
export function targetsInLog(log: readonly AuditEntry[]): ReadonlySet<string> {
  const named = log.flatMap((entry) => {
    const parsed = entry.action === 'sending' || entry.action === 'sent' ? nameSchema.safeParse(entry.new) : null;
    return parsed?.success === true ? [parsed.data.target] : [];
  });
  return new Set(named);
}

/**
 * The entries of a target as they stand by outbox and log: what the log says was sent is sent, and what it says may have arrived may have, whatever became of the outbox, so
 * that nothing is sent twice when a folder of it is lost, or a process ended between the log and the outbox.
 */
export function withLog(records: readonly OutboxRecord[], { begun, settled }: LoggedSendings): readonly OutboxRecord[] {
  const known = new Map(records.map((record) => [record.key, record]));
  for (const [key, logged] of begun) if ((known.get(key)?.attempts ?? 0) === 0) known.set(key, logged);
  for (const [key, logged] of settled) {
    const own = known.get(key);
    // A person asked for a difference to be read again: the entry is ahead of the log.
    const isAhead = own?.state === 'sent' || (logged.state === 'mismatch' && own?.step === 'read');
    if (!isAhead) known.set(key, logged);
  }
  return [...known.values()];
}

function begunBy({ object, objectSha256, new: said }: AuditEntry, keys: 'known' | 'unknown'): OutboxRecord | null {
  const parsed = nameSchema.safeParse(said);
  if (!parsed.success || objectSha256 === null) return null;
  return {
    ...recordOf(parsed.data, { object, objectSha256 }),
    state: 'waiting',
    step: keys === 'unknown' ? 'look' : 'send',
    attempts: 1,
    mayHaveArrived: true,
  };
}

function settledBy({ object, objectSha256, new: said }: AuditEntry): OutboxRecord | null {
  const parsed = sentSchema.safeParse(said);
  if (!parsed.success || objectSha256 === null) return null;
  const { state, attempts } = parsed.data;
  return { ...recordOf(parsed.data, { object, objectSha256 }), state, step: 'read', attempts, mayHaveArrived: true };
}

function recordOf(
  { target, key, kind, revision, replaces, messageSha256 }: z.output<typeof nameSchema>,
  { object, objectSha256 }: { readonly object: string; readonly objectSha256: string },
) {
  const folder = object.slice(0, object.lastIndexOf('/'));
  return {
    schemaVersion: 1,
    key,
    target,
    kind,
    resultSha256: objectSha256,
    revision,
    replaces,
    folder,
    nextAt: null,
    messageSha256,
    reason: null,
  } as const;
}
