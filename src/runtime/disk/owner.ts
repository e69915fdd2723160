import { readFileSync, readlinkSync } from 'node:fs';

/** The process that writes a draft, as far as another process can recognise it. `null` = the system does not say. */
export interface Owner {
  readonly host: string;
  /** Identity of the installed machine (`/etc/machine-id`). */
  readonly machine: string | null;
  /** Identity of the start of the machine. */
  readonly boot: string | null;
  /** Process numbers of two containers mean nothing to one another. */
  readonly pidNamespace: string | null;
  readonly pid: number;
  /** When the process started, in ticks since the start of the machine: a process number is given again. */
  readonly processStart: string | null;
  /** ISO date and time, UTC. */
  readonly since: string;
}

export type ProcessState = { readonly running: false } | { readonly running: true; readonly start: string | null };

/** This process, and what it can see of others. */
export interface Processes {
  readonly self: Omit<Owner, 'since'>;
  readonly processState: (pid: number) => ProcessState;
}

/**
 * Whether the owner still runs. `gone` only where it is proven: on this machine, seen from here, and no longer there. `unknown`: on another host, in
 * another container, or the system does not say enough.
 */
export function ownerState(owner: Owner, { self, processState }: Processes): 'running' | 'gone' | 'unknown' {
  const differs = (key: 'machine' | 'boot' | 'pidNamespace'): boolean =>
    owner[key] !== null && self[key] !== null && owner[key] !== self[key];
  if (owner.host !== self.host || differs('machine')) return 'unknown';
  // Two machines may have one host name: that this one was started again is proven by its identity alone.
  if (differs('boot')) return owner.machine !== null && owner.machine === self.machine ? 'gone' : 'unknown';
  if (differs('pidNamespace')) return 'unknown';
  const found = processState(owner.pid);
  if (!found.running) return 'gone';
  return found.start !== null && owner.processStart !== null && found.start !== owner.processStart ? 'gone' : 'running';
}

/** `process 412 on 'qc-host-1', since 2026-11-18T06:05:00.000Z`. */
export function describeOwner({ pid, host, since }: Owner): string {
  return `process ${pid} on '${host}', since ${since}`;
}

/** Reads an owner's record; `null` where it is none. */
export function parseOwner(text: string): Owner | null {
  const record = parseJson(text);
  if (typeof record !== 'object' || record === null) return null;
  const fields = new Map<string, unknown>(Object.entries(record));
  const textOf = (name: string): string | null => {
    const value = fields.get(name);
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const [host, since, pid] = [textOf('host'), textOf('since'), fields.get('pid')];
  if (host === null || since === null || typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid < 1) return null;
  return {
    host,
    machine: textOf('machine'),
    boot: textOf('boot'),
    pidNamespace: textOf('pidNamespace'),
    pid,
    processStart: textOf('processStart'),
    since,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What the system says of this process, on the host of this name. */
export function nodeProcesses(host: string): Processes {
  return {
    self: {
      host,
      machine: textOrNull(() => readFileSync('/etc/machine-id', 'utf8')),
      boot: textOrNull(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')),
      pidNamespace: textOrNull(() => readlinkSync('/proc/self/ns/pid')),
      pid: process.pid,
      processStart: startOf(process.pid),
    },
    processState,
  };
}

function processState(pid: number): ProcessState {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, and belongs to another user.
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return { running: false };
  }
  return { running: true, start: startOf(pid) };
}

/** Field 22 of `/proc/PID/stat` (proc_pid_stat(5)), counted behind the name in brackets, which may hold anything. */
function startOf(pid: number): string | null {
  return textOrNull(() => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  });
}

function textOrNull(read: () => string): string | null {
  try {
    const text = read().trim();
    return text === '' ? null : text;
  } catch {
    return null;
  }
}
