import type { InputError } from '../errors.ts';

/** A file as one look at the drop folder finds it. */
export interface SeenFile {
  /** Path inside the drop folder, with `/`. */
  readonly path: string;
  /** What tells this state of the file from every other. */
  readonly stamp: string;
  readonly bytes: number;
}

/** What is known of a file of the drop folder. Times are milliseconds of a clock that nobody sets. */
export interface WatchedFile extends SeenFile {
  /** Since when it has been seen in this state. */
  readonly since: number;
  readonly intake: IntakeState;
  /** Hash of what was taken in an earlier state; `null` = nothing was. */
  readonly before: string | null;
}

export type IntakeState =
  /** It has not been still for the quiet time, or has not been taken yet. */
  | { readonly kind: 'writing' }
  | { readonly kind: 'taken'; readonly sha256: string }
  | { readonly kind: 'refused'; readonly tries: number; readonly nextTry: number; readonly error: FileError };

/** Why a file could not be taken. */
export type FileError = Pick<InputError, 'code' | 'message' | 'place'>;

export type WatchedFiles = ReadonlyMap<string, WatchedFile>;

/** How long a file must be still, and when one that could not be taken is tried again. */
export interface Patience {
  readonly quietMs: number;
  /** Tries before a file is held. */
  readonly tries: number;
  /** Between them. */
  readonly retryMs: number;
  /** Between the tries of a held file. */
  readonly heldMs: number;
}

/** After one look: a file in the state in which it was known keeps what is known of it, any other one begins anew; what is gone is named. */
export function observeFiles(
  known: WatchedFiles,
  seen: readonly SeenFile[],
  now: number,
): { readonly files: WatchedFiles; readonly vanished: readonly WatchedFile[] } {
  const files = new Map(
    seen.map((file): [string, WatchedFile] => {
      const before = known.get(file.path);
      if (before?.stamp === file.stamp) return [file.path, before];
      return [file.path, { ...file, since: now, intake: { kind: 'writing' }, before: before === undefined ? null : lastTaken(before) }];
    }),
  );
  return { files, vanished: [...known.values()].filter(({ path }) => !files.has(path)) };
}

/** The bytes that were taken last of a file, in whatever state it is now. */
export function lastTaken({ intake, before }: WatchedFile): string | null {
  return intake.kind === 'taken' ? intake.sha256 : before;
}

/** Files that are to be taken now, those first that were still first. */
export function dueFiles(files: WatchedFiles, now: number, { quietMs }: Patience): readonly WatchedFile[] {
  return [...files.values()]
    .filter(({ since, intake }) => {
      if (intake.kind === 'taken' || now - since < quietMs) return false;
      return intake.kind === 'writing' || now >= intake.nextTry;
    })
    .sort((a, b) => a.since - b.since);
}

/** A file whose bytes stand in the intake. */
export function takenFile(file: WatchedFile, sha256: string): WatchedFile {
  return { ...file, intake: { kind: 'taken', sha256 } };
}

/** A file that changed while it was copied: it must be still again for the whole quiet time. */
export function disturbedFile(file: WatchedFile, now: number): WatchedFile {
  return { ...file, since: now, intake: { kind: 'writing' } };
}

/** A file that could not be taken; after the last of its tries it is held. */
export function refusedFile(
  file: WatchedFile,
  error: FileError,
  { now, patience, tries: most }: { readonly now: number; readonly patience: Patience; readonly tries: 'several' | 'one' },
): WatchedFile {
  const before = file.intake.kind === 'refused' ? file.intake.tries : 0;
  const tries = most === 'one' ? patience.tries : before + 1;
  return {
    ...file,
    intake: { kind: 'refused', tries, nextTry: now + (tries < patience.tries ? patience.retryMs : patience.heldMs), error },
  };
}

export function isHeld({ intake }: WatchedFile, { tries }: Patience): boolean {
  return intake.kind === 'refused' && intake.tries >= tries;
}
