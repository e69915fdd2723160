import { openSigning } from './audit-log/open-signing.ts';
import type { Clock, Surroundings } from './disk/surroundings.ts';
import { warningLine } from './job/warning.ts';
import { openLog } from './run/log.ts';
import { type HealthAddress, openHealthServer } from './status/health-server.ts';
import { openMetrics } from './status/metrics.ts';
import { openThreads } from './threads/threads.ts';
import { openFolderEvents } from './watch/folder-events.ts';
import { type Ending, keepWatching, openWaking } from './watch/keep-watching.ts';
import type { SaidByWatch } from './watch/say-changes.ts';
import { openWatch } from './watch/watch.ts';
import type { WatchJob } from './watch/watch-job.ts';

/** What a process needs to watch a folder until it is asked to end. */
export interface DropTools {
  readonly surroundings: Surroundings;
  /** Threads for analyses; `null` = one a processor. */
  readonly jobs: number | null;
  /** How long one task of them may take; `null` = 600 s. */
  readonly taskSeconds: number | null;
  readonly health: HealthAddress | null;
  readonly ending: Ending;
  readonly say: (said: SaidByWatch, line: string) => void;
}

/** A copy of a large file over a slow line takes long; one that stands still for longer is a try that failed. */
const TAKING_SECONDS = 3600;

/** At the end: for what touches the drop folder, for analyses that are nearly done, and for what those leave that are ended. Together below 8 s. */
const GRACE_MILLISECONDS = { taking: 1000, analysing: 3500, leaving: 700 } as const;

/** What is left when a watch has ended: nothing, or a thread that waits for a share which does not answer, and that no process can end but with itself. */
export type WatchLeft = 'nothing' | 'a-waiting-thread';

/** Watches a drop folder until the end is asked for; then what is under way is finished, or leaves nothing. Errors: as `openWatch`, `openSigning`, `openHealthServer`. */
export async function watchDrop(
  job: WatchJob,
  { surroundings, jobs, taskSeconds, health, ending, say: print }: DropTools,
): Promise<WatchLeft> {
  const { clock, host } = surroundings;
  const time = taskSeconds === null ? {} : { taskSeconds };
  const threads = openThreads({ most: jobs ?? host.processors, ...time });
  const takers = openThreads({ most: 1, taskSeconds: TAKING_SECONDS });
  const waking = openWaking();
  const log = openLog(job.log === null ? null : { path: job.log, inputs: [job.folder, ...job.pipelines] }, surroundings);
  const say = (said: SaidByWatch) => {
    const { level, warning } = said;
    const line = warningLine(warning);
    log[level === 'warning' ? 'warn' : level]('watch', { ...warning, line });
    print(said, line);
  };
  let left: WatchLeft = 'nothing';
  const closing: (() => unknown)[] = [log.close, () => takers.close(), () => threads.close()];
  try {
    const watch = await openWatch(job, { surroundings, threads, takers, say, wake: waking.wake, signing: openSigning });
    const note = (warning: SaidByWatch['warning']) => say({ level: 'warning', warning });
    const events = await openFolderEvents(job.folder, { wake: waking.wake, note });
    closing.unshift(() => events.close());
    if (health !== null) {
      const server = await openHealthServer(health, { status: watch.status, metrics: openMetrics(watch.status) });
      closing.unshift(server.close);
    }
    void ending.asked.then(watch.end);
    const watching = keepWatching(watch, { clock, scanMs: job.scanSeconds * 1000, waking, ending });
    await Promise.race([watching, ending.asked]);
    await atMost(clock, GRACE_MILLISECONDS.taking, watching);
    if ((await atMost(clock, GRACE_MILLISECONDS.leaving, takers.close())) === 'late') left = 'a-waiting-thread';
    await atMost(clock, GRACE_MILLISECONDS.analysing, watch.settled());
    await threads.close();
    await atMost(clock, GRACE_MILLISECONDS.leaving, Promise.all([watching, watch.settled()]));
    await watch.close();
  } finally {
    const closed = closing.map(async (close) => close());
    if ((await atMost(clock, GRACE_MILLISECONDS.leaving, Promise.all(closed))) === 'late') left = 'a-waiting-thread';
  }
  return left;
}

async function atMost(clock: Clock, milliseconds: number, done: Promise<unknown>): Promise<'done' | 'late'> {
  return Promise.race([done.then(() => 'done' as const), clock.pause(milliseconds).then(() => 'late' as const)]);
}
