import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Owner } from '../../src/runtime/disk/owner.ts';
import { nodeSurroundings } from '../../src/runtime/disk/surroundings.ts';
import { warningLine } from '../../src/runtime/job/warning.ts';
import { settleAbandoned } from '../../src/runtime/store/abandoned-drafts.ts';
import { type ClaimedAnalysis, claimAnalysis } from '../../src/runtime/store/analysis-number.ts';
import type { Store } from '../../src/runtime/store/publication.ts';
import { publishAnalysis } from '../../src/runtime/store/publish-analysis.ts';
import { PATIENCE_MILLISECONDS } from '../../src/runtime/store/settle-draft.ts';
import { lotFolder, openSmallStore, publishSmall, smallAnalysis } from './small-store.ts';
import { watchDisk } from './watched-disk.ts';

const folders: string[] = [];
const newRoot = () => {
  const folder = mkdtempSync(join(tmpdir(), 'cytolot-store-'));
  folders.push(folder);
  return folder;
};
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const lotOf = lotFolder;
const publish = async (shelf: Store): Promise<ClaimedAnalysis> => {
  const { claim, outcome } = await publishSmall(shelf);
  expect(outcome).toEqual({ kind: 'published' });
  return claim;
};
/** The same store, seen by a clock that runs a thousand times faster. */
const inHaste = (store: Store): Store => ({ ...store, clock: { ...store.clock, elapsed: () => 1000 * performance.now() } });

/** A number that another run claimed, on this host unless said otherwise, by process 1 unless it is gone. */
function claimedByOther(shelf: Store, number: string, owner: Partial<Owner> | 'gone' | null): string {
  const name = join(lotOf(shelf), `.${number}.partial`);
  mkdirSync(join(name, 'c1', 'content'), { recursive: true });
  const base: Owner = { ...shelf.processes.self, since: '2026-11-18T06:05:00.000Z' };
  // A process that has ended: the number of one that runs, with another start.
  const whole = owner === 'gone' ? { ...base, processStart: '1' } : { ...base, ...owner };
  if (owner !== null) writeFileSync(join(name, 'c1', 'owner.json'), JSON.stringify(whole));
  return name;
}

function age(path: string, milliseconds: number): void {
  const then = new Date(Date.now() - milliseconds);
  for (const one of [join(path, 'c1/content'), join(path, 'c1'), path]) if (existsSync(one)) utimesSync(one, then, then);
}

describe('a result folder', () => {
  it('appears whole, under the next number, and is never written again', async () => {
    const shelf = openSmallStore(newRoot(), nodeSurroundings());
    expect((await publish(shelf)).number).toBe(1);
    expect(await publish(shelf)).toMatchObject({ number: 2, earlier: [1], gaps: [] });
    expect(readdirSync(lotOf(shelf))).toEqual(['0001', '0002']);
    expect(readFileSync(join(lotOf(shelf), '0001/plots/a.svg'), 'utf8')).toBe('<svg/>');
  });

  it('and every folder above it are on the disk before it is said to be there', async () => {
    const root = join(newRoot(), 'new/out');
    const { disk, acts } = watchDisk();
    const shelf = openSmallStore(root, { ...nodeSurroundings(), disk });
    const { draft, folder } = await publish(shelf);
    const synced = acts.filter(([act]) => act === 'syncFolder').map(([, path]) => path);
    const content = join(draft.folder, draft.name, draft.claim, 'content');
    // Each new folder's name stands in the one above it.
    const parents = [join(root, '../..'), join(root, '..'), root, join(root, 'lots'), lotOf(shelf)];
    for (const path of [...parents, content, join(content, 'plots')]) expect(synced, path).toContain(path);
    const published = acts.findIndex(([act, path]) => act === 'rename' && path === content);
    const after = acts.slice(published).flatMap(([act, path]) => (act === 'syncFolder' ? [path] : []));
    expect(after).toEqual([lotOf(shelf), join(root, 'lots/L1'), join(root, 'lots'), root]);
    expect(
      acts
        .slice(0, published)
        .filter(([act]) => act === 'writeNew' || act === 'writeSoon')
        .map(([, path]) => path),
    ).toEqual([
      expect.stringMatching(/owner\.json$/),
      ...['result.json', 'record.json', 'plots/a.svg', 'manifest.sha256'].map((name) => join(content, name)),
      ...['job.txt', 'key/key.json'].map((name) => join(draft.folder, draft.name, draft.claim, name)),
      // The entry that begins the log, then the publication.
      ...['owner.json', 'entry.json', 'owner.json', 'entry.json'].map((name) => expect.stringMatching(new RegExp(`log/.*${name}$`))),
    ]);
    expect(folder).toBe(join(lotOf(shelf), '0001'));
  });

  it.each(['writeSoon', 'rename', 'makeFolder', 'syncFolder'] as const)(
    'is not there where the disk is full at %s, and neither is a part of it',
    async (act) => {
      const root = newRoot();
      const { disk } = watchDisk((which, path) => (which === act && /content/.test(path) ? 'ENOSPC: no space left on device' : null));
      const shelf = openSmallStore(root, { ...nodeSurroundings(), disk });
      const claim = await claimAnalysis(shelf, lotOf(shelf));
      await expect(publishAnalysis(shelf, claim, smallAnalysis())).rejects.toThrow(/found: ENOSPC: no space left on device/);
      expect(existsSync(claim.folder)).toBe(false);
    },
  );
});

describe('numbers of analyses', () => {
  it('of eight runs at once are 1 to 8, each after all below it, and each knows them', async () => {
    const root = newRoot();
    const claims = await Promise.all(Array.from({ length: 8 }, () => publish(openSmallStore(root, nodeSurroundings()))));
    const inOrder = [...claims].sort((a, b) => a.number - b.number);
    expect(inOrder.map(({ number, earlier, gaps }) => [number, earlier, gaps])).toEqual(
      Array.from({ length: 8 }, (_, i) => [i + 1, Array.from({ length: i }, (__, j) => j + 1), []]),
    );
    expect(readdirSync(join(root, 'lots/L1/release'))).toHaveLength(8);
  });

  it('that are given back are taken by who waits', async () => {
    const shelf = openSmallStore(newRoot(), nodeSurroundings());
    const first = await claimAnalysis(shelf, lotOf(shelf));
    const second = publish(shelf);
    await shelf.clock.pause(120);
    rmSync(join(first.draft.folder, first.draft.name), { recursive: true });
    expect(await second).toMatchObject({ number: 1, earlier: [], gaps: [] });
  });

  it('of a run that ended are taken again', async () => {
    const shelf = openSmallStore(newRoot(), nodeSurroundings());
    const left = claimedByOther(shelf, '0001', 'gone');
    expect(await publish(shelf)).toMatchObject({ number: 1, gaps: [] });
    expect(existsSync(left)).toBe(false);
  });

  it.each([
    [
      'of another host, long unchanged, are passed over and named',
      { host: 'elsewhere' },
      PATIENCE_MILLISECONDS,
      "process 1 on 'elsewhere', since 2026-11-18T06:05:00.000Z",
    ],
    ['of a process that runs and writes nothing any more, too', {}, PATIENCE_MILLISECONDS, `process 1 on '`],
    ['without an owner are passed over at once', null, 0, null],
  ] as const)('%s', async (_, owner, unchanged, claimedBy) => {
    const shelf = openSmallStore(newRoot(), nodeSurroundings());
    const left = claimedByOther(shelf, '0001', owner === null ? null : { pid: 1, processStart: null, ...owner });
    const { number, earlier, gaps } = await publish(unchanged === 0 ? shelf : inHaste(shelf));
    expect([number, earlier]).toEqual([2, []]);
    expect(gaps).toEqual([{ number: 1, claimedBy: claimedBy === null ? null : expect.stringContaining(claimedBy) }]);
    // Whoever has it can publish nothing behind this one any more, and nobody waits for it again.
    expect(existsSync(left)).toBe(owner === null);
    // The gap is named by the next one as well, though nobody holds the number any more.
    rmSync(left, { recursive: true, force: true });
    expect(await publish(shelf)).toMatchObject({ number: 3, earlier: [2], gaps: [{ number: 1, claimedBy: null }] });
  });

  it('of another host that writes now are waited for', async () => {
    const shelf = openSmallStore(newRoot(), nodeSurroundings());
    const left = claimedByOther(shelf, '0001', { host: 'elsewhere' });
    const mine = publish(shelf);
    await shelf.clock.pause(120);
    expect(readdirSync(lotOf(shelf))).toEqual(['.0001.partial', '.0002.partial']);
    mkdirSync(join(lotOf(shelf), '0001'));
    writeFileSync(join(lotOf(shelf), '0001/manifest.sha256'), `${'0'.repeat(64)}  result.json\n`);
    rmSync(left, { recursive: true });
    expect(await mine).toMatchObject({ number: 2, earlier: [1], gaps: [] });
  });

  it('of a run that was passed over are not published behind higher ones', async () => {
    const shelf = openSmallStore(newRoot(), nodeSurroundings());
    const slow = await claimAnalysis(shelf, lotOf(shelf));
    expect((await publish(inHaste(shelf))).number).toBe(2);
    expect(await publishAnalysis(shelf, slow, smallAnalysis())).toEqual({ kind: 'overtaken' });
    expect(await publish(shelf)).toMatchObject({ number: 3, earlier: [2], gaps: [{ number: 1 }] });
    // What it had begun was put aside.
    expect(readdirSync(lotOf(shelf)).filter((name) => !name.startsWith('.claim-'))).toEqual(['0002', '0003']);
  });
});

describe('unfinished results', () => {
  const DAY = 24 * 60 * 60 * 1000;
  const cleared = (line: RegExp) => ({ line, stays: false });
  const left = (line: RegExp) => ({ line, stays: true });
  it.each([
    [
      'of a process that is gone are cleared',
      'gone',
      0,
      cleared(
        /^lots\/L1\/release\/\.0001\.partial: This unfinished result was left by process \d+ on '.*', since 2026-11-18T06:05:00\.000Z, which runs no more: it was cleared\. Nothing of it had been published\. \[store\/partial-cleared\]$/,
      ),
    ],
    [
      'of another host stay and are named, however old',
      { host: 'elsewhere' },
      9 * DAY,
      left(/^lots\/L1\/release\/\.0001\.partial: process \d+ on 'elsewhere', since .* writes this or left it; .* \[store\/partial-left\]$/),
    ],
    [
      'without an owner stay for a day and are named',
      null,
      DAY - 60_000,
      left(/names no owner, as older versions leave it; it was changed 23 h ago and stays until that is 24 h\..*\[store\/partial-left\]$/),
    ],
    [
      'without an owner go after a day, and that is said',
      null,
      DAY + 60_000,
      cleared(/names no owner and was changed 24 h ago: it was cleared\..*\[store\/partial-cleared\]$/),
    ],
  ] as const)('%s', async (_, owner, unchanged, expected) => {
    const shelf = openSmallStore(newRoot(), nodeSurroundings());
    const path = claimedByOther(shelf, '0001', owner);
    age(path, unchanged);
    expect((await settleAbandoned(shelf)).map(warningLine)).toEqual([expect.stringMatching(expected.line)]);
    expect(existsSync(path)).toBe(expected.stays);
  });

  it('that are empty go: they are left of a removal that was cut short, and their number is free', async () => {
    const shelf = openSmallStore(newRoot());
    for (const name of ['.claim-4c4b.partial', '.0001.partial']) mkdirSync(join(lotOf(shelf), name), { recursive: true });
    expect(await settleAbandoned(shelf)).toEqual([]);
    expect(readdirSync(lotOf(shelf))).toEqual([]);
    // One that appears behind that look, too.
    mkdirSync(join(lotOf(shelf), '.0001.partial'));
    expect(await publish(shelf)).toMatchObject({ number: 1, gaps: [] });
    expect(readdirSync(lotOf(shelf))).toEqual(['0001']);
  });

  it('of an older version, which writes its files straight into the number that it claimed, stay', async () => {
    const shelf = openSmallStore(newRoot());
    mkdirSync(join(lotOf(shelf), '.0001.partial'), { recursive: true });
    writeFileSync(join(lotOf(shelf), '.0001.partial/report.html'), '');
    expect(await settleAbandoned(shelf)).toMatchObject([{ code: 'store/partial-left', fields: { why: 'too-young' } }]);
    expect(readdirSync(lotOf(shelf))).toEqual(['.0001.partial']);
  });

  it('of a run that goes on are nobody else’s business', async () => {
    const shelf = openSmallStore(newRoot(), nodeSurroundings());
    const path = claimedByOther(shelf, '0001', {});
    expect(await settleAbandoned(shelf)).toEqual([]);
    expect(existsSync(path)).toBe(true);
  });

  it('that cannot be removed are said to stay', async () => {
    const { disk } = watchDisk((act, path) => (act === 'remove' && path.endsWith('c1') ? 'EACCES: permission denied' : null));
    const shelf = openSmallStore(newRoot(), { ...nodeSurroundings(), disk });
    claimedByOther(shelf, '0001', 'gone');
    expect((await settleAbandoned(shelf)).map(warningLine)).toEqual([
      expect.stringContaining('and could not be cleared: EACCES: permission denied'),
    ]);
  });

  it('are none in a store that is not there', async () => {
    expect(await settleAbandoned(openSmallStore(join(newRoot(), 'none')))).toEqual([]);
  });
});
