import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Disk, nodeDisk } from '../../src/runtime/disk/disk.ts';
import { nodeSurroundings } from '../../src/runtime/disk/surroundings.ts';
import { listExportFolder } from '../../src/runtime/folder/export-folder.ts';
import { warningLine } from '../../src/runtime/job/warning.ts';
import { openEngine } from '../../src/runtime/run/engine.ts';
import { acquisition, makeNewUserFolder, type NewUserFolder } from '../cli/new-user-folder.ts';
import { threadsHere } from './threads-here.ts';

const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): NewUserFolder {
  const folder = makeNewUserFolder();
  made.push(folder.root);
  return folder;
}

async function dispositions(folder: NewUserFolder, disk: Disk = nodeDisk) {
  const own = nodeSurroundings();
  const outcome = await openEngine({ surroundings: { ...own, disk }, threads: threadsHere() }).run({
    folder: folder.exportFolder,
    pipeline: folder.pipeline,
    specification: null,
    out: folder.out,
    lot: null,
    language: 'en',
    progress: 'quiet',
  });
  return { lots: outcome.lots.map(({ disposition }) => disposition), warnings: outcome.warnings.map(warningLine) };
}

const BOTH = ['conforms', 'conforms'];

describe('an entry of the export folder that serves nothing stops no lot', () => {
  it.each<[string, (folder: NewUserFolder) => void, RegExp]>([
    [
      'a name that is not UTF-8',
      ({ exportFolder }) =>
        writeFileSync(Buffer.concat([Buffer.from(`${exportFolder}/`), Buffer.from([0xe9]), Buffer.from('tude.txt')]), ''),
      /tude\.txt: nothing binds this file/,
    ],
    [
      'an empty folder nine levels deep',
      ({ exportFolder }) => mkdirSync(join(exportFolder, '1/2/3/4/5/6/7/8/9'), { recursive: true }),
      /1\/2\/3\/4\/5\/6\/7\/8\/9: lies more than 8 levels deep/,
    ],
    [
      'a link that leads nowhere',
      ({ exportFolder }) => symlinkSync('/nowhere/at/all', join(exportFolder, 'gone.fcs')),
      /gone\.fcs: nothing binds this file/,
    ],
    [
      'a link that leads to itself',
      ({ exportFolder }) => symlinkSync('self.fcs', join(exportFolder, 'self.fcs')),
      /self\.fcs: nothing binds this file/,
    ],
    [
      'a link to the folder itself',
      ({ exportFolder }) => symlinkSync('.', join(exportFolder, 'again')),
      /again: a symbolic link to a folder that it lies in/,
    ],
    [
      'a link to a folder outside',
      ({ exportFolder, root }) => symlinkSync(root, join(exportFolder, 'out-of-here')),
      /out-of-here: a symbolic link to a folder outside/,
    ],
  ])(
    '%s',
    async (_, put, warning) => {
      const folder = newFolder();
      put(folder);
      const { lots, warnings } = await dispositions(folder);
      expect(lots).toEqual(BOTH);
      expect(warnings.filter((line) => warning.test(line))).toHaveLength(1);
    },
    60_000,
  );

  it('a folder that cannot be listed, or vanished since it was', async () => {
    const folder = newFolder();
    mkdirSync(join(folder.exportFolder, 'locked'));
    const entries = (path: string) => {
      if (path.endsWith('locked')) throw Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
      return nodeDisk.entries(path);
    };
    const { lots, warnings } = await dispositions(folder, { ...nodeDisk, entries });
    expect(lots).toEqual(BOTH);
    expect(warnings).toContain(
      'locked: nothing in it is looked at. Expected to read the folder, found EACCES. Check its rights. [folder/unreadable]',
    );
  }, 60_000);

  it('a file of a lot whose name in the list is not that of its bytes is awaited, the other lot is judged', async () => {
    const folder = newFolder();
    renameSync(
      join(folder.exportFolder, 'LOT-1_surface.fcs'),
      Buffer.concat([Buffer.from(`${folder.exportFolder}/LOT-1_surfac`), Buffer.from([0xe9]), Buffer.from('.fcs')]),
    );
    expect((await dispositions(folder)).lots).toEqual(['pending', 'conforms']);
  }, 60_000);
});

describe('symbolic links', () => {
  /** The file of the first lot lies elsewhere, and a link with its name leads to it. */
  function linked(folder: NewUserFolder, target: string, name = 'LOT-1_surface.fcs'): NewUserFolder {
    mkdirSync(join(folder.exportFolder, target, '..'), { recursive: true });
    renameSync(join(folder.exportFolder, 'LOT-1_surface.fcs'), join(folder.exportFolder, target));
    symlinkSync(target, join(folder.exportFolder, name));
    return folder;
  }

  it('to a file of the folder is that file, and the target is not left over', async () => {
    const { lots, warnings } = await dispositions(linked(newFolder(), 'raw/0001.fcs'));
    expect([lots, warnings.filter((line) => line.includes('0001.fcs'))]).toEqual([BOTH, []]);
  }, 60_000);

  it('to a hidden file of the folder, as annexes keep them, is that file', async () => {
    expect((await dispositions(linked(newFolder(), '.annex/objects/0001'))).lots).toEqual(BOTH);
  }, 60_000);

  it('to a file outside holds its lot and says how to allow it', async () => {
    const { lots, warnings } = await dispositions(linked(newFolder(), '../elsewhere.fcs'));
    expect(lots).toEqual(['no valid result', 'conforms']);
    expect(warnings.join('\n')).toContain(
      "found a symbolic link to a file outside of it. Copy the file, or allow such links by 'inputs.links: anywhere'.",
    );
  }, 60_000);

  it('to a file outside is followed where the definition allows it', async () => {
    const folder = linked(newFolder(), '../elsewhere.fcs');
    folder.change('method/pipeline.yaml', (text) => text.replace(/^inputs:\n/m, 'inputs:\n  links: anywhere\n'));
    expect((await dispositions(folder)).lots).toEqual(BOTH);
  }, 60_000);

  it('a file that the list names twice, by itself and by a link, is one content for two lots', async () => {
    const folder = newFolder();
    rmSync(join(folder.exportFolder, 'LOT-2_surface.fcs'));
    symlinkSync('LOT-1_surface.fcs', join(folder.exportFolder, 'LOT-2_surface.fcs'));
    const { lots, warnings } = await dispositions(folder);
    expect(lots).toEqual(['no valid result', 'no valid result']);
    expect(warnings.join('\n')).toContain('[held/duplicate-content]');
  }, 60_000);

  it('to a sample list outside is refused by name', async () => {
    const folder = newFolder();
    renameSync(join(folder.exportFolder, 'samples.csv'), join(folder.root, 'samples.csv'));
    symlinkSync('../samples.csv', join(folder.exportFolder, 'samples.csv'));
    await expect(dispositions(folder)).rejects.toMatchObject({ code: 'usage/not-found', place: { file: 'samples.csv' } });
  }, 60_000);

  it('lead through a folder once: files that lie in the folder anyway name their own place, those outside do not', () => {
    const root = mkdtempSync(join(tmpdir(), 'cytolot-links-'));
    made.push(root);
    mkdirSync(join(root, 'export/run-1'), { recursive: true });
    mkdirSync(join(root, 'outside'));
    writeFileSync(join(root, 'export/run-1/a.fcs'), acquisition('A', 1));
    writeFileSync(join(root, 'outside/b.fcs'), acquisition('B', 1));
    symlinkSync('run-1', join(root, 'export/latest'));
    symlinkSync('../outside', join(root, 'export/staged'));
    symlinkSync('../export', join(root, 'outside/back'));
    const scan = (links: 'inside' | 'anywhere') => {
      const { files, notes } = listExportFolder(join(root, 'export'), nodeDisk, links);
      return [
        files.map(({ path, linkTo, error }) => [path, linkTo, error]),
        notes.map(({ code, fields }) => [code, fields.link, fields.why]),
      ];
    };
    const inside = [
      ['latest/a.fcs', 'run-1/a.fcs', null],
      ['run-1/a.fcs', undefined, null],
    ];
    expect(scan('inside')).toEqual([inside, [['folder/link-not-followed', 'staged', 'outside']]]);
    expect(scan('anywhere')).toEqual([
      [...inside, ['staged/b.fcs', undefined, null]],
      [['folder/link-not-followed', 'staged/back', 'within-a-link']],
    ]);
  });
});
