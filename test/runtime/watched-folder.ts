import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Disk, nodeDisk } from '../../src/runtime/disk/disk.ts';
import { nodeSurroundings } from '../../src/runtime/disk/surroundings.ts';
import { warningLine } from '../../src/runtime/job/warning.ts';
import type { Threads } from '../../src/runtime/threads/threads.ts';
import { openWatch, type Watch } from '../../src/runtime/watch/watch.ts';
import type { WatchJob } from '../../src/runtime/watch/watch-job.ts';
import { makeNewUserFolder, type NewUserFolder } from '../cli/new-user-folder.ts';
import { threadsHere } from './threads-here.ts';

/** The folder of two lots with an empty drop folder beside it, into which a test puts one file after the other. */
export interface DropFolder extends NewUserFolder {
  readonly drop: string;
  /** Copies files of the export folder, as an instrument that writes at once. */
  readonly put: (...names: string[]) => void;
}

export function makeDropFolder(): DropFolder {
  const folder = makeNewUserFolder();
  const drop = join(folder.root, 'drop');
  mkdirSync(drop);
  return {
    ...folder,
    drop,
    put: (...names) => {
      for (const name of names) copyFileSync(join(folder.exportFolder, name), join(drop, name));
    },
  };
}

export const ALL_FILES = ['LOT-1_surface.fcs', 'LOT-2_surface.fcs', 'RUN-1_fmo-cd3.fcs', 'samples.csv'] as const;

/** A watch on a clock that only a test moves: 10 s between two looks, 30 s of quiet, a time-out of 1000 s. */
export interface TestWatch {
  readonly watch: Watch;
  /** A look after so many seconds, and those that it wakes. */
  readonly pass: (...seconds: number[]) => Promise<void>;
  /** What was said, a line each. */
  readonly lines: () => readonly string[];
  /** Lot → state. */
  readonly states: () => Readonly<Record<string, string>>;
}

export async function startWatch(
  folder: DropFolder,
  { disk = nodeDisk, threads, ...job }: Partial<WatchJob> & { readonly disk?: Disk; readonly threads?: Threads } = {},
): Promise<TestWatch> {
  const own = nodeSurroundings();
  let elapsed = 0;
  let isWoken = false;
  const said: string[] = [];
  const surroundings = { ...own, disk, clock: { ...own.clock, elapsed: () => elapsed } };
  const watch = await openWatch(
    {
      folder: folder.drop,
      pipelines: [folder.pipeline],
      out: folder.out,
      scanSeconds: 10,
      quietSeconds: 30,
      timeoutSeconds: 1000,
      leastFree: { kind: 'bytes', value: 0 },
      mostBytes: null,
      language: 'en',
      logKey: join(folder.root, 'store.key'),
      log: null,
      secondReader: null,
      queue: null,
      ...job,
    },
    {
      surroundings,
      threads: threads ?? threadsHere(disk),
      signing: async () => async () => {},
      takers: threadsHere(disk),
      say: ({ warning }) => said.push(warningLine(warning)),
      wake: () => {
        isWoken = true;
      },
    },
  );
  return {
    watch,
    pass: async (...seconds) => {
      for (const one of seconds) {
        elapsed += one * 1000;
        do {
          isWoken = false;
          await watch.scan();
          await watch.settled();
        } while (isWoken);
      }
    },
    lines: () => said,
    states: () => Object.fromEntries(watch.status().subjects.map(({ lot, state }) => [lot, state])),
  };
}

/** Every published `result.json` as `lot/subject/analysis`, with its text. A store that is written meanwhile may be asked: its drafts are passed over. */
export function published(out: string): ReadonlyMap<string, string> {
  const lots = join(out, 'lots');
  const found = filesBelow(lots).filter((path) => path.endsWith('/result.json'));
  return new Map(found.map((path) => [path.slice(0, -'/result.json'.length), readFileSync(join(lots, path), 'utf8')]));
}

function filesBelow(folder: string, above = ''): readonly string[] {
  return entriesOf(join(folder, above)).flatMap((entry) => {
    if (entry.name.startsWith('.')) return [];
    const path = above === '' ? entry.name : `${above}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(folder, path) : [path];
  });
}

const entriesOf = (folder: string) =>
  existsSync(folder) ? readdirSync(folder, { withFileTypes: true }).sort((one, other) => (one.name < other.name ? -1 : 1)) : [];
