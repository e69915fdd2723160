import { join } from 'node:path';
import { codeOf, type Disk, messageOf } from './disk.ts';
import { namesInFolder, type Shelf } from './draft.ts';
import { beatIn } from './heartbeat.ts';
import { describeOwner, type Owner, ownerState, parseOwner } from './owner.ts';

/** A draft that somebody began. */
export interface FoundDraft {
  readonly folder: string;
  readonly name: string;
  readonly state: 'running' | 'gone' | 'unknown' | 'without-owner';
  /** Its owner in words; `null` = it names none. */
  readonly owner: string | null;
  readonly claims: readonly string[];
  /** What its owners count up while they are at it. */
  readonly beat: string;
  /** When anything of it was changed last, milliseconds since 1970. */
  readonly changedAt: number;
}

/** The drafts in a folder, by name. One that vanishes meanwhile is not among them. */
export function findDrafts(shelf: Shelf, folder: string): readonly FoundDraft[] {
  const names = namesInFolder(shelf.disk, folder).filter((name) => /^\.(\d{4,}|claim-[0-9a-f-]+)\.partial$/.test(name));
  return names.flatMap((name) => findDraft(shelf, folder, name) ?? []);
}

function findDraft({ disk, processes }: Shelf, folder: string, name: string): FoundDraft | null {
  const path = join(folder, name);
  if (disk.kindOf(path) !== 'folder') return null;
  const entries = namesOrNull(disk, path);
  // What may not be looked into is somebody's.
  if (entries === null)
    return { folder, name, state: 'unknown', owner: null, claims: [], beat: '', changedAt: changedAtOrZero(disk, path) };
  const read = entries.map((claim) => ({ claim, owner: ownerOf(disk, join(path, claim)) }));
  const owners = read.flatMap(({ claim, owner }) => (owner === null || owner === 'unreadable' ? [] : [{ claim, owner }]));
  const unread = read.some(({ owner }) => owner === 'unreadable');
  const states = owners.map(({ owner }) => ownerState(owner, processes));
  const unowned = entries.length === 0 || owners.length < entries.length;
  const state = states.includes('running')
    ? 'running'
    : unread || states.includes('unknown')
      ? 'unknown'
      : unowned
        ? 'without-owner'
        : 'gone';
  const inner = [path, ...entries.flatMap((entry) => [join(path, entry), join(path, entry, 'content')])];
  return {
    folder,
    name,
    state,
    owner: owners.length === 0 ? null : owners.map(({ owner }) => describeOwner(owner)).join('; '),
    claims: owners.map(({ claim }) => claim),
    beat: owners.map(({ claim }) => `${claim}:${beatIn(disk, join(path, claim))}`).join(' '),
    changedAt: Math.max(0, ...inner.map((each) => changedAtOrZero(disk, each))),
  };
}

function namesOrNull(disk: Disk, path: string): readonly string[] | null {
  try {
    return namesInFolder(disk, path);
  } catch {
    return null;
  }
}

/** Clears a found draft whose owner is gone; gives the reason where it could not. */
export function clearDraft(disk: Disk, { folder, name, claims }: FoundDraft): string | null {
  try {
    for (const claim of claims) disk.remove(join(folder, name, claim));
    disk.removeEmpty(join(folder, name));
    return null;
  } catch (error) {
    // Somebody else cleared it, or has taken its name since.
    return disk.kindOf(join(folder, name)) === 'nothing' || !claims.some((claim) => disk.kindOf(join(folder, name, claim)) === 'folder')
      ? null
      : messageOf(error);
  }
}

/** `null` = it names none, as older versions leave it. One that cannot be read is somebody's. */
function ownerOf(disk: Disk, path: string): Owner | 'unreadable' | null {
  try {
    return parseOwner(disk.readText(join(path, 'owner.json')));
  } catch (error) {
    return ['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '') ? null : 'unreadable';
  }
}

function changedAtOrZero(disk: Disk, path: string): number {
  try {
    return disk.changedAt(path);
  } catch {
    return 0;
  }
}
