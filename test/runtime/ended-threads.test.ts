import { execFile } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openThreads } from '../../src/runtime/threads/threads.ts';
import { makeNewUserFolder, type NewUserFolder } from '../cli/new-user-folder.ts';

const command = fileURLToPath(new URL('../../dist/cytolot.cjs', import.meta.url));

/**
 * Loaded by every thread before anything else: one that opens the file of the first lot does as MODE says. `once` ends only the first thread that comes to it,
 * which leaves a mark behind.
 */
const HOOK = `
const fs = require('node:fs');
const { isMainThread } = require('node:worker_threads');
if (!isMainThread) {
  const open = fs.openSync;
  const { MODE, MARK } = process.env;
  fs.openSync = (path, ...rest) => {
    if (String(path).includes('LOT-1_')) {
      if (MODE === 'exit') process.exit(9);
      if (MODE === 'memory') for (const all = []; ; ) all.push({ x: Math.random(), y: [1, 2, 3] });
      if (MODE === 'loop') for (;;);
      if (MODE === 'once' && !fs.existsSync(MARK)) { fs.writeFileSync(MARK, ''); process.exit(9); }
    }
    return open(path, ...rest);
  };
  require('node:module').syncBuiltinESMExports();
}
`;

interface Ran {
  readonly exitCode: number;
  readonly outcome: {
    readonly lots: readonly { readonly lot: string; readonly disposition: string }[];
    readonly warnings: readonly { readonly text: string }[];
  };
}

let folder: NewUserFolder;
beforeEach(() => {
  folder = makeNewUserFolder();
  writeFileSync(join(folder.root, 'hook.cjs'), HOOK);
});
afterEach(() => rmSync(folder.root, { recursive: true, force: true }));

function runWith(mode: string): Promise<Ran> {
  const { root, exportFolder, pipeline, out } = folder;
  const env = {
    ...process.env,
    MODE: mode,
    MARK: join(root, 'mark'),
    NODE_OPTIONS: `--require ${join(root, 'hook.cjs')} --max-old-space-size=200`,
  };
  const args = [
    command,
    'run',
    exportFolder,
    '--pipeline',
    pipeline,
    '--out',
    out,
    '--json',
    '--jobs',
    '1',
    '--task-seconds',
    mode === 'loop' ? '8' : '90',
  ];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { env }, (error, stdout) =>
      resolve({ exitCode: Number(error?.code ?? 0), outcome: JSON.parse(stdout) }),
    );
  });
}

describe('a thread that ends', () => {
  it.each([
    ['exit', /found two times that it ended: it ended with code 9 before it answered/],
    ['memory', /found two times that it ended: .*memory/],
    ['loop', /within 8 s, found none; the thread was ended/],
  ])(
    '%s: the file that it was at is held, and the other lot is judged',
    async (mode, found) => {
      const { exitCode, outcome } = await runWith(mode);
      expect(outcome.lots.map(({ lot, disposition }) => [lot, disposition])).toEqual([
        ['LOT-1', 'no valid result'],
        ['LOT-2', 'conforms'],
      ]);
      expect(exitCode).toBe(20);
      expect(outcome.warnings.map(({ text }) => text).filter((text) => found.test(text))).toHaveLength(1);
    },
    120_000,
  );

  it('once: its task is given to another thread, and nothing is lost', async () => {
    const { exitCode, outcome } = await runWith('once');
    expect(outcome.lots.map(({ disposition }) => disposition)).toEqual(['conforms', 'conforms']);
    expect([exitCode, outcome.warnings.filter(({ text }) => text.includes('thread'))]).toEqual([0, []]);
  }, 120_000);
});

describe('threads that are closed', () => {
  it('settle every task that was asked of them', async () => {
    const threads = openThreads({ most: 1 });
    const file = { path: join(folder.exportFolder, 'LOT-1_surface.fcs'), stamp: null };
    const asked = [1, 2, 3, 4].map(() => threads.ask({ kind: 'hash-values', file, dataSet: 1 }, 'hashed'));
    const settled = Promise.allSettled(asked);
    await threads.close();
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'rejected']);
    await expect(threads.ask({ kind: 'hash-values', file, dataSet: 1 }, 'hashed')).rejects.toThrow('closed');
  }, 60_000);
});
