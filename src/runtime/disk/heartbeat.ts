import { join } from 'node:path';
import type { Disk } from './disk.ts';
import { type Draft, namesInFolder, type Shelf } from './draft.ts';
import type { Clock } from './surroundings.ts';

/** How often whoever writes a draft says that it is still at it. */
const BEAT_MILLISECONDS = 5000;
const BEAT = /^beat-(\d+)$/;

/**
 * Counts up in a draft until the function that it gives is called: an empty file `beat-N` beside the owner, whose name grows. A beat that fails is left out: it saves
 * others a wait, and decides nothing.
 */
export function keepBeating({ disk, clock }: Shelf, draft: () => Draft): () => void {
  let count = 0;
  return clock.every(BEAT_MILLISECONDS, () => {
    const { folder, name, claim } = draft();
    const at = (number: number) => join(folder, name, claim, `beat-${number}`);
    try {
      if (count === 0) disk.writeNew(at(1), new Uint8Array());
      else disk.rename(at(count), at(count + 1));
      count += 1;
    } catch {
      // The draft may be published or gone already, or the beat was done and its answer lost.
      count = beatOr(disk, join(folder, name, claim), count);
    }
  });
}

/** Where the folder cannot be read either, the next beat tries again from the same count. */
function beatOr(disk: Disk, folder: string, count: number): number {
  try {
    return beatIn(disk, folder);
  } catch {
    return count;
  }
}

/** The count in a claim of a draft; 0 where there is none. */
export function beatIn(disk: Disk, claimFolder: string): number {
  return Math.max(0, ...namesInFolder(disk, claimFolder).flatMap((name) => BEAT.exec(name)?.slice(1).map(Number) ?? []));
}

/**
 * For how long a count has not moved, in milliseconds of the observer's own clock that nobody sets; 0 when it is first seen. No time of a file enters: the clock of a
 * share is another one.
 */
export function watchBeats(clock: Clock): (key: string, beat: string) => number {
  const seen = new Map<string, { readonly beat: string; readonly since: number }>();
  return (key, beat) => {
    const now = clock.elapsed();
    const known = seen.get(key);
    if (known?.beat === beat) return now - known.since;
    seen.set(key, { beat, since: now });
    return 0;
  };
}
