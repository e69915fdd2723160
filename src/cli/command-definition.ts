import type { Command } from 'commander';
import type { Threads } from '../runtime/threads/threads.ts';

/** What a command does; gives the exit code. */
export type Action = (...args: readonly unknown[]) => Promise<number>;

/** Makes of an action, loaded when it is called, what commander calls. */
export type Act = (load: () => Promise<Action>) => (...args: unknown[]) => Promise<void>;

export interface CommandMeans {
  readonly threads: Threads | null;
  /** Names that the help takes from a registry; empty where the command is named beside others. */
  readonly list: readonly string[];
}

export type CommandDefinitions = Readonly<Record<string, (command: Command, act: Act, means: CommandMeans) => unknown>>;
