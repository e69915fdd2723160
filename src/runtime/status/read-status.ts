import { join } from 'node:path';
import { sentenceOf } from '../../outputs/words/sentence.ts';
import { watchNote } from '../../watch/watch-notes.ts';
import { parseStatus, type ReadStatus } from '../../watch/watch-status.ts';
import { namesInFolder } from '../disk/draft.ts';
import { ownerState, parseOwner } from '../disk/owner.ts';
import type { Surroundings } from '../disk/surroundings.ts';
import { findOutbox, targetsOfOutbox } from '../outbox/outbox-folder.ts';
import { STATUS_FILE, watchFolderOf } from '../watch/watch-files.ts';

/** What is watched into a folder of results, by however many processes. */
export interface StatusOfStore {
  readonly waiting: number;
  readonly held: number;
  readonly running: number;
  readonly published: number;
  readonly outbox: number;
  /** Whether something is watched, and each of them is ready. */
  readonly ready: boolean;
  /** Why not, in English. */
  readonly notReady: readonly string[];
  readonly watches: readonly ReadStatus[];
}

type Store = Pick<Surroundings, 'disk' | 'processes'>;

/** Reads what the watches of a store say of themselves. One whose process is proven to be gone is not ready. */
export function readStatus(out: string, store: Store): StatusOfStore {
  const found = watchesOf(out, store);
  const watches = found.map(({ status }) => status);
  const sum = (count: (one: ReadStatus) => number) => watches.reduce((all, one) => all + count(one), 0);
  const notReady =
    found.length === 0 ? [sentenceOf(watchNote('watch/not-running', { folder: null }), 'en')] : found.flatMap((one) => one.notReady);
  return {
    waiting: sum((one) => one.waiting),
    held: sum((one) => one.held),
    running: sum((one) => one.running),
    published: sum((one) => one.published),
    outbox: waitingInOutbox({ root: out, disk: store.disk }),
    ready: notReady.length === 0 && watches.every((one) => one.ready),
    notReady,
    watches,
  };
}

/** Sendings that are not settled: those that wait, were refused, or are read otherwise than they were sent. */
function waitingInOutbox(place: { readonly root: string; readonly disk: Store['disk'] }): number {
  const found = targetsOfOutbox(place).map((target) => findOutbox(place, target));
  return found.reduce(
    (count, { records, broken }) =>
      count + records.filter(({ state, reason }) => state !== 'sent' && reason?.code !== 'lims/overtaken').length + broken.size,
    0,
  );
}

interface FoundWatch {
  readonly name: string;
  readonly status: ReadStatus;
  readonly notReady: readonly string[];
  readonly owner: 'running' | 'gone' | 'unknown';
}

function watchesOf(out: string, { disk, processes }: Store): readonly FoundWatch[] {
  const folder = watchFolderOf(out);
  return namesInFolder(disk, folder).flatMap((name): FoundWatch[] => {
    const text = textOrNull(() => disk.readText(join(folder, name, STATUS_FILE)));
    const status = text === null ? null : parseStatus(text);
    if (status === null) return [];
    const written = parseOwner(JSON.stringify(status.owner ?? null));
    const owner = written === null ? 'unknown' : ownerState(written, processes);
    const gone = owner === 'gone' ? [sentenceOf(watchNote('watch/not-running', { folder: status.folder }), 'en')] : [];
    return [{ name, status, owner, notReady: [...gone, ...status.notReady.map(({ sentence }) => sentence)] }];
  });
}

function textOrNull(read: () => string): string | null {
  try {
    return read();
  } catch {
    return null;
  }
}

/** How long a count of looks is waited for that must move, in the sight of another container or host: two looks at the longest. */
const PATIENCE_MILLISECONDS = 25_000;
const PAUSE_MILLISECONDS = 500;

/**
 * Whether a store is watched and ready. A watch whose process cannot be seen from here (another container, another host) must be seen to move: its count of looks, on
 * the clock of this process, never a time of a file.
 */
export async function isHealthy(out: string, surroundings: Pick<Surroundings, 'disk' | 'processes' | 'clock'>): Promise<boolean> {
  const { clock } = surroundings;
  if (!readStatus(out, surroundings).ready) return false;
  const still = new Map(
    watchesOf(out, surroundings)
      .filter(({ owner }) => owner === 'unknown')
      .map(({ name, status }) => [name, status.scans]),
  );
  for (const begun = clock.elapsed(); still.size > 0; ) {
    if (clock.elapsed() - begun >= PATIENCE_MILLISECONDS) return false;
    await clock.pause(PAUSE_MILLISECONDS);
    for (const { name, status } of watchesOf(out, surroundings)) if (status.scans !== still.get(name)) still.delete(name);
  }
  return readStatus(out, surroundings).ready;
}
