import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { claimAnalysis, publishAnalysis, refuseUnwritable } from '../../src/runtime/store.ts';
import type { Subject } from '../../src/subject.ts';

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

describe('a result folder', () => {
  it('appears whole, under the next number, and is never written again', () => {
    const out = newFolder();
    const first = claimAnalysis(out, release);
    expect(readdirSync(join(out, 'lots/L1/release'))).toEqual(['.0001.partial']);
    const second = claimAnalysis(out, release);
    publishAnalysis(first, [
      { path: 'result.json', bytes: '{}' },
      { path: 'plots/a.svg', bytes: '<svg/>' },
    ]);
    publishAnalysis(second, [{ path: 'result.json', bytes: '{}' }]);
    expect(readdirSync(join(out, 'lots/L1/release')).sort()).toEqual(['0001', '0002']);
    expect(readFileSync(join(out, 'lots/L1/release/0001/plots/a.svg'), 'utf8')).toBe('<svg/>');
    expect(claimAnalysis(out, release)).toMatchObject({ number: 3, earlier: [1, 2] });
  });
});

describe('analyses of one lot', () => {
  it('are numbered within their subject', () => {
    const out = newFolder();
    const pull: Subject = { lot: 'L1', purpose: 'stability', condition: '25C/60RH', timePoint: '6 months' };
    publishAnalysis(claimAnalysis(out, release), [{ path: 'result.json', bytes: '{}' }]);
    expect(claimAnalysis(out, pull)).toMatchObject({
      number: 1,
      earlier: [],
      folder: join(out, 'lots/L1/stability.25C%2F60RH.6%20months/0001'),
    });
    expect(claimAnalysis(out, release)).toMatchObject({ number: 2, earlier: [1] });
  });
});

describe('a store of the older layout', () => {
  it.each(['0001', '.0002.partial', '12345'])('is refused where a lot holds %s', (name) => {
    const out = newFolder();
    mkdirSync(join(out, 'lots/L1', name), { recursive: true });
    expect(() => refuseUnwritable(out)).toThrow(
      `Expected a store with a folder for each subject (lots/<lot>/<subject>/0001), found 'lots/L1/${name}' of the older layout; give another folder after --out and keep this one as it is, or move its 'lots' folder away first.`,
    );
  });

  it('is not seen in a store with subjects, in an empty one, or in one that does not exist', () => {
    const out = newFolder();
    expect(() => refuseUnwritable(join(out, 'new'))).not.toThrow();
    expect(() => refuseUnwritable(out)).not.toThrow();
    publishAnalysis(claimAnalysis(out, { ...release, lot: '0001' }), [{ path: 'result.json', bytes: '{}' }]);
    expect(() => refuseUnwritable(out)).not.toThrow();
  });
});

describe('a folder in which results cannot be written', () => {
  it('is refused before anything is computed', () => {
    const out = newFolder();
    writeFileSync(join(out, 'file'), '');
    expect(() => refuseUnwritable(join(out, 'file/below/it'))).toThrow(
      `Expected a folder in which results can be written, found that '${join(out, 'file')}' is a file. Give another folder after --out, or have its rights changed.`,
    );
    expect(() => refuseUnwritable(join(out, 'not/yet/there'))).not.toThrow();
    expect(readdirSync(out)).toEqual(['file']);
  });

  // Below /proc mkdir answers ENOENT, upon which Node's recursive mkdir tries for ever.
  it.runIf(process.platform === 'linux')('is an error, not a wait without end, where the file system has no folders to give', () => {
    expect(() => claimAnalysis('/proc/cytolot', release)).toThrow(
      "Expected to create it, found: ENOENT: no such file or directory, mkdir '/proc/cytolot'. Check the folder given with --out, its rights and the space on its disk.",
    );
  });
});
