import { openSigning } from '../audit-log/open-signing.ts';
import type { WrittenCheckpoint } from '../audit-log/write-checkpoint.ts';
import { openShelf } from '../disk/draft.ts';
import { nodeSurroundings, type Surroundings } from '../disk/surroundings.ts';
import type { RunJob, RunOutcome } from '../job/run-job.ts';
import { openEngine } from './engine.ts';

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
  const shelf = openShelf(job.out, surroundings);
  const sign = logKey === undefined ? () => null : await openSigning(shelf, { path: logKey, notBelow: [job.out, job.folder] });
  const engine = openEngine({ surroundings, threads: jobs, ...(taskSeconds === undefined ? {} : { taskSeconds }) });
  try {
    const outcome = await engine.run(job);
    return { ...outcome, checkpoint: await sign() };
  } finally {
    await engine.close();
  }
}
