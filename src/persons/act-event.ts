import * as z from 'zod';
import type { AuditEntry, AuditEvent } from '../audit-log/audit-entry.ts';
import { hexOf, type Sha256, utf8 } from '../audit-log/bytes.ts';
import { formatSignatureRecord, type SignatureRecord, signaturePath, signatureRecordSchema } from './signature-record.ts';
import { MEANINGS, STATES, STEPS, type State, type Step } from './steps.ts';

/** `lots/<lot>/<subject>/0001`. */
export const folderSchema = z.string().regex(/^lots\/[^/]+\/[^/]+\/\d{4,}$/);

/** `new` of an entry by which a person acts: the signed record stands in it whole, so that the log alone says what was signed. */
const actSchema = z.strictObject({
  schemaVersion: z.literal(1),
  folder: folderSchema,
  state: z.enum(STATES),
  signature: signatureRecordSchema,
});

export type SignedEntry = Readonly<z.output<typeof actSchema>>;

/** What an entry says that a person did; `null` where it is none of these, or not readable as one. */
export function parseSignedEntry(entry: Pick<AuditEntry, 'new'>): SignedEntry | null {
  const parsed = actSchema.safeParse(entry.new);
  return parsed.success ? parsed.data : null;
}

export interface ActToLog {
  readonly folder: string;
  /** The state in which the analysis was. */
  readonly from: State;
  readonly signature: SignatureRecord;
  /** Of the signature among those under this result, from 1. */
  readonly number: number;
}

/** The entry of an act: its object is the signature file, whose bytes it names and holds. */
export function actEvent({ folder, from, signature, number }: ActToLog, sha256: Sha256): AuditEvent {
  const { to, action } = STEPS[MEANINGS[signature.meaning]];
  return {
    action,
    object: signaturePath(signature.resultSha256, number),
    objectSha256: hexOf(sha256(utf8(formatSignatureRecord(signature)))),
    old: { state: from },
    new: { schemaVersion: 1, folder, state: to, signature },
    reason: signature.reason,
  };
}

export interface RefusedStep {
  readonly folder: string;
  readonly step: Step;
  readonly state: State;
  /** Code of the refusal. */
  readonly why: string;
  /** Of the key that was given; `null` = it was not opened. */
  readonly keyId: string | null;
  readonly reason: string | null;
}

export function refusedEvent({ folder, step, state, why, keyId, reason }: RefusedStep): AuditEvent {
  return {
    action: 'refused-step',
    object: folder,
    objectSha256: null,
    old: { state },
    new: { schemaVersion: 1, step, why, keyId },
    reason,
  };
}
