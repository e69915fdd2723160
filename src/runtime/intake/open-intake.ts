import { join } from 'node:path';
import { creating, makeFolders } from '../disk/disk.ts';
import { discardDraft, openDraft, type Shelf } from '../disk/draft.ts';
import { intakeFolder, intakePath } from './intake-path.ts';

/** An intake that files are taken into. */
export interface Intake {
  readonly folder: string;
  /** Where what is not whole yet lies; the next run clears it where this one is killed. */
  readonly partial: string;
  readonly pathOf: (sha256: string) => string;
  readonly close: () => void;
}

/** Throws `usage/cannot-create`, or `io/failed` where the disk takes nothing more. */
export function openIntake(shelf: Shelf): Intake {
  const folder = intakeFolder(shelf.root);
  creating(folder, () => makeFolders(shelf.disk, folder));
  const draft = openDraft(shelf, folder);
  const partial = join(draft.folder, draft.name, draft.claim, 'content');
  creating(partial, () => shelf.disk.makeFolder(partial));
  return {
    folder,
    partial,
    pathOf: (sha256) => intakePath(folder, sha256),
    close: () => {
      discardDraft(shelf.disk, draft);
    },
  };
}
