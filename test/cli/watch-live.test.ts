import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { newKeyPem } from '../../src/runtime/audit-log/ed25519.ts';
import { WRITING_MODES, type WritingMode, type Written, writeLive } from '../runtime/live-writers.ts';
import { published } from '../runtime/watched-folder.ts';
import { acquisition, makeNewUserFolder } from './new-user-folder.ts';

const command = fileURLToPath(new URL('../../dist/cytolot.cjs', import.meta.url));

const roots: string[] = [];
const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
});

const lotOf = (mode: WritingMode) => `LOT-${mode}`;
const fileOf = (mode: WritingMode) => `${mode}.fcs`;

/** A drop folder with the list of a lot for each way of writing, and the control of them all. */
function makeFolder() {
  const { root, pipeline } = makeNewUserFolder();
  roots.push(root);
  const drop = join(root, 'drop');
  mkdirSync(drop);
  const rows = WRITING_MODES.map((mode) => `${fileOf(mode)},sample,${lotOf(mode)},RUN-1,final,surface,`);
  writeFileSync(
    join(drop, 'samples.csv'),
    ['file,kind,lot,assay_run,stage,tube,control', ...rows, 'c.fcs,control,,RUN-1,,surface,fmo-cd3', ''].join('\n'),
  );
  writeFileSync(join(drop, 'c.fcs'), acquisition('RUN-1', 0));
  writeFileSync(join(root, 'store.key'), newKeyPem(), { mode: 0o600 });
  return { root, pipeline, drop, out: join(root, 'out') };
}
type Folder = ReturnType<typeof makeFolder>;

/** More events than a thread reads at once, so that a file is seen while it is written. */
const bytesOf = (mode: WritingMode) => acquisition(lotOf(mode), 700 + WRITING_MODES.indexOf(mode));

interface Watching {
  readonly child: ChildProcess;
  readonly said: () => string;
  readonly ended: Promise<number | NodeJS.Signals | null>;
}

function startWatch({ drop, pipeline, out, root }: Folder, quietSeconds: number): Watching {
  const options = ['--scan', '0.3', '--quiet', String(quietSeconds), '--min-free', '0', '--jobs', '1', '--language', 'en'];
  const words = [command, 'watch', drop, '--pipeline', pipeline, '--out', out, '--log-key', join(root, 'store.key'), ...options];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'pipe'] });
  running.add(child);
  let said = '';
  child.stderr?.on('data', (part: Buffer) => {
    said += part.toString('utf8');
  });
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.on('close', (code, signal) => {
      running.delete(child);
      resolve(signal ?? code);
    });
  });
  return { child, said: () => said, ended };
}

/** Runs another command of ours and gives what it printed. */
function ask(...words: readonly string[]): Promise<{ readonly code: number | null; readonly stdout: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [command, ...words], { stdio: ['ignore', 'pipe', 'ignore'] });
    let stdout = '';
    child.stdout.on('data', (part: Buffer) => {
      stdout += part.toString('utf8');
    });
    child.on('close', (code) => resolve({ code, stdout }));
  });
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Waits until every finished file has its result, or the watch ends. */
async function untilPublished(folder: Folder, watching: Watching, count: number): Promise<void> {
  let isOver = false;
  void watching.ended.then(() => {
    isOver = true;
  });
  while (!isOver && published(folder.out).size < count) await pause(100);
}

/** The result of a mode's lot, as which file bytes it was judged from. */
function judged(folder: Folder, mode: WritingMode): readonly { readonly sha256: string; readonly proposed: string }[] {
  return [...published(folder.out)]
    .filter(([subject]) => subject.startsWith(`${lotOf(mode)}/`))
    .map(([, text]) => {
      const { inputs, disposition }: { inputs: { file: string; sha256?: string }[]; disposition: { proposed: string } } = JSON.parse(text);
      return { sha256: inputs.find(({ file }) => file === fileOf(mode))?.sha256 ?? '', proposed: disposition.proposed };
    });
}

const FINISHED = WRITING_MODES.filter((mode) => mode !== 'vanish');

/**
 * All modes side by side under a watch; `null` where this machine paused a writer for longer than the quiet time, which is then to be longer, or paused the watch for as
 * long as the file that vanishes was there, so that no scan saw it.
 */
async function tenModes(quietSeconds: number): Promise<{
  readonly folder: Folder;
  readonly written: ReadonlyMap<WritingMode, Written>;
  readonly said: string;
  readonly code: unknown;
} | null> {
  const folder = makeFolder();
  const watching = startWatch(folder, quietSeconds);
  const written = new Map(
    await Promise.all(
      WRITING_MODES.map(
        async (mode) =>
          [mode, await writeLive(mode, { path: join(folder.drop, fileOf(mode)), bytes: bytesOf(mode), milliseconds: 3000 })] as const,
      ),
    ),
  );
  const isUndisturbed = [...written.values()].every(({ longestPauseMs }) => longestPauseMs < (quietSeconds - 1) * 1000);
  if (isUndisturbed) await untilPublished(folder, watching, FINISHED.length);
  watching.child.kill('SIGTERM');
  const code = await watching.ended;
  const said = watching.said();
  return isUndisturbed && said.includes(`'${fileOf('vanish')}' was gone`) ? { folder, written, said, code } : null;
}

describe('the ten ways of writing, side by side, under the built command', () => {
  it('give one result for each finished file, of a whole content, and none for any other; SIGTERM ends with 0', async () => {
    let trial: Awaited<ReturnType<typeof tenModes>> = null;
    for (let quiet = 5; trial === null; quiet *= 2) trial = await tenModes(quiet);
    const { folder, written, said, code } = trial;
    expect(code).toBe(0);
    for (const mode of FINISHED) {
      const whole = written.get(mode)?.whole ?? [];
      expect([mode, judged(folder, mode)]).toEqual([mode, [{ sha256: whole.at(-1), proposed: 'conforms' }]]);
    }
    expect(judged(folder, 'vanish')).toEqual([]);
    expect(said).toContain("'vanish.fcs' was gone before it was still for the quiet time: nothing of it was used. [watch/vanished]");
    // What run makes of the finished folder; the copy is not on the list, and the file that vanished is pending.
    const plain = join(folder.root, 'plain');
    await ask('run', folder.drop, '--pipeline', folder.pipeline, '--out', plain, '--jobs', '1', '--language', 'en', '--quiet');
    const finished = new Map([...published(plain)].filter(([subject]) => !subject.startsWith(lotOf('vanish'))));
    expect(published(folder.out)).toEqual(finished);
    expect((await ask('verify', folder.out)).code).toBe(0);
    expect(readdirSync(join(folder.out, 'intake'))).toEqual(['sha256']);
  }, 300_000);

  it('lose and double nothing where the watch is killed again and again meanwhile', async () => {
    const folder = makeFolder();
    const writing = Promise.all(
      FINISHED.map((mode) => writeLive(mode, { path: join(folder.drop, fileOf(mode)), bytes: bytesOf(mode), milliseconds: 3000 })),
    );
    let isWritten = false;
    void writing.then(() => {
      isWritten = true;
    });
    // Killed at five moments of its work at least, and until all is written.
    for (let kill = 0; kill < 5 || !isWritten; kill++) {
      const watching = startWatch(folder, 5);
      await pause(1200 + kill * 1700);
      watching.child.kill('SIGKILL');
      expect(await watching.ended).toBe('SIGKILL');
    }
    const last = startWatch(folder, 5);
    await untilPublished(folder, last, FINISHED.length);
    last.child.kill('SIGTERM');
    expect(await last.ended).toBe(0);
    const results = FINISHED.map((mode) => [mode, judged(folder, mode).map(({ proposed }) => proposed)]);
    expect(results).toEqual(FINISHED.map((mode) => [mode, ['conforms']]));
    expect((await ask('verify', folder.out)).code).toBe(0);
    const jobs = readdirSync(join(folder.out, 'jobs')).filter((name) => !name.startsWith('.'));
    expect(jobs).toHaveLength(FINISHED.length);
  }, 300_000);
});

describe('status beside a watch', () => {
  it('says what it does, fails where it was killed, and says that nobody watches when it ended', async () => {
    const folder = makeFolder();
    const watching = startWatch(folder, 0);
    const statusOf = async () => JSON.parse((await ask('status', folder.out, '--json')).stdout);
    let status = await statusOf();
    while (status.waiting < WRITING_MODES.length) {
      await pause(200);
      status = await statusOf();
    }
    expect(status).toMatchObject({ waiting: WRITING_MODES.length, held: 0, running: 0, published: 0, outbox: 0, ready: true });
    expect(status.watches[0].subjects[0]).toMatchObject({
      lot: 'LOT-append',
      state: 'waiting',
      awaited: [{ code: 'watch/awaits-file', fields: { file: 'append.fcs' } }],
    });
    expect((await ask('status', folder.out, '--health')).code).toBe(0);
    watching.child.kill('SIGKILL');
    await watching.ended;
    expect((await ask('status', folder.out, '--health')).code).toBe(69);
    expect((await statusOf()).ready).toBe(false);
    const again = startWatch(folder, 0);
    while (!(await statusOf()).ready) await pause(200);
    again.child.kill('SIGTERM');
    expect(await again.ended).toBe(0);
    expect((await statusOf()).notReady).toEqual(['No process watches a folder for these results.']);
  }, 300_000);
});
