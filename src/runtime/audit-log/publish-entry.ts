import { dirname, join } from 'node:path';
import { type AuditEntry, type AuditEvent, formatEntry } from '../../audit-log/audit-entry.ts';
import { InputError } from '../../errors.ts';
import { version } from '../../version.ts';
import { creating, makeFolders } from '../disk/disk.ts';
import { type Draft, discardDraft, openDraft, publishDraft, type Shelf, writeDraft } from '../disk/draft.ts';
import { entryFile, entryFolder } from './log-folder.ts';

/** An event with who does it, when and where. */
export function stampedEvent(shelf: Shelf, event: AuditEvent): Omit<AuditEntry, 'index'> {
  return {
    schemaVersion: 1,
    timeUtc: shelf.clock.now().toISOString(),
    zone: shelf.clock.timeZone,
    actor: shelf.actor,
    actorSource: shelf.actorSource,
    host: shelf.host.name,
    version,
    ...event,
  };
}

/** Tries to publish an entry under its index; false where another entry has it. Throws `usage/cannot-create`. */
export async function publishEntry(shelf: Shelf, entry: AuditEntry): Promise<boolean> {
  const log = join(shelf.root, 'log');
  creating(log, () => makeFolders(shelf.disk, log));
  const draft = openDraft(shelf, log);
  try {
    const text = formatEntry(entry);
    await writeDraft(shelf.disk, draft, [{ path: 'entry.json', bytes: text }]);
    const target = entryFolder(shelf, entry.index);
    creating(target, () => {
      makeFolders(shelf.disk, dirname(target));
      settlePredecessor(shelf, entry.index);
    });
    return takeIndex(shelf, draft, { entry, text });
  } finally {
    discardDraft(shelf.disk, draft);
  }
}

/** The syncs of a publication reach the folder of this entry; the one before the first of a folder lies in another, and must not be lost behind it. */
function settlePredecessor(shelf: Shelf, index: number): void {
  if (index % 1000 === 0 && index > 0) shelf.disk.syncFolder(dirname(entryFolder(shelf, index - 1)));
}

/**
 * Won is what the disk says afterwards, not what the rename answered: a file system of a network may repeat a call and answer for the second one. Nobody
 * else can move the content of this draft, which lies below its random claim.
 */
function takeIndex(shelf: Shelf, draft: Draft, { entry, text }: { readonly entry: AuditEntry; readonly text: string }): boolean {
  const target = entryFolder(shelf, entry.index);
  try {
    publishDraft(shelf, draft, { path: target, entry: null });
  } catch (error) {
    if (stillThere(shelf, draft)) {
      if (shelf.disk.kindOf(target) === 'nothing') throw error;
      return false;
    }
    // It was moved: what is missing is that its name is on the disk.
    creating(target, () => syncUpwards(shelf, target));
  }
  const found = creating(target, () => shelf.disk.readText(entryFile(shelf, entry.index)));
  if (found === text) return true;
  throw new InputError('audit-log/damaged', `Expected the entry ${entry.index} that was written a moment ago, found other bytes.`, {
    file: entryFile(shelf, entry.index),
  });
}

function stillThere({ disk }: Shelf, { folder, name, claim }: Draft): boolean {
  return disk.kindOf(join(folder, name, claim, 'content')) === 'folder';
}

function syncUpwards({ disk, root }: Shelf, path: string): void {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    disk.syncFolder(folder);
    if (folder === root || folder === dirname(folder)) return;
  }
}
