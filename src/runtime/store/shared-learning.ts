import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { SharedLearning } from '../../pipeline/gating/gating-record.ts';
import { canonicalJson } from '../../results/canonical-json.ts';
import { version } from '../../version.ts';
import { codeOf, type Disk, isOfTheDisk, makeFolders } from '../disk/disk.ts';
import type { Shelf } from '../disk/draft.ts';
import { readBytes } from '../disk/files.ts';
import { openLease } from '../disk/lease.ts';

const MAGIC = 'cytolot-learned-1\n';
const HASH_LETTERS = 64;

/** Between two looks for what another process is learning. */
const PAUSE_MILLISECONDS = 100;

/**
 * What controls taught, shared by the workers of a store: `OUT/watch/learned/<ab>/<key>`, published by one rename under the hash of all that it depends on. It saves work and can be
 * deleted: what is not there, damaged or of another Node is learned again. One process learns it, the others wait for as long as it moves.
 */
export function openSharedLearning(shelf: Shelf): SharedLearning {
  const { disk, clock } = shelf;
  const learned = join(shelf.root, 'watch', 'learned');
  return async <Learned>(content: readonly unknown[], learn: () => Promise<Learned>): Promise<Learned> => {
    const key = createHash('sha256')
      .update(canonicalJson([version, content]))
      .digest('hex');
    const path = join(learned, key.slice(0, 2), key);
    const lease = openLease(shelf, join(learned, `${key.slice(0, 2)}`, `${key}.lease`));
    for (;;) {
      const known = read<Learned>(disk, path, key);
      if (known !== null) return known.value;
      if (lease.take()) break;
      await clock.pause(PAUSE_MILLISECONDS);
    }
    try {
      const since = read<Learned>(disk, path, key);
      if (since !== null) return since.value;
      const value = await learn();
      keep(disk, path, { key, bytes: serialize(value) });
      return value;
    } finally {
      lease.give();
      removeQuietly(disk, join(learned, key.slice(0, 2), `${key}.lease`));
    }
  };
}

/** The hash holds for the key as well: a file under the name of another one is none. */
function hashOf(key: string, bytes: Uint8Array): string {
  return createHash('sha256').update(key).update(bytes).digest('hex');
}

/** What its hash says is what was kept under this key: so its type is that of what was kept. */
function read<Learned>(disk: Disk, path: string, key: string): { readonly value: Learned } | null {
  try {
    if (disk.kindOf(path) !== 'file') return null;
    const file = Buffer.from(readBytes(path, disk));
    const head = MAGIC.length + HASH_LETTERS;
    if (file.subarray(0, MAGIC.length).toString('latin1') !== MAGIC) return null;
    const bytes = file.subarray(head);
    if (file.subarray(MAGIC.length, head).toString('latin1') !== hashOf(key, bytes)) return null;
    return { value: deserialize(bytes) };
  } catch {
    // Gone, damaged, or written by a newer Node.
    return null;
  }
}

/** What cannot be kept is learned by the next one again; a disk that takes nothing more is told by what follows. */
function keep(disk: Disk, path: string, { key, bytes }: { readonly key: string; readonly bytes: Uint8Array }): void {
  const temporary = `${path}.${randomUUID()}.partial`;
  try {
    makeFolders(disk, join(path, '..'));
    disk.writeNew(temporary, Buffer.concat([Buffer.from(MAGIC + hashOf(key, bytes), 'latin1'), bytes]));
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
