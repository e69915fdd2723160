import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Message } from '../../message.ts';
import {
  formatAnswer,
  formatLater,
  formatOrder,
  isOrderId,
  type OrderAnswer,
  parseAnswer,
  parseLater,
  parseOrder,
  type WorkOrder,
} from '../../watch/work-order.ts';
import { codeOf, type Disk, makeFolders } from '../disk/disk.ts';
import { discardDraft, isThere, namesInFolder, openDraft, type Shelf } from '../disk/draft.ts';
import { findDrafts } from '../disk/found-draft.ts';
import { keepBeating, watchBeats } from '../disk/heartbeat.ts';

/** The orders of one watch in the store: `OUT/watch/<watch>/orders/<id>/`, with the order, tries that came to no end, and the answer. */
export interface OrderFolder {
  /** Puts an order into the store and gives its id. */
  readonly write: (order: WorkOrder) => string;
  /** `null` where it is not there, or not what its id says. */
  readonly read: (id: string) => WorkOrder | null;
  readonly answer: (id: string) => OrderAnswer | null;
  /** The first answer stands, but for a failure where a result was published all the same. Of an order that is gone nobody waits for one. */
  readonly writeAnswer: (id: string, answer: OrderAnswer) => void;
  /** Whether something lies there as an answer, also where it is none that this version reads. */
  readonly hasAnswer: (id: string) => boolean;
  /** Why a worker could not work on it when it tried last; `null` = none said so. */
  readonly later: (id: string) => Message | null;
  /** What cannot be written is not: it says why something else could not be. */
  readonly writeLater: (id: string, why: Message, host: string) => void;
  /** Whether the order is there, also where it is none that this version reads. */
  readonly has: (id: string) => boolean;
  /** Takes an answer away that is not believed. */
  readonly refuseAnswer: (id: string) => void;
  /** Written down before the work begins, with its owner, and counts up while it lasts; the function that it gives takes it back when it came to an end, whichever. */
  readonly beginTry: (id: string) => () => void;
  readonly tries: (id: string) => OrderTries;
  readonly remove: (id: string) => void;
  readonly all: () => readonly string[];
}

/** Tries of an order that were not taken back. */
export interface OrderTries {
  /** Their process is gone, or has not moved for a minute on the clock of who looks. */
  readonly ended: number;
  /** Somebody is at it, or it is not known yet that nobody is. */
  readonly open: number;
}

const ORDER = 'order.json';
const ANSWER = 'answer.json';
const LATER = 'later.json';

/** How long a try is taken for one that goes on although it does not count up. */
const STILL_MILLISECONDS = 60_000;

/** `still`: how long a try has not moved, as whoever looks has seen it so far. Every act throws what the disk says. */
export function openOrderFolder(shelf: Shelf, watchFolder: string, still = watchBeats(shelf.clock)): OrderFolder {
  const { disk } = shelf;
  const orders = join(watchFolder, 'orders');
  const at = (id: string, name: string) => join(orders, id, name);
  const textOf = (path: string): string | null => {
    try {
      return disk.readText(path);
    } catch (error) {
      if (['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) return null;
      throw error;
    }
  };
  return {
    write: (order) => {
      const { id, text } = formatOrder(order);
      const standing = textOf(at(id, ORDER));
      if (standing === null || parseOrder(standing, id) === null) {
        makeFolders(disk, join(orders, id));
        put(disk, at(id, ORDER), text);
      }
      return id;
    },
    read: (id) => {
      const text = textOf(at(id, ORDER));
      return text === null ? null : parseOrder(text, id);
    },
    answer: (id) => {
      const text = textOf(at(id, ANSWER));
      return text === null ? null : parseAnswer(text, id);
    },
    writeAnswer: (id, answer) => {
      const path = at(id, ANSWER);
      if (!isThere(disk, join(orders, id))) return;
      const text = textOf(path);
      const standing = text === null ? null : parseAnswer(text, id);
      const isBetter = standing?.outcome.kind === 'failed' && answer.outcome.kind === 'published';
      if (standing === null || isBetter) put(disk, path, formatAnswer(answer));
    },
    hasAnswer: (id) => isThere(disk, at(id, ANSWER)),
    later: (id) => {
      const text = textOf(at(id, LATER));
      return text === null ? null : (parseLater(text, id)?.why ?? null);
    },
    writeLater: (id, why, host) => {
      try {
        if (isThere(disk, join(orders, id))) put(disk, at(id, LATER), formatLater({ schemaVersion: 1, order: id, why, host }));
      } catch {
        // The worker itself says it, and is not ready.
      }
    },
    has: (id) => isThere(disk, at(id, ORDER)),
    refuseAnswer: (id) => disk.remove(at(id, ANSWER)),
    beginTry: (id) => {
      const draft = openDraft(shelf, join(orders, id));
      const stop = keepBeating(shelf, () => draft);
      return () => {
        stop();
        discardDraft(disk, draft);
      };
    },
    tries: (id) => {
      const found = findDrafts(shelf, join(orders, id));
      const ended = found.filter(({ state, name, beat }) => {
        // Every one is looked at each time: how long it has not moved is counted from the first look.
        const unmoved = still(name, beat);
        return state === 'gone' || unmoved >= STILL_MILLISECONDS;
      }).length;
      return { ended, open: found.length - ended };
    },
    remove: (id) => disk.remove(join(orders, id)),
    all: () => (isThere(disk, orders) ? namesInFolder(disk, orders).filter(isOrderId) : []),
  };
}

/** Durably, by one rename. */
function put(disk: Disk, path: string, text: string): void {
  const temporary = `${path}.${randomUUID()}.partial`;
  try {
    disk.writeNew(temporary, Buffer.from(text, 'utf8'));
    disk.rename(temporary, path);
  } catch (error) {
    disk.remove(temporary);
    throw error;
  }
  disk.syncFolder(join(path, '..'));
}
