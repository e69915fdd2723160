import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { InputError } from '../../errors.ts';
import { type Disk, isOfTheDisk, messageOf } from '../disk/disk.ts';
import { type Draft, discardDraft, isThere, namesInFolder } from '../disk/draft.ts';
import { clearDraft, type FoundDraft } from '../disk/found-draft.ts';
import { finishPublication, manifestOfDraft } from './finish-publication.ts';
import type { Store } from './publication.ts';
import { keyOfDraft, type PublicationKey } from './publication-key.ts';

/** How long a draft is waited for that another run writes and whose count does not move. */
export const PATIENCE_MILLISECONDS = 120_000;

/**
 * `published`: its key said so. `cleared`: nobody writes it any more. `remnant`: what was published before had left it, and it is gone. `kept`: it is somebody's, or could
 * not be cleared; `promised` = a key, or the log, names it.
 */
export type SettledDraft =
  | { readonly kind: 'published'; readonly key: PublicationKey }
  | { readonly kind: 'remnant' }
  | { readonly kind: 'cleared' }
  | { readonly kind: 'kept'; readonly promised: boolean; readonly error: string | null };

/**
 * Settles a draft that somebody else began and that has not moved for some milliseconds: what is promised is published, whoever promised it; without a promise it is
 * cleared if its owner is proven gone. What cannot be told is kept. Throws only what is of the disk as a whole.
 */
export async function settleDraft(store: Store, found: FoundDraft, unmoved: number): Promise<SettledDraft> {
  try {
    return await settleOrThrow(store, found, unmoved);
  } catch (error) {
    if (isOfTheDisk(error)) throw error;
    return { kind: 'kept', promised: true, error: messageOf(error) };
  }
}

async function settleOrThrow(store: Store, found: FoundDraft, unmoved: number): Promise<SettledDraft> {
  const promise = promiseOfFound(store, found);
  if (promise !== null) {
    // A run that is at it is about to do the same.
    if (found.state === 'running' && unmoved < PATIENCE_MILLISECONDS) return { kind: 'kept', promised: true, error: null };
    const finished = await finishPublication(store, promise);
    if (finished === 'files-lost') return { kind: 'kept', promised: true, error: null };
    discardDraft(store.disk, { folder: found.folder, name: found.name, claim: promise.claim });
    return finished === 'published' ? { kind: 'published', key: promise } : { kind: 'remnant' };
  }
  if (isRemnant(store, found)) return { kind: 'remnant' };
  if (found.state !== 'gone') return { kind: 'kept', promised: false, error: null };
  const error = clearDraft(store.disk, found);
  return error === null ? { kind: 'cleared' } : { kind: 'kept', promised: false, error };
}

/** Gives a draft that nobody moves another name, so that its number is free. Its owner, should it still live, has lost its work: nothing of it can appear any more. */
export function putAside(disk: Disk, { folder, name }: Pick<FoundDraft, 'folder' | 'name'>): void {
  disk.rename(join(folder, name), join(folder, `.claim-${randomUUID()}.partial`));
}

/**
 * What a key or the log promises of a draft: its own key; or, where it was computed again for a key whose files were lost, the entry that names its manifest. Throws where
 * that cannot be told.
 */
export function promiseOf(store: Store, draft: Draft): PublicationKey | null {
  const key = keyOfDraft(store, draft);
  if (key === null || key.claim === draft.claim) return key;
  const manifestSha256 = manifestOfDraft(store.disk, draft);
  if (manifestSha256 === null || !store.log.has({ job: key.job, manifestSha256 })) return null;
  return { ...key, claim: draft.claim, manifestSha256 };
}

function promiseOfFound(store: Store, { folder, name, state }: FoundDraft): PublicationKey | null {
  if (state === 'unknown' && !isReadable(store.disk, join(folder, name))) throw new InputError('io/failed', 'It may not be looked into.');
  for (const claim of namesInFolder(store.disk, join(folder, name))) {
    const promise = promiseOf(store, { folder, name, claim });
    if (promise !== null) return promise;
  }
  return null;
}

function isReadable(disk: Disk, path: string): boolean {
  try {
    disk.names(path);
    return true;
  } catch {
    return !isThere(disk, path);
  }
}

/**
 * An empty draft is left of one that was being removed, by a process that ended in the middle of it: a number is claimed by a rename that brings the claim along, so that
 * nobody's work begins in an empty one. Who has just begun one under the name of its own claim makes it again.
 */
function isRemnant({ disk }: Store, { folder, name }: FoundDraft): boolean {
  try {
    disk.removeEmpty(join(folder, name));
    return true;
  } catch {
    return false;
  }
}
