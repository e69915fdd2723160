import { join } from 'node:path';
import { base64Of, sameBytes } from '../../audit-log/bytes.ts';
import { type Checkpoint, parseCheckpoint, type SignedCheckpoint, signCheckpoint } from '../../audit-log/checkpoint.ts';
import type { SigningKey } from '../../audit-log/log-keys.ts';
import { growingTree, leafHash } from '../../audit-log/merkle-tree.ts';
import { InputError } from '../../errors.ts';
import { namesInFolder, type Shelf } from '../disk/draft.ts';
import { sha256 } from './ed25519.ts';
import { entryFile, nextIndex } from './log-folder.ts';
import { publishFile } from './publish-file.ts';
import { wholeFile } from './whole-file.ts';

type StoreFolder = Pick<Shelf, 'disk' | 'root'>;

export const checkpointsFolder = ({ root }: Pick<Shelf, 'root'>): string => join(root, 'log', 'checkpoints');

export function checkpointFile(shelf: Pick<Shelf, 'root'>, size: number): string {
  return join(checkpointsFolder(shelf), `${size}.txt`);
}

/** Sizes of the checkpoints of a store, ascending. */
export function checkpointSizes(shelf: StoreFolder): readonly number[] {
  return namesInFolder(shelf.disk, checkpointsFolder(shelf))
    .flatMap((name) => /^(0|[1-9]\d*)\.txt$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
}

/** Reads a checkpoint of the store. Throws `audit-log/damaged` where it is none. */
export function readCheckpoint({ disk, root }: StoreFolder, size: number): SignedCheckpoint {
  const file = checkpointFile({ root }, size);
  const read = parseCheckpoint(Buffer.from(wholeFile(disk, file)).toString('utf8'));
  if ('found' in read) throw damaged(file, `a checkpoint, found ${read.found}`);
  return read;
}

export interface WrittenCheckpoint {
  readonly size: number;
  /** `log/checkpoints/12.txt`. */
  readonly path: string;
}

/**
 * Signs what the log is now. Every entry is read and hashed for it, and every checkpoint before must be of this very log: a key never signs over a log that was
 * cut or rewritten. Throws `audit-log/damaged`, `usage/cannot-create`.
 */
export async function writeCheckpoint(shelf: Shelf, signing: SigningKey): Promise<WrittenCheckpoint> {
  const checkpoint: Checkpoint = { origin: signing.key.name, ...rootAfterEarlier(shelf) };
  const text = signCheckpoint(checkpoint, { ...signing, sha256 });
  const path = `log/checkpoints/${checkpoint.size}.txt`;
  await publishFile(shelf, path, text);
  return { size: checkpoint.size, path };
}

/** Size and root of the log as it is, each earlier checkpoint compared on the way. */
function rootAfterEarlier(shelf: StoreFolder): Pick<Checkpoint, 'size' | 'root'> {
  const size = nextIndex(shelf);
  const sizes = checkpointSizes(shelf);
  const beyond = sizes.find((one) => one > size);
  if (beyond !== undefined)
    throw damaged(checkpointFile(shelf, beyond), `at least ${beyond} entries in the log, found ${size}: entries are missing at its end`);
  const [earlier, tree] = [new Set(sizes), growingTree(sha256)];
  const compare = (): void => {
    if (!earlier.has(tree.size())) return;
    const { root } = readCheckpoint(shelf, tree.size()).checkpoint;
    if (sameBytes(root, tree.root())) return;
    const file = checkpointFile(shelf, tree.size());
    throw damaged(file, `the root ${base64Of(root)} over the first ${tree.size()} entries, found ${base64Of(tree.root())}`);
  };
  compare();
  for (let index = 0; index < size; index += 1) {
    tree.add(leafHash(wholeFile(shelf.disk, entryFile(shelf, index)), sha256));
    compare();
  }
  return { size, root: tree.root() };
}

function damaged(file: string, expected: string): InputError {
  return new InputError('audit-log/damaged', `Expected ${expected}. Run 'cytolot verify', and restore the folder from a copy.`, { file });
}
