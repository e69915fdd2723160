import { InputError } from '../../errors.ts';
import { creating, makeFolders } from '../disk/disk.ts';
import { claimFolder, type Draft, discardDraft, isThere, openDraft, renameDraft, type Shelf } from '../disk/draft.ts';
import { clearDraft, findDrafts } from '../disk/found-draft.ts';
import { keepBeating, watchBeats } from '../disk/heartbeat.ts';
import { outboxFolder } from './outbox-folder.ts';

/** Whoever has this draft in the folder of a target sends to it, and nobody else. */
const SENDER = '.0000.partial';
/** How long another container or host must have stood still, by our own clock, before it is taken to be gone: six beats. */
const STILL_MILLISECONDS = 30_000;
const PAUSE_MILLISECONDS = 500;

/** Ends the sending. `isStill` = nobody has taken the place meanwhile, as somebody does where ours stood still for long. */
export type OnlySender = (() => void) & { readonly isStill: () => boolean };

/**
 * Becomes the only process that sends to a target: two would send twice to one that knows no keys. Takes the place of one that is proven to be gone. Gives what ends it. Throws
 * `usage/in-use`, `usage/cannot-create`.
 */
export async function becomeOnlySender(shelf: Shelf, target: string): Promise<OnlySender> {
  const folder = outboxFolder(shelf, target);
  creating(folder, () => makeFolders(shelf.disk, folder));
  let draft: Draft = openDraft(shelf, folder);
  const stopBeating = keepBeating(shelf, () => draft);
  const end = () => {
    stopBeating();
    discardDraft(shelf.disk, draft);
  };
  const stillFor = watchBeats(shelf.clock);
  try {
    for (;;) {
      const taken = creating(folder, () => renameDraft(shelf.disk, draft, SENDER));
      if (taken !== null) {
        draft = taken;
        return Object.assign(end, { isStill: () => isThere(shelf.disk, claimFolder(draft)) });
      }
      const found = findDrafts(shelf, folder).find(({ name }) => name === SENDER);
      if (found === undefined) continue;
      if (found.state === 'running') throw inUse(target, found.owner);
      if (found.state === 'gone' || stillFor(found.claims.join(), found.beat) > STILL_MILLISECONDS) clearDraft(shelf.disk, found);
      else await shelf.clock.pause(PAUSE_MILLISECONDS);
    }
  } catch (error) {
    end();
    throw error;
  }
}

function inUse(target: string, owner: string | null): InputError {
  return new InputError(
    'usage/in-use',
    `Expected to be the only one that sends to '${target}', found ${owner ?? 'another process'} at it. Wait until it has ended.`,
  );
}
