import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeDisk } from '../../../src/runtime/disk/disk.ts';
import { openShelf } from '../../../src/runtime/disk/draft.ts';
import { openLease } from '../../../src/runtime/disk/lease.ts';
import { nodeSurroundings } from '../../../src/runtime/disk/surroundings.ts';
import { openOrderFolder } from '../../../src/runtime/queue/order-folder.ts';
import { openTurns } from '../../../src/runtime/work/turns.ts';
import type { OrderAnswer, WorkOrder } from '../../../src/watch/work-order.ts';

const ORDER: WorkOrder = {
  schemaVersion: 1,
  inputs: 'a'.repeat(64),
  subject: { lot: 'DAP-014', purpose: 'release', condition: null, timePoint: null },
  language: 'en',
  notComputed: 'fails',
  failed: 0,
};
const answerOf = (host: string): OrderAnswer => ({
  schemaVersion: 1,
  outcome: {
    kind: 'published',
    published: { analysis: 1, folder: 'lots/DAP-014/release/0001', disposition: 'conforms', resultSha256: 'c'.repeat(64) },
  },
  tries: 1,
  host,
});

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cytolot-orders-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('orders in the store', () => {
  it('an order is read by whoever has its id', () => {
    const id = openOrderFolder(nodeDisk, root).write(ORDER);
    expect(openOrderFolder(nodeDisk, root).read(id)).toEqual(ORDER);
    expect(openOrderFolder(nodeDisk, root).all()).toEqual([id]);
  });

  it('one that was changed in the store is none', () => {
    const orders = openOrderFolder(nodeDisk, root);
    const id = orders.write(ORDER);
    writeFileSync(join(root, 'orders', id, 'order.json'), JSON.stringify({ ...ORDER, notComputed: 'held' }));
    expect(orders.read(id)).toBeNull();
    expect(orders.write(ORDER)).toBe(id);
    expect(orders.read(id)).toEqual(ORDER);
  });

  it('the first answer stands; one that cannot be read is replaced', () => {
    const orders = openOrderFolder(nodeDisk, root);
    const id = orders.write(ORDER);
    writeFileSync(join(root, 'orders', id, 'answer.json'), '{"schemaVersion":');
    expect(orders.answer(id)).toBeNull();
    orders.writeAnswer(id, answerOf('host-a'));
    orders.writeAnswer(id, answerOf('host-b'));
    expect(orders.answer(id)?.host).toBe('host-a');
  });

  it('a try that came to no end counts, one that ended does not', () => {
    const orders = openOrderFolder(nodeDisk, root);
    const id = orders.write(ORDER);
    const end = orders.beginTry(id);
    orders.beginTry(id);
    expect(orders.openTries(id)).toBe(2);
    end();
    expect(orders.openTries(id)).toBe(1);
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
