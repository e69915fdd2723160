import { join } from 'node:path';
import type { DropRequest } from '../../lims/conversation.ts';
import { type Disk, makeFolders, messageOf } from '../disk/disk.ts';
import type { Connection, Reply } from './connection.ts';

/** In the drop folder: an empty file under the name of every drop that was ready to be shown. */
const LEDGER = '.cytolot-sent';

/**
 * Puts files where another system takes them, once: written under a hidden name, noted in the ledger when whole, shown by one rename. Noted and no longer under
 * the hidden name is shown, also where the other system has taken it away since.
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
  try {
    if (disk.kindOf(folder) !== 'folder') return { kind: 'none', detail: 'the folder is not there', arrived: 'never' };
    const isNoted = disk.kindOf(noted) !== 'nothing';
    if (isNoted && disk.kindOf(hidden) === 'nothing') return answer(200, '');
    if (disk.kindOf(target) !== 'nothing') return answer(422, `another '${name}' lies there`);
    if (!isNoted) prepare(disk, request, { hidden, noted });
    disk.rename(hidden, target);
    disk.syncFolder(folder);
    return answer(200, '');
  } catch (error) {
    return { kind: 'none', detail: messageOf(error) };
  }
}

function prepare(
  disk: Disk,
  { folder, name, files }: DropRequest,
  { hidden, noted }: { readonly hidden: string; readonly noted: string },
): void {
  disk.remove(hidden);
  const [only, ...others] = files;
  if (only !== undefined && others.length === 0 && only.path === name) disk.writeNew(hidden, Buffer.from(only.text, 'utf8'));
  else {
    disk.makeFolder(hidden);
    for (const { path, text } of files) disk.writeNew(join(hidden, path), Buffer.from(text, 'utf8'));
    disk.syncFolder(hidden);
  }
  disk.syncFolder(folder);
  makeFolders(disk, join(folder, LEDGER));
  disk.writeNew(noted, new Uint8Array());
  disk.syncFolder(join(folder, LEDGER));
}
