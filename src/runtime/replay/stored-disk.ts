import { dirname, join, sep } from 'node:path';
import type { Disk } from '../disk/disk.ts';

const STORED_ROOT = 'intake:method';

/** A name that no folder of this machine has: what stands below it lies in the intake. */
export const STORED_METHOD = join(STORED_ROOT, '1', '2', '3', '4', '5', '6', '7', '8');

const refuse = (): never => {
  throw new Error('a replay changes nothing');
};

/** As `methodDisk`. Nothing can be written. */
export function storedDisk(disk: Disk, files: ReadonlyMap<string, string>): Disk {
  const stored = methodDisk(disk, files);
  return {
    ...stored,
    open: (path, purpose) => (purpose === 'reading' ? stored.open(path, purpose) : refuse()),
    makeFolder: refuse,
    writeNew: refuse,
    writeSoon: refuse,
    rename: refuse,
    link: refuse,
    remove: refuse,
    removeEmpty: refuse,
    syncFolder: refuse,
  };
}

/** A disk on which the files of a stored method lie where their definition looks for them, each read from its content. */
export function methodDisk(disk: Disk, files: ReadonlyMap<string, string>): Disk {
  const placed = new Map([...files].map(([path, content]) => [join(STORED_METHOD, path), content]));
  const folders = new Map<string, Set<string>>();
  for (const path of placed.keys())
    for (let at = path; dirname(at) !== at; at = dirname(at)) {
      const above = dirname(at);
      folders.set(above, (folders.get(above) ?? new Set<string>()).add(at.slice(above === '.' ? 0 : above.length + 1)));
    }
  // Below it is nothing but what was kept, whatever lies under such a name in the working folder.
  const isStored = (path: string): boolean => path === STORED_ROOT || path.startsWith(`${STORED_ROOT}${sep}`);
  const at = (path: string): string => {
    const content = placed.get(path);
    if (content !== undefined || !isStored(path)) return content ?? path;
    throw Object.assign(new Error(`ENOENT: no such file, '${path}'`), { code: 'ENOENT' });
  };
  return {
    ...disk,
    kindOf: (path) => {
      if (placed.has(path)) return disk.kindOf(at(path));
      if (isStored(path)) return folders.has(path) ? 'folder' : 'nothing';
      return disk.kindOf(path);
    },
    names: (folder) => {
      const names = folder === '.' ? undefined : folders.get(folder);
      return names === undefined ? disk.names(folder) : [...names].sort();
    },
    stateOf: (path) => (isStored(path) && !placed.has(path) ? null : disk.stateOf(at(path))),
    readText: (path) => disk.readText(at(path)),
    realPath: (path) => (placed.has(path) ? path : disk.realPath(path)),
    open: (path, purpose) => disk.open(purpose === 'reading' ? at(path) : path, purpose),
  };
}
