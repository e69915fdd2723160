import { basename } from 'node:path';
import { InputError } from '../../errors.ts';
import type { Message } from '../../message.ts';
import { quotedError } from '../../quoted-error.ts';
import { watchNote } from '../../watch/watch-notes.ts';
import {
  disturbedFile,
  dueFiles,
  lastTaken,
  type Patience,
  refusedFile,
  takenFile,
  type WatchedFile,
  type WatchedFiles,
} from '../../watch/watched-file.ts';
import type { Disk } from '../disk/disk.ts';
import type { Intake } from '../intake/open-intake.ts';
import type { Taking } from '../intake/take-file.ts';
import type { Threads } from '../threads/threads.ts';
import type { LeastFree } from './watch-job.ts';

export interface TakingStep {
  /** The drop folder without links. */
  readonly root: string;
  readonly intake: Intake;
  readonly disk: Disk;
  readonly takers: Threads;
  readonly patience: Patience;
  readonly leastFree: LeastFree;
  readonly mostBytes: number | null;
  /** Hash of what was taken of a path before this process began. */
  readonly remembered: ReadonlyMap<string, string>;
  readonly elapsed: () => number;
  /** Whether watching ends: no other file is begun. */
  readonly isEnding: () => boolean;
}

/** The files after all that were due have been tried, and what the disk of the results refused. */
export interface Took {
  readonly files: WatchedFiles;
  readonly trouble: Message | null;
  /** What was taken, for the log. */
  readonly taken: readonly TakenNow[];
}

export interface TakenNow {
  readonly name: string;
  readonly sha256: string;
  /** Whether the intake had these bytes before. */
  readonly intake: 'had-none' | 'had-them';
}

/** Takes every file that is due, one after the other. Where the disk of the results takes nothing more, no other is tried. */
export async function takeDue(known: WatchedFiles, step: TakingStep): Promise<Took> {
  const files = new Map(known);
  const taken: TakenNow[] = [];
  for (const file of dueFiles(known, step.elapsed(), step.patience)) {
    if (step.isEnding()) break;
    const little = littleSpace(step, file.bytes);
    if (little !== null) return { files, trouble: little, taken };
    const taking = await take(file, step);
    if (taking.outcome === 'not-kept')
      return { files, trouble: watchNote('watch/disk-refuses', { error: quotedError(taking.error) }), taken };
    if (taking.outcome === 'taken') taken.push({ name: file.path, sha256: taking.sha256, intake: taking.intake });
    const next = after(file, taking, step);
    if (next === null) files.delete(file.path);
    else files.set(file.path, next);
  }
  return { files, trouble: null, taken };
}

async function take(file: WatchedFile, { root, intake, takers, mostBytes, remembered }: TakingStep): Promise<Taking> {
  const { path, stamp } = file;
  const request = {
    kind: 'take',
    root,
    path,
    name: basename(path),
    stamp,
    intake: intake.folder,
    partial: intake.partial,
    mostBytes,
    probably: lastTaken(file) ?? remembered.get(path) ?? null,
  } as const;
  try {
    return (await takers.ask(request, 'took')).taking;
  } catch (error) {
    // A thread that ends with the file, or finds no end of it, is a try of the file.
    if (error instanceof InputError) return { outcome: 'unreadable', error };
    throw error;
  }
}

/** `null` = it is gone, as the next look will find. */
function after(file: WatchedFile, taking: Taking, step: TakingStep): WatchedFile | null {
  const now = step.elapsed();
  switch (taking.outcome) {
    case 'taken':
      return takenFile(file, taking.sha256);
    case 'not-kept':
      return file;
    case 'gone':
      return null;
    case 'changed':
      return disturbedFile(file, now);
    case 'unreadable':
      return refusedFile(file, taking.error, { now, patience: step.patience, tries: 'several' });
    case 'not-a-file':
    case 'too-large':
      return refusedFile(file, taking.error, { now, patience: step.patience, tries: 'one' });
  }
}

/** Says so where less would be free than is asked for, once as many bytes more are written. */
export function littleSpace(
  { disk, intake, leastFree }: Pick<TakingStep, 'disk' | 'leastFree'> & { readonly intake: Pick<Intake, 'folder'> },
  bytes: number,
): Message | null {
  const { free, total } = disk.space(intake.folder);
  const leastBytes = Math.ceil(leastFree.kind === 'bytes' ? leastFree.value : leastFree.value * total);
  return free - bytes >= leastBytes ? null : watchNote('watch/little-space', { freeBytes: free, leastBytes });
}
