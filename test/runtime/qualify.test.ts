import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { formatManifest } from '../../src/outputs/manifest.ts';
import { renderQualification } from '../../src/outputs/pages/qualification-page.ts';
import { type Qualification, qualificationOutcome } from '../../src/results/qualification.ts';
import { nodeDisk } from '../../src/runtime/disk/disk.ts';
import { sha256Of } from '../../src/runtime/disk/files.ts';
import { nodeSurroundings } from '../../src/runtime/disk/surroundings.ts';
import { examineInstallation } from '../../src/runtime/qualification/installation.ts';
import { runReferenceCases } from '../../src/runtime/qualification/qualify.ts';
import { REFERENCE_CASES } from '../../src/runtime/qualification/reference-cases.ts';
import { threadsHere } from './threads-here.ts';

const root = mkdtempSync(join(tmpdir(), 'cytolot-qualify-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const surroundings = nodeSurroundings();
const means = (name: string) => {
  const workFolder = join(root, name);
  mkdirSync(workFolder);
  return { surroundings, threads: threadsHere(), workFolder };
};
const failuresOf = (parts: Awaited<ReturnType<typeof runReferenceCases>>) =>
  parts.flatMap(({ id, checks }) =>
    checks.filter(({ outcome }) => outcome === 'failed').map((check) => [id, check.id, check.expected, check.found]),
  );

describe('the reference cases', () => {
  it('give what other programs and arithmetic say, twice with the same bytes', async () => {
    const parts = await runReferenceCases(REFERENCE_CASES, means('right'));
    expect(failuresOf(parts)).toEqual([]);
    expect(parts.map(({ id }) => id)).toEqual(['fraction', 'one-below', 'rare-events', 'cut-file', 'relative-potency']);
    expect(parts.every(({ checks }) => checks.at(-1)?.id === 'same-bytes')).toBe(true);
  }, 120_000);

  it('fail where another value comes out than the one that is expected', async () => {
    const [fraction] = REFERENCE_CASES;
    if (fraction === undefined) throw new Error('no case');
    const wrong = fraction.expected.map((one) => (one.looked === 'upper' ? { ...one, value: 0.83 } : one));
    const parts = await runReferenceCases([{ ...fraction, expected: wrong }], means('wrong'));
    expect(failuresOf(parts)).toEqual([
      ['fraction', 'Q-1 FRACTION upper', '0.83 (relative 1e-12)', expect.stringMatching(/^0\.82532994366781/)],
    ]);
  }, 60_000);
});

/** A small installation: two files, their list, and one package. */
function install(name: string): string {
  const folder = join(root, name);
  mkdirSync(join(folder, 'dist/command'), { recursive: true });
  mkdirSync(join(folder, 'node_modules/one'), { recursive: true });
  const files = { 'gate-thread.cjs': 'thread', 'command/program.cjs': 'program' };
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, 'dist', path), text);
  writeFileSync(
    join(folder, 'dist/files.sha256'),
    formatManifest(Object.entries(files).map(([path, text]) => ({ path, sha256: sha256Of(text) }))),
  );
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ version: '0.1.0', dependencies: { one: '1.2.3' } }));
  writeFileSync(join(folder, 'node_modules/one/package.json'), JSON.stringify({ version: '1.2.3' }));
  return folder;
}

const examined = (folder: string, node = 'v24.1.0') =>
  examineInstallation(nodeDisk, join(folder, 'dist/gate-thread.cjs'), { ...surroundings.host, node });
const failed = (folder: string, node?: string) =>
  examined(folder, node).parts.flatMap(({ checks }) =>
    checks.filter(({ outcome }) => outcome === 'failed').map(({ id, found }) => `${id}: ${found}`),
  );

describe('the installation', () => {
  it('passes as it was built', () => {
    const folder = install('whole');
    expect(failed(folder)).toEqual([]);
    expect(examined(folder).sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    [
      'a file has other bytes',
      (folder: string) => writeFileSync(join(folder, 'dist/command/program.cjs'), 'other'),
      'files: command/program.cjs: other bytes',
    ],
    ['a file is gone', (folder: string) => rmSync(join(folder, 'dist/command/program.cjs')), 'files: command/program.cjs: other bytes'],
    ['a file was put there', (folder: string) => writeFileSync(join(folder, 'dist/more.cjs'), ''), 'files: more.cjs: not listed'],
    ['there is no list', (folder: string) => rmSync(join(folder, 'dist/files.sha256')), 'files: no files.sha256'],
    [
      'a package has another version',
      (folder: string) => writeFileSync(join(folder, 'node_modules/one/package.json'), JSON.stringify({ version: '1.2.4' })),
      'one: 1.2.4',
    ],
    ['a package is gone', (folder: string) => rmSync(join(folder, 'node_modules/one'), { recursive: true }), 'one: none'],
  ])('fails where %s', (what, change, found) => {
    const folder = join(root, what.replaceAll(' ', '-'));
    cpSync(install(`${what} before`), folder, { recursive: true });
    change(folder);
    expect(failed(folder)).toEqual([found]);
  });

  it('fails on a Node that is too old', () => {
    expect(failed(install('old'), 'v20.18.1')).toEqual(['node: v20.18.1']);
    expect(failed(install('new'), 'v20.19.0')).toEqual([]);
  });
});

describe('the report of a qualification', () => {
  const check = { id: 'a', title: { en: 'Check', zh: '检查' }, expected: '1 < 2', found: '<script>', outcome: 'failed' } as const;
  const part = { id: 'p', title: { en: 'Part', zh: '部分' }, source: null, checks: [check] };
  const qualification: Qualification = {
    software: 'cytolot 0.1.0',
    node: 'v24.1.0',
    platform: 'linux x64',
    host: 'qc-host-1',
    user: 'qc.analyst',
    performedAt: '2026-11-18T06:05:00.000Z',
    installationSha256: null,
    installation: [part],
    operation: [],
    hazards: [],
    shownByTests: [{ id: '7-01', hazard: { en: 'A process is killed', zh: '进程被终止' }, control: 'a key', test: 'test/a.test.ts' }],
  };

  it.each(['en', 'zh', 'both'] as const)('says in %s what failed, and runs nothing', (language) => {
    const page = renderQualification(qualification, language);
    expect(page).toContain(language === 'zh' ? '未通过' : 'failed');
    expect(page).toContain('&lt;script&gt;');
    expect(page).toContain('<code>test/a.test.ts</code>');
    expect(page).not.toContain('<script');
    expect(qualificationOutcome(qualification)).toBe('failed');
  });
});
