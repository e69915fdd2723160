import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { entryPath, isSameEvent } from '../../../src/audit-log/audit-entry.ts';
import { appendEntry } from '../../../src/runtime/audit-log/append-entry.ts';
import { nextIndex } from '../../../src/runtime/audit-log/log-folder.ts';
import { readEntries, readEntriesBackwards } from '../../../src/runtime/audit-log/read-entries.ts';
import { nodeDisk } from '../../../src/runtime/disk/disk.ts';
import type { Shelf } from '../../../src/runtime/disk/draft.ts';
import { version } from '../../../src/version.ts';
import { watchDisk } from '../watched-disk.ts';
import { published, shelfHere } from './log-here.ts';

const fileOf = (shelf: Shelf, index: number): string => join(shelf.root, 'log/entries', entryPath(index), 'entry.json');
/** Without that of the entry that begins the log. */
const objectsOf = (shelf: Shelf): readonly string[] => Array.from(readEntries(shelf, 1), (entry) => entry.object);

/** Puts an entry where no process of ours did. */
function place(shelf: Shelf, index: number, text: string): void {
  mkdirSync(join(shelf.root, 'log/entries', entryPath(index)), { recursive: true });
  writeFileSync(fileOf(shelf, index), text);
}

describe('an entry of the log', () => {
  it('lies under its number in three steps, as canonical JSON without a line end', async () => {
    const shelf = shelfHere();
    await expect(appendEntry(shelf, published(1))).resolves.toEqual({ index: 1 });
    // Written down by hand from RFC 8785: keys by code unit, no white space.
    expect(readFileSync(join(shelf.root, 'log/entries/000/000/001/entry.json'), 'utf8')).toBe(
      `{"action":"published","actor":"wang","actorSource":"operating-system","host":"qc-host-1","index":1,"new":{"disposition":"conforms","job":"${'b'.repeat(60)}0001"},"object":"lots/LOT-1/release/0001","objectSha256":"${'a'.repeat(60)}0001","old":null,"reason":null,"schemaVersion":1,"timeUtc":"2026-11-18T06:05:00.000Z","version":"${version}","zone":"Asia/Shanghai"}`,
    );
  });

  it('leaves nothing else behind', async () => {
    const shelf = shelfHere();
    await appendEntry(shelf, published(1));
    expect(readdirSync(join(shelf.root, 'log'))).toEqual(['entries']);
    expect(readdirSync(join(shelf.root, 'log/entries/000/000/001'))).toEqual(['entry.json']);
  });

  it.each([
    [0, '000/000/000'],
    [12, '000/000/012'],
    [999, '000/000/999'],
    [1000, '000/001/000'],
    [999_999, '000/999/999'],
    [1_000_000, '001/000/000'],
  ])('%i has the folder %s', (index, path) => {
    expect(entryPath(index)).toBe(path);
  });
});

describe('the next index', () => {
  it.each([
    ['behind a full folder', 999, 1000],
    ['behind a full folder of folders', 999_999, 1_000_000],
    ['within a folder', 1005, 1006],
  ])('%s is the next number', (_, last, next) => {
    const shelf = shelfHere();
    place(shelf, last, '{}');
    expect(nextIndex(shelf)).toBe(next);
  });

  it('is the first of a folder that was made before its first entry came', () => {
    const shelf = shelfHere();
    place(shelf, 999, '{}');
    mkdirSync(join(shelf.root, 'log/entries/000/001'));
    expect(nextIndex(shelf)).toBe(1000);
  });

  it('is found without reading the entries, nor any folder but the highest', () => {
    const { root, ...rest } = shelfHere();
    for (const index of [0, 999, 1000, 1999, 2000]) place({ root, ...rest }, index, '{}');
    const listed: string[] = [];
    const names = (folder: string): readonly string[] => {
      listed.push(folder.slice(root.length));
      return nodeDisk.names(folder);
    };
    const disk = { ...nodeDisk, names };
    expect(nextIndex({ root, disk })).toBe(2001);
    expect(listed).toEqual(['/log/entries', '/log/entries/000', '/log/entries/000/002']);
  });
});

describe('appending', () => {
  it('takes the next index where another process takes the first one meanwhile', async () => {
    const shelf = shelfHere();
    const raced = {
      ...shelf,
      disk: {
        ...nodeDisk,
        rename: (from: string, to: string) => {
          if (to.endsWith('000/000/001')) place(shelf, 1, '{"other":1}');
          nodeDisk.rename(from, to);
        },
      },
    };
    await expect(appendEntry(raced, published(1))).resolves.toEqual({ index: 2 });
    expect(readFileSync(fileOf(shelf, 1), 'utf8')).toBe('{"other":1}');
    expect(JSON.parse(readFileSync(fileOf(shelf, 2), 'utf8'))).toMatchObject({ index: 2, object: 'lots/LOT-1/release/0001' });
  });

  it.each([
    ['is answered with a failure', 'EIO'],
    // The second call of one that was repeated finds what the first one did.
    ['is answered as a repeated call is', 'ENOENT'],
  ])('has won where the rename was done and %s', async (_, code) => {
    const shelf = shelfHere();
    const lying = {
      ...shelf,
      disk: {
        ...nodeDisk,
        rename: (from: string, to: string) => {
          nodeDisk.rename(from, to);
          throw Object.assign(new Error(`${code}: rename`), { code });
        },
      },
    };
    await expect(appendEntry(lying, published(1))).resolves.toEqual({ index: 1 });
    expect(objectsOf(shelf)).toEqual(['lots/LOT-1/release/0001']);
  });

  it('leaves no gap and no entry where the disk is full, and goes on when it is not', async () => {
    const shelf = shelfHere();
    await appendEntry(shelf, published(1));
    const { disk } = watchDisk((act, path) => (act === 'writeSoon' && path.endsWith('entry.json') ? 'ENOSPC: no space left' : null));
    await expect(appendEntry({ ...shelf, disk }, published(2))).rejects.toThrow('ENOSPC');
    expect(nextIndex(shelf)).toBe(2);
    await appendEntry(shelf, published(3));
    expect(objectsOf(shelf)).toEqual(['lots/LOT-1/release/0001', 'lots/LOT-1/release/0003']);
  });

  it('has bytes and names on the disk before it comes back: file, its folder, the rename, every folder above', async () => {
    const shelf = shelfHere();
    await appendEntry(shelf, published(1));
    const { disk, acts } = watchDisk();
    await appendEntry({ ...shelf, disk }, published(2));
    const plain = acts.map(([act, path]) => `${act} ${path.slice(shelf.root.length).replace(/\.claim-[^/]*\/[^/]*/, 'DRAFT')}`);
    const from = plain.indexOf('writeSoon /log/DRAFT/content/entry.json');
    expect(plain.slice(from, from + 8)).toEqual([
      'writeSoon /log/DRAFT/content/entry.json',
      'syncFolder /log/DRAFT/content',
      'rename /log/DRAFT/content',
      'syncFolder /log/entries/000/000',
      'syncFolder /log/entries/000',
      'syncFolder /log/entries',
      'syncFolder /log',
      'syncFolder ',
    ]);
  });

  it('has the last entry of a full folder on the disk before the first of the next one', async () => {
    const shelf = shelfHere();
    place(shelf, 999, '{}');
    const { disk, acts } = watchDisk();
    await appendEntry({ ...shelf, disk }, published(1));
    const folder = join(shelf.root, 'log/entries/000/000');
    const synced = acts.findIndex(([act, path]) => act === 'syncFolder' && path === folder);
    const renamed = acts.findIndex(([act]) => act === 'rename');
    expect(synced).toBeGreaterThan(-1);
    expect(synced).toBeLessThan(renamed);
  });

  it('by four processes at once, fifteen times each, gives sixty entries behind one beginning, without a gap', async () => {
    const shelf = shelfHere();
    const built = fileURLToPath(new URL('../../../dist/runtime/', import.meta.url));
    const program = `
      const { appendEntry } = await import('${built}audit-log/append-entry.js');
      const { openShelf } = await import('${built}disk/draft.js');
      const { nodeSurroundings } = await import('${built}disk/surroundings.js');
      const [root, name] = process.argv.slice(1);
      const shelf = openShelf(root, nodeSurroundings());
      for (let i = 0; i < 15; i += 1)
        await appendEntry(shelf, { action: 'held', object: name + i, objectSha256: null, old: null, new: null, reason: null });
    `;
    const processes = ['a', 'b', 'c', 'd'].map((name) =>
      promisify(execFile)(process.execPath, ['--input-type=module', '-e', program, shelf.root, name]),
    );
    await Promise.all(processes);
    const expected = ['a', 'b', 'c', 'd'].flatMap((name) => Array.from({ length: 15 }, (_, i) => `${name}${i}`));
    expect([...objectsOf(shelf)].sort()).toEqual(expected.sort());
    expect(nextIndex(shelf)).toBe(61);
  }, 60_000);
});

describe('reading', () => {
  it('gives the entries in order, from any of them on, and backwards', async () => {
    const shelf = shelfHere();
    for (const number of [1, 2, 3]) await appendEntry(shelf, published(number));
    expect(Array.from(readEntries(shelf, 1), ({ index }) => index)).toEqual([1, 2, 3]);
    expect(Array.from(readEntriesBackwards(shelf), ({ index }) => index)).toEqual([3, 2, 1, 0]);
  });

  it('reads none before it is asked for', async () => {
    const shelf = shelfHere();
    await appendEntry(shelf, published(1));
    place(shelf, 2, 'no entry');
    const [first] = readEntries(shelf, 1);
    expect(first?.object).toBe('lots/LOT-1/release/0001');
  });

  it.each([
    ['bytes that are not JSON', 'no entry', 'what is not JSON'],
    ['another record', '{"z":1}', "'schemaVersion': Invalid input: expected 1"],
  ])('refuses %s', (_, text, found) => {
    const shelf = shelfHere();
    place(shelf, 0, text);
    expect(() => [...readEntries(shelf)]).toThrow(`Expected the entry 0 of the log, found ${found}`);
  });

  it('refuses a gap, an entry under another number, and JSON in another form', async () => {
    const shelf = shelfHere();
    await appendEntry(shelf, published(1));
    const text = readFileSync(fileOf(shelf, 1), 'utf8');
    place(shelf, 3, text);
    expect(() => [...readEntries(shelf, 2)]).toThrow('Expected the entry 2 of the log, found no file');
    expect(() => [...readEntries(shelf, 3)]).toThrow('Expected the entry 3 of the log, found the entry 1');
    place(shelf, 3, `${text}\n`);
    expect(() => [...readEntries(shelf, 3)]).toThrow('found JSON that is not in its canonical form (RFC 8785)');
  });
});

describe('an event', () => {
  it('is the same as another where all that it states is', () => {
    expect(isSameEvent(published(1), published(1))).toBe(true);
    expect(isSameEvent(published(1), published(2))).toBe(false);
    expect(isSameEvent(published(1), { ...published(1), reason: 'again' })).toBe(false);
  });
});
