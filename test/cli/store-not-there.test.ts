import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { captureCommand } from './captured-command.ts';

it.each([
  ['key', 'list'],
  ['method', 'list'],
  ['signatures', '--out'],
])('%s %s of a folder that is no store says so, in place of an empty list', async (...command) => {
  const folder = mkdtempSync(join(tmpdir(), 'cytolot-none-'));
  for (const path of [folder, join(folder, 'mistyped')]) {
    const { exitCode, stdout, stderr } = await captureCommand([...command, path]);
    expect([exitCode, stdout]).toEqual([66, '']);
    expect(stderr).toContain(`${path}: Expected a store with a log, found none.`);
  }
  rmSync(folder, { recursive: true });
});
