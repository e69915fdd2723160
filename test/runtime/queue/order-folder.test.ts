import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDraft, openShelf, type Shelf } from '../../../src/runtime/disk/draft.ts';
import { openLease } from '../../../src/runtime/disk/lease.ts';
import { nodeSurroundings } from '../../../src/runtime/disk/surroundings.ts';
import { openOrderFolder } from '../../../src/runtime/queue/order-folder.ts';
import { openTurns } from '../../../src/runtime/workers/turns.ts';
import type { OrderAnswer, WorkOrder } from '../../../src/watch/work-order.ts';

const ORDER: WorkOrder = {
  schemaVersion: 1,
  inputs: 'a'.repeat(64),
  subject: { lot: 'DAP-014', purpose: 'release', condition: null, timePoint: null },
  language: 'en',
  notComputed: 'fails',
  failed: 0,
};
const answerOf = (order: string, host: string): OrderAnswer => ({
  schemaVersion: 1,
  order,
  subject: ORDER.subject,
  outcome: {
    kind: 'published',
    published: { analysis: 1, folder: 'lots/DAP-014/release/0001', disposition: 'conforms', resultSha256: 'c'.repeat(64) },
  },
  tries: 1,
  host,
});

let root = '';
const shelfHere = (): Shelf => openShelf(root, nodeSurroundings());
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cytolot-orders-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('orders in the store', () => {
  it('an order is read by whoever has its id', () => {
    const id = openOrderFolder(shelfHere(), root).write(ORDER);
    expect(openOrderFolder(shelfHere(), root).read(id)).toEqual(ORDER);
    expect(openOrderFolder(shelfHere(), root).all()).toEqual([id]);
  });

  it('one that was changed in the store is none', () => {
    const orders = openOrderFolder(shelfHere(), root);
    const id = orders.write(ORDER);
    writeFileSync(join(root, 'orders', id, 'order.json'), JSON.stringify({ ...ORDER, notComputed: 'held' }));
    expect(orders.read(id)).toBeNull();
    expect(orders.write(ORDER)).toBe(id);
    expect(orders.read(id)).toEqual(ORDER);
  });

  it('the first answer stands; one that cannot be read is replaced', () => {
    const orders = openOrderFolder(shelfHere(), root);
    const id = orders.write(ORDER);
    writeFileSync(join(root, 'orders', id, 'answer.json'), '{"schemaVersion":');
    expect(orders.answer(id)).toBeNull();
    orders.writeAnswer(id, answerOf(id, 'host-a'));
    orders.writeAnswer(id, answerOf(id, 'host-b'));
    expect(orders.answer(id)?.host).toBe('host-a');
  });

  it('a result that was published takes the place of a failure, and of nothing else', () => {
    const orders = openOrderFolder(shelfHere(), root);
    const id = orders.write(ORDER);
    const failed: OrderAnswer = { ...answerOf(id, 'host-d'), outcome: { kind: 'failed', error: { code: 'internal/fault', fields: {} } } };
    orders.writeAnswer(id, failed);
    orders.writeAnswer(id, { ...failed, host: 'host-e' });
    expect(orders.answer(id)?.host).toBe('host-d');
    orders.writeAnswer(id, answerOf(id, 'host-b'));
    orders.writeAnswer(id, failed);
    expect(orders.answer(id)?.host).toBe('host-b');
  });

  it('an answer to another order, copied beside this one, is none', () => {
    const orders = openOrderFolder(shelfHere(), root);
    const [id, other] = [orders.write(ORDER), orders.write({ ...ORDER, failed: 1 })];
    orders.writeAnswer(other, answerOf(other, 'host-a'));
    copyFileSync(join(root, 'orders', other, 'answer.json'), join(root, 'orders', id, 'answer.json'));
    expect(orders.answer(id)).toBeNull();
  });

  it('nobody waits for the answer to an order that is gone', () => {
    const orders = openOrderFolder(shelfHere(), root);
    const id = orders.write(ORDER);
    orders.remove(id);
    orders.writeAnswer(id, answerOf(id, 'host-a'));
    expect(orders.all()).toEqual([]);
  });

  it('why an order must wait is read beside it, not from a copy beside another one, and goes with it', () => {
    const orders = openOrderFolder(shelfHere(), root);
    const [id, other] = [orders.write(ORDER), orders.write({ ...ORDER, failed: 1 })];
    const why = { code: 'io/failed', fields: { message: 'no space left' } };
    orders.writeLater(id, why, 'host-b');
    copyFileSync(join(root, 'orders', id, 'later.json'), join(root, 'orders', other, 'later.json'));
    expect([orders.later(id), orders.later(other)]).toEqual([why, null]);
    orders.remove(id);
    orders.writeLater(id, why, 'host-b');
    expect(orders.all()).toEqual([other]);
  });

  it('what is no order is none of them', () => {
    const orders = openOrderFolder(shelfHere(), root);
    const id = orders.write(ORDER);
    mkdirSync(join(root, 'orders', 'lost+found'));
    expect(orders.all()).toEqual([id]);
  });
});

describe('tries of an order', () => {
  /** A machine of another name, whose processes nobody here can ask for. */
  const elsewhere = (): Shelf => {
    const shelf = shelfHere();
    const self = { ...shelf.processes.self, host: 'host-b', machine: 'b'.repeat(32), boot: 'another boot' };
    return { ...shelf, processes: { ...shelf.processes, self }, clock: { ...shelf.clock, every: () => () => undefined } };
  };

  it('one that goes on is open, one that ended is none', () => {
    const orders = openOrderFolder(shelfHere(), root);
    const id = orders.write(ORDER);
    const end = orders.beginTry(id);
    expect(orders.tries(id)).toEqual({ ended: 0, open: 1 });
    end();
    expect(orders.tries(id)).toEqual({ ended: 0, open: 0 });
  });

  it('one whose process is gone has ended', () => {
    const shelf = shelfHere();
    const gone = { ...shelf, processes: { ...shelf.processes, self: { ...shelf.processes.self, boot: 'before the last start' } } };
    const orders = openOrderFolder(shelf, root);
    const id = orders.write(ORDER);
    openDraft(gone, join(root, 'orders', id));
    expect(orders.tries(id)).toEqual({ ended: 1, open: 0 });
  });

  it('one on another machine has ended when it has not counted up for a minute of who looks; three that count up have not', () => {
    let now = 0;
    const beats: (() => void)[] = [];
    const other = elsewhere();
    const beating = {
      ...other,
      clock: {
        ...other.clock,
        every: (_: number, act: () => void) => {
          beats.push(act);
          return () => undefined;
        },
      },
    };
    const here = openOrderFolder({ ...shelfHere(), clock: { ...shelfHere().clock, elapsed: () => now } }, root);
    const id = here.write(ORDER);
    openOrderFolder(elsewhere(), root).beginTry(id);
    for (const _ of [1, 2, 3]) openOrderFolder(beating, root).beginTry(id);
    expect(here.tries(id)).toEqual({ ended: 0, open: 4 });
    for (const one of [30_000, 59_999]) {
      now = one;
      for (const beat of beats) beat();
      expect(here.tries(id)).toEqual({ ended: 0, open: 4 });
    }
    now = 60_000;
    for (const beat of beats) beat();
    expect(here.tries(id)).toEqual({ ended: 1, open: 3 });
  });
});

describe('the lease of a store', () => {
  const surroundings = nodeSurroundings();
  const withClock = (elapsed: () => number) =>
    openShelf(root, { ...surroundings, clock: { ...surroundings.clock, elapsed, every: () => () => undefined } });

  it('one of two has it, and the other after it was given back', () => {
    const shelf = withClock(() => 0);
    const [one, other] = [openLease(shelf, join(root, 'lease')), openLease(shelf, join(root, 'lease'))];
    expect([one.take(), other.take(), one.take()]).toEqual([true, false, true]);
    one.give();
    expect([other.take(), one.take()]).toEqual([true, false]);
    expect(readdirSync(join(root, 'lease'))).toEqual(['.0000.partial']);
  });

  it('a holder that does not move for a minute of the observer loses it, and finds that out', () => {
    let now = 0;
    const shelf = withClock(() => now);
    const [stopped, other] = [openLease(shelf, join(root, 'lease')), openLease(shelf, join(root, 'lease'))];
    expect(stopped.take()).toBe(true);
    expect(other.take()).toBe(false);
    now = 59_999;
    expect(other.take()).toBe(false);
    now = 60_000;
    expect(other.take()).toBe(true);
    expect(stopped.take()).toBe(false);
  });
});

describe('turns', () => {
  it('work alone begins when all before it has ended, and nothing begins beside it', async () => {
    const turns = openTurns();
    const said: string[] = [];
    const ends: (() => void)[] = [];
    const act = (name: string) => async () => {
      said.push(`${name} begins`);
      await new Promise<void>((resolve) => ends.push(resolve));
      said.push(`${name} ends`);
    };
    const settle = () => new Promise((resolve) => setImmediate(resolve));
    const all = [turns.beside(act('a')), turns.beside(act('b')), turns.alone(act('alone')), turns.beside(act('c'))];
    await settle();
    expect(said).toEqual(['a begins', 'b begins']);
    ends.shift()?.();
    await settle();
    expect(said.at(-1)).toBe('a ends');
    ends.shift()?.();
    await settle();
    expect(said.slice(3)).toEqual(['b ends', 'alone begins']);
    ends.shift()?.();
    await settle();
    expect(said.slice(5)).toEqual(['alone ends', 'c begins']);
    ends.shift()?.();
    await Promise.all(all);
  });

  it('work that fails lets the next begin', async () => {
    const turns = openTurns();
    const failed = turns.alone(() => Promise.reject(new Error('it failed')));
    await expect(failed).rejects.toThrow('it failed');
    expect(await turns.beside(async () => 'done')).toBe('done');
  });
});
