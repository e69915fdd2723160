import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Disk, nodeDisk } from '../../src/runtime/disk/disk.ts';
import { acquisition } from '../cli/new-user-folder.ts';
import { watchDisk } from './watched-disk.ts';
import { ALL_FILES, type DropFolder, makeDropFolder, published, startWatch } from './watched-folder.ts';

const made: DropFolder[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder.root, { recursive: true, force: true });
});

/** The drop folder with all files of two lots, and a file outside of it that nobody may read. */
function newFolder(): DropFolder & { readonly secret: string } {
  const folder = makeDropFolder();
  made.push(folder);
  folder.put(...ALL_FILES);
  mkdirSync(join(folder.root, 'elsewhere'));
  const secret = join(folder.root, 'elsewhere/secret.fcs');
  writeFileSync(secret, acquisition('SECRET', 123));
  return { ...folder, secret };
}

const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');
const kept = (out: string) => readdirSync(join(out, 'intake/sha256')).flatMap((two) => readdirSync(join(out, 'intake/sha256', two)));

/** Both lots are judged, nothing of the file outside is kept, and what is odd is said. */
async function expectUnharmed(
  folder: DropFolder & { readonly secret: string },
  said: readonly string[],
  disk: Disk = nodeDisk,
): Promise<void> {
  const { pass, states, lines } = await startWatch(folder, { disk });
  await pass(0, 30, 10, 30, 10);
  expect(states()).toMatchObject({ 'LOT-1': 'published', 'LOT-2': 'published' });
  expect(kept(folder.out)).not.toContain(sha256(folder.secret));
  for (const line of said) expect(lines()).toContain(line);
}

describe('in a drop folder', () => {
  it.each<[string, (folder: DropFolder & { readonly secret: string }) => void, string]>([
    ['a link to a file outside', ({ drop, secret }) => symlinkSync(secret, join(drop, 'a.fcs')), "'a.fcs' is a symbolic link"],
    ['a link to a file inside', ({ drop }) => symlinkSync('LOT-1_surface.fcs', join(drop, 'a.fcs')), "'a.fcs' is a symbolic link"],
    ['a link that leads nowhere', ({ drop }) => symlinkSync('nowhere', join(drop, 'a.fcs')), "'a.fcs' is a symbolic link"],
    ['a link to itself', ({ drop }) => symlinkSync('a.fcs', join(drop, 'a.fcs')), "'a.fcs' is a symbolic link"],
    ['a link to a folder outside', ({ drop, root }) => symlinkSync(join(root, 'elsewhere'), join(drop, 'run')), "'run' is a symbolic link"],
    ['a pipe', ({ drop }) => spawnSync('mkfifo', [join(drop, 'a.fcs')]), "'a.fcs' is a pipe"],
  ])(
    '%s is named and never opened',
    async (_, make, named) => {
      const folder = newFolder();
      make(folder);
      const { disk, acts } = watchDisk();
      await expectUnharmed(
        folder,
        [`${named}: only regular files are taken. Copy the file itself into the folder. [watch/not-a-file]`],
        disk,
      );
      expect(acts.filter(([act, path]) => act === 'open' && path.startsWith(folder.drop))).toEqual([]);
    },
    60_000,
  );

  it('a socket is named and never opened', async () => {
    const folder = newFolder();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(folder.drop, 'a.fcs'), resolve));
    await expectUnharmed(folder, [
      "'a.fcs' is a socket: only regular files are taken. Copy the file itself into the folder. [watch/not-a-file]",
    ]);
    server.close();
  }, 60_000);

  it.runIf(process.getuid?.() === 0)(
    'a device is named and never opened',
    async () => {
      const folder = newFolder();
      // The device that always is full: to read it would never end.
      const { status } = spawnSync('mknod', [join(folder.drop, 'a.fcs'), 'c', '1', '7']);
      if (status !== 0) return;
      await expectUnharmed(folder, [
        "'a.fcs' is a device: only regular files are taken. Copy the file itself into the folder. [watch/not-a-file]",
      ]);
    },
    60_000,
  );

  it.each([
    ['a line end', 'a\nb.fcs'],
    ['255 bytes', `${'a'.repeat(251)}.fcs`],
    ['the look of an option', '-rf'],
    ['signs that turn the line', 'a\u202egpj.fcs'],
    ['a name of an object', '__proto__'],
    ['the look of a formula', '=cmd|calc!A1'],
    ['a command of a shell', '$(touch owned).fcs'],
    ['two dots', 'a..fcs'],
  ])(
    'a name with %s is a name',
    async (_, name) => {
      const folder = newFolder();
      writeFileSync(join(folder.drop, name), acquisition('OTHER', 77));
      await expectUnharmed(folder, []);
      expect(kept(folder.out)).toContain(sha256(join(folder.drop, name)));
      expect(readdirSync(folder.root).sort()).toEqual(['drop', 'elsewhere', 'export', 'method', 'out']);
    },
    60_000,
  );

  it('a name that is no UTF-8 is named', async () => {
    const folder = newFolder();
    writeFileSync(Buffer.concat([Buffer.from(`${folder.drop}/caf`), Buffer.from([0xe9]), Buffer.from('.fcs')]), 'x');
    await expectUnharmed(folder, ["The name of 'caf\ufffd.fcs' is not UTF-8. Rename the file. [watch/name-unreadable]"]);
  }, 60_000);

  it('folders nine levels deep are named, and what lies above is looked at', async () => {
    const folder = newFolder();
    const deep = 'a/b/c/d/e/f/g/h/i';
    mkdirSync(join(folder.drop, deep), { recursive: true });
    writeFileSync(join(folder.drop, 'a/b/c/d/e/f/g/h/seen.txt'), 'seen');
    writeFileSync(join(folder.drop, deep, 'hidden.txt'), 'not seen');
    await expectUnharmed(folder, [`'${deep}' lies more than 8 levels deep, so that nothing in it is looked at. [watch/too-deep]`]);
    const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
    expect([kept(folder.out).includes(hashOf('seen')), kept(folder.out).includes(hashOf('not seen'))]).toEqual([true, false]);
  }, 60_000);

  it('a file exchanged for a link between listing and opening is not read', async () => {
    const folder = newFolder();
    const victim = join(folder.drop, 'victim.fcs');
    writeFileSync(victim, acquisition('VICTIM', 5));
    const disk: Disk = {
      ...nodeDisk,
      openBelow: (root, path) => {
        if (path === 'victim.fcs') {
          rmSync(victim);
          symlinkSync(folder.secret, victim);
        }
        return nodeDisk.openBelow(root, path);
      },
    };
    await expectUnharmed(folder, [], disk);
  }, 60_000);

  it('a file exchanged for another one between listing and opening is not the one that was still', async () => {
    const folder = newFolder();
    const victim = join(folder.drop, 'victim.fcs');
    writeFileSync(victim, acquisition('VICTIM', 5));
    const before = sha256(victim);
    let times = 0;
    const disk: Disk = {
      ...nodeDisk,
      openBelow: (root, path) => {
        if (path === 'victim.fcs') {
          times++;
          copyFileSync(folder.secret, join(folder.root, 'next'));
          renameSync(join(folder.root, 'next'), victim);
        }
        return nodeDisk.openBelow(root, path);
      },
    };
    await expectUnharmed(folder, [], disk);
    expect([times > 0, kept(folder.out).includes(before)]).toEqual([true, false]);
  }, 60_000);

  it('a folder exchanged for a link between listing and opening leads nowhere', async () => {
    const folder = newFolder();
    mkdirSync(join(folder.drop, 'run'));
    writeFileSync(join(folder.drop, 'run/secret.fcs'), acquisition('INSIDE', 5));
    const disk: Disk = {
      ...nodeDisk,
      openBelow: (root, path) => {
        if (path !== 'run/secret.fcs') return nodeDisk.openBelow(root, path);
        renameSync(join(folder.drop, 'run'), join(folder.root, 'away'));
        symlinkSync(join(folder.root, 'elsewhere'), join(folder.drop, 'run'));
        try {
          return nodeDisk.openBelow(root, path);
        } finally {
          rmSync(join(folder.drop, 'run'));
          renameSync(join(folder.root, 'away'), join(folder.drop, 'run'));
        }
      },
    };
    await expectUnharmed(folder, [], disk);
  }, 60_000);

  it('a sample list that names files outside has them awaited, and never looked at', async () => {
    const folder = newFolder();
    folder.change(
      'drop/samples.csv',
      (text) => `${text}../elsewhere/secret.fcs,sample,LOT-3,RUN-1,final,surface,\n${folder.secret},sample,LOT-4,RUN-1,final,surface,\n`,
    );
    const { pass, states } = await startWatch(folder, { timeoutSeconds: 50 });
    await pass(0, 30, 10, 100);
    expect(states()).toEqual({ 'LOT-1': 'published', 'LOT-2': 'published', 'LOT-3': 'published', 'LOT-4': 'published' });
    const dispositions = [...published(folder.out)].map(([subject, text]) => [subject, JSON.parse(text).disposition.proposed]);
    expect(dispositions).toEqual([
      ['LOT-1/release/0001', 'conforms'],
      ['LOT-2/release/0001', 'conforms'],
      ['LOT-3/release/0001', 'pending'],
      ['LOT-4/release/0001', 'pending'],
    ]);
    expect(kept(folder.out)).not.toContain(sha256(folder.secret));
  }, 60_000);
});

describe('a drop folder that goes away', () => {
  it('makes the watch not ready, and nothing of what it held counts against it when it is back', async () => {
    const folder = newFolder();
    const { pass, watch, states } = await startWatch(folder);
    await pass(0, 20);
    renameSync(folder.drop, `${folder.drop}-away`);
    await pass(10, 10, 10);
    expect([watch.status().ready, watch.status().notReady.map(({ code }) => code)]).toEqual([false, ['watch/drop-unreadable']]);
    renameSync(`${folder.drop}-away`, folder.drop);
    await pass(10, 30, 10);
    expect([watch.status().ready, states()]).toEqual([true, { 'LOT-1': 'published', 'LOT-2': 'published' }]);
  }, 60_000);
});
