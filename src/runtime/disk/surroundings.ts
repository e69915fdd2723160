import { availableParallelism, hostname, userInfo } from 'node:os';
import { isatty } from 'node:tty';
import { type Disk, nodeDisk } from './disk.ts';
import { nodeProcesses, type Processes } from './owner.ts';
import { writeStandard } from './standard-streams.ts';

/** All that an analysis takes from outside beside its files. The command hands it in; nothing below asks the system for any of it. */
export interface Surroundings {
  readonly disk: Disk;
  readonly clock: Clock;
  /** Who answers for what is done: the name of the account. */
  readonly actor: string;
  /** Where the name comes from: recorded with it, since an environment can say anything. */
  readonly actorSource: 'operating-system' | 'environment';
  readonly host: Host;
  readonly processes: Processes;
  readonly screen: Screen;
}

export interface Clock {
  readonly now: () => Date;
  /** IANA name, such as `Asia/Shanghai`. */
  readonly timeZone: string;
  /** Minutes by which the zone is ahead of UTC at that time. */
  readonly minutesAheadOfUtc: (time: Date) => number;
  /** Milliseconds of a clock that nobody sets, from any start: what a wait is measured by. */
  readonly elapsed: () => number;
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Does something again and again until the function that it gives is called; keeps no process alive. */
  readonly every: (milliseconds: number, act: () => void) => () => void;
}

export interface Host {
  readonly name: string;
  /** Of Node, such as `linux x64`. */
  readonly platform: string;
  /** `v24.1.0`. */
  readonly node: string;
  readonly processors: number;
}

/** Where progress is shown. */
export interface Screen {
  readonly kind: 'terminal' | 'stream';
  readonly write: (text: string) => void;
}

/** The surroundings of this process. */
export function nodeSurroundings(): Surroundings {
  const name = hostname();
  return {
    disk: nodeDisk,
    clock: nodeClock(),
    actor: accountName(),
    actorSource: 'operating-system',
    host: { name, platform: `${process.platform} ${process.arch}`, node: process.version, processors: availableParallelism() },
    processes: nodeProcesses(name),
    screen: standardError(),
  };
}

/** Standard error: what nobody reads is not missed. */
function standardError(): Screen {
  return {
    kind: isatty(2) ? 'terminal' : 'stream',
    write: (text) => {
      writeStandard(2, text);
    },
  };
}

function nodeClock(): Clock {
  return {
    now: () => new Date(),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    minutesAheadOfUtc: (time) => -time.getTimezoneOffset(),
    elapsed: () => performance.now(),
    pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    every: (milliseconds, act) => {
      const timer = setInterval(act, milliseconds).unref();
      return () => clearInterval(timer);
    },
  };
}

/** A user id without a name, as a container may be given one, is its own name. */
function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'unknown');
  }
}
