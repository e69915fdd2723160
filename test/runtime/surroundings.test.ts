import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Disk, nodeDisk } from '../../src/runtime/disk/disk.ts';
import { nodeSurroundings, type Surroundings } from '../../src/runtime/disk/surroundings.ts';
import { run } from '../../src/runtime/run/run.ts';
import { makeNewUserFolder, type NewUserFolder } from '../cli/new-user-folder.ts';

const made: NewUserFolder[] = [];
afterEach(() => {
  vi.restoreAllMocks();
  for (const folder of made.splice(0)) rmSync(folder.root, { recursive: true, force: true });
});

function newFolder(): NewUserFolder {
  const folder = makeNewUserFolder();
  made.push(folder);
  return folder;
}

const runIn = (folder: NewUserFolder, surroundings: Surroundings) =>
  run(
    {
      folder: folder.exportFolder,
      pipeline: folder.pipeline,
      specification: null,
      out: folder.out,
      lot: null,
      jobs: 1,
      language: 'en',
      progress: 'quiet',
      log: join(folder.root, 'run.jsonl'),
    },
    surroundings,
  );

describe('a run takes from its surroundings alone', () => {
  it('the time and its zone, the user and the host', async () => {
    const folder = newFolder();
    const own = nodeSurroundings();
    const { lots, table } = await runIn(folder, {
      ...own,
      clock: {
        ...own.clock,
        now: () => new Date('2026-11-18T06:05:00.250Z'),
        timeZone: 'Asia/Shanghai',
        minutesAheadOfUtc: () => 480,
      },
      actor: 'qc.analyst',
      host: { ...own.host, name: 'qc-host-1', node: 'v20.19.0', platform: 'linux arm64' },
    });
    const record: unknown = JSON.parse(readFileSync(join(lots[0]?.folder ?? '', 'record.json'), 'utf8'));
    expect(record).toMatchObject({
      generatedAt: '2026-11-18T14:05:00+08:00',
      generatedAtUtc: '2026-11-18T06:05:00.250Z',
      timeZone: 'Asia/Shanghai',
      user: 'qc.analyst',
      host: 'qc-host-1',
      software: { node: 'v20.19.0', platform: 'linux arm64' },
    });
    expect(table).toBe(join(folder.out, 'runs/2026-11-18T06-05-00-250Z/results.csv'));
    const run: unknown = JSON.parse(readFileSync(join(folder.out, 'runs/2026-11-18T06-05-00-250Z/run.json'), 'utf8'));
    expect(run).toMatchObject({ user: 'qc.analyst', host: 'qc-host-1', finishedAtUtc: '2026-11-18T06:05:00.250Z' });
    expect(readFileSync(join(folder.root, 'run.jsonl'), 'utf8').split('\n')[0]).toContain('"time":"2026-11-18T06:05:00.250Z"');
  }, 60_000);

  it('the disk: no act goes past it, but for the files of the program itself', async () => {
    const folder = newFolder();
    const disk: Disk = { ...nodeDisk };
    const past: string[] = [];
    const note = (path: string) => {
      if (path.startsWith(folder.root)) past.push(path);
    };
    vi.spyOn(nodeDisk, 'kindOf').mockImplementation((path) => {
      note(path);
      return disk.kindOf(path);
    });
    vi.spyOn(nodeDisk, 'stateOf').mockImplementation((path) => {
      note(path);
      return disk.stateOf(path);
    });
    for (const act of [
      'names',
      'entries',
      'changedAt',
      'readText',
      'open',
      'refuseUnwritable',
      'makeFolder',
      'writeNew',
      'rename',
    ] as const)
      vi.spyOn(nodeDisk, act).mockImplementation((path: string) => {
        past.push(`${act} ${path}`);
        throw new Error(`${act} went past the disk that was handed in`);
      });
    const { lots } = await runIn(folder, { ...nodeSurroundings(), disk });
    expect(past).toEqual([]);
    expect(lots.map(({ disposition }) => disposition)).toEqual(['conforms', 'conforms']);
  }, 60_000);

  it('its faults: a sample that cannot be read holds its lot, and no other', async () => {
    const folder = newFolder();
    const disk: Disk = {
      ...nodeDisk,
      open: (path, purpose) => {
        const file = nodeDisk.open(path, purpose);
        const read: typeof file.read = (target, part) => {
          if (path.endsWith('LOT-1_surface.fcs')) throw Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' });
          return file.read(target, part);
        };
        return { ...file, read };
      },
    };
    const { lots } = await runIn(folder, { ...nodeSurroundings(), disk });
    expect(lots.map(({ lot, disposition }) => [lot, disposition])).toEqual([
      ['LOT-1', 'no valid result'],
      ['LOT-2', 'conforms'],
    ]);
  }, 60_000);

  it('its faults: a full disk publishes nothing, and says what became of the lot', async () => {
    const folder = newFolder();
    const disk: Disk = {
      ...nodeDisk,
      writeSoon: async (path, bytes) => {
        if (path.endsWith('figures.json')) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
        await nodeDisk.writeSoon(path, bytes);
      },
    };
    await expect(runIn(folder, { ...nodeSurroundings(), disk })).rejects.toThrow(
      /ENOSPC: no space left on device.* Analysis 0001 was not published; its unfinished files were removed\. No result of this run was published\./,
    );
    expect(readdirSync(join(folder.out, 'lots/LOT-1/release'))).toEqual([]);
  }, 60_000);
});
