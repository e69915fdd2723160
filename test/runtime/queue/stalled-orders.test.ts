import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/message.ts';
import { sentenceOf } from '../../../src/outputs/words/sentence.ts';
import { openStalledOrders } from '../../../src/runtime/watch/stalled-orders.ts';

const MINUTE = 60_000;
const WHY: Message = { code: 'io/failed', fields: { message: 'no space left' } };

function stalled() {
  const state = { now: 0, later: new Map<string, Message>(), unread: new Set<string>(), tried: new Set<string>() };
  const orders = {
    later: (id: string) => state.later.get(id) ?? null,
    hasAnswer: (id: string) => state.unread.has(id),
    tries: (id: string) => ({ ended: 0, open: state.tried.has(id) ? 1 : 0 }),
  };
  const watched = openStalledOrders(orders, { elapsed: () => state.now });
  return {
    state,
    at: (minutes: number, ...open: string[]) => {
      state.now = minutes * MINUTE;
      const found = watched.look(open);
      return found === null ? null : [found.fields.orders, found.fields.minutes];
    },
    answered: watched.answered,
    said: (...open: string[]) => {
      const found = watched.look(open);
      return found === null ? '' : sentenceOf(found, 'en');
    },
  };
}

describe('orders that nobody answers', () => {
  it('stall after a quarter of an hour without a worker, said in steps of one', () => {
    const { at, said } = stalled();
    expect([at(0, 'a'), at(14.9, 'a'), at(15, 'a'), at(29.9, 'a', 'b'), at(30, 'a', 'b')]).toEqual([null, null, [1, 15], [1, 15], [1, 30]]);
    expect(said('a', 'b')).toBe(
      "1 order(s) have had no answer for 30 min or longer. Check that 'cytolot work' runs, is ready, sees this folder of results and is of this version.",
    );
  });

  it('do not while others are answered, or a worker is at one of them', () => {
    const { at, state, answered } = stalled();
    at(0, 'a', 'b');
    state.now = 14 * MINUTE;
    answered();
    expect(at(28, 'a')).toBeNull();
    state.tried.add('a');
    expect(at(60, 'a', 'b')).toBeNull();
    state.tried.clear();
    expect(at(61, 'a', 'b')).toEqual([1, 60]);
  });

  it('stall though others are answered, where a worker says why it cannot, or their answer cannot be read', () => {
    const { at, state, answered, said } = stalled();
    at(0, 'a', 'b', 'c');
    state.later.set('a', WHY);
    state.unread.add('b');
    state.now = 15 * MINUTE;
    answered();
    expect(at(15, 'a', 'b', 'c')).toEqual([2, 15]);
    expect(said('a', 'b', 'c')).toContain('A worker says: ');
  });

  it('one that was answered and comes again is young', () => {
    const { at } = stalled();
    at(0, 'a');
    at(10);
    expect(at(20, 'a')).toBeNull();
  });
});
