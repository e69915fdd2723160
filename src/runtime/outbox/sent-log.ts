import * as z from 'zod';
import type { AuditEntry, AuditEvent } from '../../audit-log/audit-entry.ts';
import type { OutboxRecord } from '../../lims/outbox-record.ts';

const SHA256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What an entry `sent` of the log says under `new`. */
const sentSchema = z.object({
  target: z.string(),
  key: SHA256,
  kind: z.enum(['result', 'reopened']),
  revision: z.int().positive(),
  replaces: SHA256.nullable(),
  state: z.enum(['sent', 'mismatch']),
  attempts: z.int(),
  messageSha256: SHA256.nullable(),
});

/** The entry of the log for a sending that is settled. */
export function sentEvent(record: OutboxRecord): AuditEvent {
  const { target, key, kind, revision, replaces, attempts, messageSha256, state } = record;
  return {
    action: 'sent',
    object: `${record.folder}/result.json`,
    objectSha256: record.resultSha256,
    old: null,
    new: { target, key, kind, revision, replaces, state, attempts, messageSha256 },
    reason: null,
  };
}

/**
 * The entries of a target as they stand by outbox and log: what the log says was sent is sent, whatever became of the outbox, so that nothing is sent twice when a folder of
 * it is lost, or a process ended between the log and the outbox.
 */
export function withLog(records: readonly OutboxRecord[], target: string, log: readonly AuditEntry[]): readonly OutboxRecord[] {
  const known = new Map(records.map((record) => [record.key, record]));
  for (const entry of log) {
    const logged = entry.action === 'sent' ? settledBy(entry, target) : null;
    if (logged === null) continue;
    const own = known.get(logged.key);
    // A person asked for a difference to be read again: the entry is ahead of the log.
    const isAhead = own?.state === 'sent' || (logged.state === 'mismatch' && own?.step === 'read');
    if (!isAhead) known.set(logged.key, logged);
  }
  return [...known.values()];
}

function settledBy({ object, objectSha256, new: said }: AuditEntry, target: string): OutboxRecord | null {
  const parsed = sentSchema.safeParse(said);
  if (!parsed.success || parsed.data.target !== target || objectSha256 === null) return null;
  const { key, kind, revision, replaces, state, attempts, messageSha256 } = parsed.data;
  return {
    schemaVersion: 1,
    key,
    target,
    kind,
    resultSha256: objectSha256,
    revision,
    replaces,
    folder: object.slice(0, object.lastIndexOf('/')),
    state,
    step: 'read',
    attempts,
    nextAt: null,
    messageSha256,
    reason: null,
  };
}
