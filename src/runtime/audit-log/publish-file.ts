import { dirname, join } from 'node:path';
import { InputError } from '../../errors.ts';
import { creating, makeFolders } from '../disk/disk.ts';
import { discardDraft, openDraft, publishDraft, type Shelf, writeDraft } from '../disk/draft.ts';
import { wholeFile } from './whole-file.ts';

/**
 * Puts a file of the log in its place for good, durably. Where one stands it must be the same: two processes that sign one text write the same bytes, since Ed25519 gives
 * one signature of one text. Throws `audit-log/damaged` where another one stands, `usage/cannot-create`.
 */
export async function publishFile(shelf: Shelf, path: string, text: string): Promise<void> {
  const file = join(shelf.root, path);
  creating(file, () => makeFolders(shelf.disk, dirname(file)));
  if (shelf.disk.kindOf(file) === 'nothing') {
    const draft = openDraft(shelf, join(shelf.root, 'log'));
    try {
      await writeDraft(shelf.disk, draft, [{ path: 'file', bytes: text }]);
      publishDraft(shelf, draft, { path: file, entry: 'file' });
    } finally {
      discardDraft(shelf.disk, draft);
    }
  }
  if (Buffer.from(wholeFile(shelf.disk, file)).toString('utf8') === text) return;
  throw new InputError(
    'audit-log/damaged',
    "Expected this very file, or none, found another one. Run 'cytolot verify', and restore the folder from a copy.",
    { file },
  );
}
