import { receivedHashes } from '../../audit-log/listed-record.ts';
import { compareCodeUnits } from '../../order.ts';
import { appendEntry } from '../audit-log/append-entry.ts';
import { readEntriesBackwards } from '../audit-log/read-entries.ts';
import type { Shelf } from '../disk/draft.ts';

/** A file whose bytes stand in the intake. */
export interface ReceivedFile {
  /** As it was called where it came from. */
  readonly name: string;
  readonly sha256: string;
}

/**
 * Says in the log which files were taken into the intake, so that one that is missing later is missed. What it names already is not named again: the log is looked through from
 * its end until all are found. Codes as `appendEntry`.
 */
export async function logReceived(shelf: Shelf, files: readonly ReceivedFile[]): Promise<void> {
  const unnamed = new Map(files.map(({ sha256, name }) => [sha256, name]));
  for (const entry of readEntriesBackwards(shelf)) {
    if (unnamed.size === 0) return;
    if (entry.action === 'received') for (const sha256 of receivedHashes(entry.new)) unnamed.delete(sha256);
  }
  await appendReceived(
    shelf,
    [...unnamed].map(([sha256, name]) => ({ name, sha256 })),
  );
}

/** As `logReceived`, of bytes that the intake had not before: no entry names them. */
export async function appendReceived(shelf: Shelf, files: readonly ReceivedFile[]): Promise<void> {
  if (files.length === 0) return;
  const listed = files.map(({ name, sha256 }) => ({ name, sha256 })).sort((a, b) => compareCodeUnits(a.name, b.name));
  await appendEntry(shelf, { action: 'received', object: 'intake', objectSha256: null, old: null, new: { files: listed }, reason: null });
}
