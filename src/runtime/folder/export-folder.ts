import { join, relative, sep } from 'node:path';
import { InputError } from '../../errors.ts';
import type { Message } from '../../message.ts';
import { compareCodeUnits } from '../../order.ts';
import { pipelineNote } from '../../pipeline/notes.ts';
import { quotedError } from '../../quoted-error.ts';
import { codeOf, type Disk, type FolderEntry } from '../disk/disk.ts';
import type { FileState } from '../disk/open-file.ts';
import type { ListedFile, ListedFolder } from './taken-folder.ts';

/** Which symbolic links are followed: those that stay inside the folder, or all. */
export type Links = 'inside' | 'anywhere';

/** Levels of folders that are looked at. */
const MOST_LEVELS = 8;

/**
 * Lists every file of an export folder and its sub-folders. Hidden files are passed over; a folder that cannot be listed, or lies too deep, is noted and stops nothing.
 * A link that may not be followed is a file with an error, which holds what binds it. Throws `usage/not-found`, or `io/failed`, for the folder itself.
 */
export function listExportFolder(folder: string, disk: Disk, links: Links = 'inside'): ListedFolder {
  const files: ListedFile[] = [];
  const notes: Message[] = [];
  const entries = entriesOf(disk, folder);
  const root = disk.realPath(folder);
  const add = (path: string, through: string | null): void => {
    const linkTo = through === null ? null : linkedPath(disk, join(folder, path), root);
    files.push(linkTo === null ? { path, error: null } : { path, error: null, linkTo });
  };
  const visit = (listed: readonly FolderEntry[], above: string, at: Omit<Visit, 'path'>): void => {
    for (const { name, kind } of listed) {
      const path = above === '' ? name : `${above}/${name}`;
      if (name.startsWith('.')) continue;
      if (kind === 'folder') enter({ ...at, path });
      else if (kind === 'file') add(path, at.through);
      else if (kind === 'link') follow({ ...at, path });
    }
  };
  const enter = ({ path, level, through }: Visit): void => {
    if (level === MOST_LEVELS) {
      notes.push(pipelineNote('folder/too-deep', { folder: path, levels: MOST_LEVELS }));
      return;
    }
    try {
      visit(disk.entries(join(folder, path)), path, { level: level + 1, through });
    } catch (error) {
      if (!isSystemError(error)) throw error;
      const unreadable = new InputError('io/failed', `Expected to read the folder, found ${error.code}. Check its rights.`, { file: path });
      notes.push(pipelineNote('folder/unreadable', { folder: path, error: quotedError(unreadable) }));
    }
  };
  const follow = (at: Visit): void => {
    const { path, through } = at;
    const found = targetOf(disk, join(folder, path));
    if (found === null) {
      files.push({ path, error: linkError(path, 'a symbolic link that leads nowhere. Copy the file itself') });
      return;
    }
    const isInside = isWithin(found.target, root);
    const isFollowed = isInside || links === 'anywhere';
    if (found.kind === 'folder') {
      const why = refusal({ isFollowed, isLoop: isWithin(disk.realPath(join(folder, path, '..')), found.target), through });
      if (why === null) enter({ ...at, through: path });
      else notes.push(pipelineNote('folder/link-not-followed', { link: path, why }));
    } else if (isFollowed) add(path, path);
    else {
      const sentence = `a symbolic link to a file outside of it. Copy the file, or allow such links by 'inputs.links: anywhere'`;
      files.push({ path, error: linkError(path, sentence) });
    }
  };
  visit(entries, '', { level: 0, through: null });
  return { files: withTargets(files.sort((a, b) => compareCodeUnits(a.path, b.path))), notes };
}

interface Visit {
  readonly path: string;
  /** Folders above it, the export folder aside. */
  readonly level: number;
  /** The link to a folder through which it is reached; `null` = none. */
  readonly through: string | null;
}

function refusal({
  isFollowed,
  isLoop,
  through,
}: {
  readonly isFollowed: boolean;
  readonly isLoop: boolean;
  readonly through: string | null;
}): 'outside' | 'loop' | 'within-a-link' | null {
  if (!isFollowed) return 'outside';
  if (isLoop) return 'loop';
  return through === null ? null : 'within-a-link';
}

function targetOf(disk: Disk, path: string): { readonly target: string; readonly kind: FileState['kind'] } | null {
  try {
    const target = disk.realPath(path);
    const state = disk.stateOf(target);
    return state === null ? null : { target, kind: state.kind };
  } catch (error) {
    if (isSystemError(error)) return null;
    throw error;
  }
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}

function linkError(path: string, found: string): InputError {
  return new InputError('usage/not-found', `Expected a file in the export folder, found ${found}.`, { file: path });
}

/** The path of a linked file in the folder itself; whether the listing came to it there shows at the end. */
function linkedPath(disk: Disk, path: string, root: string): string | null {
  const found = targetOf(disk, path);
  return found === null || !isWithin(found.target, root) ? null : relative(root, found.target).split(sep).join('/');
}

/** A link to what the listing did not come to by itself, such as a hidden file, is the file. */
function withTargets(files: readonly ListedFile[]): readonly ListedFile[] {
  const own = new Set(files.filter(({ linkTo }) => linkTo === undefined).map(({ path }) => path));
  return files.map(({ linkTo, ...file }) => (linkTo !== undefined && own.has(linkTo) ? { ...file, linkTo } : file));
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return codeOf(error) !== null && !(error instanceof InputError);
}

function entriesOf(disk: Disk, folder: string): readonly FolderEntry[] {
  try {
    return disk.entries(folder);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const { code } = error;
    const found = code === 'ENOTDIR' ? 'a file' : code === 'ENOENT' ? 'nothing' : String(code);
    throw new InputError(
      code === 'EACCES' ? 'io/failed' : 'usage/not-found',
      `Expected the export folder, found ${found}. Give the folder into which the instruments export.`,
      { file: folder },
    );
  }
}
