import { basename, dirname, join } from 'node:path';
import { InputError } from '../../errors.ts';
import { parseManifest } from '../../outputs/manifest.ts';
import { creating, type Disk } from '../disk/disk.ts';
import { type Draft, discardDraft, isThere, namesInFolder, publishDraft } from '../disk/draft.ts';
import { readBytes, sha256Of } from '../disk/files.ts';
import { type Publication, publishedFolder, type Store } from './publication.ts';
import type { PublicationKey } from './publication-key.ts';
import { readPublished } from './published-record.ts';

/** What became of a publication whose key stands: it stood already, was published now, or its files are gone and must be computed again. */
export type Finished = 'stands' | 'published' | 'files-lost';

const MANIFEST = 'manifest.sha256';

/**
 * Finishes what a key promises, whoever took it: the entry of the log where there is none, then the rename of the files. May be done by several at once. Throws
 * `io/failed` where other files stand in its place, and as `publishDraft`.
 */
export async function finishPublication(store: Store, key: PublicationKey): Promise<Finished> {
  const target = targetOf(store, key);
  if (isThere(store.disk, target)) return standsAs(store, key, target);
  const { manifestSha256 } = key;
  const draft = draftOf(store.disk, key, target);
  if (draft === null || !isWhole(store.disk, contentOf(draft), manifestSha256))
    return isThere(store.disk, target) ? standsAs(store, key, target) : 'files-lost';
  // Whoever took the key may have ended before its name was on the disk.
  creating(target, () => store.disk.syncFolder(join(store.root, 'jobs')));
  if (!store.log.has(key)) await store.log.append(publicationOf(store.disk, key, contentOf(draft)));
  appear(store, draft, { target, manifestSha256 });
  return 'published';
}

/** The last step: the files get their name. Who meets that another has done it for him, has published. Throws as `publishDraft`. */
export function appear(
  store: Store,
  draft: Draft,
  { target, manifestSha256 }: { readonly target: string; readonly manifestSha256: string },
): void {
  try {
    publishDraft(store, draft, { path: target, entry: null });
  } catch (error) {
    if (isThere(store.disk, contentOf(draft)) || manifestAt(store.disk, target) !== manifestSha256) throw error;
    // It has its name: what is missing is that the name is on the disk.
    creating(target, () => store.disk.syncFolder(dirname(target)));
    discardDraft(store.disk, draft);
  }
}

/** The manifest of what a draft holds; `null` where it holds none. */
export function manifestOfDraft(disk: Disk, draft: Draft): string | null {
  return manifestAt(disk, contentOf(draft));
}

function targetOf(store: Store, { folder, job, number }: PublicationKey): string {
  const target = publishedFolder(store, folder);
  if (target !== null && Number(basename(target)) === number) return target;
  throw new InputError('io/failed', `Expected the folder of analysis ${number}, found '${folder}' in the key of its job.`, {
    file: join(store.root, 'jobs', job, 'key.json'),
  });
}

/** A folder has the key's files, or those that were computed again since and stand in the log. */
function standsAs(store: Store, { job, manifestSha256 }: PublicationKey, target: string): Finished {
  const found = manifestAt(store.disk, target);
  if (found === manifestSha256 || (found !== null && store.log.has({ job, manifestSha256: found }))) return 'stands';
  throw new InputError(
    'io/failed',
    `Expected the files that the key of this job names (manifest ${manifestSha256}), found ${found === null ? 'none' : `manifest ${found}`}. 'cytolot verify' shows what else differs.`,
    { file: target },
  );
}

/** The draft of a claim: under its number, or where somebody put it aside who passed it over. */
function draftOf(disk: Disk, { claim }: PublicationKey, target: string): Draft | null {
  const [folder, own] = [dirname(target), `.${basename(target)}.partial`];
  const others = namesInFolder(disk, folder).filter((name) => /^\.claim-[0-9a-f-]+\.partial$/.test(name));
  const name = [own, ...others].find((one) => isThere(disk, join(folder, one, claim)));
  return name === undefined ? null : { folder, name, claim };
}

const contentOf = ({ folder, name, claim }: Draft): string => join(folder, name, claim, 'content');

function manifestAt(disk: Disk, folder: string): string | null {
  const path = join(folder, MANIFEST);
  return isThere(disk, path) ? sha256Of(readBytes(path, disk)) : null;
}

/** Whether a folder has the manifest, and each file that it lists. */
function isWhole(disk: Disk, folder: string, manifestSha256: string): boolean {
  if (manifestAt(disk, folder) !== manifestSha256) return false;
  const listed = parseManifest(disk.readText(join(folder, MANIFEST)));
  return (
    listed?.every(({ path, sha256 }) => isThere(disk, join(folder, path)) && sha256Of(readBytes(join(folder, path), disk)) === sha256) ??
    false
  );
}

function publicationOf(disk: Disk, { job, folder, manifestSha256 }: PublicationKey, content: string): Publication {
  const { resultSha256, disposition, reason } = readPublished(disk, content);
  return { job, folder, manifestSha256, resultSha256, disposition, reason };
}
