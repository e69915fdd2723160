import { basename, join, relative } from 'node:path';
import { creating, type Disk, isOfTheDisk, messageOf } from '../disk/disk.ts';
import { claimFolder, type Draft, type DraftFile, discardDraft, isThere, writeDraft } from '../disk/draft.ts';
import { sha256Of } from '../disk/files.ts';
import { type ClaimedAnalysis, publishedIn } from './analysis-number.ts';
import { appear, finishPublication } from './finish-publication.ts';
import type { Publication, Store } from './publication.ts';
import { nameJob, type PublicationKey, readKey, takeKey } from './publication-key.ts';
import { promiseOf } from './settle-draft.ts';

/** The files of a claimed analysis, the last of which is the manifest, and what the log will say of it. */
export interface PreparedAnalysis {
  readonly files: readonly DraftFile[];
  readonly publication: Omit<Publication, 'folder' | 'manifestSha256'>;
  /** Whether the key of the job was taken before and its files were lost: these take their place, with an entry of their own. */
  readonly key: 'to-take' | 'of-lost-files';
}

/** `overtaken`: a run that did not wait for this one published a higher number. `taken`: the job is somebody else's. Nothing was published then. */
export type PublishingOutcome =
  | { readonly kind: 'published' }
  | { readonly kind: 'overtaken' }
  | { readonly kind: 'taken'; readonly key: PublicationKey };

/**
 * Publishes the files of a claimed analysis exactly once, in this order: the files are on the disk under a name that nobody reads; the key of the job is taken; the
 * log has an entry; the files get their name. Whatever ends the process in between, the next one can tell how far it came, and finishes it or clears it. Throws
 * `usage/cannot-create`, `io/failed`.
 */
export async function publishAnalysis(store: Store, claim: ClaimedAnalysis, prepared: PreparedAnalysis): Promise<PublishingOutcome> {
  try {
    return await publishOrThrow(store, claim, prepared);
  } catch (error) {
    // Somebody who did not wait has put the draft aside before it promised anything: it needs another claim.
    if (!isThere(store.disk, claimFolder(claim.draft)) && !isOfTheDisk(error) && keyOf(store, claim, prepared) === null)
      return giveBack(store, claim, { kind: 'overtaken' });
    throw error;
  }
}

/** The key of the job, if it is ours. */
function keyOf(store: Store, { draft }: ClaimedAnalysis, { publication }: PreparedAnalysis): PublicationKey | null {
  const key = readKey(store, publication.job);
  return key?.claim === draft.claim ? key : null;
}

async function publishOrThrow(
  store: Store,
  claim: ClaimedAnalysis,
  { files, publication, key }: PreparedAnalysis,
): Promise<PublishingOutcome> {
  const { draft, folder, number } = claim;
  await writeDraft(store.disk, draft, files);
  // The draft's own names are on the disk too, before anything points to it.
  creating(folder, () => {
    for (const path of [claimFolder(draft), join(draft.folder, draft.name), draft.folder]) store.disk.syncFolder(path);
  });
  const place = relative(store.root, folder).replaceAll('\\', '/');
  const own: PublicationKey = { job: publication.job, folder: place, number, claim: draft.claim, manifestSha256: manifestOf(files) };
  if (key === 'to-take') {
    if (publishedIn(store, draft.folder).some((published) => published >= number)) return giveBack(store, claim, { kind: 'overtaken' });
    const stands = takeKey(store, draft, own);
    if (stands.claim !== draft.claim) return giveBack(store, claim, { kind: 'taken', key: stands });
  } else {
    // The entry promises these files now: whoever finds the draft must find that.
    creating(folder, () => nameJob(store.disk, draft, own.job));
    if (isThere(store.disk, folder)) return giveBack(store, claim, { kind: 'overtaken' });
  }
  const entry: Publication = { ...publication, folder: place, manifestSha256: own.manifestSha256 };
  // Of a key that was taken a moment ago there is no entry yet, or one that another wrote for us: then it stands twice, and counts once.
  if (key === 'to-take' || !store.log.has(entry)) await store.log.append(entry);
  await appearOrFinish(store, claim, own);
  claim.stop();
  return { kind: 'published' };
}

/** Somebody who waited too short a time may have put the promised draft aside: it is found by its claim. */
async function appearOrFinish(store: Store, { draft, folder }: ClaimedAnalysis, own: PublicationKey): Promise<void> {
  try {
    appear(store, draft, { target: folder, manifestSha256: own.manifestSha256 });
  } catch (error) {
    if (isThere(store.disk, claimFolder(draft)) || (await finishPublication(store, own)) === 'files-lost') throw error;
  }
}

function giveBack(store: Store, { draft, stop }: ClaimedAnalysis, outcome: PublishingOutcome): PublishingOutcome {
  stop();
  discardDraft(store.disk, draft);
  return outcome;
}

/**
 * What became of the draft of a claim that failed. `left`: it could not be removed. `promised`: its key was taken, so that whoever comes next publishes it: at once, or, where
 * its owner could not be taken away (`error`), when this process has ended or has not moved for `PATIENCE_MILLISECONDS`.
 */
export type GivenUp =
  | { readonly kind: 'gone' }
  | { readonly kind: 'left'; readonly error: string }
  | { readonly kind: 'promised'; readonly error: string | null };

/** Ends a claim that failed. */
export function giveUp(store: Store, { draft, stop }: ClaimedAnalysis): GivenUp {
  stop();
  if (isPromised(store, draft)) return { kind: 'promised', error: disown(store.disk, draft) };
  const error = discardDraft(store.disk, draft);
  return error === null ? { kind: 'gone' } : { kind: 'left', error };
}

/** A key that cannot be read may be ours. */
function isPromised(store: Store, draft: Draft): boolean {
  try {
    return isThere(store.disk, join(claimFolder(draft), 'content')) && promiseOf(store, draft) !== null;
  } catch {
    return true;
  }
}

/** Takes the owner out of a draft, so that nobody waits for this process; gives the reason where it could not. */
function disown(disk: Disk, draft: Draft): string | null {
  try {
    disk.remove(join(claimFolder(draft), 'owner.json'));
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

function manifestOf(files: readonly DraftFile[]): string {
  const manifest = files.at(-1);
  if (manifest === undefined || basename(manifest.path) !== 'manifest.sha256') throw new Error('the last file is no manifest');
  return sha256Of(manifest.bytes);
}
