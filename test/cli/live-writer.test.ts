import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { WRITING_MODES, type WritingMode } from '../runtime/live-writers.ts';
import { describeShared } from '../shared-data.ts';
import {
  ask,
  bytesOf,
  clearWatches,
  type Folder,
  fileOf,
  judged,
  makeFolder,
  pause,
  startWatch,
  untilPublished,
  untilWatched,
} from './live-watch.ts';

afterEach(clearWatches);

const FINISHED = WRITING_MODES.filter((mode) => mode !== 'vanish');
const SECONDS = 6;
/** Above the longest silence of a writer, 0.6 of its time, and what a busy machine adds. */
const QUIET_SECONDS = 15;

/** Lets the tool write a file as a mode says; the SHA-256 of the contents that it called whole, the last one last. */
function write(tool: string, folder: Folder, mode: WritingMode): Promise<readonly string[]> {
  const base = join(folder.root, `base-${fileOf(mode)}`);
  writeFileSync(base, bytesOf(mode));
  const words = [tool, base, folder.drop, '--mode', mode, '--seconds', String(SECONDS), '--name', fileOf(mode)];
  return new Promise((resolve, reject) => {
    const child = spawn('python3', words, { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (part: Buffer) => {
      said += part.toString('utf8');
    });
    child.on('close', (code) => {
      if (code !== 0) reject(new Error(`${mode}: the writer ended with ${code}`));
      const steps: { sha256: string | null }[] = said
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      resolve(steps.flatMap(({ sha256 }) => (sha256 === null ? [] : [sha256])));
    });
  });
}

describeShared('an instrument that another program plays, under the built command', (shared) => {
  it('in its ten ways side by side: a result for each finished file from its whole bytes, none else, and later copies are noted', async () => {
    const folder = makeFolder();
    const watching = startWatch(folder, QUIET_SECONDS);
    await untilWatched(folder, watching);
    const written = new Map(
      await Promise.all(
        WRITING_MODES.map(async (mode) => [mode, await write(join(shared, 'tools/live_writer.py'), folder, mode)] as const),
      ),
    );
    await untilPublished(folder, watching, FINISHED.length);
    for (const mode of FINISHED)
      expect([mode, judged(folder, mode)]).toEqual([mode, [{ sha256: written.get(mode)?.at(-1), proposed: 'conforms' }]]);
    expect(judged(folder, 'vanish')).toEqual([]);
    // A copy of a judged file that comes when all is published.
    copyFileSync(join(folder.drop, fileOf('append')), join(folder.drop, 'late-copy.fcs'));
    while (!watching.said().includes("'late-copy.fcs'")) await pause(200);
    expect(
      watching
        .said()
        .split('\n')
        .find((line) => line.includes("'late-copy.fcs'")),
    ).toContain('[watch/duplicate-copy]');
    watching.child.kill('SIGTERM');
    expect(await watching.ended).toBe(0);
    expect(readdirSync(join(folder.out, 'jobs')).filter((name) => !name.startsWith('.'))).toHaveLength(FINISHED.length);
    expect((await ask('verify', folder.out)).code).toBe(0);
    const whole = createHash('sha256').update(bytesOf('append')).digest('hex');
    expect(written.get('append')).toEqual([whole]);
  }, 900_000);
});
