import { join } from 'node:path';
import { appendEntry } from './audit-log/append-entry.ts';
import { readEntriesBackwards } from './audit-log/read-entries.ts';
import { sha256OfFile } from './audit-log/whole-file.ts';
import type { Shelf } from './disk/draft.ts';
import type { PublicationLog } from './store/publication.ts';

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
    },
    has: ({ job, manifestSha256 }) => {
      for (const entry of readEntriesBackwards(shelf))
        if (entry.action === 'published' && entry.objectSha256 === manifestSha256 && jobIn(entry.new) === job) return true;
      return false;
    },
  };
}

function jobIn(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'job' in value ? value.job : null;
}
