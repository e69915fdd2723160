import { execFile, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** The built command, as it is installed. */
const COMMAND = here('../../dist/cytolot.cjs');

export const hasPython = spawnSync('python3', ['--version']).error === undefined;

export interface Shown {
  readonly exitCode: number;
  /** What stood on the terminal. */
  readonly shown: string;
}

/** Runs the built command at a terminal, and types a line after each prompt; `null` = without a terminal. */
export async function atTerminal(
  lines: readonly string[] | null,
  argv: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Shown> {
  const { stdout } = await promisify(execFile)(
    'python3',
    [here('at-terminal.py'), JSON.stringify(lines), process.execPath, COMMAND, ...argv],
    { env: { ...process.env, ...environment }, maxBuffer: 1e7 },
  );
  return JSON.parse(stdout);
}
