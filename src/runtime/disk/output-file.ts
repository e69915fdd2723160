import { basename, dirname, join } from 'node:path';
import { InputError } from '../../errors.ts';
import { type Disk, nodeDisk } from './disk.ts';

/** A file that appears under its name only when it is whole. */
export interface PendingFile {
  readonly write: (bytes: Uint8Array) => void;
  /** Makes the file appear. Never takes the place of another. */
  readonly publish: () => void;
  /** Removes what was written; nothing after `publish`. */
  readonly discard: () => void;
}

/** Creates a file under a temporary name beside `path`. Codes: usage/cannot-create (also where `path` exists), io/failed. */
export function createOutputFile(path: string, disk: Disk = nodeDisk): PendingFile {
  const file = basename(path);
  if (disk.kindOf(path) !== 'nothing')
    throw new InputError(
      'usage/cannot-create',
      'Expected a file name that is free, found a file of this name. Remove it or name another.',
      { file },
    );
  const temporary = join(dirname(path), `.${file}.${process.pid}.partial`);
  const opened = attempt('usage/cannot-create', file, () => disk.open(temporary, 'new'));
  let open = true;
  let present = true;
  const close = (): void => {
    if (open) opened.close();
    open = false;
  };
  const discard = (): void => {
    close();
    if (present) disk.remove(temporary);
    present = false;
  };
  const write = (bytes: Uint8Array): void => {
    attempt('io/failed', file, () => opened.write(bytes));
  };
  const publish = (): void => {
    attempt('io/failed', file, () => opened.sync());
    // A link fails where the name was taken meanwhile; a rename would overwrite.
    attempt('usage/cannot-create', file, () => disk.link(temporary, path));
    discard();
  };
  return { write, publish, discard };
}

function attempt<Result>(code: 'usage/cannot-create' | 'io/failed', file: string, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    const reason = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : String(error);
    throw new InputError(code, `Expected to ${code === 'io/failed' ? 'write' : 'create'} the file, the system says ${reason}.`, { file });
  }
}
