import { entryPath } from '../../audit-log/audit-entry.ts';
import { base64Of, sameBytes } from '../../audit-log/bytes.ts';
import { originOf } from '../../audit-log/checkpoint.ts';
import { listedRecord } from '../../audit-log/listed-record.ts';
import { logKeysOf } from '../../audit-log/log-keys.ts';
import { fingerprintOf, formatVerifierKey, type VerifierKey } from '../../audit-log/verifier-key.ts';
import { isWrong, type VerifyNote, verifyNote } from '../../audit-log/verify-notes.ts';
import { compareCodeUnits } from '../../order.ts';
import { isNotBegun } from './begin-log.ts';
import { cryptography, sha256 } from './ed25519.ts';
import type { StoreFolder } from './record-tree.ts';
import { verifyActs } from './verified-acts.ts';
import { type KnownCheckpoint, type LogFacts, verifyCheckpoints, verifyKnown } from './verified-checkpoints.ts';
import { rootsAt, verifyEntries } from './verified-log.ts';
import { verifyRecord } from './verified-record.ts';

/** What a store is compared with. */
export interface VerifyRequest {
  readonly known: readonly KnownCheckpoint[];
  /** The key of the site, from outside of the store; `null` = none. */
  readonly key: VerifierKey | null;
  readonly witnesses: readonly VerifierKey[];
}

/** What a store is, everything hashed again. */
export interface Verification {
  readonly outcome: 'intact' | 'wrong';
  /** `cytolot/<store id>`; `null` where the log does not say. */
  readonly origin: string | null;
  readonly entries: number;
  /** Base64 of the root over all entries. */
  readonly root: string;
  /** Entries under the last signed checkpoint of the store; `null` = none is signed. */
  readonly signedEntries: number | null;
  /** The keys of the log, the one in force last. */
  readonly keys: readonly string[];
  readonly results: number;
  readonly files: number;
  /** Checkpoints from outside that were compared. */
  readonly known: number;
  readonly notes: readonly VerifyNote[];
}

/** Hashes all that a store holds and compares it with its log, the log with its checkpoints, and these with what was kept elsewhere. Changes nothing. */
export function verifyStore(store: StoreFolder, request: VerifyRequest): Verification {
  const log = verifyEntries(store);
  const listed = listedRecord(log.entries);
  const origin = listed.beginning === null ? null : originOf(listed.beginning.storeId);
  const { keys, unproven } = logKeysOf(log.entries, origin ?? '', cryptography);
  const facts: LogFacts = { log, origin, keys };
  const checkpoints = verifyCheckpoints(store, facts, request.witnesses);
  const record = verifyRecord(store, listed);
  const signedEntries = checkpoints.signed.at(-1) ?? null;
  const notes: readonly VerifyNote[] = [
    ...log.notes,
    ...beginningNotes(store, facts),
    ...unproven.map((index) => verifyNote('verify/key-not-proven', `log/entries/${entryPath(index)}/entry.json`, { index })),
    ...checkpoints.notes,
    ...verifyKnown(request.known, facts),
    ...record.notes,
    ...verifyActs(store, log, { origin: origin ?? '', logKeys: { keys, unproven } }),
    ...keyNotes(facts, request.key),
    ...coverNotes(log.size, signedEntries),
    ...(request.known.length === 0 ? [verifyNote('verify/no-outside-checkpoint', '', {})] : []),
  ];
  const weight = (note: VerifyNote): number => (isWrong(note) ? 0 : 1);
  return {
    outcome: notes.some(isWrong) ? 'wrong' : 'intact',
    origin,
    entries: log.size,
    root: base64Of(rootsAt(log, []).get(log.size) ?? new Uint8Array(0)),
    signedEntries,
    keys: keys.map(({ key }) => formatVerifierKey(key, sha256)),
    results: record.results,
    files: record.files,
    known: request.known.length,
    notes: [...notes].sort((a, b) => weight(a) - weight(b) || compareCodeUnits(a.place, b.place)),
  };
}

function beginningNotes(store: StoreFolder, { log, origin }: LogFacts): readonly VerifyNote[] {
  if (log.size === 0) return [verifyNote(isNotBegun(store) ? 'verify/not-begun' : 'verify/no-log', 'log/entries', {})];
  return origin === null ? [verifyNote('verify/no-beginning', 'log/entries/000/000/000/entry.json', {})] : [];
}

/** A key from outside must be one of the log's: the chain of rotations leads from it to the one in force, each step signed by both. */
function keyNotes({ keys }: LogFacts, trusted: VerifierKey | null): readonly VerifyNote[] {
  const last = keys.at(-1)?.key;
  if (trusted === null)
    return last === undefined ? [] : [verifyNote('verify/key-from-store', '', { fingerprint: fingerprintOf(last, sha256) })];
  if (keys.some(({ key }) => key.name === trusted.name && sameBytes(key.publicKey, trusted.publicKey))) return [];
  const found = last === undefined ? null : formatVerifierKey(last, sha256);
  return [verifyNote('verify/other-key', '', { trusted: formatVerifierKey(trusted, sha256), found })];
}

function coverNotes(entries: number, signedEntries: number | null): readonly VerifyNote[] {
  if (signedEntries === null) return [verifyNote('verify/unsigned', '', {})];
  return signedEntries < entries ? [verifyNote('verify/not-covered', 'log/entries', { from: signedEntries, to: entries - 1 })] : [];
}
