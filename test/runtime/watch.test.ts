import { appendFileSync, copyFileSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { InputError } from '../../src/errors.ts';
import { nodeDisk } from '../../src/runtime/disk/disk.ts';
import { nodeSurroundings } from '../../src/runtime/disk/surroundings.ts';
import { openEngine } from '../../src/runtime/run/engine.ts';
import type { Threads } from '../../src/runtime/threads/threads.ts';
import { acquisition } from '../cli/new-user-folder.ts';
import { threadsHere } from './threads-here.ts';
import { ALL_FILES, type DropFolder, makeDropFolder, published, startWatch } from './watched-folder.ts';

const made: DropFolder[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder.root, { recursive: true, force: true });
});

function newFolder(): DropFolder {
  const folder = makeDropFolder();
  made.push(folder);
  return folder;
}

/** What `run` over the same folder gives. */
async function plainRun(folder: DropFolder): Promise<ReadonlyMap<string, string>> {
  const out = join(folder.root, 'plain');
  const job = {
    folder: folder.drop,
    pipeline: folder.pipeline,
    specification: null,
    out,
    lot: null,
    language: 'en',
    progress: 'quiet',
  } as const;
  await openEngine({ surroundings: nodeSurroundings(), threads: threadsHere() }).run(job);
  return published(out);
}

/** How often the first subject was tried, as the watch has written it down. */
function triesRemembered({ out }: DropFolder): number {
  const [name = ''] = readdirSync(join(out, 'watch'));
  return JSON.parse(readFileSync(join(out, 'watch', name, 'remembered.json'), 'utf8')).subjects[0].tries.count;
}

describe('a subject of a watched folder', () => {
  it('is judged when its sample list is complete and still, each as its own files arrive, with the bytes of a plain run', async () => {
    const folder = newFolder();
    const { pass, states, watch } = await startWatch(folder);
    folder.put('samples.csv', 'LOT-1_surface.fcs');
    await pass(0, 10, 20);
    expect(states()).toEqual({ 'LOT-1': 'waiting', 'LOT-2': 'waiting' });
    expect(watch.status().subjects.map(({ lot, awaited }) => [lot, awaited.map(({ fields }) => fields.file)])).toEqual([
      ['LOT-1', ['RUN-1_fmo-cd3.fcs']],
      ['LOT-2', ['LOT-2_surface.fcs', 'RUN-1_fmo-cd3.fcs']],
    ]);
    folder.put('RUN-1_fmo-cd3.fcs');
    await pass(10, 20);
    expect(published(folder.out).size).toBe(0);
    await pass(10);
    expect([...published(folder.out).keys()]).toEqual(['LOT-1/release/0001']);
    folder.put('LOT-2_surface.fcs');
    await pass(10, 10, 10, 10);
    expect(states()).toEqual({ 'LOT-1': 'published', 'LOT-2': 'published' });
    expect(published(folder.out)).toEqual(await plainRun(folder));
  }, 60_000);

  it('waits for files, and says for which', async () => {
    const folder = newFolder();
    const { pass, lines } = await startWatch(folder);
    folder.put('samples.csv');
    await pass(0, 30, 10, 10);
    expect(lines()).toEqual([
      "lot LOT-1: samples.csv:2 names 'LOT-1_surface.fcs', which has not arrived. [watch/awaits-file]",
      "lot LOT-1: samples.csv:4 names 'RUN-1_fmo-cd3.fcs', which has not arrived. [watch/awaits-file]",
      "lot LOT-2: samples.csv:3 names 'LOT-2_surface.fcs', which has not arrived. [watch/awaits-file]",
      "lot LOT-2: samples.csv:4 names 'RUN-1_fmo-cd3.fcs', which has not arrived. [watch/awaits-file]",
    ]);
  }, 60_000);

  it('is judged as far as it can be after the time-out, as pending, and again when the rest arrives', async () => {
    const folder = newFolder();
    const { pass, states, lines } = await startWatch(folder, { timeoutSeconds: 100 });
    folder.put('samples.csv', 'LOT-1_surface.fcs', 'RUN-1_fmo-cd3.fcs');
    // The list is read at 30 s.
    await pass(0, 30, 10, 89);
    expect(states()).toEqual({ 'LOT-1': 'published', 'LOT-2': 'waiting' });
    await pass(1);
    expect(states()).toEqual({ 'LOT-1': 'published', 'LOT-2': 'published' });
    const before = published(folder.out).get('LOT-2/release/0001') ?? '';
    expect(JSON.parse(before)).toMatchObject({ disposition: { proposed: 'pending' } });
    expect(lines()).toContainEqual(
      expect.stringMatching(
        /^lot LOT-2: Waited for 0\.03 h; what can be judged is judged without: samples\.csv:3 names 'LOT-2_surface\.fcs'/,
      ),
    );
    folder.put('LOT-2_surface.fcs');
    await pass(10, 30, 10, 10);
    expect([...published(folder.out).keys()]).toEqual(['LOT-1/release/0001', 'LOT-2/release/0001', 'LOT-2/release/0002']);
    expect(JSON.parse(published(folder.out).get('LOT-2/release/0002') ?? '')).toMatchObject({ disposition: { proposed: 'conforms' } });
  }, 60_000);

  it('is analysed once, whatever other files arrive and whichever rows the list gets', async () => {
    const folder = newFolder();
    const { pass, states } = await startWatch(folder);
    folder.put(...ALL_FILES);
    await pass(0, 30, 10);
    appendFileSync(join(folder.drop, 'samples.csv'), 'LOT-3_surface.fcs,sample,LOT-3,RUN-1,final,surface,\n');
    writeFileSync(join(folder.drop, 'LOT-3_surface.fcs'), acquisition('LOT-3', 600));
    writeFileSync(join(folder.drop, 'note.txt'), 'nothing');
    await pass(10, 30, 10, 10);
    expect(states()).toEqual({ 'LOT-1': 'published', 'LOT-2': 'published', 'LOT-3': 'published' });
    expect([...published(folder.out).keys()]).toEqual(['LOT-1/release/0001', 'LOT-2/release/0001', 'LOT-3/release/0001']);
  }, 60_000);

  it('that was judged is held when a file of it is another one, with the sentence that mends it, and others go on', async () => {
    const folder = newFolder();
    const { pass, states, watch } = await startWatch(folder);
    folder.put(...ALL_FILES);
    await pass(0, 30, 10);
    writeFileSync(join(folder.drop, 'next'), acquisition('LOT-1', 500));
    renameSync(join(folder.drop, 'next'), join(folder.drop, 'LOT-1_surface.fcs'));
    await pass(10, 30, 10);
    expect(states()).toEqual({ 'LOT-1': 'held', 'LOT-2': 'published' });
    expect([...published(folder.out).keys()]).toEqual(['LOT-1/release/0001', 'LOT-2/release/0001']);
    const [held] = watch.status().subjects;
    expect(held?.why[0]?.sentence).toMatch(
      /^It is held, since something that analysis 0001 judged already differs\. .*Lot 'LOT-1': expected --reason, since what analysis 0001 judged differs: .* Run again with --reason/,
    );
    await pass(10, 10);
    expect([...published(folder.out).keys()]).toHaveLength(2);
  }, 60_000);

  it('stands when the folder is cleared', async () => {
    const folder = newFolder();
    const { pass, states, watch } = await startWatch(folder);
    folder.put(...ALL_FILES);
    await pass(0, 30, 10);
    for (const name of ALL_FILES) rmSync(join(folder.drop, name));
    await pass(10, 2000, 2000);
    expect([states(), watch.status().published, watch.status().held]).toEqual([{}, 2, 0]);
    expect(published(folder.out).size).toBe(2);
  }, 60_000);

  it('is held for nobody while its sample list cannot be used, and judged when it is mended', async () => {
    const folder = newFolder();
    const { pass, lines, states } = await startWatch(folder);
    folder.put(...ALL_FILES);
    const list = readFileSync(join(folder.drop, 'samples.csv'), 'utf8');
    writeFileSync(join(folder.drop, 'samples.csv'), list.replace('kind', 'sort'));
    await pass(0, 30, 10);
    expect(lines()).toContainEqual(
      expect.stringMatching(/^Nothing is judged for the product 'FT': .*Unknown column 'sort'.*\[watch\/not-planned\]$/),
    );
    writeFileSync(join(folder.drop, 'samples.csv'), list);
    await pass(10, 30, 10);
    expect(states()).toEqual({ 'LOT-1': 'published', 'LOT-2': 'published' });
  }, 60_000);
});

describe('a copy of a file', () => {
  const pattern = (text: string) =>
    text
      .replace(
        'sampleList: samples.csv',
        'bind:\n    - { pattern: "{lot}_surface.fcs", kind: sample, set: { stage: final, tube: surface, assayRun: RUN-1 } }\n    - { pattern: "{assayRun}_fmo-cd3.fcs", kind: control, set: { tube: surface, control: fmo-cd3 } }',
      )
      .replace('sources: [sample-list,', 'pattern: "{lot}_surface.fcs", sources: [file-name,');

  it('that arrives after publication is noted and gives no second result', async () => {
    const folder = newFolder();
    folder.change('method/pipeline.yaml', pattern);
    const { pass, lines, states } = await startWatch(folder);
    folder.put('LOT-1_surface.fcs', 'RUN-1_fmo-cd3.fcs');
    await pass(0, 30, 10);
    expect(states()).toEqual({ 'LOT-1': 'published' });
    copyFileSync(join(folder.drop, 'LOT-1_surface.fcs'), join(folder.drop, 'copy-of-LOT-1_surface.fcs'));
    await pass(10, 30, 10, 10);
    expect(lines()).toContain(
      "'copy-of-LOT-1_surface.fcs' has the bytes of 'LOT-1_surface.fcs', which was judged already for LOT-1: it is a copy, and gives no second result. [watch/duplicate-copy]",
    );
    expect([...published(folder.out).keys()]).toEqual(['LOT-1/release/0001']);
  }, 60_000);

  it('that is there before publication holds what both serve, as with run', async () => {
    const folder = newFolder();
    folder.change('method/pipeline.yaml', pattern);
    const { pass } = await startWatch(folder);
    folder.put('LOT-1_surface.fcs', 'RUN-1_fmo-cd3.fcs');
    copyFileSync(join(folder.drop, 'LOT-1_surface.fcs'), join(folder.drop, 'LOT-9_surface.fcs'));
    await pass(0, 30, 10);
    const results = [...published(folder.out).values()].map((text) => JSON.parse(text));
    expect(results).toHaveLength(2);
    for (const { disposition } of results)
      expect([disposition.proposed, disposition.held.map(({ code }: { code: string }) => code)]).toEqual([
        'no valid result',
        expect.arrayContaining(['held/duplicate-content']),
      ]);
    expect(published(folder.out)).toEqual(await plainRun(folder));
  }, 60_000);
});

describe('a watch that ends and begins again', () => {
  it('analyses nothing twice and loses nothing', async () => {
    const folder = newFolder();
    const first = await startWatch(folder);
    folder.put('samples.csv', 'LOT-1_surface.fcs', 'RUN-1_fmo-cd3.fcs');
    await first.pass(0, 30, 10);
    // As after a kill: nothing is closed.
    folder.put('LOT-2_surface.fcs');
    const second = await startWatch(folder);
    await second.pass(0, 30, 10);
    expect(second.states()).toEqual({ 'LOT-1': 'published', 'LOT-2': 'published' });
    expect([...published(folder.out).keys()]).toEqual(['LOT-1/release/0001', 'LOT-2/release/0001']);
    rmSync(join(folder.out, 'watch'), { recursive: true });
    const third = await startWatch(folder);
    await third.pass(0, 30, 10);
    expect([...published(folder.out).keys()]).toEqual(['LOT-1/release/0001', 'LOT-2/release/0001']);
  }, 60_000);

  it('goes on with the time-out where it was', async () => {
    const folder = newFolder();
    const first = await startWatch(folder, { timeoutSeconds: 100 });
    folder.put('samples.csv', 'LOT-1_surface.fcs');
    // It waits from 30 s on: 60 s here, and 40 s from when it is watched again.
    await first.pass(0, 30, 60);
    const second = await startWatch(folder, { timeoutSeconds: 100 });
    await second.pass(0, 30, 9);
    expect(published(folder.out).size).toBe(0);
    await second.pass(1);
    expect([...published(folder.out).keys()]).toEqual(['LOT-1/release/0001']);
  }, 60_000);
});

describe('a disk of results that takes nothing', () => {
  it.each<[string, (act: string, path: string) => boolean]>([
    ['where a file is copied', (act, path) => act === 'openNew' && path.includes('intake')],
    ['where a result is written', (act, path) => act === 'writeSoon' && path.endsWith('result.json')],
    ['where folders are made', (act) => act === 'makeFolder'],
  ])(
    '%s makes it not ready, and it tries again at every scan',
    async (_, refuses) => {
      const folder = newFolder();
      let isFull = true;
      const full = (act: string, path: string) => {
        if (isFull && refuses(act, path)) throw Object.assign(new Error(`ENOSPC: no space left on device, ${act}`), { code: 'ENOSPC' });
      };
      const disk = {
        ...nodeDisk,
        makeFolder: (path: string) => {
          full('makeFolder', path);
          nodeDisk.makeFolder(path);
        },
        open: (path: string, purpose: Parameters<typeof nodeDisk.open>[1]) => {
          if (purpose === 'new') full('openNew', path);
          return nodeDisk.open(path, purpose);
        },
        writeSoon: async (path: string, bytes: Uint8Array) => {
          full('writeSoon', path);
          await nodeDisk.writeSoon(path, bytes);
        },
      };
      const { pass, watch, lines } = await startWatch(folder, { disk });
      folder.put(...ALL_FILES);
      await pass(0, 30, 10, 10, 10, 10);
      expect([watch.status().ready, watch.status().notReady.map(({ code }) => code)]).toEqual([false, ['watch/disk-refuses']]);
      expect(lines()).toContainEqual(
        expect.stringMatching(/^The disk of the results takes nothing more; it is tried again at every scan\. .*ENOSPC/),
      );
      expect(published(folder.out).size).toBe(0);
      isFull = false;
      await pass(10, 30, 10);
      expect([watch.status().ready, watch.status().published]).toEqual([true, 2]);
    },
    60_000,
  );

  it('with less free space than is asked for takes nothing until there is more', async () => {
    const folder = newFolder();
    let free = 50;
    const disk = { ...nodeDisk, space: () => ({ free: free * 1_000_000, total: 1_000_000_000 }) };
    const { pass, watch } = await startWatch(folder, { disk, leastFree: { kind: 'fraction', value: 0.05 } });
    folder.put(...ALL_FILES);
    await pass(0, 30, 10);
    expect(watch.status().notReady.map(({ sentence }) => sentence)).toEqual([
      'The disk of the results has 50000000 bytes free, and --min-free asks for 50000000: nothing is taken or published until there are more.',
    ]);
    expect(watch.status().files).toMatchObject({ taken: 0 });
    free = 51;
    await pass(10, 10);
    expect([watch.status().ready, watch.status().published]).toEqual([true, 2]);
  }, 60_000);
});

describe('a poison file', () => {
  it('that cannot be read is held after three tries and stops no other', async () => {
    const folder = newFolder();
    let tries = 0;
    const disk = {
      ...nodeDisk,
      openBelow: (root: string, path: string) => {
        if (path !== 'LOT-1_surface.fcs') return nodeDisk.openBelow(root, path);
        tries++;
        throw Object.assign(new Error('EIO: i/o error, open'), { code: 'EIO' });
      },
    };
    const { pass, states, lines, watch } = await startWatch(folder, { disk });
    folder.put(...ALL_FILES);
    await pass(0, 30, 10);
    expect([tries, watch.status().files.held]).toEqual([2, 0]);
    await pass(10, 10, 10, 10);
    expect([tries, watch.status().files.held]).toEqual([3, 1]);
    expect(states()).toEqual({ 'LOT-1': 'waiting', 'LOT-2': 'published' });
    expect(lines()).toContainEqual(
      expect.stringMatching(/^'LOT-1_surface.fcs' is held: it could not be taken \(tries: 3\)\. .*EIO.*\[watch\/file-held\]$/),
    );
    await pass(1800);
    expect(tries).toBe(4);
  }, 60_000);

  it('that ends every thread is held in its result at the third try, as run holds it at once, and stops no other', async () => {
    const folder = newFolder();
    const here = threadsHere();
    let tries = 0;
    const threads: Threads = {
      ...here,
      ask: (task, answered) => {
        if (task.kind !== 'examine' || task.file.name !== 'LOT-1_surface.fcs') return here.ask(task, answered);
        tries++;
        return Promise.reject(new InputError('internal/thread-ended', 'Expected an answer of the thread, found two times that it ended.'));
      },
    };
    const { pass, states, lines } = await startWatch(folder, { threads });
    folder.put(...ALL_FILES);
    await pass(0, 30);
    expect([tries, [...published(folder.out).keys()]]).toEqual([1, ['LOT-2/release/0001']]);
    await pass(10);
    expect([tries, [...published(folder.out).keys()]]).toEqual([2, ['LOT-2/release/0001']]);
    await pass(10);
    expect([tries, states()]).toEqual([3, { 'LOT-1': 'published', 'LOT-2': 'published' }]);
    expect(JSON.parse(published(folder.out).get('LOT-1/release/0001') ?? '').disposition).toMatchObject({
      proposed: 'no valid result',
      held: [{ code: 'held/not-computed' }],
    });
    expect(lines().filter((line) => line.includes('[quoted/error]') || line.includes('internal/thread-ended'))).not.toEqual([]);
    await pass(10, 1000);
    expect(tries).toBe(3);
  }, 60_000);

  it('that ends the process itself is held after the third time', async () => {
    const folder = newFolder();
    const killing: Threads = {
      ...threadsHere(),
      // As where the system ends the process: nothing comes back, and nothing is closed.
      ask: (task, answered) => (task.kind === 'examine' ? new Promise(() => {}) : threadsHere().ask(task, answered)),
    };
    folder.put('LOT-1_surface.fcs', 'RUN-1_fmo-cd3.fcs', 'samples.csv');
    folder.change('drop/samples.csv', (text) => text.replace(/LOT-2.*\n/, ''));
    for (let time = 1; time <= 3; time++) {
      const { watch, states } = await startWatch(folder, { threads: killing, quietSeconds: 0 });
      await watch.scan();
      expect(states()).toEqual({ 'LOT-1': 'running' });
      await vi.waitFor(() => expect(triesRemembered(folder)).toBe(time), { timeout: 10_000 });
    }
    const { pass, watch, states } = await startWatch(folder, { quietSeconds: 0 });
    await pass(0, 10, 10);
    expect(states()).toEqual({ 'LOT-1': 'held' });
    expect(watch.status().subjects[0]?.why[0]?.sentence).toMatch(
      /^It is held: it could not be analysed \(tries: 3\)\. .*the process was ended in it/,
    );
    writeFileSync(join(folder.drop, 'LOT-1_surface.fcs'), acquisition('LOT-1', 801));
    await pass(10, 10);
    expect(states()).toEqual({ 'LOT-1': 'published' });
  }, 60_000);

  it('larger than --max-file is held at once', async () => {
    const folder = newFolder();
    const { pass, states, lines } = await startWatch(folder, { mostBytes: 20_000 });
    folder.put(...ALL_FILES);
    writeFileSync(join(folder.drop, 'LOT-1_surface.fcs'), Buffer.alloc(20_001));
    await pass(0, 30, 10);
    expect(states()).toEqual({ 'LOT-1': 'waiting', 'LOT-2': 'published' });
    expect(lines()).toContainEqual(
      expect.stringMatching(/^'LOT-1_surface.fcs' is held: .*Expected at most 20000 bytes, as --max-file says, found 20001\./),
    );
  }, 60_000);
});
