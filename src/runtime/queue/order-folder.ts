import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { formatAnswer, formatOrder, type OrderAnswer, parseAnswer, parseOrder, type WorkOrder } from '../../watch/work-order.ts';
import { codeOf, type Disk, makeFolders } from '../disk/disk.ts';
import { isThere, namesInFolder } from '../disk/draft.ts';

/** The orders of one watch in the store: `OUT/watch/<watch>/orders/<id>/`, with the order, tries that came to no end, and the answer. */
export interface OrderFolder {
  /** Puts an order into the store and gives its id. */
  readonly write: (order: WorkOrder) => string;
  /** `null` where it is not there, or not what its id says. */
  readonly read: (id: string) => WorkOrder | null;
  readonly answer: (id: string) => OrderAnswer | null;
  /** The first answer stands. */
  readonly writeAnswer: (id: string, answer: OrderAnswer) => void;
  /** Written down before the work begins; the function that it gives takes it back when it came to an end, whichever. */
  readonly beginTry: (id: string) => () => void;
  /** Tries that came to no end: the process was ended, or its host is not seen. */
  readonly openTries: (id: string) => number;
  readonly remove: (id: string) => void;
  readonly all: () => readonly string[];
}

const ORDER = 'order.json';
const ANSWER = 'answer.json';
const TRY = /^try-[0-9a-f-]+\.json$/;

/** `root`: the folder of the watch. Every act throws what the disk says. */
export function openOrderFolder(disk: Disk, watchFolder: string): OrderFolder {
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
      return text === null ? null : parseAnswer(text);
    },
    writeAnswer: (id, answer) => {
      const path = at(id, ANSWER);
      const standing = textOf(path);
      if (standing === null || parseAnswer(standing) === null) put(disk, path, formatAnswer(answer));
    },
    beginTry: (id) => {
      const path = at(id, `try-${randomUUID()}.json`);
      disk.writeNew(path, new Uint8Array());
      return () => disk.remove(path);
    },
    openTries: (id) => namesInFolder(disk, join(orders, id)).filter((name) => TRY.test(name)).length,
    remove: (id) => disk.remove(join(orders, id)),
    all: () => (isThere(disk, orders) ? namesInFolder(disk, orders) : []),
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
