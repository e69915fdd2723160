import { afterEach, beforeEach, vi } from 'vitest';
import { runCommand } from '../../src/cli/program.ts';

/** What a command printed and returned. */
export interface Captured {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line in this process and catches what it prints. */
export async function captureCommand(argv: readonly string[]): Promise<Captured> {
  const printed = { stdout: '', stderr: '' };
  const catchInto = (stream: 'stdout' | 'stderr') =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      printed[stream] += typeof text === 'string' ? text : new TextDecoder().decode(text);
      return true;
    });
  const spies = [catchInto('stdout'), catchInto('stderr')];
  try {
    const exitCode = await runCommand(argv);
    return { exitCode, ...printed };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/** Catches what each test of the file prints; the object holds that of the running test. */
export function catchPrinted(): { out: string; err: string } {
  const printed = { out: '', err: '' };
  const catchInto = (stream: 'stdout' | 'stderr', key: 'out' | 'err') =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      printed[key] += typeof text === 'string' ? text : new TextDecoder().decode(text);
      return true;
    });
  beforeEach(() => {
    printed.out = '';
    printed.err = '';
    catchInto('stdout', 'out');
    catchInto('stderr', 'err');
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
  return printed;
}
