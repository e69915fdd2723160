import { type BigIntStats, closeSync, constants, existsSync, fstatSync, lstatSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type FileState, fileOf, type OpenFile, stateFrom } from './open-file.ts';

/** What a folder below another lists: the state of what lies there itself, links not followed; `null` = it was gone when it was looked at. */
export interface EntryBelow {
  readonly name: string;
  readonly state: FileState | null;
}

const NO_LINK = constants.O_NOFOLLOW ?? 0;
const NO_WAIT = constants.O_NONBLOCK ?? 0;
const FOLDER_ONLY = constants.O_DIRECTORY ?? 0;

/** Linux lets a name be looked up in a folder that is open (proc_pid_fd(5)): what that folder's path leads to meanwhile does not matter. */
const DESCRIPTORS = '/proc/self/fd';

/**
 * Opens what lies below a folder for reading, step by step, following no link at any of them: a folder on the way that is exchanged for a link between
 * listing and opening leads nowhere. Never waits on a pipe. Where the system has no way to look a name up in an open folder, what was opened is compared by
 * device and inode with what lies at the path, no part of which may be a link. Throws what the system says: ELOOP or ENOTDIR for a link.
 */
export function openBelow(root: string, path: string): OpenFile {
  const { folders, name } = stepsOf(path);
  if (!existsSync(DESCRIPTORS)) return openCompared(root, [...folders, name]);
  return inFolder(root, folders, (place) => fileOf(openSync(join(place, name), constants.O_RDONLY | NO_LINK | NO_WAIT)));
}

/** Lists a folder below another, `''` = the folder itself, as `openBelow` opens: by name, in the order of code units. */
export function listBelow(root: string, path: string): readonly EntryBelow[] {
  const folders = path === '' ? [] : [...stepsOf(path).folders, stepsOf(path).name];
  const list = (place: string): readonly EntryBelow[] =>
    readdirSync(place)
      .sort()
      .map((name) => ({ name, state: ownState(join(place, name)) }));
  if (existsSync(DESCRIPTORS)) return inFolder(root, folders, list);
  refuseLinks(root, folders);
  return list(join(root, ...folders));
}

function stepsOf(path: string): { readonly folders: readonly string[]; readonly name: string } {
  const steps = path.split('/');
  const name = steps.pop() ?? '';
  if ([...steps, name].some((step) => step === '' || step === '.' || step === '..')) throw linkError(path);
  return { folders: steps, name };
}

/** Opens the folders one in the other and hands on a path into the last of them. */
function inFolder<Result>(root: string, folders: readonly string[], act: (place: string) => Result): Result {
  // The root itself is the operator's word, and may be a link.
  let descriptor = openSync(root, constants.O_RDONLY | FOLDER_ONLY);
  try {
    for (const folder of folders) {
      const next = openSync(join(DESCRIPTORS, String(descriptor), folder), constants.O_RDONLY | FOLDER_ONLY | NO_LINK | NO_WAIT);
      closeSync(descriptor);
      descriptor = next;
    }
    return act(join(DESCRIPTORS, String(descriptor)));
  } finally {
    closeSync(descriptor);
  }
}

function openCompared(root: string, steps: readonly string[]): OpenFile {
  const path = join(root, ...steps);
  const descriptor = openSync(path, constants.O_RDONLY | NO_LINK | NO_WAIT);
  try {
    refuseLinks(root, steps);
    const [opened, there] = [fstatSync(descriptor, { bigint: true }), lstatSync(path, { bigint: true })];
    if (opened.dev !== there.dev || opened.ino !== there.ino) throw linkError(path);
    return fileOf(descriptor);
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

function refuseLinks(root: string, steps: readonly string[]): void {
  for (let depth = 1; depth <= steps.length; depth++) {
    const path = join(root, ...steps.slice(0, depth));
    if (lstatSync(path).isSymbolicLink()) throw linkError(path);
  }
}

function linkError(path: string): Error {
  return Object.assign(new Error(`ELOOP: a symbolic link on the way, open '${path}'`), { code: 'ELOOP' });
}

function ownState(path: string): FileState | null {
  const stats: BigIntStats | undefined = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? null : stateFrom(stats);
}
