import { InputError } from '../../../errors.ts';
import { workOrders } from '../../../runtime/work-orders.ts';
import { type ActorOption, actingSurroundings } from '../../inputs/acting-surroundings.ts';
import { jobsOf, taskSecondsOf } from '../../inputs/job-options.ts';
import { type QueueOptions, queueOf } from '../../inputs/queue-options.ts';
import { keepHeapsTight } from '../../inputs/tight-heaps.ts';
import { terminal } from '../../terminal/terminal.ts';
import { endAtOnce } from '../watch/end-at-once.ts';
import { endingBySignal } from '../watch/ending-by-signal.ts';
import { healthAddressAfter, secondsAfter } from '../watch/watch-options.ts';

interface Options extends ActorOption, QueueOptions {
  readonly out: string;
  readonly lock: string;
  readonly atOnce?: string;
  readonly healthAddress?: string;
  readonly jobs?: string;
  readonly taskSeconds?: string;
  readonly log?: string;
}

const BEFORE = { info: '', warning: 'warning: ', error: 'error: ' } as const;

/** `cytolot work`: goes on until SIGTERM or SIGINT, and ends with 0. */
export async function workCommand(options: Options): Promise<number> {
  const queue = queueOf(options);
  if (queue === null) throw new InputError('usage/bad-argument', 'Expected --queue with the address of a queue, found none.');
  keepHeapsTight();
  const ending = endingBySignal();
  const job = {
    out: options.out,
    queue,
    lockSeconds: secondsAfter('--lock', options.lock, 5),
    atOnce: options.atOnce === undefined ? null : atOnceOf(options.atOnce),
    log: options.log ?? null,
  };
  await workOrders(job, {
    surroundings: actingSurroundings(options),
    jobs: jobsOf(options.jobs),
    taskSeconds: options.taskSeconds === undefined ? null : taskSecondsOf(options.taskSeconds),
    health: options.healthAddress === undefined ? null : healthAddressAfter('--health-address', options.healthAddress),
    ending,
    say: (level, line) => terminal.line(`${BEFORE[level]}${line}`),
  });
  // A connection that answers nothing keeps no process alive.
  endAtOnce();
  return 0;
}

function atOnceOf(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 256) return count;
  throw new InputError('usage/bad-argument', `Expected a whole number of orders from 1 to 256 after --at-once, found '${text}'.`);
}
