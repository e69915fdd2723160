import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Disk, nodeDisk } from '../../src/runtime/disk/disk.ts';
import { nodeSurroundings, type Surroundings } from '../../src/runtime/disk/surroundings.ts';
import type { RunJob } from '../../src/runtime/job/run-job.ts';
import { openEngine } from '../../src/runtime/run/engine.ts';
import type { Threads } from '../../src/runtime/threads/threads.ts';
import { acquisition, makeNewUserFolder, type NewUserFolder } from '../cli/new-user-folder.ts';
import { threadsHere } from './threads-here.ts';

const made: NewUserFolder[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder.root, { recursive: true, force: true });
});

/** The folder of a new user with more lots of the same assay run: LOT-1 to LOT-6. */
function sixLots(): NewUserFolder {
  const folder = makeNewUserFolder();
  made.push(folder);
  for (const lot of ['LOT-3', 'LOT-4', 'LOT-5', 'LOT-6'])
    writeFileSync(join(folder.exportFolder, `${lot}_surface.fcs`), acquisition(lot, 800));
  folder.change('export/samples.csv', (text) => {
    const row = text.split('\n').find((line) => line.startsWith('LOT-2_')) ?? expect.fail('no row of LOT-2');
    return `${text.trimEnd()}\n${['LOT-3', 'LOT-4', 'LOT-5', 'LOT-6'].map((lot) => row.replaceAll('LOT-2', lot)).join('\n')}\n`;
  });
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

const reportOf = (folder: NewUserFolder, lot: string) => join(folder.out, 'lots', lot, 'release/0001/report.html');

/** Threads whose tasks are looked at before they are done. */
function lookedAt(look: (task: Parameters<Threads['ask']>[0]) => void): Threads & ReturnType<typeof threadsHere> {
  const threads = threadsHere();
  return {
    ...threads,
    ask: (task, kind) => {
      look(task);
      return threads.ask(task, kind);
    },
  };
}

describe('an engine', () => {
  it('publishes lot by lot: the first report stands when the last lot is gated, which is begun when at most one more lot is under way', async () => {
    const folder = sixLots();
    const standing: string[] = [];
    const threads = lookedAt((task) => {
      if (task.kind === 'examine' && task.file.path.endsWith('LOT-6_surface.fcs'))
        standing.push(...['LOT-1', 'LOT-2', 'LOT-3', 'LOT-4', 'LOT-5'].filter((lot) => existsSync(reportOf(folder, lot))));
    });
    const engine = openEngine({ surroundings: nodeSurroundings(), threads });
    const { lots } = await engine.run(jobOf(folder));
    await engine.close();
    expect(lots.map(({ lot, disposition }) => [lot, disposition])).toEqual(
      ['LOT-1', 'LOT-2', 'LOT-3', 'LOT-4', 'LOT-5', 'LOT-6'].map((lot) => [lot, 'conforms']),
    );
    // Of the five that were begun before it, one may still be under way: whichever of the last two takes longer.
    expect(standing.length).toBeGreaterThanOrEqual(4);
    expect(standing).toEqual(expect.arrayContaining(['LOT-1', 'LOT-2', 'LOT-3']));
  }, 60_000);

  it('learns from the control of an assay run once, for all its lots', async () => {
    const folder = sixLots();
    const threads = threadsHere();
    await openEngine({ surroundings: nodeSurroundings(), threads }).run(jobOf(folder));
    const ofControl = threads.asked.filter((task) => 'file' in task && task.file.path.endsWith('RUN-1_fmo-cd3.fcs'));
    // Hash and check, the gating that gives the threshold, and the gating that counts its own populations.
    expect(ofControl.map(({ kind }) => kind)).toEqual(['examine', 'gate', 'gate']);
    const ofSample = threads.asked.filter((task) => 'file' in task && task.file.path.endsWith('LOT-4_surface.fcs'));
    expect(ofSample.map(({ kind }) => kind)).toEqual(['examine']);
  }, 60_000);

  it('does several jobs, one after the other and at once, with the results of one alone', async () => {
    const [a, b, c] = [sixLots(), sixLots(), sixLots()];
    const engine = openEngine({ surroundings: nodeSurroundings(), threads: 2 });
    const first = await engine.run(jobOf(a));
    const others = await Promise.all([engine.run(jobOf(b)), engine.run(jobOf(c))]);
    await engine.close();
    const hashes = (lots: typeof first.lots) => lots.map(({ resultSha256 }) => resultSha256);
    expect(first.lots).toHaveLength(6);
    for (const { lots } of others) expect(hashes(lots)).toEqual(hashes(first.lots));
  }, 120_000);
});

describe('a run that is killed', () => {
  /** A disk on which nothing happens any more from an act on, as for a process that is killed there. */
  function killedAt(isThere: (path: string) => boolean): Surroundings {
    let killed = false;
    const living =
      <Rest extends readonly unknown[], Result>(act: (path: string, ...rest: Rest) => Result) =>
      (path: string, ...rest: Rest): Result => {
        killed ||= isThere(path);
        if (killed) throw Object.assign(new Error('killed'), { code: 'EIO' });
        return act(path, ...rest);
      };
    const disk: Disk = {
      ...nodeDisk,
      makeFolder: living(nodeDisk.makeFolder),
      writeNew: living(nodeDisk.writeNew),
      writeSoon: async (path, bytes) => living(nodeDisk.writeSoon)(path, bytes),
      rename: living(nodeDisk.rename),
      remove: living(nodeDisk.remove),
      removeEmpty: living(nodeDisk.removeEmpty),
      syncFolder: living(nodeDisk.syncFolder),
    };
    const own = nodeSurroundings();
    // Its number is given to another process since, as every other process finds.
    return { ...own, disk, processes: { ...own.processes, self: { ...own.processes.self, processStart: '1' } } };
  }

  it('loses the lots under way; the next run lists what it had published, and publishes the others', async () => {
    const folder = sixLots();
    const threads = threadsHere();
    const dying = openEngine({ surroundings: killedAt((path) => /LOT-4.*content.*report\.html$/.test(path)), threads });
    await expect(dying.run(jobOf(folder))).rejects.toThrow();
    const standing = ['LOT-1', 'LOT-2', 'LOT-3', 'LOT-4', 'LOT-5', 'LOT-6'].filter((lot) => existsSync(reportOf(folder, lot)));
    // Two lots are under way at a time.
    expect(standing.slice(0, 2)).toEqual(['LOT-1', 'LOT-2']);
    expect(standing).not.toContain('LOT-4');
    expect(existsSync(join(folder.out, 'index.html'))).toBe(false);

    const next = await openEngine({ surroundings: nodeSurroundings(), threads }).run(jobOf(folder));
    // One that had the key of its job when the run ended is published for it.
    const finished = next.warnings.flatMap(({ code, place }) =>
      code === 'store/publication-finished' ? [place?.split('/')[1] ?? ''] : [],
    );
    const stands = [...standing, ...finished].sort();
    expect(stands).not.toContain('LOT-4');
    expect(next.lots.map(({ lot, state }) => [lot, state])).toEqual(
      ['LOT-1', 'LOT-2', 'LOT-3', 'LOT-4', 'LOT-5', 'LOT-6'].map((lot) => [lot, stands.includes(lot) ? 'unchanged' : 'new']),
    );
    expect(next.warnings.filter(({ code }) => code === 'store/run-mended')).toHaveLength(1);
    const runs = readdirSync(join(folder.out, 'runs')).sort();
    expect(runs).toHaveLength(2);
    const [killed, whole] = runs.map((run): { finishedAtUtc: string | null; subjects: { lot: string }[] } =>
      JSON.parse(readFileSync(join(folder.out, 'runs', run, 'run.json'), 'utf8')),
    );
    expect(killed?.finishedAtUtc).toBeNull();
    expect(killed?.subjects.map(({ lot }) => lot).sort()).toEqual(stands);
    expect(whole?.subjects).toHaveLength(6);
    const index = readFileSync(join(folder.out, 'index.html'), 'utf8');
    for (const lot of ['LOT-1', 'LOT-2', 'LOT-3', 'LOT-4', 'LOT-5', 'LOT-6']) expect(index).toContain(lot);
  }, 60_000);
});
