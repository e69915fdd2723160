import { execFileSync, spawn } from 'node:child_process';
import { accessSync, chmodSync, constants, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { readEntries } from '../../src/runtime/audit-log/read-entries.ts';
import { nodeDisk } from '../../src/runtime/disk/disk.ts';
import { makeNewUserFolder, type NewUserFolder } from '../cli/new-user-folder.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const command = join(root, 'dist/cytolot.cjs');
const UNNAMED_USER = '12345';

const folders: NewUserFolder[] = [];
afterEach(() => {
  for (const { root: path } of folders.splice(0)) rmSync(path, { recursive: true, force: true });
});
const newFolder = (): NewUserFolder => {
  const folder = makeNewUserFolder();
  folders.push(folder);
  return folder;
};

interface Ended {
  readonly exitCode: number | null;
  readonly stderr: string;
}

/** Runs the built command in a process of its own. */
function runBuilt(folder: NewUserFolder, prefix: readonly string[] = [], options: readonly string[] = []): Promise<Ended> {
  const words = [process.execPath, command, 'run', folder.exportFolder, '--pipeline', folder.pipeline, '--out', folder.out];
  const all = [...prefix, ...words, '--jobs', '1', '--quiet', ...options];
  return new Promise((resolve, reject) => {
    const child = spawn(all[0] ?? '', all.slice(1), { stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (part: Buffer) => {
      stderr += part.toString('utf8');
    });
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, stderr }));
  });
}

/** The folder of a lot's analyses. */
const analysesOf = (folder: NewUserFolder, lot: string): string => join(folder.out, 'lots', lot, 'release');
const recordOf = (folder: NewUserFolder, name: string) =>
  JSON.parse(readFileSync(join(analysesOf(folder, 'LOT-1'), name, 'record.json'), 'utf8')) as Record<string, unknown>;
const reportOf = (folder: NewUserFolder, name: string): string =>
  readFileSync(join(analysesOf(folder, 'LOT-1'), name, 'report.html'), 'utf8').replace(/<[^>]*>/g, ' ');

describe('numbers of analyses', () => {
  it('follow those that were claimed by runs of an older version, and the record, the report and the command name these', async () => {
    const folder = newFolder();
    for (const name of ['.0001.partial', '.0002.partial']) {
      mkdirSync(join(analysesOf(folder, 'LOT-1'), name), { recursive: true });
      writeFileSync(join(analysesOf(folder, 'LOT-1'), name, 'report.html'), '');
    }
    const { exitCode, stderr } = await runBuilt(folder);
    expect(exitCode).toBe(0);
    expect(readdirSync(analysesOf(folder, 'LOT-1'))).toEqual(['.0001.partial', '.0002.partial', '0003']);
    expect(recordOf(folder, '0003')).toMatchObject({
      analysis: 3,
      earlierAnalyses: [],
      gaps: [
        { number: 1, claimedBy: null },
        { number: 2, claimedBy: null },
      ],
    });
    expect(reportOf(folder, '0003')).toContain('analysis 0003 of 3');
    expect(reportOf(folder, '0003')).toMatch(/Numbers that were claimed and never published.*: 0001; 0002/);
    for (const name of ['0001', '0002']) {
      expect(stderr).toMatch(
        new RegExp(`warning: lots/.*/\\.${name}\\.partial: This unfinished result names no owner.*\\[store/partial-left\\]`),
      );
      expect(stderr).toMatch(new RegExp(`warning: lot LOT-1: Analysis 0003 follows the number ${name}.*\\[store/analysis-gap\\]`));
    }
  }, 120_000);

  it('of a run that was killed are cleared, said, and given again', async () => {
    const folder = newFolder();
    const shelf = `openShelf(${JSON.stringify(folder.out)}, nodeSurroundings())`;
    const claim = `
      const { claimAnalysis } = await import(${JSON.stringify(join(root, 'dist/runtime/store/analysis-number.js'))});
      const { nodeSurroundings } = await import(${JSON.stringify(join(root, 'dist/runtime/disk/surroundings.js'))});
      const { openShelf } = await import(${JSON.stringify(join(root, 'dist/runtime/disk/draft.js'))});
      await claimAnalysis(${shelf}, ${JSON.stringify(analysesOf(folder, 'LOT-1'))});
      process.kill(process.pid, 'SIGKILL');`;
    expect(() => execFileSync(process.execPath, ['--input-type=module', '-e', claim], { stdio: 'ignore' })).toThrow();
    expect(readdirSync(analysesOf(folder, 'LOT-1'))).toEqual(['.0001.partial']);
    const { exitCode, stderr } = await runBuilt(folder);
    expect([exitCode, readdirSync(analysesOf(folder, 'LOT-1'))]).toEqual([0, ['0001']]);
    expect(stderr).toMatch(
      /^warning: lots\/LOT-1.*\.0001\.partial: This unfinished result was left by process \d+ on .* it was cleared\. .*\[store\/partial-cleared\]$/m,
    );
    expect(recordOf(folder, '0001')).toMatchObject({ analysis: 1, earlierAnalyses: [], gaps: [] });
  }, 120_000);

  it.each([1, 2, 3])(
    'of eight runs of one job at once, round %i: one is published, the others name it',
    async () => {
      const folder = newFolder();
      const ended = await Promise.all(Array.from({ length: 8 }, () => runBuilt(folder)));
      expect(ended.filter(({ exitCode }) => exitCode !== 0)).toEqual([]);
      expect(readdirSync(analysesOf(folder, 'LOT-1'))).toEqual(['0001']);
      const others = ended.filter(({ stderr }) =>
        /lot LOT-1: (Unchanged since analysis 0001|Another run has published the same job as analysis 0001)/.test(stderr),
      );
      expect(others).toHaveLength(7);
      expect(readdirSync(join(folder.out, 'jobs'))).toHaveLength(2);
      const published = [...readEntries({ disk: nodeDisk, root: folder.out })].filter(({ action }) => action === 'published');
      // Who finishes for another writes an equal entry, which counts once.
      expect([...new Set(published.map(({ object }) => object))].sort()).toEqual(['lots/LOT-1/release/0001', 'lots/LOT-2/release/0001']);
    },
    300_000,
  );

  it('of eight runs at once, each with a reason: each record names all analyses before it', async () => {
    const folder = newFolder();
    const ended = await Promise.all(Array.from({ length: 8 }, (_, index) => runBuilt(folder, [], ['--reason', `repeat ${index}`])));
    expect(ended.filter(({ exitCode }) => exitCode !== 0)).toEqual([]);
    const names = readdirSync(analysesOf(folder, 'LOT-1'));
    expect(names).toEqual(Array.from({ length: 8 }, (_, index) => String(index + 1).padStart(4, '0')));
    for (const [index, name] of names.entries()) {
      const { analysis, earlierAnalyses, gaps } = recordOf(folder, name) as {
        analysis: number;
        earlierAnalyses: { number: number }[];
        gaps: unknown;
      };
      expect([analysis, earlierAnalyses.map(({ number }) => number), gaps]).toEqual([
        index + 1,
        Array.from({ length: index }, (_, i) => i + 1),
        [],
      ]);
      expect(reportOf(folder, name)).toContain(`analysis ${name} of ${index + 1}`);
    }
    // Whichever run wrote last, the index has the last analysis of each lot and every run; each run has a table of its own.
    const index = readFileSync(join(folder.out, 'index.html'), 'utf8');
    for (const lot of ['LOT-1', 'LOT-2']) expect(index).toContain(`href="lots/${lot}/release/${names.at(-1)}/report.html"`);
    const runs = readdirSync(join(folder.out, 'runs'));
    expect(runs).toHaveLength(8);
    for (const run of runs) expect(index).toContain(`href="runs/${run}/results.csv"`);
    const rows = runs.flatMap((run) =>
      readFileSync(join(folder.out, 'runs', run, 'results.csv'), 'utf8')
        .trimEnd()
        .split('\r\n')
        .slice(1),
    );
    // Two lots of one row each, eight times, each of another analysis.
    expect(new Set(rows.map((row) => /LOT-\d\/release\/\d{4}/.exec(row)?.[0])).size).toBe(16);
    expect(readdirSync(folder.out)).toEqual(['index.html', 'jobs', 'log', 'lots', 'runs']);
  }, 300_000);
});

/** Whether a process may be started under a user id that has no entry, and could read the built command then. */
function mayChangeUser(): boolean {
  if (process.getuid?.() !== 0) return false;
  try {
    accessSync(command, constants.R_OK);
    execFileSync('setpriv', ['--reuid', UNNAMED_USER, '--regid', UNNAMED_USER, '--clear-groups', process.execPath, command, '--version'], {
      stdio: 'ignore',
    });
    return true;
  } catch {
    return false;
  }
}

describe('a user id without a name', () => {
  // Needs root, setpriv, and a checkout that others may read.
  it.skipIf(!mayChangeUser())(
    'publishes, and stands in the record by its number',
    async () => {
      const folder = newFolder();
      chmodSync(folder.root, 0o755);
      mkdirSync(folder.out);
      chmodSync(folder.out, 0o777);
      const { exitCode, stderr } = await runBuilt(folder, ['setpriv', '--reuid', UNNAMED_USER, '--regid', UNNAMED_USER, '--clear-groups']);
      expect([exitCode, stderr]).toEqual([0, '']);
      expect(recordOf(folder, '0001')).toMatchObject({ user: UNNAMED_USER });
      expect(existsSync(join(analysesOf(folder, 'LOT-1'), '.0001.partial'))).toBe(false);
    },
    60_000,
  );
});
