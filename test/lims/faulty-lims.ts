import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { sharedFolder } from '../shared-data.ts';

/** What a LIMS that fails on purpose booked. */
export interface Effects {
  readonly effects: number;
  readonly keys: Readonly<Record<string, number>>;
  readonly requests: number;
  readonly conflicts: number;
}

export interface FaultyLims {
  readonly url: string;
  readonly effects: () => Promise<Effects>;
  readonly end: () => Promise<void>;
}

/** Starts ../shared/tools/faulty_lims.py on a port that is free. */
export async function startFaultyLims(options: readonly string[]): Promise<FaultyLims> {
  const script = `${sharedFolder()}tools/faulty_lims.py`;
  const child: ChildProcess = spawn('python3', [script, '--port', '0', ...options], { stdio: ['ignore', 'pipe', 'ignore'] });
  if (child.stdout === null) throw new Error('no output of faulty_lims.py');
  const [line]: string[] = await once(createInterface({ input: child.stdout }), 'line');
  const address: unknown = JSON.parse(line ?? '{}').listening;
  const url = `http://${String(address)}`;
  return {
    url,
    effects: async () => (await fetch(`${url}/__effects`)).json() as Promise<Effects>,
    end: async () => {
      const ended = once(child, 'close');
      child.kill();
      await ended;
    },
  };
}
