import type { Message } from '../../message.ts';
import { type DecidedSubject, historyKey } from '../../watch/decide-subjects.ts';
import type { Remembered } from '../../watch/remembered.ts';
import type { SubjectHistory } from '../../watch/subject-state.ts';
import { lastTaken, type WatchedFiles } from '../../watch/watched-file.ts';
import type { TakenNow } from './take-due.ts';

/** What a watch knows. It grows with what lies in the folder, and with nothing else. */
export interface WatchMemory {
  files: WatchedFiles;
  /** Hash of what was taken last of a path, over the end of the process too. */
  hashes: ReadonlyMap<string, string>;
  readonly histories: Map<string, SubjectHistory>;
  decided: readonly DecidedSubject[];
  /** Copies of what was judged: they serve nothing. */
  left: ReadonlySet<string>;
  lookNotes: readonly Message[];
  planNotes: readonly Message[];
  /** Keys of the subjects that are analysed. */
  running: ReadonlySet<string>;
  /** Products whose method is no longer what it was when watching began. */
  changedMethods: ReadonlySet<string>;
  /** Why the folder could not be listed. */
  folderTrouble: Message | null;
  /** Why nothing can be taken, published, remembered, or given to workers, or why those do not answer. Each stays until the same act succeeds. */
  readonly diskTroubles: Map<'taking' | 'publishing' | 'remembering' | 'ordering' | 'answering', Message>;
  isEnding: boolean;
  scans: number;
  /** Taken, and not yet named in the log. */
  unlogged: readonly TakenNow[];
  /** Held files that the log names, each in its state. */
  readonly loggedHeld: Set<string>;
  /** When the subjects were decided over last, milliseconds of the clock that nobody sets. */
  decidedAt: number;
}

export function newMemory({ subjects, files }: Remembered, now: number): WatchMemory {
  return {
    files: new Map(),
    hashes: files,
    histories: new Map(subjects.map((one) => [historyKey(one.product, one.subject), one])),
    decided: [],
    left: new Set(),
    lookNotes: [],
    planNotes: [],
    running: new Set(),
    changedMethods: new Set(),
    folderTrouble: null,
    diskTroubles: new Map(),
    isEnding: false,
    scans: 0,
    unlogged: [],
    loggedHeld: new Set(),
    decidedAt: now,
  };
}

/** A share that was away may be why files could not be read: each has all its tries again. */
export function afterOutage(files: WatchedFiles): WatchedFiles {
  return new Map(
    [...files].map(([path, file]) => [path, file.intake.kind === 'refused' ? { ...file, intake: { kind: 'writing' } } : file]),
  );
}

/** Published subjects that are remembered when the folder has them no more, so that a copy of what was judged is known as one. */
const MOST_GONE = 5000;

/** Forgets subjects that the folder has no more, and whose files it has no more either; of those that were published, the oldest. */
export function forgetGone(memory: WatchMemory): void {
  // While files are still to be read, the list that names a subject may be among them.
  if ([...memory.files.values()].some(({ intake }) => intake.kind === 'writing')) return;
  const decided = new Set(memory.decided.map(({ key }) => key));
  const gone = [...memory.histories].filter(
    ([key, { settled }]) =>
      !decided.has(key) && !memory.running.has(key) && !(settled?.files ?? []).some(({ path }) => memory.files.has(path)),
  );
  const published = gone.filter(([, { settled }]) => settled?.outcome === 'published');
  const kept = new Set(published.slice(-MOST_GONE).map(([key]) => key));
  for (const [key] of gone) if (!kept.has(key)) memory.histories.delete(key);
}

/** What is known of the bytes of files, for when this process ends: those that were not looked at again since it began are probably as they were. */
export function knownHashes({ files, hashes }: WatchMemory): ReadonlyMap<string, string> {
  return new Map(
    [...files.values()].flatMap((file): [string, string][] => {
      const sha256 = lastTaken(file) ?? hashes.get(file.path) ?? null;
      return sha256 === null ? [] : [[file.path, sha256]];
    }),
  );
}
