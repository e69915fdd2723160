import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { nodeSurroundings } from '../../src/runtime/disk/surroundings.ts';
import { openLog } from '../../src/runtime/run/log.ts';

it('a line of the operational log is on the disk when the call returns, behind earlier ones', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cytolot-log-'));
  try {
    const path = join(folder, 'logs/run.jsonl');
    openLog({ path, inputs: [] }, nodeSurroundings()).info('run started', { folder: '/in' });
    openLog({ path, inputs: [] }, nodeSurroundings()).warn('warning', { warning: 'a\nb' });
    const lines = readFileSync(path, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toMatchObject([
      { level: 30, msg: 'run started', folder: '/in' },
      { level: 40, msg: 'warning', warning: 'a\nb' },
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
