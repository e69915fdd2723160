import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { newKeyPem } from '../../src/runtime/audit-log/ed25519.ts';
import { WRITING_MODES, type WritingMode } from '../runtime/live-writers.ts';
import { published } from '../runtime/watched-folder.ts';
import { acquisition, makeNewUserFolder } from './new-user-folder.ts';

const command = fileURLToPath(new URL('../../dist/cytolot.cjs', import.meta.url));

const roots: string[] = [];
const running = new Set<ChildProcess>();

/** After each test: ends what still watches, and removes its folders. */
export function clearWatches(): void {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
}

export const lotOf = (mode: WritingMode) => `LOT-${mode}`;
export const fileOf = (mode: WritingMode) => `${mode}.fcs`;

/** A drop folder with the list of a lot for each way of writing, and the control of them all. */
export function makeFolder() {
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
export type Folder = ReturnType<typeof makeFolder>;

/** More events than a thread reads at once, so that a file is seen while it is written. */
export const bytesOf = (mode: WritingMode) => acquisition(lotOf(mode), 700 + WRITING_MODES.indexOf(mode));

export interface Watching {
  readonly child: ChildProcess;
  readonly said: () => string;
  readonly ended: Promise<number | NodeJS.Signals | null>;
}

export function startWatch({ drop, pipeline, out, root }: Folder, quietSeconds: number): Watching {
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
export function ask(...words: readonly string[]): Promise<{ readonly code: number | null; readonly stdout: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [command, ...words], { stdio: ['ignore', 'pipe', 'ignore'] });
    let stdout = '';
    child.stdout.on('data', (part: Buffer) => {
      stdout += part.toString('utf8');
    });
    child.on('close', (code) => resolve({ code, stdout }));
  });
}

export const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Waits until the watch has looked at the folder once: on a busy machine a writer may be done before. */
export async function untilWatched({ out }: Folder, { ended }: Watching): Promise<void> {
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  const watches = join(out, 'watch');
  const isWatched = () => existsSync(watches) && readdirSync(watches).some((name) => existsSync(join(watches, name, 'status.json')));
  while (!isOver && !isWatched()) await pause(50);
}

/** Waits until every finished file has its result, or the watch ends. */
export async function untilPublished(folder: Folder, watching: Watching, count: number): Promise<void> {
  let isOver = false;
  void watching.ended.then(() => {
    isOver = true;
  });
  while (!isOver && published(folder.out).size < count) await pause(100);
}

/** The result of a mode's lot, as which file bytes it was judged from. */
export function judged(folder: Folder, mode: WritingMode): readonly { readonly sha256: string; readonly proposed: string }[] {
  return [...published(folder.out)]
    .filter(([subject]) => subject.startsWith(`${lotOf(mode)}/`))
    .map(([, text]) => {
      const { inputs, disposition }: { inputs: { file: string; sha256?: string }[]; disposition: { proposed: string } } = JSON.parse(text);
      return { sha256: inputs.find(({ file }) => file === fileOf(mode))?.sha256 ?? '', proposed: disposition.proposed };
    });
}
