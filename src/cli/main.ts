import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { writeStandard } from '../runtime/disk/standard-streams.ts';
import { threadsForArguments } from '../runtime/threads/thread-count.ts';
import { version } from '../version.ts';

/** Entry of the bundled command. `--version` is answered before anything else is loaded. */
async function main(argv: readonly string[]): Promise<void> {
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    writeStandard(1, `${version}\n`);
    return;
  }
  const load = (chunk: string): unknown => require(join(__dirname, 'command', chunk));
  // A thread takes as long to start as the command itself.
  const others = Math.min(availableParallelism(), argv[0] === 'gate' ? threadsForArguments(argv.slice(1)) : 1) - 1;
  const threads =
    others > 0
      ? (load('threads.cjs') as typeof import('../runtime/threads/threads.ts')).openThreads({ most: others, startNow: others })
      : null;
  const { runProgram } = load('program.cjs') as typeof import('./program.ts');
  // Everything has been written by now, and a process that ends by itself takes its heap apart first.
  process.exit(await runProgram(argv, threads));
}

void main(process.argv.slice(2));
