import { nodeSurroundings, type Surroundings } from './disk/surroundings.ts';
import { openEngine } from './engine.ts';
import type { RunJob, RunOutcome } from './run-job.ts';

/** A job for a process that does nothing else. */
export interface RunRequest extends RunJob {
  /** Worker threads; `null` = one a processor. */
  readonly jobs: number | null;
  /** How long one task of a thread may take; absent = 600 s. */
  readonly taskSeconds?: number;
}

/** Does one job on an engine of its own. */
export async function run({ jobs, taskSeconds, ...job }: RunRequest, surroundings: Surroundings = nodeSurroundings()): Promise<RunOutcome> {
  const engine = openEngine({ surroundings, threads: jobs, ...(taskSeconds === undefined ? {} : { taskSeconds }) });
  try {
    return await engine.run(job);
  } finally {
    await engine.close();
  }
}
