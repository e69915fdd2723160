import type * as fs from 'node:fs';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeFolders, nodeDisk } from '../../src/runtime/disk/disk.ts';
import { createOutputFile } from '../../src/runtime/disk/output-file.ts';
import { watchDisk } from './watched-disk.ts';

/** What the system is asked, in order, by the name of each act; the acts happen. */
const asked = vi.hoisted(() => ({ acts: [] as string[] }));

vi.mock('node:fs', async (original) => {
  const real = await original<typeof fs>();
  /** A file that is written without waiting, watched likewise. */
  const open = async (...args: Parameters<typeof fs.promises.open>) => {
    asked.acts.push('open');
    const file = await real.promises.open(...args);
    return {
      writeFile: (bytes: Uint8Array) => {
        asked.acts.push('write');
        return file.writeFile(bytes);
      },
      sync: () => {
        asked.acts.push('sync');
        return file.sync();
      },
      close: () => {
        asked.acts.push('close');
        return file.close();
      },
    };
  };
  return {
    ...real,
    promises: { ...real.promises, open },
    openSync: (...args: Parameters<typeof fs.openSync>) => {
      asked.acts.push('open');
      return real.openSync(...args);
    },
    // A few bytes at a time, as a system may.
    writeSync: (descriptor: number, bytes: Uint8Array, at = 0) => {
      asked.acts.push('write');
      return real.writeSync(descriptor, bytes, at, Math.min(4, bytes.length - at));
    },
    fsyncSync: (descriptor: number) => {
      asked.acts.push('sync');
      real.fsyncSync(descriptor);
    },
    linkSync: (...args: Parameters<typeof fs.linkSync>) => {
      asked.acts.push('link');
      real.linkSync(...args);
    },
    closeSync: (descriptor: number) => {
      asked.acts.push('close');
      real.closeSync(descriptor);
    },
  };
});

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cytolot-disk-'));
  asked.acts.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('what is written', () => {
  it('is on the disk before its file is closed: a power cut after that loses nothing', () => {
    nodeDisk.writeNew(join(folder, 'a'), Buffer.from('ten bytes.'));
    expect(asked.acts).toEqual(['open', 'write', 'write', 'write', 'sync', 'close']);
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('ten bytes.');
  });

  it('together with other files is on the disk before its file is closed, too', async () => {
    await nodeDisk.writeSoon(join(folder, 'a'), Buffer.from('ten bytes.'));
    expect(asked.acts).toEqual(['open', 'write', 'sync', 'close']);
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('ten bytes.');
    await expect(nodeDisk.writeSoon(join(folder, 'a'), Buffer.from('2'))).rejects.toThrow('EEXIST');
  });

  it('takes no name that is taken', () => {
    nodeDisk.writeNew(join(folder, 'a'), Buffer.from('1'));
    expect(() => nodeDisk.writeNew(join(folder, 'a'), Buffer.from('2'))).toThrow('EEXIST');
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('1');
  });

  it.skipIf(process.platform === 'win32')('has its name on the disk when its folder is synced', () => {
    nodeDisk.syncFolder(folder);
    expect(asked.acts).toEqual(['open', 'sync', 'close']);
  });

  it('appears under its name once all of it is on the disk', () => {
    const output = createOutputFile({ path: join(folder, 'out.fcs'), inputs: [], existing: 'refuse' });
    output.write(Buffer.from('eight by'));
    expect(asked.acts).toEqual(['open', 'write', 'write']);
    output.publish();
    expect(asked.acts).toEqual(['open', 'write', 'write', 'sync', 'close', 'link']);
    expect(readFileSync(join(folder, 'out.fcs'), 'utf8')).toBe('eight by');
  });
});

describe('a folder and those above it', () => {
  it('have each its name on the disk: the one above is synced after each', () => {
    const { disk, acts } = watchDisk();
    makeFolders(disk, join(folder, 'a/b'));
    expect(acts).toEqual([
      ['makeFolder', join(folder, 'a')],
      ['syncFolder', folder],
      ['makeFolder', join(folder, 'a/b')],
      ['syncFolder', join(folder, 'a')],
    ]);
    makeFolders(disk, join(folder, 'a/b'));
    expect(acts).toHaveLength(4);
  });

  it('are no error where another run makes one meanwhile', () => {
    const { disk } = watchDisk();
    const other = { ...disk, makeFolder: (path: string) => [disk.makeFolder(path), disk.makeFolder(path)] };
    expect(() => makeFolders({ ...other, makeFolder: (path) => void other.makeFolder(path) }, join(folder, 'a'))).not.toThrow();
    expect(() => makeFolders({ ...disk, makeFolder: () => fail() }, join(folder, 'b'))).toThrow('no space');
  });
});

function fail(): never {
  throw new Error('no space');
}
