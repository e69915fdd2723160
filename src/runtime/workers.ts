import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import { InputError } from '../errors.ts';
import type { GatingRequest } from '../population/gating-request.ts';
import type { GatingResult } from '../population/population.ts';
import type { SecondReaderRecord } from '../results/release-result.ts';
import type { WorkerAnswer, WorkerTask } from './analysis-worker.ts';
import { workerPath } from './worker-path.ts';

/** The worker threads of one run. Results do not depend on how many there are. */
export interface Workers {
  /** Gates one data set of a file. Throws the InputError of the worker. */
  readonly gate: (task: {
    readonly path: string;
    readonly name: string;
    readonly dataSet: number;
    readonly request: GatingRequest;
  }) => Promise<GatingResult>;
  /** SHA-256 of a file, hexadecimal. */
  readonly hash: (path: string) => Promise<string>;
  /** Reads a data set again with the second reader. */
  readonly readAgain: (task: { readonly path: string; readonly dataSet: number }) => Promise<SecondReaderRecord>;
  readonly close: () => Promise<void>;
}

/** Starts the pool; `jobs` threads at most, by default one a processor. */
export function openWorkers(jobs: number | null): Workers {
  const pool = new Piscina<WorkerTask, WorkerAnswer>({
    filename: workerPath('analysis-worker'),
    minThreads: 0,
    maxThreads: jobs ?? availableParallelism(),
    idleTimeout: 1000,
  });
  const run = async (task: WorkerTask): Promise<WorkerAnswer> => {
    const answer = await pool.run(task);
    if (answer.kind === 'refused') throw new InputError(answer.code, answer.message, answer.place);
    return answer;
  };
  return {
    gate: async (task) => {
      const answer = await run({ kind: 'gate', ...task });
      if (answer.kind !== 'gated') throw new Error(`a gate task was answered with '${answer.kind}'`);
      return answer.result;
    },
    hash: async (path) => {
      const answer = await run({ kind: 'hash', path });
      if (answer.kind !== 'hashed') throw new Error(`a hash task was answered with '${answer.kind}'`);
      return answer.sha256;
    },
    readAgain: async (task) => {
      const answer = await run({ kind: 'second-reader', ...task });
      if (answer.kind !== 'read-again') throw new Error(`a second reading was answered with '${answer.kind}'`);
      return answer.record;
    },
    close: () => pool.destroy(),
  };
}
