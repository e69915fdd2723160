import { join } from 'node:path';
import type { DropRequest } from '../../lims/conversation.ts';
import { type Disk, makeFolders, messageOf } from '../disk/disk.ts';
import type { Connection, Reply } from './connection.ts';

/** In the drop folder: an empty file under the name of every drop that was ready to be shown, and another with this ending when it was. */
const LEDGER = '.cytolot-sent';
const SHOWN = '.shown';

/**
 * Puts files where another system takes them, once: written under a hidden name, noted in the ledger when whole, shown by one rename, and noted again. What is noted twice
 * was shown, also where the other system has taken it away since. Noted once, and under neither name, it may have been taken, or removed before it was shown: only a person can tell.
 */
export function openDrop(disk: Disk): Connection {
  return {
    ask: (request) => {
      if (request.via !== 'drop') throw new TypeError('not a drop of files');
      return Promise.resolve(drop(disk, request));
    },
    close: () => {},
  };
}

const answer = (status: number, text: string): Reply => ({ kind: 'answer', answer: { status, text, retryAfterSeconds: 0 } });

function drop(disk: Disk, request: DropRequest): Reply {
  const { folder, name } = request;
  const [target, hidden, noted] = [join(folder, name), join(folder, `.${name}.partial`), join(folder, LEDGER, name)];
  const isThere = (path: string) => disk.kindOf(path) !== 'nothing';
  try {
    if (disk.kindOf(folder) !== 'folder') return { kind: 'none', detail: 'the folder is not there', arrived: 'never' };
    if (isThere(`${noted}${SHOWN}`)) return answer(200, '');
    const isNoted = isThere(noted);
    const isRenamed = isNoted && !isThere(hidden);
    if (isRenamed && !isThere(target)) return answer(410, '');
    if (!isRenamed && isThere(target)) return answer(422, `another '${name}' lies there`);
    if (!isNoted) prepare(disk, request, hidden);
    if (!isRenamed) disk.rename(hidden, target);
    disk.syncFolder(folder);
    note(disk, folder, `${name}${SHOWN}`);
    return answer(200, '');
  } catch (error) {
    return { kind: 'none', detail: messageOf(error) };
  }
}

function prepare(disk: Disk, { folder, name, files }: DropRequest, hidden: string): void {
  disk.remove(hidden);
  const [only, ...others] = files;
  if (only !== undefined && others.length === 0 && only.path === name) disk.writeNew(hidden, Buffer.from(only.text, 'utf8'));
  else {
    disk.makeFolder(hidden);
    for (const { path, text } of files) disk.writeNew(join(hidden, path), Buffer.from(text, 'utf8'));
    disk.syncFolder(hidden);
  }
  disk.syncFolder(folder);
  note(disk, folder, name);
}

function note(disk: Disk, folder: string, name: string): void {
  makeFolders(disk, join(folder, LEDGER));
  disk.writeNew(join(folder, LEDGER, name), new Uint8Array());
  disk.syncFolder(join(folder, LEDGER));
}
