import { join, relative } from 'node:path';
import { messageOf } from '../disk/disk.ts';
import { clearDraft, type FoundDraft, findDrafts, namesInFolder, type Shelf } from '../disk/draft.ts';

/** What a run says of the folder of results itself. `docs/errors.md` lists them. */
export const STORE_NOTES = {
  'analysis/unchanged': 'The same job was published before: that analysis stands, and its disposition counts.',
  'analysis/reverses-earlier':
    'The analysis takes an earlier outcome back: conforms against does not conform or no valid result, or meets against fails of a row.',
  'store/partial-cleared': 'A run that ended early left an unfinished result, which was cleared.',
  'store/partial-left': 'An unfinished result lies in the store, and it is not certain that nobody writes it.',
  'store/analysis-gap': 'A number below this analysis was claimed and never published.',
  'store/run-mended': 'A run that was killed had published subjects: its table lists them now.',
  'store/overview-not-written': 'The table of a run, or the index of the store, could not be written, or not whole.',
} as const;

/** Older versions put no owner into what they write; they publish within minutes. */
const UNOWNED_MILLISECONDS = 24 * 60 * 60 * 1000;

/** Clears every unfinished result whose owner is gone, and names each that was found: a line each, with its code. */
export function clearAbandoned(shelf: Shelf): readonly string[] {
  return draftFolders(shelf).flatMap((folder) => findDrafts(shelf, folder).flatMap((draft) => settle(shelf, draft) ?? []));
}

/** The folders in which results are written: the store, its runs, and its lots two levels deep. */
function draftFolders({ root, disk }: Shelf): readonly string[] {
  const below = (folder: string): readonly string[] =>
    namesInFolder(disk, folder)
      .filter((name) => !name.startsWith('.'))
      .map((name) => join(folder, name))
      .filter((path) => disk.kindOf(path) === 'folder');
  const lots = below(join(root, 'lots'));
  return [root, join(root, 'runs'), ...lots, ...lots.flatMap(below)];
}

function settle(shelf: Shelf, draft: FoundDraft): string | null {
  const place = relative(shelf.root, join(draft.folder, draft.name)).replaceAll('\\', '/');
  if (draft.state === 'running') return null;
  if (draft.state === 'gone') return draftNote(place, `was left by ${draft.owner}, which runs no more`, clearDraft(shelf.disk, draft));
  if (draft.state === 'unknown')
    return `${place}: ${draft.owner} writes this or left it; whether it still runs cannot be seen from here, so it stays. Remove the folder when no such run goes on. [store/partial-left]`;
  const hours = Math.floor((shelf.clock.now().getTime() - draft.changedAt) / (60 * 60 * 1000));
  if (shelf.clock.now().getTime() - draft.changedAt < UNOWNED_MILLISECONDS)
    return `${place}: this unfinished result names no owner, as older versions leave it; it was changed ${hours} h ago and stays until that is 24 h. Remove the folder when no run of an older version goes on. [store/partial-left]`;
  return draftNote(place, `names no owner and was changed ${hours} h ago`, removeAll(shelf, draft));
}

function draftNote(place: string, what: string, failure: string | null): string {
  return failure === null
    ? `${place}: this unfinished result ${what}: it was cleared. Nothing of it had been published. [store/partial-cleared]`
    : `${place}: this unfinished result ${what}, and could not be cleared: ${failure}. Nothing of it had been published. [store/partial-left]`;
}

function removeAll({ disk }: Shelf, draft: FoundDraft): string | null {
  try {
    disk.remove(join(draft.folder, draft.name));
    return null;
  } catch (error) {
    return messageOf(error);
  }
}
