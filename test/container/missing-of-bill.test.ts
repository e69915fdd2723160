import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { installedBelow, missingOf } from '../../scripts/missing-of-bill.mjs';

const work = mkdtempSync(join(tmpdir(), 'cytolot-bill-'));
afterAll(() => {
  rmSync(work, { recursive: true });
});

function install(path: string, name: string, version: string): void {
  const file = join(work, path, 'package.json');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ name, version }));
}

it('packages are found by their own name, with a scope and within one another', () => {
  install('.bin', 'no-package', '1.0.0');
  install('a', 'a', '1.0.0');
  install('a/node_modules/b', 'b', '2.0.0');
  install('@s/c', '@s/c', '3.0.0');
  expect(new Set(installedBelow(work))).toEqual(new Set(['@s/c@3.0.0', 'a@1.0.0', 'b@2.0.0']));
});

it.each([
  ['none', ['a@1', 'b@1'], []],
  ['another version', ['a@2', 'b@1'], ['a@2']],
  ['all, each once', ['d@1', 'c@1', 'c@1'], ['c@1', 'd@1']],
])('what the bill does not name: %s', (_title, installed, expected) => {
  const components = ['a', 'b'].map((name) => ({ name, version: '1' }));
  expect(missingOf({ components }, installed)).toEqual(expected);
});
