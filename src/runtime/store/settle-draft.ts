import { join } from 'node:path';
import { discardDraft, namesInFolder } from '../disk/draft.ts';
import { clearDraft, type FoundDraft } from '../disk/found-draft.ts';
import { finishPublication } from './finish-publication.ts';
import type { Store } from './publication.ts';
import { keyOfDraft, type PublicationKey } from './publication-key.ts';

/** How long a draft is waited for that another run writes and whose count does not move. */
export const PATIENCE_MILLISECONDS = 120_000;

/**
 * `published`: its key said so. `cleared`: nobody writes it any more. `remnant`: what was published before had left it, and it is gone. `kept`: it is somebody's, or could
 * not be cleared.
 */
export type SettledDraft =
  | { readonly kind: 'published'; readonly key: PublicationKey }
  | { readonly kind: 'remnant' }
  | { readonly kind: 'cleared' }
  | { readonly kind: 'kept'; readonly error: string | null };

/**
 * Settles a draft that somebody else began and that has not moved for some milliseconds: what its key promises is published, whoever took it; without a key it is
 * cleared if its owner is proven gone. A key decides, so that nothing is cleared that the log or the key names. Throws as `finishPublication`.
 */
export async function settleDraft(store: Store, found: FoundDraft, unmoved: number): Promise<SettledDraft> {
  const key = keyOfFound(store, found);
  if (key !== null) {
    // A run that is at it is about to do the same.
    if (found.state === 'running' && unmoved < PATIENCE_MILLISECONDS) return { kind: 'kept', error: null };
    const finished = await finishPublication(store, key);
    if (finished === 'files-lost') return { kind: 'kept', error: null };
    discardDraft(store.disk, { folder: found.folder, name: found.name, claim: key.claim });
    return finished === 'published' ? { kind: 'published', key } : { kind: 'remnant' };
  }
  if (isRemnant(store, found)) return { kind: 'remnant' };
  if (found.state !== 'gone') return { kind: 'kept', error: null };
  const error = clearDraft(store.disk, found);
  return error === null ? { kind: 'cleared' } : { kind: 'kept', error };
}

/**
 * An empty draft that is left of one that was being removed: beside the published analysis of its number, or under a name that its own claim gave it. Who has just begun
 * one of these makes it again.
 */
function isRemnant({ disk }: Store, { folder, name }: FoundDraft): boolean {
  const number = /^\.(\d{4,})\.partial$/.exec(name)?.[1];
  if (number !== undefined && disk.kindOf(join(folder, number)) !== 'folder') return false;
  try {
    disk.removeEmpty(join(folder, name));
    return true;
  } catch {
    return false;
  }
}

function keyOfFound(store: Store, { folder, name }: FoundDraft): PublicationKey | null {
  for (const claim of namesInFolder(store.disk, join(folder, name))) {
    const key = keyOfDraft(store, { folder, name, claim });
    if (key !== null) return key;
  }
  return null;
}
