import { basename, dirname, join } from 'node:path';
import { type IndexedState, shownState } from '../../outputs/index-state.ts';
import { appendEntry } from '../audit-log/append-entry.ts';
import { readEntriesBackwards } from '../audit-log/read-entries.ts';
import { sha256OfFile } from '../audit-log/whole-file.ts';
import { namesInFolder, type Shelf } from '../disk/draft.ts';
import { settleActs } from '../persons/due-acts.ts';
import { readActs } from '../persons/read-acts.ts';
import type { PublicationLog } from '../store/publication.ts';

/** Publications as entries `published` of the store's log: `object` is the result folder, `objectSha256` its manifest, `new` the job with its key, the result and its disposition. */
export function openPublicationLog(shelf: Shelf): PublicationLog {
  return {
    append: async ({ job, folder, manifestSha256, resultSha256, disposition, reason }) => {
      await appendEntry(shelf, {
        action: 'published',
        object: folder,
        objectSha256: manifestSha256,
        old: null,
        // So that the key of the job is one of the files that the log lists.
        new: { disposition, job, keySha256: sha256OfFile(shelf.disk, join(shelf.root, 'jobs', job, 'key.json')), resultSha256 },
        reason,
      });
      // What was signed before, and what was released, follows at once; where that is broken off, the next command does it.
      if (wasSigned(shelf, folder)) await settleActs(shelf);
    },
    has: ({ job, manifestSha256 }) => {
      for (const entry of readEntriesBackwards(shelf))
        if (entry.action === 'published' && entry.objectSha256 === manifestSha256 && jobIn(entry.new) === job) return true;
      return false;
    },
    states: () => (namesInFolder(shelf.disk, join(shelf.root, 'signatures')).length === 0 ? new Map() : statesOf(shelf)),
  };
}

function statesOf(shelf: Shelf): ReadonlyMap<string, IndexedState> {
  return new Map([...readActs(shelf).subjects].map(([subject, acts]) => [subject, shownState(acts)]));
}

/** Whether an earlier analysis of the subject may have a signature: a look into the log as a whole is for these alone. One whose result was taken away may have one. */
function wasSigned({ disk, root }: Shelf, folder: string): boolean {
  if (namesInFolder(disk, join(root, 'signatures')).length === 0) return false;
  const subject = join(root, dirname(folder));
  return namesInFolder(disk, subject)
    .filter((name) => /^\d{4,}$/.test(name) && name !== basename(folder))
    .map((name) => join(subject, name, 'result.json'))
    .some((result) => disk.kindOf(result) !== 'file' || disk.kindOf(join(root, 'signatures', sha256OfFile(disk, result))) === 'folder');
}

function jobIn(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'job' in value ? value.job : null;
}
