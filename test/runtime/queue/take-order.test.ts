import { describe, expect, it } from 'vitest';
import { sentenceOf } from '../../../src/outputs/words/sentence.ts';
import { openEnding } from '../../../src/runtime/watch/keep-watching.ts';
import type { DoneOrder } from '../../../src/runtime/workers/do-order.ts';
import { openTaking } from '../../../src/runtime/workers/take-order.ts';
import { openWorkHealth } from '../../../src/runtime/workers/work-health.ts';

const DATA = { schemaVersion: 1, watch: '0123456789abcdef', inputs: 'a'.repeat(64) };
const ID = 'd'.repeat(64);

function taking(done: DoneOrder | Error) {
  const [acts, said]: [string[], string[]] = [[], []];
  const health = openWorkHealth({ elapsed: () => 0 }, { trouble: () => undefined, again: () => undefined });
  const take = openTaking({
    doOrder: async (id) => {
      acts.push(`do ${id.slice(0, 3)}`);
      if (done instanceof Error) throw done;
      return done;
    },
    clock: {
      pause: async (milliseconds) => {
        acts.push(`pause ${milliseconds}`);
      },
    },
    ending: openEnding(),
    health,
    say: (_, warning) => said.push(sentenceOf(warning, 'en')),
  });
  const item = (id: string | undefined, data: unknown = DATA) => ({
    ...(id === undefined ? {} : { id }),
    data,
    moveToWait: async () => {
      acts.push('move to wait');
    },
  });
  return { take: (id?: string, data?: unknown) => take(item(id, data), 'token'), acts, said, ready: () => health.status().ready };
}

describe('what a queue hands out', () => {
  it.each<[DoneOrder, string, readonly string[]]>([
    ['answered', 'done', ['do ddd']],
    ['none', 'done', ['do ddd']],
    // No time of this machine enters the queue: the wait is here, and the order is anybody's after it.
    ['later', 'given-back', ['do ddd', 'pause 10000', 'move to wait']],
    ['ended', 'given-back', ['do ddd', 'move to wait']],
  ])('an order that is %s is %s', async (done, expected, acts) => {
    const one = taking(done);
    expect(await one.take(ID)).toBe(expected);
    expect(one.acts).toEqual(acts);
  });

  it.each(['../../../../etc', 'd'.repeat(63), undefined])('what is no id of an order reaches no path: %s', async (id) => {
    const one = taking('answered');
    expect(await one.take(id)).toBe('done');
    expect(one.acts).toEqual([]);
  });

  it('a fault of the program is said, and the order comes again', async () => {
    const one = taking(new TypeError('x is not a function'));
    expect(await one.take(ID)).toBe('given-back');
    expect(one.said).toEqual([expect.stringContaining('please report it: x is not a function.')]);
  });

  it('a worker is not ready after three orders in a row that could not be worked on', async () => {
    const one = taking('later');
    const ready: boolean[] = [];
    for (const _ of [1, 2, 3]) {
      await one.take(ID);
      ready.push(one.ready());
    }
    expect(ready).toEqual([true, true, false]);
  });
});

describe('a worker whose queue refuses it', () => {
  function health() {
    let now = 0;
    const said: string[] = [];
    const own = openWorkHealth({ elapsed: () => now }, { trouble: (error) => said.push(error), again: () => said.push('again') });
    return {
      own,
      said,
      refused: (seconds: number) => {
        now = seconds * 1000;
        own.refused('NOPERM');
        return own.status().ready;
      },
      ready: (seconds: number) => {
        now = seconds * 1000;
        return own.status().ready;
      },
    };
  }

  it('is not ready from the second refusal in a row on, says so once, and is ready again after a minute without one', () => {
    const { refused, ready, said } = health();
    expect([refused(100), refused(115), refused(130), ready(189), ready(190)]).toEqual([true, false, false, false, true]);
    expect(said).toEqual(['NOPERM']);
  });

  it('is ready when it gets an order, and says that', () => {
    const { own, refused, ready, said } = health();
    refused(100);
    refused(101);
    own.began();
    own.ended('answered');
    expect(ready(102)).toBe(true);
    expect(said).toEqual(['NOPERM', 'again']);
    expect(own.status().answered).toBe(1);
  });

  it('one refusal, as of a lock that was lost, is none', () => {
    const { refused } = health();
    expect([refused(0), refused(100), refused(200)]).toEqual([true, true, true]);
  });

  it('is not ready while its connection is away', () => {
    const { own, said } = health();
    own.lost('the connection ended');
    expect(own.status().ready).toBe(false);
    own.connected();
    expect(own.status().ready).toBe(true);
    expect(said).toEqual(['the connection ended', 'again']);
  });
});
