import { type Ending, openEnding } from '../../../runtime/watch/keep-watching.ts';
import { endAtOnce } from './end-at-once.ts';

/** Whatever is under way when the end is asked for, the process is gone after this time: what was not published is no result, and comes again. */
const LAST_MILLISECONDS = 7500;

/** The end of a process that goes on until SIGTERM or SIGINT. */
export function endingBySignal(): Ending {
  const ending = openEnding();
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      if (ending.isAsked()) return;
      ending.ask();
      setTimeout(endAtOnce, LAST_MILLISECONDS).unref();
    });
  return ending;
}
