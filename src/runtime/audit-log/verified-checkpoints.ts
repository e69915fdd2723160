import { join } from 'node:path';
import { base64Of, sameBytes } from '../../audit-log/bytes.ts';
import { parseCheckpoint, type SignedCheckpoint } from '../../audit-log/checkpoint.ts';
import { cosignedAt } from '../../audit-log/cosignature.ts';
import { parseKnownCheckpoint } from '../../audit-log/known-checkpoint.ts';
import { type KeyInForce, keyOfSize } from '../../audit-log/log-keys.ts';
import type { TreeHash } from '../../audit-log/merkle-tree.ts';
import { isSignedBy } from '../../audit-log/note.ts';
import type { VerifierKey } from '../../audit-log/verifier-key.ts';
import { type VerifyNote, verifyNote } from '../../audit-log/verify-notes.ts';
import { messageOf } from '../disk/disk.ts';
import { cryptography } from './ed25519.ts';
import { nameIn, type RecordItem, type StoreFolder } from './record-tree.ts';
import { itemsOf, rootsAt, type VerifiedLog } from './verified-log.ts';
import { wholeFile } from './whole-file.ts';

/** What the checkpoints of a store are compared with. */
export interface LogFacts {
  readonly log: VerifiedLog;
  /** `null` where entry 0 names no store. */
  readonly origin: string | null;
  readonly keys: readonly KeyInForce[];
}

export interface VerifiedCheckpoints {
  /** Sizes of those that agree and are signed, ascending. */
  readonly signed: readonly number[];
  readonly notes: readonly VerifyNote[];
}

interface FoundCheckpoint extends SignedCheckpoint {
  readonly place: string;
  readonly name: string;
}

/** Compares every checkpoint and cosignature of the store with its entries and keys. */
export function verifyCheckpoints(store: StoreFolder, facts: LogFacts, witnesses: readonly VerifierKey[]): VerifiedCheckpoints {
  const notes: VerifyNote[] = [];
  const own = itemsOf(store, 'log/checkpoints', notes).flatMap((item) => readNamed(store, item, notes));
  const sizes = itemsOf(store, 'log/cosignatures', notes);
  const cosigned = sizes.flatMap((folder) => itemsOf(store, folder.path, notes).flatMap((item) => readCosigned(store, item, notes)));
  notes.push(...strangers(sizes));
  const roots = rootsAt(
    facts.log,
    [...own, ...cosigned].map(({ checkpoint }) => checkpoint.size),
  );
  const right = agreeing(own, { ...facts, roots }, notes);
  agreeing(cosigned, { ...facts, roots }, notes);
  notes.push(...witnessNotes(cosigned, witnesses));
  return { signed: right.map(({ checkpoint }) => checkpoint.size), notes };
}

function strangers(items: readonly RecordItem[]): readonly VerifyNote[] {
  const known = ({ path, kind }: RecordItem): boolean => kind === 'folder' && /\/\d+$/.test(path);
  return items.filter((item) => !known(item)).map((item) => verifyNote('verify/unlisted', item.path, { kind: item.kind }));
}

/** A checkpoint under the name of its size. */
function readNamed(store: StoreFolder, item: RecordItem, notes: VerifyNote[]): readonly FoundCheckpoint[] {
  const found = readCosigned(store, item, notes);
  const [one] = found;
  if (one === undefined || nameIn(item.path) === `${one.checkpoint.size}.txt`) return found;
  notes.push(verifyNote('verify/checkpoint-unreadable', item.path, { found: `one over ${one.checkpoint.size} entries` }));
  return [];
}

function readCosigned({ disk, root }: StoreFolder, item: RecordItem, notes: VerifyNote[]): readonly FoundCheckpoint[] {
  const name = /^(.+)\.txt$/.exec(nameIn(item.path))?.[1];
  if (item.kind !== 'file' || name === undefined) {
    notes.push(verifyNote('verify/unlisted', item.path, { kind: item.kind }));
    return [];
  }
  try {
    const read = parseCheckpoint(Buffer.from(wholeFile(disk, join(root, item.path))).toString('utf8'));
    if (!('found' in read)) return [{ ...read, place: item.path, name }];
    notes.push(verifyNote('verify/checkpoint-unreadable', item.path, { found: read.found }));
  } catch (error) {
    notes.push(verifyNote('verify/unreadable', item.path, { found: messageOf(error) }));
  }
  return [];
}

/** Those that are of this log as it is, by size. Behind the first one whose entries differ all others differ too: that first one is named, since it says where. */
function agreeing(
  found: readonly FoundCheckpoint[],
  { log, origin, keys, roots }: LogFacts & { readonly roots: ReadonlyMap<number, TreeHash> },
  notes: VerifyNote[],
): readonly FoundCheckpoint[] {
  const right: FoundCheckpoint[] = [];
  let differs = false;
  for (const one of [...found].sort((a, b) => a.checkpoint.size - b.checkpoint.size)) {
    const { checkpoint, note, place } = one;
    const { size } = checkpoint;
    const root = roots.get(size);
    if (checkpoint.origin !== origin) {
      notes.push(verifyNote('verify/checkpoint-of-other-store', place, { origin: checkpoint.origin, expected: origin ?? 'none' }));
      continue;
    }
    const key = keyOfSize(keys, size);
    const signed = key !== null && isSignedBy(note, key, cryptography);
    if (!signed) notes.push(verifyNote('verify/checkpoint-not-signed', place, { size }));
    if (size > log.size) notes.push(verifyNote('verify/cut', place, { size, entries: log.size }));
    else if (root === undefined || !sameBytes(root, checkpoint.root)) {
      const from = right.at(-1)?.checkpoint.size ?? 0;
      if (!differs) notes.push(verifyNote('verify/root-differs', place, { from: Math.min(from, size - 1), to: size - 1 }));
      differs = true;
    } else if (signed) right.push(one);
  }
  return right;
}

/** Cosignatures by the keys of witnesses that were given; of others, that they were not checked. */
function witnessNotes(cosigned: readonly FoundCheckpoint[], witnesses: readonly VerifierKey[]): readonly VerifyNote[] {
  const unchecked = new Set<string>();
  const notes = cosigned.flatMap(({ note, place }): readonly VerifyNote[] => {
    const lines = note.signatures.filter(({ signature }) => signature.length === 72);
    if (lines.length === 0) return [verifyNote('verify/checkpoint-unreadable', place, { found: 'no signature of a witness' })];
    return lines.flatMap(({ name }): readonly VerifyNote[] => {
      const key = witnesses.find((witness) => witness.name === name);
      if (key === undefined && unchecked.has(name)) return [];
      if (key === undefined) {
        unchecked.add(name);
        return [verifyNote('verify/witness-not-checked', place, { witness: name })];
      }
      return cosignedAt(note, key, cryptography) === null ? [verifyNote('verify/cosignature-wrong', place, { witness: name })] : [];
    });
  });
  return notes;
}

/** A checkpoint that was kept outside of the store. */
export interface KnownCheckpoint {
  /** The file that it was read from. */
  readonly name: string;
  readonly text: string;
}

/** Compares checkpoints that were kept elsewhere: the log must be theirs, grown. */
export function verifyKnown(known: readonly KnownCheckpoint[], { log, origin, keys }: LogFacts): readonly VerifyNote[] {
  return known.flatMap(({ name, text }): readonly VerifyNote[] => {
    const read = parseKnownCheckpoint(text);
    if ('found' in read) return [verifyNote('verify/known-unreadable', name, { found: read.found })];
    const { size, origin: from, root } = read.checkpoint;
    if (from !== origin) return [verifyNote('verify/known-of-other-store', name, { origin: from, expected: origin ?? 'none' })];
    if (size > log.size) return [verifyNote('verify/known-cut', name, { size, entries: log.size })];
    const now = rootsAt(log, [size]).get(size);
    if (now === undefined || base64Of(now) !== base64Of(root)) return [verifyNote('verify/known-differs', name, { size })];
    const key = keyOfSize(keys, size);
    return key !== null && isSignedBy(read.note, key, cryptography) ? [] : [verifyNote('verify/known-not-signed', name, { size })];
  });
}
