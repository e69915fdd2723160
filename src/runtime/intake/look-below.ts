import { InputError } from '../../errors.ts';
import type { Message } from '../../message.ts';
import { compareCodeUnits } from '../../order.ts';
import { watchNote } from '../../watch/watch-notes.ts';
import type { SeenFile } from '../../watch/watched-file.ts';
import { type Disk, messageOf } from '../disk/disk.ts';
import type { EntryBelow } from '../disk/open-below.ts';

/** What a drop folder holds at one moment. */
export interface Look {
  /** Regular files by path; hidden ones are passed over. */
  readonly files: readonly SeenFile[];
  /** What is no regular file, and folders that were not looked into. */
  readonly notes: readonly Message[];
}

/** Levels of folders that are looked at, as in an export folder. */
const MOST_LEVELS = 8;

/** Where bytes of a name are not UTF-8, it has this in their place. */
const REPLACEMENT = '\ufffd';

/** Looks at everything below a folder without opening or following anything. Throws `io/failed` for the folder itself. */
export function lookBelow(disk: Disk, root: string): Look {
  const files: SeenFile[] = [];
  const notes: Message[] = [];
  const visit = (entries: readonly EntryBelow[], above: string, level: number): void => {
    for (const { name, state } of entries) {
      if (name.startsWith('.')) continue;
      const path = above === '' ? name : `${above}/${name}`;
      if (state === null) {
        // Gone since it was listed, or listed by a name that is not its own.
        if (name.includes(REPLACEMENT)) notes.push(watchNote('watch/name-unreadable', { file: path }));
      } else if (state.kind === 'file') files.push({ path, stamp: state.stamp, bytes: state.size });
      else if (state.kind === 'folder') enter(path, level + 1);
      else notes.push(watchNote('watch/not-a-file', { file: path, found: state.kind }));
    }
  };
  const enter = (path: string, level: number): void => {
    if (level > MOST_LEVELS) {
      notes.push(watchNote('watch/too-deep', { folder: path, levels: MOST_LEVELS }));
      return;
    }
    let entries: readonly EntryBelow[];
    try {
      entries = disk.listBelow(root, path);
    } catch (error) {
      notes.push(watchNote('watch/folder-unreadable', { folder: path, error: messageOf(error) }));
      return;
    }
    visit(entries, path, level);
  };
  visit(rootOf(disk, root), '', 0);
  return { files: files.sort((a, b) => compareCodeUnits(a.path, b.path)), notes };
}

function rootOf(disk: Disk, root: string): readonly EntryBelow[] {
  try {
    return disk.listBelow(root, '');
  } catch (error) {
    throw new InputError('io/failed', `Expected to list the drop folder, found: ${messageOf(error)}.`, { file: root }, { cause: error });
  }
}
