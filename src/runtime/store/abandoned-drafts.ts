import { join, relative } from 'node:path';
import { runNote } from '../../results/run-notes.ts';
import { messageOf } from '../disk/disk.ts';
import { clearDraft, type FoundDraft, findDrafts, namesInFolder, type Shelf } from '../disk/draft.ts';
import type { Warning } from '../warning.ts';

/** Older versions put no owner into what they write; they publish within minutes. */
const UNOWNED_MILLISECONDS = 24 * 60 * 60 * 1000;

/** Clears every unfinished result whose owner is gone, and names each that was found. */
export function clearAbandoned(shelf: Shelf): readonly Warning[] {
  return draftFolders(shelf).flatMap((folder) => findDrafts(shelf, folder).flatMap((draft) => settle(shelf, draft) ?? []));
}

/** The folders in which results are written: the store, its runs, its log, its intake, and its lots two levels deep. */
function draftFolders({ root, disk }: Shelf): readonly string[] {
  const below = (folder: string): readonly string[] =>
    namesInFolder(disk, folder)
      .filter((name) => !name.startsWith('.'))
      .map((name) => join(folder, name))
      .filter((path) => disk.kindOf(path) === 'folder');
  const lots = below(join(root, 'lots'));
  return [root, join(root, 'runs'), join(root, 'log'), join(root, 'intake'), ...lots, ...lots.flatMap(below)];
}

function settle(shelf: Shelf, draft: FoundDraft): Warning | null {
  const place = relative(shelf.root, join(draft.folder, draft.name)).replaceAll('\\', '/');
  const left = (why: 'owner-out-of-sight' | 'too-young', hours: number | null): Warning => {
    return { ...runNote('store/partial-left', { why, owner: draft.owner, hours, error: null }), place };
  };
  const cleared = (owner: string | null, hours: number | null, error: string | null): Warning => ({
    ...(error === null
      ? runNote('store/partial-cleared', { owner, hours })
      : runNote('store/partial-left', { why: 'not-cleared', owner, hours, error })),
    place,
  });
  if (draft.state === 'running') return null;
  if (draft.state === 'gone') return cleared(draft.owner, null, clearDraft(shelf.disk, draft));
  if (draft.state === 'unknown') return left('owner-out-of-sight', null);
  const hours = Math.floor((shelf.clock.now().getTime() - draft.changedAt) / (60 * 60 * 1000));
  if (shelf.clock.now().getTime() - draft.changedAt < UNOWNED_MILLISECONDS) return left('too-young', hours);
  return cleared(null, hours, removeAll(shelf, draft));
}

function removeAll({ disk }: Shelf, draft: FoundDraft): string | null {
  try {
    disk.remove(join(draft.folder, draft.name));
    return null;
  } catch (error) {
    return messageOf(error);
  }
}
