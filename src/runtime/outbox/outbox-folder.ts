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

/** What lies in the outbox of a target. */
export interface FoundOutbox {
  readonly records: readonly OutboxRecord[];
  /** Keys of entries that cannot be read, with what is wrong. */
  readonly broken: ReadonlyMap<string, InputError>;
}

/** The entries of a target by key. */
export function findOutbox(place: Place, target: string): FoundOutbox {
  const folder = outboxFolder(place, target);
  const records: OutboxRecord[] = [];
  const broken = new Map<string, InputError>();
  for (const name of namesInFolder(place.disk, folder)) {
    const key = /^([0-9a-f]{64})\.json$/.exec(name)?.[1];
    if (key === undefined) continue;
    const record = readRecord(place, join(folder, name));
    if (record !== null && record.key === key && record.target === target) records.push(record);
    else
      broken.set(
        key,
        new InputError(
          'io/failed',
          `Expected an entry of the outbox of '${target}', found other bytes: its subject is held. Take the file away: what was sent, or may have been, stands in the log.`,
          { file: join(folder, name) },
        ),
      );
  }
  return { records, broken };
}

function readRecord({ disk }: Place, path: string): OutboxRecord | null {
  try {
    return parseOutboxRecord(disk.readText(path));
  } catch {
    return null;
  }
}

/** As `findOutbox`. Throws `io/failed` where an entry cannot be read. */
export function readOutbox(place: Place, target: string): readonly OutboxRecord[] {
  const { records, broken } = findOutbox(place, target);
  for (const error of broken.values()) throw error;
  return records;
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
