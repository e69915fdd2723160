import { readKeyFile } from './audit-log/key-file.ts';
import { nextIndex } from './audit-log/log-folder.ts';
import { useStoreKey } from './audit-log/store-key.ts';
import { type WrittenCheckpoint, writeCheckpoint } from './audit-log/write-checkpoint.ts';
import { openShelf } from './disk/draft.ts';
import { nodeSurroundings, type Surroundings } from './disk/surroundings.ts';
import { openEngine } from './engine.ts';
import type { RunJob, RunOutcome } from './run-job.ts';

/** A job for a process that does nothing else. */
export interface RunRequest extends RunJob {
  /** Worker threads; `null` = one a processor. */
  readonly jobs: number | null;
  /** How long one task of a thread may take; absent = 600 s. */
  readonly taskSeconds?: number;
  /** File of the private key by which the log of the store is signed when the job is done; absent = it is not. */
  readonly logKey?: string;
}

export interface SignedRun extends RunOutcome {
  /** What the log was when the job was done; `null` = without a key. */
  readonly checkpoint: WrittenCheckpoint | null;
}

/** Does one job on an engine of its own. */
export async function run(
  { jobs, taskSeconds, logKey, ...job }: RunRequest,
  surroundings: Surroundings = nodeSurroundings(),
): Promise<SignedRun> {
  const sign = await openSigning(job, logKey, surroundings);
  const engine = openEngine({ surroundings, threads: jobs, ...(taskSeconds === undefined ? {} : { taskSeconds }) });
  try {
    const outcome = await engine.run(job);
    return { ...outcome, checkpoint: await sign() };
  } finally {
    await engine.close();
  }
}

/** Looks at the key before hours are spent: a wrong one is refused by a log that is there. Errors: as `readKeyFile`, `useStoreKey`, `writeCheckpoint`. */
async function openSigning(
  job: RunJob,
  path: string | undefined,
  surroundings: Surroundings,
): Promise<() => Promise<WrittenCheckpoint | null>> {
  if (path === undefined) return () => Promise.resolve(null);
  const pair = readKeyFile(surroundings.disk, { path, notBelow: [job.out, job.folder] });
  const shelf = openShelf(job.out, surroundings);
  if (nextIndex(shelf) > 0) await useStoreKey(shelf, pair);
  return async () => writeCheckpoint(shelf, await useStoreKey(shelf, pair));
}
