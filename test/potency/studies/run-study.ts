import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { runProgram } from '../../../src/cli/program.ts';
import { terminal } from '../../../src/cli/terminal/terminal.ts';

/** What the command printed and how it ended. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** `cytolot potency-study KIND a.csv` on a table and options given as text. */
export async function runStudy(
  kind: string,
  table: string,
  told: { readonly options?: string; readonly flags?: readonly string[] } = {},
): Promise<Ran> {
  const folder = mkdtempSync(join(tmpdir(), 'cytolot-study-'));
  let out = '';
  let err = '';
  const stdout = vi.spyOn(terminal, 'out').mockImplementation((text) => {
    out += text;
  });
  const stderr = vi.spyOn(terminal, 'err').mockImplementation((text) => {
    err += text;
  });
  try {
    writeFileSync(join(folder, 'a.csv'), table);
    writeFileSync(join(folder, 'o.yaml'), told.options ?? '');
    const options = told.options === undefined ? [] : ['--options', join(folder, 'o.yaml')];
    const code = await runProgram(['potency-study', kind, join(folder, 'a.csv'), ...options, ...(told.flags ?? [])]);
    return { code, out, err };
  } finally {
    stdout.mockRestore();
    stderr.mockRestore();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same with `--json`, parsed. */
export async function studyJson(kind: string, table: string, options?: string) {
  const ran = await runStudy(kind, table, { ...(options === undefined ? {} : { options }), flags: ['--json'] });
  if (ran.code !== 0) throw new Error(ran.err);
  return { json: JSON.parse(ran.out), err: ran.err };
}
