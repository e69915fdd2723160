import { join } from 'node:path';
import { makeFolders } from './disk.ts';
import { type Draft, discardDraft, isThere, openDraft, renameDraft, type Shelf } from './draft.ts';
import { clearDraft, findDrafts } from './found-draft.ts';
import { keepBeating, watchBeats } from './heartbeat.ts';

/** What one process does at a time, of however many on however many hosts. It saves work: nothing that must be right hangs on it, since a host that stood still may come back. */
export interface Lease {
  /** Whether it is ours; it is taken where nobody has it, or whoever has it does not move. Throws what the disk says. */
  readonly take: () => boolean;
  /** Gives it back. */
  readonly give: () => void;
}

const NAME = '.0000.partial';

/** How long a holder is waited for whose count does not move on the clock of the observer. */
const PATIENCE_MILLISECONDS = 60_000;

/** A lease of a folder that holds nothing else. */
export function openLease(shelf: Shelf, folder: string): Lease {
  const { disk } = shelf;
  const still = watchBeats(shelf.clock);
  let held: { readonly draft: Draft; readonly stop: () => void } | null = null;
  const give = () => {
    if (held === null) return;
    held.stop();
    discardDraft(disk, held.draft);
    held = null;
  };
  const isFree = (): boolean => {
    for (const found of findDrafts(shelf, folder)) {
      const unmoved = still(found.name, found.beat);
      if (found.state !== 'gone' && unmoved < PATIENCE_MILLISECONDS) {
        if (found.name === NAME) return false;
      } else if (found.state === 'gone') clearDraft(disk, found);
      else disk.remove(join(folder, found.name));
    }
    return true;
  };
  /** `null`: whoever gave the lease back has removed its empty folder just now. */
  const draftIn = (place: string): Draft | null => {
    try {
      return openDraft(shelf, place);
    } catch (error) {
      if (isThere(disk, place)) throw error;
      return null;
    }
  };
  return {
    take: () => {
      if (held !== null) {
        if (isThere(disk, join(folder, NAME, held.draft.claim))) return true;
        give();
      }
      makeFolders(disk, folder);
      if (!isFree()) return false;
      const draft = draftIn(folder);
      if (draft === null) return false;
      const taken = renameDraft(disk, draft, NAME);
      if (taken === null) {
        discardDraft(disk, draft);
        return false;
      }
      held = { draft: taken, stop: keepBeating(shelf, () => taken) };
      return true;
    },
    give,
  };
}
