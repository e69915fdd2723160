import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import { InputError } from '../../errors.ts';
import type { GatingRequest } from '../../population/gating-request.ts';
import type { GatingResult } from '../../population/population.ts';
import type { SecondReaderRecord } from '../../results/release-result.ts';
import type { StampedFile } from '../disk/files.ts';
import type { WorkerAnswer, WorkerTask } from './analysis-worker.ts';
import { workerPath } from './worker-path.ts';

/** The worker threads of one run. Results do not depend on how many there are. Each task throws the InputError of the worker; `io/changed` where the file is not as its stamp says. */
export interface Workers {
  /** Gates one data set of a file. */
  readonly gate: (
    task: StampedFile & { readonly name: string; readonly dataSet: number; readonly request: GatingRequest },
  ) => Promise<GatingResult>;
  /** SHA-256 of a file, hexadecimal. */
  readonly hash: (file: StampedFile) => Promise<string>;
  /** SHA-256 of the stored values of a data set, hexadecimal. */
  readonly hashValues: (task: StampedFile & { readonly dataSet: number }) => Promise<string>;
  /** Reads a data set again with the second reader. */
  readonly readAgain: (task: StampedFile & { readonly dataSet: number }) => Promise<SecondReaderRecord>;
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
  const hash = async (task: WorkerTask): Promise<string> => {
    const answer = await run(task);
    if (answer.kind !== 'hashed') throw new Error(`a hash task was answered with '${answer.kind}'`);
    return answer.sha256;
  };
  return {
    gate: async (task) => {
      const answer = await run({ kind: 'gate', ...task });
      if (answer.kind !== 'gated') throw new Error(`a gate task was answered with '${answer.kind}'`);
      return answer.result;
    },
    hash: ({ path, stamp }) => hash({ kind: 'hash', path, stamp }),
    hashValues: ({ path, stamp, dataSet }) => hash({ kind: 'hash-values', path, stamp, dataSet }),
    readAgain: async (task) => {
      const answer = await run({ kind: 'second-reader', ...task });
      if (answer.kind !== 'read-again') throw new Error(`a second reading was answered with '${answer.kind}'`);
      return answer.record;
    },
    close: () => pool.destroy(),
  };
}
