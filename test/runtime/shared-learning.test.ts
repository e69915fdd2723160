import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openShelf } from '../../src/runtime/disk/draft.ts';
import { nodeSurroundings } from '../../src/runtime/disk/surroundings.ts';
import { learningKey, openSharedLearning } from '../../src/runtime/store/shared-learning.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cytolot-learned-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const runOf = (value: number) => ({
  tubeRun: {
    tube: 'surface',
    assayRun: 'RUN-1',
    thresholds: new Map([['cd3', { name: 'cd3', value, control: 'fmo-cd3', percentile: 99.5, events: 1000 }]]),
    failures: new Map(),
    clusters: new Map(),
  },
  controls: [['key', { result: null, absent: new Map(), clusters: new Map() }]],
  gates: new Map(),
});

/** How often each of them learns. */
function counting({ isWhole } = { isWhole: true }) {
  let count = 0;
  const learn = (value: number) => async () => {
    count += 1;
    await new Promise((resolve) => setTimeout(resolve, 20));
    return { learned: runOf(value), isWhole };
  };
  return { learn, count: () => count };
}

const shared = (password = 'of the queue') => openSharedLearning(openShelf(root, nodeSurroundings()), learningKey(password, 'store-1'));
const CONTENT = [['method'], ['RUN-1', 'control', 'a'.repeat(64)]];

function filesLearned(): readonly string[] {
  const learned = join(root, 'watch', 'learned');
  return readdirSync(learned, { recursive: true, encoding: 'utf8' })
    .map((name) => join(learned, name))
    .filter((path) => statSync(path).isFile());
}

describe('what controls taught', () => {
  // The smallest subnormal, a negative zero and a third: bits that text may lose.
  it.each([5e-324, -0, 1 / 3])('is learned once, and is bit for bit what was learned: %s', async (value) => {
    const { learn, count } = counting();
    expect(await shared()(CONTENT, learn(value))).toEqual(runOf(value));
    const again = await shared()(CONTENT, learn(99));
    expect(Object.is(again.tubeRun.thresholds.get('cd3')?.value, value)).toBe(true);
    expect(count()).toBe(1);
  });

  it('is learned once by three at the same time', async () => {
    const { learn, count } = counting();
    const all = await Promise.all([1, 2, 3].map((value) => shared()(CONTENT, learn(value))));
    expect(count()).toBe(1);
    expect(new Set(all.map(({ tubeRun }) => tubeRun.thresholds.get('cd3')?.value)).size).toBe(1);
  });

  it('is learned again where the content is another', async () => {
    const { learn, count } = counting();
    await shared()(CONTENT, learn(1));
    expect((await shared()([['method'], ['RUN-1', 'control', 'b'.repeat(64)]], learn(2))).tubeRun.thresholds.get('cd3')?.value).toBe(2);
    expect(count()).toBe(2);
  });

  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['a bit turned', (bytes) => Buffer.from(bytes.map((byte, index) => (index === bytes.length - 9 ? byte ^ 1 : byte)))],
    ['its end cut off', (bytes) => bytes.subarray(0, -1)],
    ['nothing in it', () => Buffer.alloc(0)],
    ['another hash', (bytes) => Buffer.from(bytes.toString('latin1').replace(/^(cytolot-learned-2\n)./, '$1x'), 'latin1')],
  ])('is learned again where the file has %s', async (_, damage) => {
    const { learn, count } = counting();
    await shared()(CONTENT, learn(1));
    const [file = ''] = filesLearned();
    writeFileSync(file, damage(readFileSync(file)));
    expect((await shared()(CONTENT, learn(2))).tubeRun.thresholds.get('cd3')?.value).toBe(2);
    expect(count()).toBe(2);
    expect((await shared()(CONTENT, learn(3))).tubeRun.thresholds.get('cd3')?.value).toBe(2);
  });

  it('is not what lies under its name of other controls', async () => {
    const { learn } = counting();
    await shared()(CONTENT, learn(1));
    const [first = ''] = filesLearned();
    const bytes = readFileSync(first);
    await shared()([['method'], ['RUN-2']], learn(2));
    const other = filesLearned().find((path) => path !== first) ?? '';
    writeFileSync(other, bytes);
    expect((await shared()([['method'], ['RUN-2']], learn(3))).tubeRun.thresholds.get('cd3')?.value).toBe(3);
  });

  it('is learned again where somebody without the password of the queue wrote it', async () => {
    const { learn, count } = counting();
    await shared('another one')(CONTENT, learn(1));
    expect((await shared()(CONTENT, learn(2))).tubeRun.thresholds.get('cd3')?.value).toBe(2);
    expect(count()).toBe(2);
  });

  it('is shared with nobody where a gating failed on the way: that may pass', async () => {
    const failing = counting({ isWhole: false });
    await shared()(CONTENT, failing.learn(1));
    const { learn, count } = counting();
    expect((await shared()(CONTENT, learn(2))).tubeRun.thresholds.get('cd3')?.value).toBe(2);
    expect([failing.count(), count()]).toEqual([1, 1]);
  });

  it('stays in the process where the queue has no password, and nothing is written', async () => {
    const here = openSharedLearning(openShelf(root, nodeSurroundings()), null);
    const failing = counting({ isWhole: false });
    await here(CONTENT, failing.learn(1));
    const { learn, count } = counting();
    for (const value of [2, 3]) expect((await here(CONTENT, learn(value))).tubeRun.thresholds.get('cd3')?.value).toBe(2);
    expect(count()).toBe(1);
    expect(readdirSync(root)).toEqual([]);
  });

  it('leaves nothing where learning fails, and whoever comes next learns', async () => {
    await expect(shared()(CONTENT, () => Promise.reject(new Error('no memory')))).rejects.toThrow('no memory');
    const { learn, count } = counting();
    await shared()(CONTENT, learn(1));
    expect(count()).toBe(1);
  });
});
