import { randomUUID } from 'node:crypto';
import { dirname, join, normalize } from 'node:path';
import { codeOf, creating, type Disk, makeFolders, messageOf } from './disk.ts';
import type { Owner } from './owner.ts';
import type { Surroundings } from './surroundings.ts';

/** A folder of results, with what is around it. */
export interface Shelf extends Surroundings {
  /** The folder given with --out. */
  readonly root: string;
}

export function openShelf(root: string, surroundings: Surroundings): Shelf {
  return { ...surroundings, root: normalize(root).replace(/(?<=.)[/\\]+$/, '') };
}

/**
 * What is being written: `FOLDER/.NAME.partial/CLAIM/owner.json` beside `…/CLAIM/content`, which appears under its own name by one rename. The random
 * claim stands in every path below the outer folder, so that whoever clears a draft whose owner is gone can never reach into another one that has
 * taken the same name since.
 */
export interface Draft {
  readonly folder: string;
  /** `.0001.partial`. */
  readonly name: string;
  readonly claim: string;
}

export interface DraftFile {
  /** Relative to the content, with `/`. */
  readonly path: string;
  readonly bytes: Uint8Array | string;
}

/** What belongs to a draft beside its content: its owner, its beats, its key. */
export const claimFolder = ({ folder, name, claim }: Draft): string => join(folder, name, claim);

const contentOf = (draft: Draft): string => join(claimFolder(draft), 'content');

/** Begins a draft in a folder that is there, under a name that nobody else has. Throws `usage/cannot-create`. */
export function openDraft({ disk, processes, clock }: Shelf, folder: string): Draft {
  const claim = randomUUID();
  const draft = { folder, name: `.claim-${claim}.partial`, claim };
  const owner: Owner = { ...processes.self, since: clock.now().toISOString() };
  try {
    creating(join(folder, draft.name), () => {
      makeClaim(disk, draft);
      disk.writeNew(join(claimFolder(draft), 'owner.json'), Buffer.from(`${JSON.stringify(owner)}\n`));
    });
  } catch (error) {
    // Without an owner nobody could tell whose it is.
    discardDraft(disk, draft);
    throw error;
  }
  return draft;
}

/** The outer folder is empty for a moment, and may be taken for what is left of another draft: then it is made again. */
function makeClaim(disk: Disk, draft: Draft): void {
  for (let tries = 0; ; tries++) {
    disk.makeFolder(join(draft.folder, draft.name));
    try {
      disk.makeFolder(claimFolder(draft));
      return;
    } catch (error) {
      if (!isMissing(error) || tries === 3) throw error;
    }
  }
}

/** Whether something lies at a path. Unlike `kindOf` it throws where the system cannot tell: no conclusion is drawn from that. */
export function isThere(disk: Disk, path: string): boolean {
  try {
    return disk.stateOf(path) !== null;
  } catch (error) {
    // A part of the path is a file.
    if (codeOf(error) === 'ENOTDIR') return false;
    throw error;
  }
}

/** Gives a draft another name; `null` where the name is taken. Throws what the system says. */
export function renameDraft(disk: Disk, draft: Draft, name: string): Draft | null {
  const [from, to] = [join(draft.folder, draft.name), join(draft.folder, name)];
  try {
    disk.rename(from, to);
    return { ...draft, name };
  } catch (error) {
    // A file system of a network may have done it, and answer for a call that it repeated.
    if (isThere(disk, join(to, draft.claim)) && !isThere(disk, join(from, draft.claim))) return { ...draft, name };
    if (isThere(disk, to)) return null;
    throw error;
  }
}

/** Writes the files into the draft, durably: each file, then each folder of them. Throws `usage/cannot-create`. */
export async function writeDraft(disk: Disk, draft: Draft, files: readonly DraftFile[]): Promise<void> {
  const content = contentOf(draft);
  const folders = new Set([...files.map((file) => dirname(join(content, file.path))), content]);
  // Not those above: where somebody has put the draft aside, it is not begun anew.
  creating(content, () => disk.makeFolder(content));
  for (const folder of folders) creating(folder, () => makeFolders(disk, folder));
  // Every file is waited for, also where one fails: whoever removes the draft must not meet one that still appears.
  const written = await Promise.allSettled(files.map((file) => writeFile(disk, join(content, file.path), file.bytes)));
  for (const one of written) if (one.status === 'rejected') throw one.reason;
  creating(content, () => {
    for (const folder of folders) disk.syncFolder(folder);
  });
}

async function writeFile(disk: Disk, path: string, bytes: DraftFile['bytes']): Promise<void> {
  try {
    await disk.writeSoon(path, typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes);
  } catch (error) {
    creating(path, () => {
      throw error;
    });
  }
}

/**
 * Publishes what was written by one rename, `entry` = one file of it (`null` = the whole folder); then every folder up to the root is synced, and what is left of
 * the draft goes. A folder never takes the place of one that holds anything. Throws `usage/cannot-create`.
 */
export function publishDraft({ root, disk }: Shelf, draft: Draft, target: { readonly path: string; readonly entry: string | null }): void {
  const from = target.entry === null ? contentOf(draft) : join(contentOf(draft), target.entry);
  creating(target.path, () => {
    disk.rename(from, target.path);
    for (let folder = dirname(target.path); ; folder = dirname(folder)) {
      disk.syncFolder(folder);
      if (folder === root || folder === dirname(folder)) break;
    }
  });
  // Published is published: what could not be removed here, the next run clears.
  discardDraft(disk, draft);
}

/** Removes a draft; gives the reason where it could not. */
export function discardDraft(disk: Disk, draft: Draft): string | null {
  try {
    disk.remove(join(draft.folder, draft.name, draft.claim));
    disk.removeEmpty(join(draft.folder, draft.name));
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

/** Names in a folder; none where it is not there, or not any more. */
export function namesInFolder(disk: Disk, folder: string): readonly string[] {
  try {
    return disk.names(folder);
  } catch (error) {
    // Not there when it was read, whatever has its name since: the drafts of other runs come and go under the same names.
    if (isMissing(error) || disk.kindOf(folder) !== 'folder') return [];
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return codeOf(error) === 'ENOENT';
}
