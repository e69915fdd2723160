import { InputError } from '../../../errors.ts';
import type { WatchJob } from '../../../runtime/watch/watch-job.ts';
import { watchDrop } from '../../../runtime/watch-drop.ts';
import { type ActorOption, actingSurroundings } from '../../inputs/acting-surroundings.ts';
import { jobsOf, languageOf, taskSecondsOf } from '../../inputs/job-options.ts';
import { type QueueOptions, queueOf } from '../../inputs/queue-options.ts';
import { keepHeapsTight } from '../../inputs/tight-heaps.ts';
import { terminal } from '../../terminal/terminal.ts';
import { endAtOnce } from './end-at-once.ts';
import { endingBySignal } from './ending-by-signal.ts';
import { bytesAfter, healthAddressAfter, leastFreeAfter, secondsAfter } from './watch-options.ts';

interface Options extends ActorOption, QueueOptions {
  readonly pipeline: readonly string[];
  readonly out: string;
  readonly logKey?: string;
  readonly scan: string;
  readonly quiet: string;
  readonly timeout: string;
  readonly minFree: string;
  readonly maxFile?: string;
  readonly healthAddress?: string;
  readonly jobs?: string;
  readonly taskSeconds?: string;
  readonly language: string;
  readonly log?: string;
  readonly secondReader?: true;
}

/** What stands before a line on standard error. */
const BEFORE = { info: '', warning: 'warning: ', error: 'error: ' } as const;

/** `cytolot watch`: goes on until SIGTERM or SIGINT, and ends with 0. */
export async function watchCommand(folder: string, options: Options): Promise<number> {
  const job = jobOf(folder, options);
  keepHeapsTight();
  const ending = endingBySignal();
  const left = await watchDrop(job, {
    surroundings: actingSurroundings(options),
    jobs: jobsOf(options.jobs),
    taskSeconds: options.taskSeconds === undefined ? null : taskSecondsOf(options.taskSeconds),
    health: options.healthAddress === undefined ? null : healthAddressAfter('--health-address', options.healthAddress),
    ending,
    say: ({ level }, line) => terminal.line(`${BEFORE[level]}${line}`),
  });
  if (left === 'a-waiting-thread') endAtOnce();
  return 0;
}

function jobOf(folder: string, options: Options): WatchJob {
  if (options.logKey === undefined)
    throw new InputError(
      'usage/key-needed',
      'Expected --log-key with the private key of the store: what is done unattended is signed. Make one by `cytolot key new FILE`, outside of the folder of results and of the drop folder.',
    );
  return {
    folder,
    pipelines: options.pipeline,
    out: options.out,
    scanSeconds: secondsAfter('--scan', options.scan, 0.1),
    quietSeconds: secondsAfter('--quiet', options.quiet, 0),
    timeoutSeconds: secondsAfter('--timeout', options.timeout, 0),
    leastFree: leastFreeAfter('--min-free', options.minFree),
    mostBytes: options.maxFile === undefined ? null : bytesAfter('--max-file', options.maxFile),
    language: languageOf(options.language),
    logKey: options.logKey,
    log: options.log ?? null,
    secondReader: options.secondReader === true ? 'asked' : null,
    queue: queueOf(options),
  };
}
