import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { nodeDisk } from '../../src/runtime/disk/disk.ts';
import { forgetLearned } from '../../src/runtime/store/forget-learned.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cytolot-forget-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const DAY_SECONDS = 24 * 60 * 60;

function learned(name: string, daysAgo: number): void {
  const folder = join(root, 'watch', 'learned', name.slice(0, 2));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), 'x');
  const at = Date.now() / 1000 - daysAgo * DAY_SECONDS;
  utimesSync(join(folder, name), at, at);
}

it('what controls taught goes after thirty days, with what was left half written; the rest stays', () => {
  learned('ab01', 29);
  learned('ab02', 31);
  learned('ab02.7.partial', 31);
  learned('cd03', 31);
  forgetLearned({ disk: nodeDisk, root });
  expect(readdirSync(join(root, 'watch', 'learned', 'ab'))).toEqual(['ab01']);
  expect(readdirSync(join(root, 'watch', 'learned'), { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('cd0'))).toEqual(
    [],
  );
});

it('where nothing was learned nothing is made', () => {
  forgetLearned({ disk: nodeDisk, root });
  expect(existsSync(join(root, 'watch'))).toBe(false);
});
