import { join } from 'node:path';
import { parseCheckpoint, type SignedCheckpoint } from '../../audit-log/checkpoint.ts';
import { InputError } from '../../errors.ts';
import { namesInFolder, type Shelf } from '../disk/draft.ts';
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

function damaged(file: string, expected: string): InputError {
  return new InputError('audit-log/damaged', `Expected ${expected}. Run 'cytolot verify', and restore the folder from a copy.`, { file });
}
