import { join, relative } from 'node:path';
import { runNote } from '../../results/run-notes.ts';
import { messageOf } from '../disk/disk.ts';
import { namesInFolder, type Shelf } from '../disk/draft.ts';
import { type FoundDraft, findDrafts } from '../disk/found-draft.ts';
import type { Warning } from '../job/warning.ts';
import type { Store } from './publication.ts';
import { settleDraft } from './settle-draft.ts';

/** Older versions put no owner into what they write; they publish within minutes. */
const UNOWNED_MILLISECONDS = 24 * 60 * 60 * 1000;

/** Publishes every unfinished result whose key stands, clears every other one whose owner is gone, and names each that was found. */
export async function settleAbandoned(store: Store, folders: readonly string[] = draftFolders(store)): Promise<readonly Warning[]> {
  const warnings: Warning[] = [];
  for (const folder of folders) for (const draft of findDrafts(store, folder)) warnings.push(...(await settle(store, draft)));
  return warnings;
}

/** The folders in which results are written: the lots, two levels deep. What is promised there is published before a run that ended is listed. */
export function lotFolders({ root, disk }: Shelf): readonly string[] {
  const below = (folder: string): readonly string[] =>
    namesInFolder(disk, folder)
      .filter((name) => !name.startsWith('.'))
      .map((name) => join(folder, name))
      .filter((path) => disk.kindOf(path) === 'folder');
  const lots = below(join(root, 'lots'));
  return [...lots, ...lots.flatMap(below)];
}

/** The folders in which all else is written: the store, its runs, its log, its intake. */
export function otherFolders({ root }: Shelf): readonly string[] {
  return [root, join(root, 'runs'), join(root, 'log'), join(root, 'intake')];
}

function draftFolders(shelf: Shelf): readonly string[] {
  return [...otherFolders(shelf), ...lotFolders(shelf)];
}

async function settle(store: Store, draft: FoundDraft): Promise<readonly Warning[]> {
  const place = relative(store.root, join(draft.folder, draft.name)).replaceAll('\\', '/');
  const { owner } = draft;
  // Seen for the first time: nobody can say yet whether it moves.
  const settled = await settleDraft(store, draft, 0);
  if (settled.kind === 'published') {
    return [{ ...runNote('store/publication-finished', { owner }), place: settled.key.folder }];
  }
  const hours = Math.floor((store.clock.now().getTime() - draft.changedAt) / (60 * 60 * 1000));
  const left = (
    why: 'owner-out-of-sight' | 'too-young' | 'not-cleared' | 'not-finished',
    of: number | null,
    error: string | null,
  ): readonly Warning[] => [{ ...runNote('store/partial-left', { why, owner, hours: of, error }), place }];
  const cleared = (of: number | null): readonly Warning[] => [{ ...runNote('store/partial-cleared', { owner, hours: of }), place }];
  if (settled.kind === 'cleared') return cleared(null);
  if (settled.kind === 'remnant') return [];
  if (settled.promised && settled.error !== null) return left('not-finished', null, settled.error);
  if (draft.state === 'running') return [];
  if (draft.state === 'gone') return left('not-cleared', null, settled.error);
  if (draft.state === 'unknown' || settled.promised) return left('owner-out-of-sight', null, null);
  if (store.clock.now().getTime() - draft.changedAt < UNOWNED_MILLISECONDS) return left('too-young', hours, null);
  const error = removeAll(store, draft);
  return error === null ? cleared(hours) : left('not-cleared', hours, error);
}

function removeAll({ disk }: Shelf, draft: FoundDraft): string | null {
  try {
    disk.remove(join(draft.folder, draft.name));
    return null;
  } catch (error) {
    return messageOf(error);
  }
}
