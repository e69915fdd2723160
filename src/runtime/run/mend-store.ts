import { runNote } from '../../results/run-notes.ts';
import { fileSystemOf } from '../disk/file-system.ts';
import type { Warning } from '../job/warning.ts';
import { settleActs } from '../persons/due-acts.ts';
import { lotFolders, otherFolders, settleAbandoned } from '../store/abandoned-drafts.ts';
import type { Store } from '../store/publication.ts';
import { mendRuns } from '../store/run-journal.ts';
import { nearestThatExists } from '../store/store.ts';

/** Publishes or clears what other runs left unfinished, and says so. */
export async function mendStore(store: Store): Promise<readonly Warning[]> {
  const warnings = [
    ...fileSystemNotes(store),
    ...(await settleAbandoned(store, lotFolders(store))),
    ...(await mendRuns(store)),
    ...(await settleAbandoned(store, otherFolders(store))),
  ];
  await settleActs(store);
  return warnings;
}

/** What a shared file system promises is not ours to say: it is named. */
function fileSystemNotes({ disk, root }: Store): readonly Warning[] {
  const { name, reach } = fileSystemOf(disk, nearestThatExists(disk, root));
  return reach === 'network' ? [{ ...runNote('store/network-file-system', { name }), place: root }] : [];
}
