import { join } from 'node:path';
import { InputError } from '../../errors.ts';
import { quotedError } from '../../quoted-error.ts';
import { canonicalJson } from '../../results/canonical-json.ts';
import { compareReplay } from '../../results/compare-replay.ts';
import type { KeptInputs } from '../../results/kept-inputs.ts';
import { type ReplayNote, replayKind } from '../../results/replay-notes.ts';
import { subjectKey } from '../../subject.ts';
import { type FolderRun, openFolder } from '../analysis/analyse-folder.ts';
import { messageOf } from '../disk/disk.ts';
import type { Surroundings } from '../disk/surroundings.ts';
import { intakeFolder, intakePath } from '../intake/intake-path.ts';
import { type LoadedMethod, loadMethod } from '../method/load-method.ts';
import type { Threads } from '../threads/threads.ts';
import { missingContent, type StoredAnalysis, storedAnalyses } from './stored-analyses.ts';
import { STORED_METHOD, storedDisk } from './stored-disk.ts';

/** What is computed again, and by what. */
export interface ReplayJob {
  /** The folder of results. */
  readonly out: string;
  /** A proposed definition; `null` = that of each analysis. */
  readonly method: string | null;
  /** A proposed specification; `null` = that of each analysis, or of the proposed definition. */
  readonly specification: string | null;
  readonly analyses: 'latest' | 'all';
}

/** What became of one stored analysis. */
export interface ReplayedAnalysis {
  /** `lots/<lot>/<subject>/0002`. */
  readonly folder: string;
  readonly state: 'same' | 'differs' | 'not-replayed';
  readonly notes: readonly ReplayNote[];
}

/**
 * Computes stored analyses again from the copies in the intake, with this version and their own method or a proposed one, and compares each with what was published.
 * Writes nothing. Throws what a proposed method departs in, and `io/failed` for a store that cannot be read.
 */
export async function replay(
  job: ReplayJob,
  { surroundings, threads }: { readonly surroundings: Surroundings; readonly threads: Threads },
): Promise<readonly ReplayedAnalysis[]> {
  const store = { root: job.out, disk: surroundings.disk };
  const stored = storedAnalyses(store, job.analyses);
  // Mistakes of a proposed method are told before anything is computed.
  const proposed = job.method === null ? null : await loadMethod(job.method, job.specification, surroundings.disk);
  const replayed = new Map<string, ReplayedAnalysis>();
  for (const { obstacle, folder } of stored)
    if (obstacle.length > 0) replayed.set(folder, { folder, state: 'not-replayed', notes: obstacle });
  for (const [, together] of byInputs(stored))
    for (const one of await replayTogether(together, { job, proposed, surroundings, threads })) replayed.set(one.folder, one);
  return stored.flatMap(({ folder }) => replayed.get(folder) ?? []);
}

type Replayable = StoredAnalysis & { readonly replayable: NonNullable<StoredAnalysis['replayable']> };

function byInputs(stored: readonly StoredAnalysis[]): ReadonlyMap<string, readonly Replayable[]> {
  const groups = new Map<string, Replayable[]>();
  for (const { replayable, ...analysis } of stored) {
    if (replayable === null) continue;
    const group = groups.get(replayable.inputsSha256) ?? [];
    group.push({ ...analysis, replayable });
    groups.set(replayable.inputsSha256, group);
  }
  return groups;
}

interface Means {
  readonly job: ReplayJob;
  readonly proposed: LoadedMethod | null;
  readonly surroundings: Surroundings;
  readonly threads: Threads;
}

/** Analyses of one folder and method, as they were planned together. */
async function replayTogether(together: readonly Replayable[], means: Means): Promise<readonly ReplayedAnalysis[]> {
  const [first] = together;
  if (first === undefined) return [];
  const none = (note: ReplayNote): readonly ReplayedAnalysis[] =>
    together.map(({ folder }) => ({ folder, state: 'not-replayed', notes: [note] }));
  const { inputs } = first.replayable;
  const files = missingContent({ root: means.job.out, disk: means.surroundings.disk }, inputs);
  if (files.length > 0) return none({ code: 'replay/content-gone', fields: { files } });
  let folder: FolderRun;
  try {
    folder = await openStored(inputs, means);
  } catch (error) {
    return none(failed(error));
  }
  const replayed: ReplayedAnalysis[] = [];
  for (const analysis of together) replayed.push(await replayOne(analysis, folder));
  folder.finish();
  return replayed;
}

async function openStored(
  { files, method, secondReader }: KeptInputs,
  { job, proposed, surroundings, threads }: Means,
): Promise<FolderRun> {
  const intake = intakeFolder(job.out);
  const pathOf = (sha256: string): string => intakePath(intake, sha256);
  const disk = storedDisk(surroundings.disk, new Map(method.files.map(({ path, sha256 }) => [path, pathOf(sha256)])));
  const own = method.specification === null ? null : join(STORED_METHOD, method.specification);
  const loaded = proposed ?? (await loadMethod(join(STORED_METHOD, method.pipeline), job.specification ?? own, disk));
  return openFolder(loaded, intake, {
    surroundings: { ...surroundings, disk },
    threads,
    lot: null,
    progress: 'quiet',
    taken: { folder: { files, notes: [] }, pathOf },
    ...(secondReader === 'asked' ? { secondReader } : {}),
  });
}

async function replayOne({ folder, replayable: { result } }: Replayable, run: FolderRun): Promise<ReplayedAnalysis> {
  const { id, purpose, condition, timePoint } = result.lot;
  const key = subjectKey({ lot: id, purpose, condition, timePoint });
  const plan = run.lots.find((lot) => subjectKey(lot.subject) === key);
  if (plan === undefined) return { folder, state: 'not-replayed', notes: [{ code: 'replay/subject-gone', fields: {} }] };
  try {
    const now = (await run.analyse(plan)).result;
    const found = compareReplay(result, now);
    const same = found.length > 0 || canonicalJson(now) === canonicalJson(result);
    const notes: readonly ReplayNote[] = same ? found : [{ code: 'replay/findings', fields: { members: ['bytes'] } }];
    return { folder, state: notes.some((note) => replayKind(note) === 'difference') ? 'differs' : 'same', notes };
  } catch (error) {
    return { folder, state: 'not-replayed', notes: [failed(error)] };
  }
}

/** What is no error of an input is a fault of our own. */
function failed(error: unknown): ReplayNote {
  const known =
    error instanceof InputError
      ? error
      : new InputError('internal/fault', `Expected no fault of cytolot itself, please report it: ${messageOf(error)}.`);
  return { code: 'replay/failed', fields: { error: quotedError(known) } };
}
