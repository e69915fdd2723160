import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { hexOf } from '../../audit-log/bytes.ts';
import { type AdoptedResult, beginningEvent, type LogBeginning, parseBeginning } from '../../audit-log/log-beginning.ts';
import { InputError } from '../../errors.ts';
import { namesInFolder, type Shelf } from '../disk/draft.ts';
import { sha256 } from './ed25519.ts';
import { entryFile, nextIndex } from './log-folder.ts';
import { publishEntry, stampedEvent } from './publish-entry.ts';
import { readEntry } from './read-entries.ts';
import { wholeFile } from './whole-file.ts';

type StoreFolder = Pick<Shelf, 'disk' | 'root'>;

/**
 * Begins the log of a store with its entry 0, where it has none: of a store that holds results already, with the manifests of them all. Of several
 * processes that do it at once the first wins. Throws `audit-log/damaged` where the store had a log once, `usage/cannot-create`.
 */
export async function beginLog(shelf: Shelf): Promise<void> {
  if (nextIndex(shelf) > 0) return;
  const lost = lostLog(shelf);
  // What it gave rise to may have come between two looks, from a process that begins the log at this moment.
  if (nextIndex(shelf) > 0) return;
  if (lost !== null) throw lost;
  const event = beginningEvent({ storeId: randomUUID(), adopted: resultsBefore(shelf) });
  await publishEntry(shelf, { ...stampedEvent(shelf, event), index: 0 });
}

/** What the log says of its store. Throws `usage/not-found` where there is no log, `audit-log/damaged`. */
export function readBeginning(shelf: StoreFolder): LogBeginning {
  if (nextIndex(shelf) === 0)
    throw new InputError('usage/not-found', 'Expected a store with a log, found none. The first run that publishes into it begins one.', {
      file: shelf.root,
    });
  const beginning = parseBeginning(readEntry(shelf, 0));
  if (beginning !== null) return beginning;
  throw new InputError('audit-log/damaged', 'Expected that entry 0 begins the log, found another entry.', { file: entryFile(shelf, 0) });
}

/** The published results of a store that has no log, in order. Throws `audit-log/damaged` for one whose manifest is missing: nothing could be said of it later. */
function resultsBefore(shelf: StoreFolder): readonly AdoptedResult[] {
  return resultFolders(shelf).map((folder) => {
    const path = join(shelf.root, folder, 'manifest.sha256');
    if (shelf.disk.kindOf(path) === 'file') return { folder, manifestSha256: hexOf(sha256(wholeFile(shelf.disk, path))) };
    throw new InputError(
      'audit-log/damaged',
      'Expected the manifest of each result that lies in the store before its log is begun, found none. Move the folder away, or restore it from a copy.',
      { file: path },
    );
  });
}

/** `lots/<lot>/<subject>/0001` of every published result. */
export function resultFolders({ disk, root }: StoreFolder): readonly string[] {
  const below = (folder: string): readonly string[] => {
    const names = namesInFolder(disk, join(root, folder)).filter((name) => !name.startsWith('.'));
    return names.map((name) => `${folder}/${name}`).filter((path) => disk.kindOf(join(root, path)) === 'folder');
  };
  return below('lots')
    .flatMap(below)
    .flatMap(below)
    .filter((path) => /\/\d{4,}$/.test(path));
}

/**
 * Whether a store without a log is one into which nothing was published yet: a run has made its folders, and none of them holds what comes with the first entry or behind it. An
 * empty folder is none: a disk that is not mounted looks like one.
 */
export function isNotBegun(shelf: StoreFolder): boolean {
  const isMade = ['lots', 'log', 'jobs'].some((name) => shelf.disk.kindOf(join(shelf.root, name)) === 'folder');
  try {
    return isMade && lostLog(shelf) === null && resultFolders(shelf).length === 0;
  } catch {
    // What cannot be read of it has a note of its own.
    return false;
  }
}

/** A store without a log that holds what only a log gives rise to, has lost it: to begin another one would cover that up. */
function lostLog({ disk, root }: StoreFolder): InputError | null {
  const left = ['log/checkpoints', 'log/cosignatures', 'signatures'].find((folder) => namesInFolder(disk, join(root, folder)).length > 0);
  const found = left ?? publishedKey({ disk, root });
  if (found === undefined) return null;
  return new InputError(
    'audit-log/damaged',
    `Expected entries in the log, found none, and '${found}', which was written after the first one. Restore the folder 'log' from a copy.`,
    { file: join(root, 'log', 'entries') },
  );
}

/** A key of a job whose result was published: the entry comes before. A key alone may be of the very publication that begins the log. */
function publishedKey({ disk, root }: StoreFolder): string | undefined {
  const jobs = namesInFolder(disk, join(root, 'jobs')).filter((name) => !name.startsWith('.'));
  return jobs
    .map((job) => `jobs/${job}`)
    .find((path) => {
      const folder = folderOfKey(disk.readText(join(root, path, 'key.json')));
      return folder !== null && disk.kindOf(join(root, folder)) === 'folder';
    });
}

function folderOfKey(text: string): string | null {
  const key: unknown = JSON.parse(text);
  return typeof key === 'object' && key !== null && 'folder' in key && typeof key.folder === 'string' ? key.folder : null;
}
