import { closeSync, existsSync, fsyncSync, linkSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { InputError } from '../../errors.ts';

/** A file that appears under its name only when it is whole. */
export interface OutputFile {
  readonly write: (bytes: Uint8Array) => void;
  /** Makes the file appear. Never takes the place of another. */
  readonly publish: () => void;
  /** Removes what was written; nothing after `publish`. */
  readonly discard: () => void;
}

/** Creates a file under a temporary name beside `path`. Codes: usage/cannot-create (also where `path` exists), io/failed. */
export function createOutputFile(path: string): OutputFile {
  const file = basename(path);
  if (existsSync(path))
    throw new InputError(
      'usage/cannot-create',
      'Expected a file name that is free, found a file of this name. Remove it or name another.',
      { file },
    );
  const temporary = join(dirname(path), `.${file}.${process.pid}.partial`);
  const descriptor = attempt('usage/cannot-create', file, () => openSync(temporary, 'wx'));
  let open = true;
  let present = true;
  const close = (): void => {
    if (open) closeSync(descriptor);
    open = false;
  };
  const discard = (): void => {
    close();
    if (present) unlinkSync(temporary);
    present = false;
  };
  const write = (bytes: Uint8Array): void => {
    for (let done = 0; done < bytes.length; ) done += attempt('io/failed', file, () => writeSync(descriptor, bytes, done));
  };
  const publish = (): void => {
    attempt('io/failed', file, () => fsyncSync(descriptor));
    // A link fails where the name was taken meanwhile; a rename would overwrite.
    attempt('usage/cannot-create', file, () => linkSync(temporary, path));
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
