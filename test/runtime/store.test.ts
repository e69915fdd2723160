import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { claimAnalysis, lotFolderName, publishAnalysis, refuseUnwritable } from '../../src/runtime/store.ts';

const folders: string[] = [];
const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'cytolot-store-'));
  folders.push(folder);
  return folder;
};
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describe('lotFolderName', () => {
  it.each([
    ['DAP-2026_014', 'DAP-2026_014'],
    ['a/b', 'a%2Fb'],
    ['..', '%2E%2E'],
    ['批', '%E6%89%B9'],
  ])('%s becomes %s', (lot, name) => {
    expect(lotFolderName(lot)).toBe(name);
  });

  it('hashes a name over 100 bytes', () => {
    // printf 'L%.0s' {1..101} | sha256sum
    expect(lotFolderName('L'.repeat(101))).toMatch(/^[0-9a-f]{64}$/);
    expect(lotFolderName('L'.repeat(100))).toBe('L'.repeat(100));
  });
});

describe('a result folder', () => {
  it('appears whole, under the next number, and is never written again', () => {
    const out = newFolder();
    const first = claimAnalysis(out, 'L1');
    expect(readdirSync(join(out, 'lots/L1'))).toEqual(['.0001.partial']);
    const second = claimAnalysis(out, 'L1');
    publishAnalysis(first, [
      { path: 'result.json', bytes: '{}' },
      { path: 'plots/a.svg', bytes: '<svg/>' },
    ]);
    publishAnalysis(second, [{ path: 'result.json', bytes: '{}' }]);
    expect(readdirSync(join(out, 'lots/L1')).sort()).toEqual(['0001', '0002']);
    expect(readFileSync(join(out, 'lots/L1/0001/plots/a.svg'), 'utf8')).toBe('<svg/>');
    expect(claimAnalysis(out, 'L1')).toMatchObject({ number: 3, earlier: [1, 2] });
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
    expect(() => claimAnalysis('/proc/cytolot', 'L1')).toThrow(
      "Expected to create it, found: ENOENT: no such file or directory, mkdir '/proc/cytolot'. Check the folder given with --out, its rights and the space on its disk.",
    );
  });
});
