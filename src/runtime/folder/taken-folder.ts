import type { InputError } from '../../errors.ts';
import type { Message } from '../../message.ts';

/** A file of an export folder as it was listed: nothing of it was read. */
export interface ListedFile {
  /** Path inside the export folder, with `/`. */
  readonly path: string;
  /** Why it may not be read; `null` = it may. */
  readonly error: Pick<InputError, 'code' | 'message' | 'place'> | null;
  /** The path of the same file in the folder itself, where this one is a symbolic link to it, or leads through one. */
  readonly linkTo?: string;
}

/** What an export folder holds, by names. */
export interface ListedFolder {
  /** Sorted by path. */
  readonly files: readonly ListedFile[];
  /** Folders that were not looked into. */
  readonly notes: readonly Message[];
}

/** A file of an export folder whose bytes stand in the intake. */
export interface TakenFile extends ListedFile {
  /** Of its bytes, hexadecimal; `null` = it could not be taken, and `error` says why. */
  readonly sha256: string | null;
}

/** An export folder whose files are read from the intake alone: plain data, as a queue can carry it. */
export interface TakenFolder extends ListedFolder {
  readonly files: readonly TakenFile[];
}
