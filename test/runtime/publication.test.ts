import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readEntries } from '../../src/runtime/audit-log/read-entries.ts';
import { type Disk, nodeDisk } from '../../src/runtime/disk/disk.ts';
import { sha256Of } from '../../src/runtime/disk/files.ts';
import { nodeSurroundings } from '../../src/runtime/disk/surroundings.ts';
import { settleAbandoned } from '../../src/runtime/store/abandoned-drafts.ts';
import { claimAnalysis } from '../../src/runtime/store/analysis-number.ts';
import { finishPublication } from '../../src/runtime/store/finish-publication.ts';
import type { Store } from '../../src/runtime/store/publication.ts';
import { readKey } from '../../src/runtime/store/publication-key.ts';
import { giveUp, publishAnalysis } from '../../src/runtime/store/publish-analysis.ts';
import { publishLot } from '../../src/runtime/store/publish-lot.ts';
import { sampleFigures } from '../outputs/sample-figures.ts';
import { sampleResult } from '../outputs/sample-result.ts';
import { lotFolder, openSmallStore, publishSmall, smallAnalysis } from './small-store.ts';
import { threadsHere } from './threads-here.ts';
import { type Act, watchDisk } from './watched-disk.ts';

const folders: string[] = [];
const newRoot = () => {
  const folder = mkdtempSync(join(tmpdir(), 'cytolot-publication-'));
  folders.push(folder);
  return folder;
};
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const JOB = sha256Of('a job');
const storeOn = (root: string, disk: Disk): Store => openSmallStore(root, { ...nodeSurroundings(), disk });

/** As a process that is gone afterwards: the number of one that runs, with another start. */
function endedOn(root: string, disk: Disk): Store {
  const own = nodeSurroundings();
  const { self } = own.processes;
  return openSmallStore(root, { ...own, disk, processes: { ...own.processes, self: { ...self, processStart: '1' } } });
}

/** The publications of a store as its log tells them: job and folder. */
const logged = (store: Store) => [...readEntries(store)].filter(({ action }) => action === 'published').map(({ object }) => object);

/** Every published folder passes its manifest, and nothing else lies in the lot. */
function expectWhole(store: Store, names: readonly string[]): void {
  const folder = lotFolder(store);
  expect(readdirSync(folder)).toEqual(names);
  for (const name of names) {
    const lines = readFileSync(join(folder, name, 'manifest.sha256'), 'utf8')
      .trimEnd()
      .split('\n');
    for (const line of lines) {
      const [sha256, path] = line.split('  ');
      expect(sha256Of(readFileSync(join(folder, name, path ?? '')))).toBe(sha256);
    }
  }
}

describe('the order of a publication', () => {
  it('is: files on the disk, key, entry, name', async () => {
    const { disk, acts } = watchDisk();
    const store = storeOn(newRoot(), disk);
    const { claim } = await publishSmall(store, smallAnalysis(JOB));
    const published = (path: string) => path.startsWith(lotFolder(store)) && path.endsWith('content');
    const steps: readonly (readonly [Act, (path: string) => boolean])[] = [
      ['writeSoon', (path) => path.endsWith('manifest.sha256')],
      ['syncFolder', published],
      ['rename', (path) => path.endsWith('/key')],
      ['syncFolder', (path) => path.endsWith('/jobs')],
      ['writeSoon', (path) => path.endsWith('entry.json')],
      ['rename', published],
    ];
    let from = 0;
    for (const [act, is] of steps) {
      const found = acts.findIndex(([which, path], index) => index >= from && which === act && is(path));
      expect(found, act).toBeGreaterThanOrEqual(from);
      from = found + 1;
    }
    const key: unknown = JSON.parse(readFileSync(join(store.root, 'jobs', JOB, 'key.json'), 'utf8'));
    expect(key).toEqual({
      job: JOB,
      folder: 'lots/L1/release/0001',
      number: 1,
      claim: claim.draft.claim,
      manifestSha256: sha256Of(readFileSync(join(lotFolder(store), '0001/manifest.sha256'))),
    });
    const entry = [...readEntries(store)].find(({ action }) => action === 'published');
    expect(entry).toMatchObject({
      action: 'published',
      object: 'lots/L1/release/0001',
      objectSha256: sha256Of(readFileSync(join(lotFolder(store), '0001/manifest.sha256'))),
      new: { job: JOB, disposition: 'conforms', resultSha256: sha256Of('{}') },
    });
  });

  it('gives a job to one of two, whatever their numbers', async () => {
    const store = openSmallStore(newRoot());
    await publishSmall(store, smallAnalysis(JOB));
    const { outcome } = await publishSmall(store, smallAnalysis(JOB));
    expect(outcome).toMatchObject({ kind: 'taken', key: { job: JOB, number: 1 } });
    expectWhole(store, ['0001']);
    expect(logged(store)).toEqual(['lots/L1/release/0001']);
  });

  // A network file system may do a rename, lose the answer, and answer the repeated call with an error.
  it.each(['ENOTEMPTY', 'ENOENT', 'EEXIST'])('does not believe what a rename answers: %s after it was done', async (code) => {
    const disk: Disk = {
      ...nodeDisk,
      rename: (from, to) => {
        nodeDisk.rename(from, to);
        if (from.endsWith('key') || from.endsWith('content')) throw Object.assign(new Error(code), { code });
      },
    };
    const store = storeOn(newRoot(), disk);
    expect((await publishSmall(store, smallAnalysis(JOB))).outcome).toEqual({ kind: 'published' });
    expect(await settleAbandoned(openSmallStore(store.root))).toEqual([]);
    expectWhole(store, ['0001']);
  });
});

describe('a run that ends while it publishes', () => {
  /** As many acts as a publication has that change the disk. */
  const actsOf = async (): Promise<number> => {
    const { disk, acts } = watchDisk();
    await publishSmall(storeOn(newRoot(), disk), smallAnalysis(JOB));
    return acts.length;
  };

  /** The real disk, of which one act fails; what it was to write is there by half, as on a disk that is full. */
  const failsAt = (failing: number, left: 'nothing' | 'half'): Disk => {
    let act = 0;
    const { disk } = watchDisk(() => (act++ === failing ? 'EIO: i/o error' : null));
    if (left === 'nothing') return disk;
    const halved = (path: string, bytes: Uint8Array): void => {
      if (act === failing) nodeDisk.writeNew(path, bytes.subarray(0, bytes.length >> 1));
    };
    return {
      ...disk,
      writeNew: (path, bytes) => {
        halved(path, bytes);
        disk.writeNew(path, bytes);
      },
      writeSoon: async (path, bytes) => {
        halved(path, bytes);
        await disk.writeSoon(path, bytes);
      },
    };
  };

  it.each(['nothing', 'half'] as const)(
    'at any act that fails and leaves %s: the same job is published once by the next',
    async (left) => {
      const count = await actsOf();
      expect(count).toBeGreaterThan(40);
      for (let failing = 0; failing < count; failing++) {
        const disk = failsAt(failing, left);
        const root = newRoot();
        const broken = endedOn(root, disk);
        let claim: Awaited<ReturnType<typeof claimAnalysis>> | null = null;
        try {
          claim = await claimAnalysis(broken, lotFolder(broken));
          await publishAnalysis(broken, claim, smallAnalysis(JOB));
        } catch (error) {
          expect(String(error), `act ${failing}`).toContain('EIO');
          if (claim !== null) giveUp(broken, claim);
        }
        const next = openSmallStore(root);
        await settleAbandoned(next);
        const key = readKey(next, JOB);
        if (key === null) expect((await publishSmall(next, smallAnalysis(JOB))).outcome).toEqual({ kind: 'published' });
        else expect(await finishPublication(next, key)).toBe('stands');
        expectWhole(next, ['0001']);
        expect(new Set(logged(next)), `act ${failing}`).toEqual(new Set(['lots/L1/release/0001']));
        expect(logged(next).length).toBeLessThanOrEqual(2);
        expect(readdirSync(join(root, 'jobs'))).toEqual([JOB]);
      }
    },
    300_000,
  );
});

describe('a run that stops with the key of its job', () => {
  const stoppedBefore = (step: 'entry' | 'name') => {
    const root = newRoot();
    let go = () => {};
    let reached = () => {};
    const going = new Promise<void>((resolve) => {
      go = resolve;
    });
    const there = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const plain = openSmallStore(root);
    const slow: Store = {
      ...plain,
      log: {
        ...plain.log,
        append: async (publication) => {
          if (step === 'name') await plain.log.append(publication);
          reached();
          await going;
          if (step === 'entry') await plain.log.append(publication);
        },
      },
    };
    return { root, plain, slow, there, go };
  };

  it.each(['entry', 'name'] as const)('before the %s is finished by another, and finds itself published when it goes on', async (step) => {
    const { plain, slow, there, go } = stoppedBefore(step);
    const stopped = publishSmall(slow, smallAnalysis(JOB));
    await there;
    expectDraft(plain);
    const key = readKey(plain, JOB);
    if (key === null) throw new Error('no key');
    expect(await finishPublication(plain, key)).toBe('published');
    expect(existsSync(join(lotFolder(plain), '0001'))).toBe(true);
    go();
    expect((await stopped).outcome).toEqual({ kind: 'published' });
    expectWhole(plain, ['0001']);
    // Who finishes cannot know how far the other came: an equal entry counts once.
    expect(new Set(logged(plain))).toEqual(new Set(['lots/L1/release/0001']));
  });

  const expectDraft = (store: Store) => expect(readdirSync(lotFolder(store))).toEqual(['.0001.partial']);
});

describe('a key whose files were lost', () => {
  const record = {
    subject: { lot: 'L1', purpose: 'release', condition: null, timePoint: null } as const,
    result: sampleResult,
    figures: sampleFigures,
  };
  const options = { language: 'en', reason: null, threads: threadsHere(), announce: () => {} } as const;

  it('has them computed again into its number, with a second entry', async () => {
    const root = newRoot();
    const store = openSmallStore(root);
    const ended = openSmallStore(root);
    const broken: Store = {
      ...ended,
      log: { has: () => false, states: () => new Map(), append: () => Promise.reject(new Error('ended')) },
    };
    await expect(publishLot(broken, record, options)).rejects.toThrow('ended');
    rmSync(join(lotFolder(store), '.0001.partial'), { recursive: true });
    // Another analysis has gone ahead meanwhile.
    expect((await publishSmall(store)).claim.number).toBe(1);
    rmSync(join(lotFolder(store), '0001'), { recursive: true });
    const found = await publishLot(store, record, options);
    expect(found).toMatchObject({ state: 'new', number: 1 });
    expect(readdirSync(lotFolder(store))).toEqual(['0001']);
    expect(await publishLot(store, record, options)).toMatchObject({ state: 'unchanged', number: 1 });
  });

  it('that were damaged where they lay are put aside, whoever left them', async () => {
    const root = newRoot();
    const own = nodeSurroundings();
    const { self } = own.processes;
    for (const processes of [own.processes, { ...own.processes, self: { ...self, processStart: '1' } }]) {
      const ended = openSmallStore(root, { ...own, processes });
      const broken: Store = {
        ...ended,
        log: { has: () => false, states: () => new Map(), append: () => Promise.reject(new Error('ended')) },
      };
      await expect(publishLot(broken, record, options)).rejects.toThrow('ended');
      const claim = readdirSync(join(lotFolder(ended), '.0001.partial'))[0] ?? '';
      rmSync(join(lotFolder(ended), '.0001.partial', claim, 'content/report.html'));
      const store = openSmallStore(root);
      expect(await publishLot(store, record, options)).toMatchObject({ state: 'new', number: 1 });
      expect(readdirSync(lotFolder(store)).filter((name) => !name.startsWith('.claim-'))).toEqual(['0001']);
      rmSync(root, { recursive: true });
    }
  });

  it('by two runs at once: one puts its files there, the other finds them', async () => {
    const root = newRoot();
    const store = openSmallStore(root);
    const broken: Store = {
      ...store,
      log: { has: () => false, states: () => new Map(), append: () => Promise.reject(new Error('ended')) },
    };
    await expect(publishLot(broken, record, options)).rejects.toThrow('ended');
    rmSync(join(lotFolder(store), '.0001.partial'), { recursive: true });
    const both = await Promise.all([publishLot(openSmallStore(root), record, options), publishLot(openSmallStore(root), record, options)]);
    expect(both.map(({ number }) => number)).toEqual([1, 1]);
    expect(readdirSync(lotFolder(store))).toEqual(['0001']);
    // The last entry is of the files that stand.
    const last = [...readEntries(store)].filter(({ action }) => action === 'published').at(-1);
    expect(last?.objectSha256).toBe(sha256Of(readFileSync(join(lotFolder(store), '0001/manifest.sha256'))));
  });

  it('is not given other files in silence', async () => {
    const store = openSmallStore(newRoot());
    const { claim } = await publishSmall(store, smallAnalysis(JOB));
    rmSync(claim.folder, { recursive: true });
    await publishSmall(store, smallAnalysis(sha256Of('another job'), '{"another":true}'));
    const key = readKey(store, JOB);
    if (key === null) throw new Error('no key');
    await expect(finishPublication(store, key)).rejects.toThrow(
      /Expected the files that the key of this job names \(manifest [0-9a-f]{64}\), found manifest/,
    );
  });
});

describe('a key that is not right', () => {
  const record = {
    subject: { lot: 'L1', purpose: 'release', condition: null, timePoint: null } as const,
    result: sampleResult,
    figures: sampleFigures,
  };
  const options = { language: 'en', reason: null, threads: threadsHere(), announce: () => {} } as const;

  it('never makes the result of another subject that of this one', async () => {
    const store = openSmallStore(newRoot());
    const other = { ...record, subject: { ...record.subject, lot: 'L2' } };
    await publishLot(store, other, options);
    const [job = ''] = readdirSync(join(store.root, 'jobs'));
    // The sample's job names another lot than the record's subject: both subjects have the one key.
    await expect(publishLot(store, record, options)).rejects.toThrow(
      /Expected the key of a result in '.*L1.release', found one of 'lots\/L2\/release\/0001'/,
    );
    expect(readKey(store, job)?.folder).toBe('lots/L2/release/0001');
  });

  it('with a number beyond every store is refused before anything is counted', async () => {
    const store = openSmallStore(newRoot());
    await publishSmall(store, smallAnalysis(JOB));
    const path = join(store.root, 'jobs', JOB, 'key.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"number":1', '"number":999999999'));
    expect(() => readKey(store, JOB)).toThrow(/Expected the key of a job, found/);
  });
});

describe('a repeat for a reason', () => {
  const record = {
    subject: { lot: 'L1', purpose: 'release', condition: null, timePoint: null } as const,
    result: sampleResult,
    figures: sampleFigures,
  };
  const options = { language: 'en', threads: threadsHere(), announce: () => {} } as const;

  it('that ended before its name is finished by the same command, and not made twice', async () => {
    const root = newRoot();
    const store = openSmallStore(root);
    await publishLot(store, record, { ...options, reason: null });
    const ended = endedOn(root, nodeDisk);
    const broken: Store = {
      ...ended,
      log: { has: () => false, states: () => new Map(), append: () => Promise.reject(new Error('ended')) },
    };
    await expect(publishLot(broken, record, { ...options, reason: 'again' })).rejects.toThrow('ended');
    const told = await settleAbandoned(store);
    const finished = new Set(told.flatMap(({ place }) => place ?? []));
    expect([...finished]).toEqual(['lots/L1/release/0002']);
    expect(await publishLot(store, record, { ...options, reason: 'again', finished })).toMatchObject({ state: 'unchanged', number: 2 });
    expect(await publishLot(store, record, { ...options, reason: 'another', finished })).toMatchObject({ state: 'new', number: 3 });
  });

  it('is what came in addition without a hash, such as a second reading: it is published, not taken for the first one', async () => {
    const store = openSmallStore(newRoot());
    await publishLot(store, record, { ...options, reason: null });
    const secondReader = { outcome: 'agrees', reader: 'fcs 0.0.7', eventsCompared: 1000, detail: null } as const;
    const result = { ...sampleResult, inputs: sampleResult.inputs.map((input, i) => (i === 0 ? { ...input, secondReader } : input)) };
    expect(await publishLot(store, { ...record, result }, { ...options, reason: null })).toMatchObject({ state: 'new', number: 2 });
  });
});

describe('a job of a queue', () => {
  const record = {
    subject: { lot: 'L1', purpose: 'release', condition: null, timePoint: null } as const,
    result: sampleResult,
    figures: sampleFigures,
  };
  const options = { language: 'en', threads: threadsHere(), announce: () => {} } as const;

  it('that is done twice with a reason is one analysis, since it says which repeat it is', async () => {
    const store = openSmallStore(newRoot());
    await publishLot(store, record, { ...options, reason: null });
    const repeat = { ...options, reason: 'another operator', rerun: 1 };
    expect(await publishLot(store, record, repeat)).toMatchObject({ state: 'new', number: 2 });
    expect(await publishLot(store, record, repeat)).toMatchObject({
      state: 'unchanged',
      number: 2,
      notes: [{ code: 'run/already-published', fields: { analysis: 2 } }],
    });
    expectWhole(store, ['0001', '0002']);
    // Without a count each run with a reason is a repeat of its own.
    expect(await publishLot(store, record, { ...options, reason: 'once more' })).toMatchObject({ state: 'new', number: 3 });
  });
});
