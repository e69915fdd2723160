import { availableParallelism } from 'node:os';
import { nodeDisk } from '../../runtime/disk/disk.ts';
import { type GatingThread, openGatingTools } from '../../runtime/threads/gate-file.ts';
import { openThreads, type Threads } from '../../runtime/threads/threads.ts';

/** What a command gates with: this thread, and others where there is much to do. Those that are not started yet are, when they are asked. */
export function gatingHelp(threads: Threads | null): { readonly tools: GatingThread; readonly threads: Threads } {
  return { tools: openGatingTools(nodeDisk), threads: threads ?? openThreads({ most: availableParallelism() - 1 }) };
}
