import { join } from 'node:path';
import { InputError } from '../../errors.ts';
import { formatOutboxRecord, type OutboxRecord, parseOutboxRecord } from '../../lims/outbox-record.ts';
import { creating, makeFolders } from '../disk/disk.ts';
import { namesInFolder, type Shelf } from '../disk/draft.ts';

type Place = Pick<Shelf, 'root' | 'disk'>;

export function outboxFolder({ root }: Pick<Shelf, 'root'>, target: string): string {
  return join(root, 'outbox', target);
}

/** The targets that the outbox has a folder of. */
export function targetsOfOutbox(place: Place): readonly string[] {
  const folder = join(place.root, 'outbox');
  return namesInFolder(place.disk, folder).filter((name) => place.disk.kindOf(join(folder, name)) === 'folder');
}

/** The entries of a target by key. Throws `io/failed` where one cannot be read: it must not be passed over. */
export function readOutbox(place: Place, target: string): readonly OutboxRecord[] {
  const folder = outboxFolder(place, target);
  return namesInFolder(place.disk, folder)
    .filter((name) => /^[0-9a-f]{64}\.json$/.test(name))
    .map((name) => {
      const record = parseOutboxRecord(place.disk.readText(join(folder, name)));
      if (record !== null && `${record.key}.json` === name && record.target === target) return record;
      throw new InputError(
        'io/failed',
        `Expected an entry of the outbox of '${target}', found other bytes. Take the file away: what was sent stands in the log, and is not sent again.`,
        { file: join(folder, name) },
      );
    });
}

/** Puts an entry in the place of the one before it, durably. Throws `usage/cannot-create`, `io/failed`. */
export function writeOutboxRecord({ root, disk }: Place, record: OutboxRecord): void {
  const folder = outboxFolder({ root }, record.target);
  const [path, temporary] = [join(folder, `${record.key}.json`), join(folder, `.${record.key}.partial`)];
  creating(path, () => {
    makeFolders(disk, folder);
    // One process at a time writes the entries of a target: what lies there is of one that ended.
    disk.remove(temporary);
    disk.writeNew(temporary, Buffer.from(formatOutboxRecord(record), 'utf8'));
    disk.rename(temporary, path);
    disk.syncFolder(folder);
  });
}
