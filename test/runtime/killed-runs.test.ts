import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { parseManifest } from '../../src/outputs/manifest.ts';
import { readEntries } from '../../src/runtime/audit-log/read-entries.ts';
import { nodeDisk } from '../../src/runtime/disk/disk.ts';
import { sha256Of } from '../../src/runtime/disk/files.ts';
import { makeNewUserFolder, type NewUserFolder } from '../cli/new-user-folder.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const script = join(root, 'scripts/faults/run-with-fault.mjs');
const KILLS = 40;

const folders: NewUserFolder[] = [];
afterAll(() => {
  for (const { root: path } of folders) rmSync(path, { recursive: true, force: true });
});

function newFolder(): NewUserFolder & { readonly job: string } {
  const folder = makeNewUserFolder();
  folders.push(folder);
  const job = join(folder.root, 'job.json');
  const { exportFolder, pipeline, out } = folder;
  const plain = { folder: exportFolder, pipeline, specification: null, out, lot: null, jobs: 1, language: 'en', progress: 'quiet' };
  writeFileSync(job, JSON.stringify(plain));
  return { ...folder, job };
}

const start = (job: string, act: number) =>
  spawnSync(process.execPath, [script, join(root, 'dist'), job, String(act), 'SIGKILL'], { encoding: 'utf8' });

/** What a folder of results says after all: the results by subject, the publications of the log, and what is left of drafts. */
function stateOf(out: string) {
  const lots = readdirSync(join(out, 'lots'));
  const analyses = lots.flatMap((lot) => readdirSync(join(out, 'lots', lot, 'release')).map((name) => join('lots', lot, 'release', name)));
  for (const analysis of analyses)
    for (const { path, sha256 } of parseManifest(readFileSync(join(out, analysis, 'manifest.sha256'), 'utf8')) ?? [])
      expect(sha256Of(readFileSync(join(out, analysis, path))), path).toBe(sha256);
  const published = [...readEntries({ disk: nodeDisk, root: out })].filter(({ action }) => action === 'published');
  return {
    results: analyses.map((analysis) => [analysis, sha256Of(readFileSync(join(out, analysis, 'result.json')))]),
    // An equal entry twice counts once.
    published: [...new Set(published.map(({ object, objectSha256 }) => `${object} ${objectSha256}`))].sort(),
    manifests: analyses.map((analysis) => `${analysis} ${sha256Of(readFileSync(join(out, analysis, 'manifest.sha256')))}`),
    jobs: readdirSync(join(out, 'jobs')).length,
    left: readdirSync(out).filter((name) => name.endsWith('.partial')),
  };
}

describe(`a run that is killed at one of ${KILLS} acts on the disk`, () => {
  it('leaves what the next run makes whole: each lot once, with the bytes of a run that nobody killed', () => {
    const whole = newFolder();
    const unbroken = start(whole.job, 0);
    expect([unbroken.status, unbroken.stderr]).toEqual([0, '']);
    const acts = Number(unbroken.stdout);
    expect(acts).toBeGreaterThan(2 * KILLS);
    const expected = stateOf(whole.out);
    expect(expected.results).toHaveLength(2);
    for (let kill = 1; kill <= KILLS; kill++) {
      // How often two subjects at once look at one another differs from run to run by a few acts: the last ones may not be reached.
      const act = Math.floor((kill * (acts - 10)) / KILLS);
      // The same names, so that the same bytes are expected.
      rmSync(whole.out, { recursive: true, force: true });
      const killed = start(whole.job, act);
      expect(killed.signal, `act ${act}`).toBe('SIGKILL');
      const next = start(whole.job, 0);
      expect([next.status, next.stderr], `act ${act}`).toEqual([0, '']);
      const found = stateOf(whole.out);
      expect(found.results, `act ${act}`).toEqual(expected.results);
      expect(found.published, `act ${act}`).toEqual(found.manifests);
      expect([found.jobs, found.left], `act ${act}`).toEqual([2, []]);
    }
  }, 900_000);
});
