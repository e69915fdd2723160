import { basename, join } from 'node:path';
import { InputError } from '../../errors.ts';
import type { Message } from '../../message.ts';
import { tableNames } from '../../pipeline/binding/hold-changed.ts';
import { quotedError } from '../../quoted-error.ts';
import { decideSubjects } from '../../watch/decide-subjects.ts';
import { watchNote } from '../../watch/watch-notes.ts';
import type { WatchStatus } from '../../watch/watch-status.ts';
import { observeFiles, type Patience } from '../../watch/watched-file.ts';
import { beginLog, readBeginning } from '../audit-log/begin-log.ts';
import { makeFolders, messageOf } from '../disk/disk.ts';
import { openShelf, type Shelf } from '../disk/draft.ts';
import { readingError } from '../disk/files.ts';
import type { Surroundings } from '../disk/surroundings.ts';
import { intakeFolder, intakePath } from '../intake/intake-path.ts';
import { refuseMisplaced } from '../intake/misplaced.ts';
import { type Intake, openIntake } from '../intake/open-intake.ts';
import { type OrderQueue, openOrderQueue } from '../queue/order-queue.ts';
import type { QueueSettings } from '../queue/queue-place.ts';
import { openEngine } from '../run/engine.ts';
import { openStoreOverview } from '../run/store-overview.ts';
import { takeMethod } from '../taking/take-folder.ts';
import type { Threads } from '../threads/threads.ts';
import { openAnalyses } from './analyses.ts';
import { logFiles } from './log-files.ts';
import { openOrderedAnalyses } from './ordered-analyses.ts';
import { openPlanning } from './plan-drop.ts';
import { openSaying, type SaidByWatch } from './say-changes.ts';
import { takeDue } from './take-due.ts';
import { openWatchFiles, watchFolderOf, watchName } from './watch-files.ts';
import type { WatchJob } from './watch-job.ts';
import { afterOutage, forgetGone, knownHashes, newMemory, type WatchMemory } from './watch-memory.ts';
import { statusOf } from './watch-status-of.ts';
import { loadProducts, type WatchedProduct } from './watched-products.ts';

/** A drop folder that is watched. */
export interface Watch {
  /** One look at the folder and what follows from it; analyses go on when it returns. Throws nothing that the folder or a disk can bring about. */
  readonly scan: () => Promise<void>;
  /** Waits until nothing is analysed. */
  readonly settled: () => Promise<void>;
  readonly status: () => WatchStatus;
  /** Begins nothing more; what fails from here on is no try. */
  readonly end: () => void;
  /** Remembers what it knows and gives back what is open, when nothing is under way. */
  readonly close: () => Promise<void>;
}

export interface WatchTools {
  readonly surroundings: Surroundings;
  /** For analyses. */
  readonly threads: Threads;
  /** For what touches the drop folder: a share that stalls stops no analysis. */
  readonly takers: Threads;
  /** Told each thing once, when it comes up. */
  readonly say: (said: SaidByWatch) => void;
  /** Called when something ended that another look may follow up. */
  readonly wake: () => void;
  /** Gives what signs the log as it then is. */
  readonly signing: (shelf: Shelf, key: { readonly path: string; readonly notBelow: readonly string[] }) => Promise<() => Promise<unknown>>;
}

const HELD_MILLISECONDS = 30 * 60 * 1000;
const TRIES_OF_A_FILE = 3;

/**
 * Opens a watch. Throws `usage/misplaced`, `usage/not-found` for the folder, and what is wrong with the definitions; a disk that takes nothing is not among it: the watch is
 * then not ready, and tries again.
 */
export async function openWatch(job: WatchJob, tools: WatchTools): Promise<Watch> {
  const { disk } = tools.surroundings;
  const products = await loadProducts(disk, job.pipelines);
  const method = products.flatMap((one) => one.method.sources.map(({ path }) => ({ what: 'file of a method', path })));
  refuseMisplaced(disk, { folder: job.folder, out: job.out, method: [...method, { what: 'store key', path: job.logKey }] });
  const root = realFolder(tools.surroundings, job.folder);
  const shelf = openShelf(job.out, tools.surroundings);
  const queue = job.queue === null ? null : await openQueueOf(shelf, job.queue);
  try {
    const sign = await tools.signing(shelf, { path: job.logKey, notBelow: [job.out, job.folder] });
    return openedWatch(job, { products, root, tools, sign, queue });
  } catch (error) {
    await queue?.close();
    throw error;
  }
}

/** A queue is that of a store: its log is begun, so that it has a name. */
async function openQueueOf(shelf: Shelf, settings: QueueSettings): Promise<OrderQueue> {
  makeFolders(shelf.disk, shelf.root);
  await beginLog(shelf);
  return openOrderQueue(settings, { disk: shelf.disk, storeId: readBeginning(shelf).storeId });
}

function realFolder({ disk }: Surroundings, folder: string): string {
  try {
    return disk.realPath(folder);
  } catch (error) {
    throw readingError(error, folder);
  }
}

interface Opening {
  readonly products: readonly WatchedProduct[];
  readonly root: string;
  readonly tools: WatchTools;
  readonly sign: () => Promise<unknown>;
  /** `null` = analyses are done here. */
  readonly queue: OrderQueue | null;
}

function openedWatch(job: WatchJob, { products, root, tools, sign, queue }: Opening): Watch {
  const { surroundings, takers } = tools;
  const { disk, clock } = surroundings;
  const shelf = openShelf(job.out, surroundings);
  const kept = openWatchFiles(shelf, root);
  const patience: Patience = {
    quietMs: job.quietSeconds * 1000,
    tries: TRIES_OF_A_FILE,
    retryMs: job.scanSeconds * 1000,
    heldMs: HELD_MILLISECONDS,
  };
  const rules = { timeoutMs: job.timeoutSeconds * 1000, patience };
  const memory: WatchMemory = newMemory(kept.remembered(), clock.elapsed());
  const planning = openPlanning(disk, products, (sha256) => intakePath(intakeFolder(shelf.root), sha256));
  const saying = openSaying(tools.say);
  const tables = new Map(products.map(({ product, method }) => [product, tableNames(method.definition)]));
  const save = () => kept.remember({ subjects: [...memory.histories.values()], files: memory.hashes });
  const means = { job, shelf, products, memory, patience, save, sign, say: saying.say, wake: tools.wake };
  const watches = watchFolderOf(shelf.root);
  const overview = queue === null ? null : openStoreOverview(shelf, { folder: join(watches, 'lease'), language: job.language });
  const analyses =
    queue === null || overview === null
      ? openAnalyses({ ...means, engine: openEngine({ surroundings, threads: tools.threads }) })
      : openOrderedAnalyses({ ...means, queue, overview, folder: join(watches, watchName(root)), watch: watchName(root) });
  let intake: Intake | null = null;

  const look = async (now: number): Promise<boolean> => {
    try {
      const found = (await takers.ask({ kind: 'look', root }, 'looked')).look;
      const known = memory.folderTrouble === null ? memory.files : afterOutage(memory.files);
      const { files, vanished } = observeFiles(known, found.files, now);
      for (const { path, intake: state } of vanished)
        if (state.kind !== 'taken') saying.say({ level: 'info', warning: watchNote('watch/vanished', { file: path }) });
      Object.assign(memory, { files, lookNotes: found.notes, folderTrouble: null });
      return true;
    } catch (error) {
      memory.folderTrouble = watchNote('watch/drop-unreadable', { error: messageOf(error) });
      return false;
    }
  };
  const openStore = async (): Promise<Intake> => {
    if (intake !== null) return intake;
    makeFolders(disk, shelf.root);
    const opened = openIntake(shelf);
    try {
      for (const { method } of products) await takeMethod(disk, opened, { method: method.sources, threads: takers });
      memory.unlogged = products.flatMap(({ method }) =>
        method.sources.map(({ path, sha256 }) => ({ name: basename(path), sha256, intake: 'had-them' })),
      );
    } catch (error) {
      opened.close();
      throw error;
    }
    intake = opened;
    return opened;
  };
  const take = async (): Promise<void> => {
    const step = { root, disk, takers, patience, leastFree: job.leastFree, mostBytes: job.mostBytes, remembered: memory.hashes };
    const took = await takeDue(memory.files, {
      ...step,
      intake: await openStore(),
      elapsed: clock.elapsed,
      isEnding: () => memory.isEnding,
    });
    memory.files = took.files;
    memory.hashes = knownHashes(memory);
    memory.unlogged = [...memory.unlogged, ...took.taken];
    if (took.trouble === null) memory.diskTroubles.delete('taking');
    else memory.diskTroubles.set('taking', took.trouble);
  };
  const plan = async (now: number): Promise<void> => {
    const found = await planning.plan(memory.files, [...memory.histories.values()]);
    const ground = {
      files: memory.files,
      histories: memory.histories,
      tablesOf: (product: string) => tables.get(product) ?? [],
      rowsMeaning: found.rowsMeaning,
    };
    memory.decided = decideSubjects(found.claimed, { ...ground, rules, elapsedMs: now - memory.decidedAt });
    memory.decidedAt = now;
    memory.planNotes = found.notes;
    memory.left = found.left;
    for (const { key, now: known } of memory.decided)
      if (known !== null && !memory.running.has(key)) memory.histories.set(key, known.history);
    forgetGone(memory);
  };
  const act = async (now: number): Promise<void> => {
    await take();
    await logFiles(shelf, memory, patience);
    await plan(now);
    save();
    memory.diskTroubles.delete('remembering');
    if (!memory.diskTroubles.has('taking')) await analyses.begin();
  };
  const status = () => statusOf(memory, { job, products, rules, updatedAtUtc: clock.now().toISOString() });
  return {
    scan: async () => {
      const now = clock.elapsed();
      memory.scans++;
      try {
        if (await look(now)) await act(now);
      } catch (error) {
        memory.diskTroubles.set('remembering', troubleOf(error));
      }
      saying.sayAll(memory, rules);
      kept.show(status());
    },
    settled: analyses.settled,
    status,
    end: () => {
      memory.isEnding = true;
    },
    close: async () => {
      try {
        save();
      } catch {
        // What is not remembered is found again.
      }
      intake?.close();
      kept.hide();
      analyses.close();
      overview?.close();
      await queue?.close();
    },
  };
}

/** Whatever the disk of the results, or a fault of ours, stopped: it is tried again at the next scan. */
function troubleOf(error: unknown): Message {
  const refusing =
    error instanceof InputError ? error : new InputError('io/failed', `Expected to keep what is known, found: ${messageOf(error)}.`);
  return watchNote('watch/disk-refuses', { error: quotedError(refusing) });
}
