import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { WRITING_MODES, type WritingMode, type Written, writeLive } from '../runtime/live-writers.ts';
import { published } from '../runtime/watched-folder.ts';
import {
  ask,
  bytesOf,
  clearWatches,
  type Folder,
  fileOf,
  judged,
  lotOf,
  makeFolder,
  pause,
  startWatch,
  untilPublished,
  untilWatched,
} from './live-watch.ts';

afterEach(clearWatches);

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
  await untilWatched(folder, watching);
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
  }, 900_000);

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
  }, 900_000);
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
  }, 900_000);
});
