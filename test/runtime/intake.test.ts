import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Disk, nodeDisk } from '../../src/runtime/disk/disk.ts';
import { nodeSurroundings } from '../../src/runtime/disk/surroundings.ts';
import type { RunJob } from '../../src/runtime/job/run-job.ts';
import { openEngine } from '../../src/runtime/run/engine.ts';
import { captureCommand } from '../cli/captured-command.ts';
import { acquisition, makeNewUserFolder, type NewUserFolder } from '../cli/new-user-folder.ts';
import { threadsHere } from './threads-here.ts';
import { watchDisk } from './watched-disk.ts';

const made: NewUserFolder[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder.root, { recursive: true, force: true });
});

function newFolder(): NewUserFolder {
  const folder = makeNewUserFolder();
  made.push(folder);
  return folder;
}

const jobOf = (folder: NewUserFolder, more: Partial<RunJob> = {}): RunJob => ({
  folder: folder.exportFolder,
  pipeline: folder.pipeline,
  specification: null,
  out: folder.out,
  lot: null,
  language: 'en',
  progress: 'quiet',
  ...more,
});

const runOn = (disk: Disk, job: RunJob) =>
  openEngine({ surroundings: { ...nodeSurroundings(), disk }, threads: threadsHere(disk) }).run(job);

const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

/** Every file of the intake as `first two digits/hash`. */
const kept = (out: string) =>
  readdirSync(join(out, 'intake/sha256')).flatMap((two) => readdirSync(join(out, 'intake/sha256', two)).map((name) => `${two}/${name}`));

const placeOf = (path: string) => `${sha256(path).slice(0, 2)}/${sha256(path)}`;

/** `result.json` of every subject, by its folder. */
const results = (out: string) =>
  readdirSync(join(out, 'lots')).map((lot) => [lot, readFileSync(join(out, 'lots', lot, 'release/0001/result.json'), 'utf8')]);

describe('run --keep-inputs', () => {
  it('keeps every file of the folder and of the method under its hash, and the listing of them that the record names', async () => {
    const folder = newFolder();
    writeFileSync(join(folder.exportFolder, 'note.txt'), 'instrument started\n');
    await runOn(nodeDisk, jobOf(folder, { keepInputs: 'asked' }));
    const files = [
      ...readdirSync(folder.exportFolder).map((name) => join(folder.exportFolder, name)),
      folder.pipeline,
      join(folder.root, 'method/specification.yaml'),
    ];
    expect(files).toHaveLength(7);
    const listing: string = JSON.parse(readFileSync(join(folder.out, 'lots/LOT-1/release/0001/record.json'), 'utf8')).inputs;
    expect(kept(folder.out).sort()).toEqual([...files.map(placeOf), `${listing.slice(0, 2)}/${listing}`].sort());
    for (const place of kept(folder.out)) expect(sha256(join(folder.out, 'intake/sha256', place))).toBe(place.slice(3));
    expect(readdirSync(join(folder.out, 'intake'))).toEqual(['sha256']);
  }, 60_000);

  it.each<[string, (folder: NewUserFolder) => void]>([
    ['an honest folder', () => {}],
    ['a file that is not there', ({ exportFolder }) => rmSync(join(exportFolder, 'LOT-2_surface.fcs'))],
    ['a file that is no FCS file', ({ exportFolder }) => writeFileSync(join(exportFolder, 'LOT-1_surface.fcs'), 'FCS9.9 no')],
    [
      'a file cut off',
      ({ exportFolder }) => writeFileSync(join(exportFolder, 'LOT-1_surface.fcs'), acquisition('LOT-1', 800).slice(0, 3000)),
    ],
    [
      'a copy of one lot under the name of another',
      ({ exportFolder }) => copyFileSync(join(exportFolder, 'LOT-1_surface.fcs'), join(exportFolder, 'LOT-2_surface.fcs')),
    ],
    [
      'a file that nothing binds, in a folder below',
      ({ exportFolder }) => {
        mkdirSync(join(exportFolder, 'run 1'));
        writeFileSync(join(exportFolder, 'run 1/other.fcs'), acquisition('OTHER', 1));
      },
    ],
    [
      'a link inside of the folder',
      ({ exportFolder }) => {
        mkdirSync(join(exportFolder, 'raw'));
        renameSync(join(exportFolder, 'LOT-1_surface.fcs'), join(exportFolder, 'raw/1.fcs'));
        symlinkSync('raw/1.fcs', join(exportFolder, 'LOT-1_surface.fcs'));
      },
    ],
    [
      'a link to a file outside',
      ({ exportFolder, root }) => {
        renameSync(join(exportFolder, 'LOT-1_surface.fcs'), join(root, 'elsewhere.fcs'));
        symlinkSync('../elsewhere.fcs', join(exportFolder, 'LOT-1_surface.fcs'));
      },
    ],
    [
      'a link to a file outside that the definition allows',
      (folder) => {
        const { exportFolder, root } = folder;
        folder.change('method/pipeline.yaml', (text) =>
          text.replace('sampleList: samples.csv', 'sampleList: samples.csv\n  links: anywhere'),
        );
        renameSync(join(exportFolder, 'LOT-1_surface.fcs'), join(root, 'elsewhere.fcs'));
        symlinkSync('../elsewhere.fcs', join(exportFolder, 'LOT-1_surface.fcs'));
      },
    ],
  ])(
    'over %s gives the bytes of a plain run',
    async (_, change) => {
      const folder = newFolder();
      change(folder);
      const other = join(folder.root, 'plain');
      const plain = await runOn(nodeDisk, jobOf(folder, { out: other }));
      const found = await runOn(nodeDisk, jobOf(folder, { keepInputs: 'asked' }));
      expect(results(folder.out)).toEqual(results(other));
      expect(results(folder.out)).toHaveLength(2);
      expect(found.warnings).toEqual(plain.warnings);
    },
    60_000,
  );

  it('reads nothing of the folder but to list and to copy it', async () => {
    const folder = newFolder();
    const { disk, acts } = watchDisk((act, path) => (act === 'open' && path.startsWith(folder.exportFolder) ? 'EACCES: refused' : null));
    const { lots } = await runOn(disk, jobOf(folder, { keepInputs: 'asked' }));
    expect(lots.map(({ disposition }) => disposition)).toEqual(['conforms', 'conforms']);
    expect(acts.filter(([act, path]) => act === 'openBelow' && path === folder.exportFolder)).toHaveLength(4);
  }, 60_000);

  it('compares what is kept already and does not write it again', async () => {
    const folder = newFolder();
    await runOn(nodeDisk, jobOf(folder, { keepInputs: 'asked' }));
    const before = kept(folder.out).map((place) => statSync(join(folder.out, 'intake/sha256', place), { bigint: true }));
    const { lots } = await runOn(nodeDisk, jobOf(folder, { keepInputs: 'asked' }));
    expect(lots.map(({ state }) => state)).toEqual(['unchanged', 'unchanged']);
    const after = kept(folder.out).map((place) => statSync(join(folder.out, 'intake/sha256', place), { bigint: true }));
    expect(after.map(({ ino, mtimeNs, ctimeNs }) => [ino, mtimeNs, ctimeNs])).toEqual(
      before.map(({ ino, mtimeNs, ctimeNs }) => [ino, mtimeNs, ctimeNs]),
    );
  }, 60_000);

  it.each([
    ['LOT-1_surface.fcs', ['LOT-1']],
    ['RUN-1_fmo-cd3.fcs', ['LOT-1', 'LOT-2']],
  ])(
    'holds what needs %s where its copy in the intake is damaged, and nothing else',
    async (name, held) => {
      const folder = newFolder();
      await runOn(nodeDisk, jobOf(folder, { keepInputs: 'asked' }));
      const place = join(folder.out, 'intake/sha256', placeOf(join(folder.exportFolder, name)));
      const bytes = readFileSync(place);
      bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
      writeFileSync(place, bytes);
      const { lots, refused } = await runOn(nodeDisk, jobOf(folder, { keepInputs: 'asked' }));
      // What was published stands: a subject whose file is held now is not published anew without a reason.
      expect(refused.map(({ lot }) => lot)).toEqual(held);
      expect(lots.map(({ lot, state }) => [lot, state])).toEqual(
        ['LOT-1', 'LOT-2'].filter((lot) => !held.includes(lot)).map((lot) => [lot, 'unchanged']),
      );
      await runOn(nodeDisk, jobOf(folder, { keepInputs: 'asked', reason: 'the intake was found damaged' }));
      const result = readFileSync(join(folder.out, 'lots/LOT-1/release/0002/result.json'), 'utf8');
      expect(result).toContain('it was changed or is damaged');
    },
    60_000,
  );

  it('refuses to run by a method whose copy in the intake is damaged', async () => {
    const folder = newFolder();
    await runOn(nodeDisk, jobOf(folder, { keepInputs: 'asked' }));
    const place = join(folder.out, 'intake/sha256', placeOf(folder.pipeline));
    writeFileSync(place, 'other bytes');
    await expect(runOn(nodeDisk, jobOf(folder, { keepInputs: 'asked' }))).rejects.toMatchObject({
      code: 'io/failed',
      message: expect.stringMatching(
        /^Expected the bytes of SHA-256 [0-9a-f]{64} in this file of the intake, found those of [0-9a-f]{64}: it was changed or is damaged\./,
      ),
    });
  }, 60_000);

  it.each(['LOT-1_surface.fcs', 'samples.csv'])(
    'holds what reads other bytes of %s from the intake than those that were kept',
    async (name) => {
      const folder = newFolder();
      const place = join(folder.out, 'intake/sha256', placeOf(join(folder.exportFolder, name)));
      // Damaged when everything is copied: the folder of what is not whole goes last.
      const disk: Disk = {
        ...nodeDisk,
        removeEmpty: (path) => {
          nodeDisk.removeEmpty(path);
          if (path.includes('intake')) writeFileSync(place, readFileSync(place, 'latin1').replace('LOT-1', 'LOT-7'), 'latin1');
        },
      };
      const run = runOn(disk, jobOf(folder, { keepInputs: 'asked' }));
      if (name === 'samples.csv') await expect(run).rejects.toMatchObject({ code: 'io/failed', place: { file: name } });
      else {
        const { lots } = await run;
        expect(lots.map(({ lot, disposition }) => [lot, disposition])).toEqual([
          ['LOT-1', 'no valid result'],
          ['LOT-2', 'conforms'],
        ]);
      }
    },
    60_000,
  );

  it.each([
    ['is written to', (path: string) => writeFileSync(path, acquisition('LOT-1', 700))],
    ['grows', (path: string) => writeFileSync(path, 'more', { flag: 'a' })],
  ])(
    'holds a file that %s while it is copied, and keeps no part of it',
    async (_, change) => {
      const folder = newFolder();
      const path = join(folder.exportFolder, 'LOT-1_surface.fcs');
      const before = sha256(path);
      const disk: Disk = {
        ...nodeDisk,
        openBelow: (root, name) => {
          const file = nodeDisk.openBelow(root, name);
          return {
            ...file,
            read: (target, part) => {
              const count = file.read(target, part);
              if (name === 'LOT-1_surface.fcs' && part.offset === 0) change(path);
              return count;
            },
          };
        },
      };
      const { lots } = await runOn(disk, jobOf(folder, { keepInputs: 'asked' }));
      expect(lots.map(({ lot, disposition }) => [lot, disposition])).toEqual([
        ['LOT-1', 'no valid result'],
        ['LOT-2', 'conforms'],
      ]);
      // Three files of the folder, two of the method, and their listing.
      expect(kept(folder.out)).toHaveLength(6);
      expect(kept(folder.out).map((place) => place.slice(3))).not.toContain(before);
      expect(readdirSync(join(folder.out, 'intake'))).toEqual(['sha256']);
    },
    60_000,
  );

  it('ends where the disk of the intake is full, with no part of a file there', async () => {
    const folder = newFolder();
    const disk: Disk = {
      ...nodeDisk,
      open: (path, purpose) => {
        const file = nodeDisk.open(path, purpose);
        if (purpose !== 'new' || !path.includes('intake')) return file;
        return {
          ...file,
          write: (bytes) => {
            file.write(bytes.subarray(0, bytes.length >> 1));
            throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
          },
        };
      },
    };
    await expect(runOn(disk, jobOf(folder, { keepInputs: 'asked' }))).rejects.toMatchObject({
      code: 'io/failed',
      message: expect.stringMatching(
        /^Expected to keep a copy of it in '.*intake', found: ENOSPC: no space left on device, write\. Check the rights/,
      ),
    });
    expect(existsSync(join(folder.out, 'lots'))).toBe(false);
    expect(readdirSync(join(folder.out, 'intake'))).toEqual([]);
  }, 60_000);

  it.each<[string, (folder: NewUserFolder) => { readonly out: string; readonly folder: string }]>([
    ['the results inside of the export folder', ({ exportFolder }) => ({ out: join(exportFolder, 'out'), folder: exportFolder })],
    ['the export folder inside of the results', ({ root, exportFolder }) => ({ out: root, folder: exportFolder })],
    ['both the same', ({ exportFolder }) => ({ out: exportFolder, folder: exportFolder })],
    [
      'the results inside, by a link',
      ({ root, exportFolder }) => {
        symlinkSync(exportFolder, join(root, 'elsewhere'));
        return { out: join(root, 'elsewhere/out'), folder: exportFolder };
      },
    ],
  ])(
    'refuses %s with exit 64',
    async (_, places) => {
      const folder = newFolder();
      const { out, folder: exported } = places(folder);
      const { exitCode, stderr } = await captureCommand([
        'run',
        exported,
        '--pipeline',
        folder.pipeline,
        '--out',
        out,
        '--keep-inputs',
        '--quiet',
      ]);
      expect({ exitCode, stderr }).toEqual({ exitCode: 64, stderr: expect.stringContaining('[usage/misplaced]') });
      expect(readdirSync(exported).sort()).toEqual(['LOT-1_surface.fcs', 'LOT-2_surface.fcs', 'RUN-1_fmo-cd3.fcs', 'samples.csv']);
    },
    60_000,
  );
});

describe('a full disk ends run with 74', () => {
  it('where a file of a result cannot be written', async () => {
    const folder = newFolder();
    const { disk } = watchDisk((act, path) =>
      act === 'writeSoon' && path.endsWith('result.json') ? 'ENOSPC: no space left on device' : null,
    );
    await expect(runOn(disk, jobOf(folder))).rejects.toMatchObject({ code: 'io/failed' });
  }, 60_000);

  it('where a folder cannot be made', async () => {
    const folder = newFolder();
    const { disk } = watchDisk((act, path) => (act === 'makeFolder' && path.includes('LOT-1') ? 'ENOSPC: no space left on device' : null));
    await expect(runOn(disk, jobOf(folder))).rejects.toMatchObject({ code: 'io/failed' });
  }, 60_000);
});

describe('a file of the export folder that is exchanged for a link when it was listed', () => {
  it('is held, and nothing of what the link leads to is kept', async () => {
    const folder = newFolder();
    const secret = join(folder.root, 'secret.fcs');
    writeFileSync(secret, acquisition('LOT-1', 950));
    const place = join(folder.exportFolder, 'LOT-1_surface.fcs');
    // Whoever can write to the folder does it between the listing and the copying.
    const disk: Disk = {
      ...nodeDisk,
      entries: (path) => {
        const entries = nodeDisk.entries(path);
        if (path === folder.exportFolder) {
          rmSync(place);
          symlinkSync(secret, place);
        }
        return entries;
      },
    };
    const { lots } = await runOn(disk, jobOf(folder, { keepInputs: 'asked' }));
    expect(lots.map(({ lot, disposition }) => [lot, disposition])).toEqual([
      ['LOT-1', 'no valid result'],
      ['LOT-2', 'conforms'],
    ]);
    expect(kept(folder.out)).not.toContain(placeOf(secret));
  }, 60_000);
});

describe('a file below a folder', () => {
  it('is not reached through a folder that was exchanged for a link since it was listed', () => {
    const { root, exportFolder } = newFolder();
    mkdirSync(join(exportFolder, 'a/b'), { recursive: true });
    writeFileSync(join(exportFolder, 'a/b/file'), 'inside');
    mkdirSync(join(root, 'secret/b'), { recursive: true });
    writeFileSync(join(root, 'secret/b/file'), 'outside');
    const read = () => {
      const file = nodeDisk.openBelow(exportFolder, 'a/b/file');
      const bytes = new Uint8Array(16);
      const count = file.read(bytes, { offset: 0, at: 0 });
      file.close();
      return Buffer.from(bytes.subarray(0, count)).toString();
    };
    expect(read()).toBe('inside');
    renameSync(join(exportFolder, 'a'), join(exportFolder, 'was-a'));
    symlinkSync(join(root, 'secret'), join(exportFolder, 'a'));
    expect(read).toThrow(/ELOOP|ENOTDIR/);
    expect(() => nodeDisk.listBelow(exportFolder, 'a')).toThrow(/ELOOP|ENOTDIR/);
    expect(() => nodeDisk.openBelow(exportFolder, '../secret/b/file')).toThrow(/ELOOP/);
  });

  it('is listed as what it is itself', () => {
    const { exportFolder } = newFolder();
    symlinkSync('samples.csv', join(exportFolder, 'link'));
    mkdirSync(join(exportFolder, 'folder'));
    chmodSync(join(exportFolder, 'samples.csv'), 0o444);
    expect(nodeDisk.listBelow(exportFolder, '').map(({ name, state }) => [name, state?.kind])).toEqual([
      ['LOT-1_surface.fcs', 'file'],
      ['LOT-2_surface.fcs', 'file'],
      ['RUN-1_fmo-cd3.fcs', 'file'],
      ['folder', 'folder'],
      ['link', 'link'],
      ['samples.csv', 'file'],
    ]);
  });
});
