import { createHash, createHmac, randomUUID, scryptSync, timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { Lesson, SharedLearning } from '../../pipeline/gating/gating-record.ts';
import { canonicalJson } from '../../results/canonical-json.ts';
import { version } from '../../version.ts';
import { codeOf, type Disk, isOfTheDisk, makeFolders } from '../disk/disk.ts';
import type { Shelf } from '../disk/draft.ts';
import { readBytes } from '../disk/files.ts';
import { openLease } from '../disk/lease.ts';

const MAGIC = 'cytolot-learned-2\n';
const HASH_LETTERS = 64;
const KEY_BYTES = 32;

/** Between two looks for what another process is learning. */
const PAUSE_MILLISECONDS = 100;

/** Assay runs that one process remembers where nothing is shared between processes. */
const MOST_REMEMBERED = 8;

/** The key by which the workers of a store know what one of them wrote: of the password that they share (scrypt, RFC 7914). */
export function learningKey(password: string, storeId: string): Buffer {
  return scryptSync(password, `cytolot-learned ${storeId}`, KEY_BYTES);
}

/**
 * What controls taught, shared by the workers of a store: `OUT/watch/learned/<ab>/<key>`, published by one rename under the hash of all that it depends on, the version of the program
 * and of Node with it. It saves work and can be deleted: what is not there, damaged, or not written by one who has the key is learned again. One process learns it, the others wait for as long
 * as it moves. `null`: there is no key by which workers know one another, and each process shares with itself alone.
 */
export function openSharedLearning(shelf: Shelf, secret: Buffer | null): SharedLearning {
  return secret === null ? sharedHere() : sharedByStore(shelf, secret);
}

function keyOf(content: readonly unknown[]): string {
  const { arch, versions } = process;
  return createHash('sha256')
    .update(canonicalJson([version, arch, versions.node, content]))
    .digest('hex');
}

function sharedHere(): SharedLearning {
  const known = new Map<string, Buffer>();
  return async <Learned>(content: readonly unknown[], learn: () => Promise<Lesson<Learned>>): Promise<Learned> => {
    const key = keyOf(content);
    const bytes = known.get(key);
    if (bytes !== undefined) return deserialize(bytes);
    const { learned, isWhole } = await learn();
    if (!isWhole) return learned;
    known.set(key, serialize(learned));
    for (const [oldest] of known) if (known.size > MOST_REMEMBERED) known.delete(oldest);
    return learned;
  };
}

function sharedByStore(shelf: Shelf, secret: Buffer): SharedLearning {
  const { disk, clock } = shelf;
  const folder = join(shelf.root, 'watch', 'learned');
  return async <Learned>(content: readonly unknown[], learn: () => Promise<Lesson<Learned>>): Promise<Learned> => {
    const key = keyOf(content);
    const path = join(folder, key.slice(0, 2), key);
    const place = { path, key, secret };
    const lease = openLease(shelf, `${path}.lease`);
    for (;;) {
      const known = read<Learned>(disk, place);
      if (known !== null) return known.value;
      if (lease.take()) break;
      await clock.pause(PAUSE_MILLISECONDS);
    }
    try {
      const since = read<Learned>(disk, place);
      if (since !== null) return since.value;
      const { learned, isWhole } = await learn();
      if (isWhole) keep(disk, place, serialize(learned));
      return learned;
    } finally {
      lease.give();
      removeEmptyQuietly(disk, `${path}.lease`);
    }
  };
}

interface Place {
  readonly path: string;
  readonly key: string;
  readonly secret: Buffer;
}

/** Holds for the key as well: a file under the name of another one is none. */
function authenticationOf({ key, secret }: Place, bytes: Uint8Array): string {
  return createHmac('sha256', secret).update(key).update(bytes).digest('hex');
}

/** What is authentic is what was kept under this key: so its type is that of what was kept. */
function read<Learned>(disk: Disk, place: Place): { readonly value: Learned } | null {
  try {
    if (disk.kindOf(place.path) !== 'file') return null;
    const file = Buffer.from(readBytes(place.path, disk));
    const head = MAGIC.length + HASH_LETTERS;
    if (file.subarray(0, MAGIC.length).toString('latin1') !== MAGIC) return null;
    const bytes = file.subarray(head);
    const [said, right] = [file.subarray(MAGIC.length, head), Buffer.from(authenticationOf(place, bytes), 'latin1')];
    if (said.length !== right.length || !timingSafeEqual(said, right)) return null;
    return { value: deserialize(bytes) };
  } catch {
    // Gone, or damaged.
    return null;
  }
}

/** What cannot be kept is learned by the next one again; a disk that takes nothing more is told by what follows. */
function keep(disk: Disk, place: Place, bytes: Uint8Array): void {
  const { path } = place;
  const temporary = `${path}.${randomUUID()}.partial`;
  try {
    makeFolders(disk, join(path, '..'));
    disk.writeNew(temporary, Buffer.concat([Buffer.from(MAGIC + authenticationOf(place, bytes), 'latin1'), bytes]));
    disk.rename(temporary, path);
  } catch (error) {
    if (!isOfTheDisk(error) && codeOf(error) === null) throw error;
    removeQuietly(disk, temporary);
  }
}

function removeQuietly(disk: Disk, path: string): void {
  try {
    disk.remove(path);
  } catch {
    // Whoever comes next finds it free.
  }
}

/** Whoever took the lease meanwhile keeps it: a folder that holds something stays. */
function removeEmptyQuietly(disk: Disk, folder: string): void {
  try {
    disk.removeEmpty(folder);
  } catch {
    // Taken by the next one, or gone.
  }
}
