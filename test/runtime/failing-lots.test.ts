import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { InputError } from '../../src/errors.ts';
import { nodeDisk } from '../../src/runtime/disk/disk.ts';
import { nodeSurroundings } from '../../src/runtime/disk/surroundings.ts';
import type { RunJob } from '../../src/runtime/job/run-job.ts';
import { openEngine } from '../../src/runtime/run/engine.ts';
import type { ThreadTask } from '../../src/runtime/threads/task.ts';
import type { Threads } from '../../src/runtime/threads/threads.ts';
import { makeNewUserFolder, type NewUserFolder } from '../cli/new-user-folder.ts';
import { threadsHere } from './threads-here.ts';

const made: NewUserFolder[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder.root, { recursive: true, force: true });
});

function newFolder(): NewUserFolder {
  const folder = makeNewUserFolder();
  made.push(folder);
  return folder;
}

function jobOf(folder: NewUserFolder): RunJob {
  return {
    folder: folder.exportFolder,
    pipeline: folder.pipeline,
    specification: null,
    out: folder.out,
    lot: null,
    language: 'en',
    progress: 'quiet',
  };
}

/** Threads that fail some tasks. */
function failing(fail: (task: ThreadTask) => Error | null): Threads {
  const threads = threadsHere();
  return {
    ...threads,
    ask: async (task, kind) => {
      const error = fail(task);
      if (error !== null) throw error;
      return threads.ask(task, kind);
    },
  };
}

const isOfLot1 = (task: ThreadTask) => 'file' in task && task.file.path.includes('LOT-1_');

describe('what fails in one lot does not stop the others', () => {
  it('a file that no thread comes to an end with holds its lot, and the reason says so', async () => {
    const folder = newFolder();
    const ended = new InputError('internal/thread-ended', 'Expected an answer, found that the thread ended two times.', {
      file: 'LOT-1_surface.fcs',
    });
    const { lots, failed } = await openEngine({
      surroundings: nodeSurroundings(),
      threads: failing((task) => (isOfLot1(task) ? ended : null)),
    }).run(jobOf(folder));
    expect(lots.map(({ lot, disposition }) => [lot, disposition])).toEqual([
      ['LOT-1', 'no valid result'],
      ['LOT-2', 'conforms'],
    ]);
    expect(failed).toEqual([]);
    const result: { disposition: { held: { code: string; fields: object }[] }; inputs: { file: string; sha256?: string | null }[] } =
      JSON.parse(readFileSync(join(folder.out, 'lots/LOT-1/release/0001/result.json'), 'utf8'));
    expect(result.disposition.held.map(({ code }) => code)).toEqual(['held/not-computed']);
    expect(result.inputs.find(({ file }) => file.endsWith('LOT-1_surface.fcs'))?.sha256 ?? null).toBeNull();
  }, 60_000);

  it('a defect in one lot is a failed lot with its own words; the others are published and listed', async () => {
    const folder = newFolder();
    const outcome = await openEngine({
      surroundings: nodeSurroundings(),
      threads: failing((task) => (isOfLot1(task) ? new TypeError('boom') : null)),
    }).run(jobOf(folder));
    expect(outcome.lots.map(({ lot, disposition }) => [lot, disposition])).toEqual([['LOT-2', 'conforms']]);
    expect(outcome.failed.map(({ lot, code }) => [lot, code])).toEqual([['LOT-1', 'internal/fault']]);
    expect(outcome.failed[0]?.message).toContain('boom');
    expect(existsSync(outcome.table ?? '')).toBe(true);
    expect(existsSync(join(folder.out, 'lots/LOT-1/release/0001'))).toBe(false);
  }, 60_000);

  it('a report that cannot be drawn fails its lot', async () => {
    const folder = newFolder();
    const ended = new InputError('internal/thread-ended', 'Expected an answer, found none.');
    const { lots, failed } = await openEngine({
      surroundings: nodeSurroundings(),
      threads: failing((task) => (task.kind === 'render' && task.resultJson.includes('LOT-2_surface.fcs') ? ended : null)),
    }).run(jobOf(folder));
    expect([lots.map(({ lot }) => lot), failed.map(({ lot, code }) => [lot, code])]).toEqual([
      ['LOT-1'],
      [['LOT-2', 'internal/thread-ended']],
    ]);
  }, 60_000);

  it.each(['record.json', 'result.json'])(
    'a broken %s of an earlier analysis stops its lot only',
    async (name) => {
      const folder = newFolder();
      const engine = openEngine({ surroundings: nodeSurroundings(), threads: threadsHere() });
      await engine.run(jobOf(folder));
      writeFileSync(join(folder.out, 'lots/LOT-1/release/0001', name), '{');
      folder.change('method/pipeline.yaml', (text) => `${text}# another definition\n`);
      const { lots, failed } = await engine.run({ ...jobOf(folder), reason: 'again' });
      expect(lots.map(({ lot, analysis }) => [lot, analysis])).toEqual([['LOT-2', 2]]);
      expect(failed.map(({ lot, code, place }) => [lot, code, place.file])).toEqual([
        ['LOT-1', 'io/failed', join(folder.out, 'lots/LOT-1/release/0001', name)],
      ]);
      expect(failed[0]?.message).toContain('Analysis 0002 was not published; its unfinished files were removed.');
    },
    60_000,
  );

  it.each([
    ['EACCES', 'resolves'],
    ['ENOSPC', 'rejects'],
    ['EROFS', 'rejects'],
  ])(
    'a folder of one lot that answers %s: the run %s',
    async (code, outcome) => {
      const folder = newFolder();
      const own = nodeSurroundings();
      const disk = {
        ...nodeDisk,
        makeFolder: (path: string) => {
          if (path.includes(join('lots', 'LOT-1'))) throw Object.assign(new Error(`${code}: no`), { code });
          nodeDisk.makeFolder(path);
        },
      };
      const run = openEngine({ surroundings: { ...own, disk }, threads: threadsHere() }).run(jobOf(folder));
      if (outcome === 'rejects') await expect(run).rejects.toThrow(`Lot 'LOT-1'`);
      else {
        const { lots, failed } = await run;
        expect([lots.map(({ lot }) => lot), failed.map((one) => [one.lot, one.code])]).toEqual([
          ['LOT-2'],
          [['LOT-1', 'usage/cannot-create']],
        ]);
      }
    },
    60_000,
  );
});
