import { afterEach, beforeEach, vi } from 'vitest';
import { runProgram } from '../../src/cli/program.ts';
import { terminal } from '../../src/cli/terminal/terminal.ts';
import { printable } from '../../src/printable.ts';

/** What a command printed and returned. */
export interface Captured {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line in this process and catches what it prints, as the door to the terminal shows it (one-door.test.ts). */
export async function captureCommand(argv: readonly string[]): Promise<Captured> {
  const printed = { stdout: '', stderr: '' };
  const spies = [
    vi.spyOn(terminal, 'out').mockImplementation((text) => {
      printed.stdout += printable(text);
    }),
    vi.spyOn(terminal, 'err').mockImplementation((text) => {
      printed.stderr += printable(text);
    }),
  ];
  try {
    const exitCode = await runProgram(argv);
    return { exitCode, ...printed };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/** Catches what each test of the file prints; the object holds that of the running test. */
export function catchPrinted(): { out: string; err: string } {
  const printed = { out: '', err: '' };
  beforeEach(() => {
    printed.out = '';
    printed.err = '';
    for (const key of ['out', 'err'] as const) {
      vi.spyOn(terminal, key).mockImplementation((text) => {
        printed[key] += printable(text);
      });
    }
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
  return printed;
}
