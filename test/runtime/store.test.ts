import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { nodeDisk } from '../../src/runtime/disk/disk.ts';
import { claimAnalysis } from '../../src/runtime/store/analysis-number.ts';
import { publishAnalysis } from '../../src/runtime/store/publish-analysis.ts';
import { refuseUnwritable, subjectFolder } from '../../src/runtime/store/store.ts';
import type { Subject } from '../../src/subject.ts';
import { openSmallStore, smallAnalysis } from './small-store.ts';

const release: Subject = { lot: 'L1', purpose: 'release', condition: null, timePoint: null };
const folders: string[] = [];
const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'cytolot-store-'));
  folders.push(folder);
  return folder;
};
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function publish(out: string, subject: Subject) {
  const shelf = openSmallStore(out);
  const claim = await claimAnalysis(shelf, subjectFolder(out, subject));
  expect(await publishAnalysis(shelf, claim, smallAnalysis())).toEqual({ kind: 'published' });
  return claim;
}

describe('analyses of one lot', () => {
  it('are numbered within their subject', async () => {
    const out = newFolder();
    const pull: Subject = { lot: 'L1', purpose: 'stability', condition: '25C/60RH', timePoint: '6 months' };
    await publish(out, release);
    expect(await publish(out, pull)).toMatchObject({
      number: 1,
      earlier: [],
      folder: join(out, 'lots/L1/stability.25C%2F60RH.6%20months/0001'),
    });
    expect(await publish(out, release)).toMatchObject({ number: 2, earlier: [1] });
  });
});

describe('a store of the older layout', () => {
  it.each(['0001', '.0002.partial', '12345'])('is refused where a lot holds %s', (name) => {
    const out = newFolder();
    mkdirSync(join(out, 'lots/L1', name), { recursive: true });
    expect(() => refuseUnwritable(nodeDisk, out)).toThrow(
      `Expected a store with a folder for each subject (lots/<lot>/<subject>/0001), found 'lots/L1/${name}' of the older layout; give another folder after --out and keep this one as it is, or move its 'lots' folder away first.`,
    );
  });

  it('is not seen in a store with subjects, in an empty one, or in one that does not exist', async () => {
    const out = newFolder();
    expect(() => refuseUnwritable(nodeDisk, join(out, 'new'))).not.toThrow();
    expect(() => refuseUnwritable(nodeDisk, out)).not.toThrow();
    await publish(out, { ...release, lot: '0001' });
    expect(() => refuseUnwritable(nodeDisk, out)).not.toThrow();
  });
});

describe('a folder in which results cannot be written', () => {
  it('is refused before anything is computed', () => {
    const out = newFolder();
    writeFileSync(join(out, 'file'), '');
    expect(() => refuseUnwritable(nodeDisk, join(out, 'file/below/it'))).toThrow(
      `Expected a folder in which results can be written, found that '${join(out, 'file')}' is a file. Give another folder after --out, or have its rights changed.`,
    );
    expect(() => refuseUnwritable(nodeDisk, join(out, 'not/yet/there'))).not.toThrow();
    expect(readdirSync(out)).toEqual(['file']);
  });

  // Below /proc mkdir answers ENOENT, upon which Node's recursive mkdir tries for ever.
  it.runIf(process.platform === 'linux')('is an error, not a wait without end, where the file system has no folders to give', async () => {
    await expect(publish('/proc/cytolot', release)).rejects.toThrow(
      "Expected to create it, found: ENOENT: no such file or directory, mkdir '/proc/cytolot'. Check the folder given with --out, its rights and the space on its disk.",
    );
  });
});
