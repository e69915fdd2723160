// The trials of `watch` that take long: memory and open files over half an hour, the end at any moment, a share that stalls.
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { command, expectPublished, positivesOf, publishedIn, runWords, smallLot, writeSmallLots } from './small-lots.mjs';
import { copyLots, freshFolder, jsonLines, keyIn, pause, startWatch, writeList } from './watched.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const MEBIBYTE = 1024 * 1024;
const MOST_END_MILLISECONDS = 8000;
/** Lots that lie in the drop folder at a time: older ones are purged. */
const KEPT_LOTS = 20;

function must(words, codes) {
  const ended = spawnSync(process.execPath, words, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (!codes.includes(ended.status)) throw new Error(`exit ${ended.status} (${ended.signal}): ${ended.stderr.slice(-600)}`);
  return ended;
}

const publishedLots = (out) => new Set([...publishedIn(out).keys()].map((path) => path.split('/')[1]));

async function until(holds, seconds, what) {
  for (const since = performance.now(); !(await holds()); await pause(100))
    if (performance.now() - since > seconds * 1000) throw new Error(`expected ${what} within ${seconds} s`);
}

/** Lots with what an unbroken run gives of them, made once. */
async function ground(folder, count) {
  const lots = await writeSmallLots(folder, count);
  return { folder, lots, expected: wholeOf(folder) };
}

function wholeOf(folder) {
  const whole = join(folder, 'whole');
  if (!existsSync(whole)) must(runWords(folder, whole), [0]);
  keyIn(folder);
  return publishedIn(whole);
}

/** A file that grows for a second, as an instrument writes it. */
async function writeSlowly(path, bytes) {
  const descriptor = openSync(path, 'wx');
  const pieces = 5;
  const size = Math.ceil(bytes.length / pieces);
  for (let piece = 0; piece < pieces; piece++) {
    writeSync(descriptor, bytes, piece * size, Math.max(0, Math.min(size, bytes.length - piece * size)));
    await pause(200);
  }
  closeSync(descriptor);
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

export const WATCH_TRIALS = {
  'watch-flat': {
    what: '30 minutes of a watch ($CYTOLOT_MINUTES) to which a lot comes every few seconds and from which older ones are purged: memory and open files flat; cost of hashing and fsync',
    times: 1,
    prepare: (folder) => ground(folder, 1),
    once: async ({ folder }) => {
      const minutes = Number(process.env.CYTOLOT_MINUTES ?? 30);
      const [drop, out, costs] = [freshFolder(join(folder, 'drop')), join(folder, 'out'), join(folder, 'costs.jsonl')];
      for (const path of [out, costs]) rmSync(path, { recursive: true, force: true });
      writeList(drop, []);
      const node = ['--expose-gc', '--require', join(here, 'count-costs.cjs')];
      const options = ['--scan', '2', '--quiet', '3', '--jobs', '2'];
      const watch = await startWatch({ folder, drop, out, options, node, env: { CYTOLOT_COSTS: costs } });
      const lots = [];
      let sampled = performance.now();
      for (const since = performance.now(); performance.now() - since < minutes * 60_000; ) {
        const lot = `LOT-${String(lots.length + 1).padStart(4, '0')}`;
        await writeSlowly(join(drop, `${lot}.fcs`), await smallLot(lots.length, 20 * positivesOf(lots.length), 20_000));
        lots.push(lot);
        writeList(drop, lots.slice(-KEPT_LOTS));
        for (const old of lots.slice(-2 * KEPT_LOTS, -KEPT_LOTS)) rmSync(join(drop, `${old}.fcs`), { force: true });
        await pause(3000);
        if (performance.now() - sampled < 15_000) continue;
        sampled = performance.now();
        watch.child.kill('SIGUSR2');
      }
      await until(() => publishedLots(out).size === lots.length, 300, `${lots.length} results`);
      const { code, milliseconds } = await watch.end();
      if (code !== 0) throw new Error(`exit ${code}: ${watch.said().slice(-600)}`);
      must([command, 'verify', out], [0]);
      const samples = jsonLines(costs);
      const [middle, last] = [1 / 3, 2 / 3].map((from) =>
        samples.slice(Math.floor(samples.length * from), Math.floor(samples.length * (from + 1 / 3))),
      );
      const of = (part, name) => median(part.map((sample) => sample[name]));
      const end = samples.at(-1);
      const figures = {
        results: lots.length,
        samples: samples.length,
        'MiB after garbage collection, middle third': Math.round(of(middle, 'rss') / MEBIBYTE),
        'MiB after garbage collection, last third': Math.round(of(last, 'rss') / MEBIBYTE),
        'heap MiB, middle third': Math.round((10 * of(middle, 'heapUsed')) / MEBIBYTE) / 10,
        'heap MiB, last third': Math.round((10 * of(last, 'heapUsed')) / MEBIBYTE) / 10,
        'open files, middle third': of(middle, 'openFiles'),
        'open files, last third': of(last, 'openFiles'),
        'fsync calls a result': Math.round(end.syncs / lots.length),
        'ms of fsync a result': Math.round(end.syncMicroseconds / 1000 / lots.length),
        'ms of hashing a result': Math.round((10 * end.hashMicroseconds) / 1000 / lots.length) / 10,
        'KiB hashed a result': Math.round(end.hashBytes / 1024 / lots.length),
        'ms to end': milliseconds,
      };
      const [before, after] = ['middle third', 'last third'].map((part) => figures[`MiB after garbage collection, ${part}`]);
      if (after > before * 1.1) throw new Error(`memory grew: ${JSON.stringify(figures)}`);
      if (figures['open files, last third'] > figures['open files, middle third'])
        throw new Error(`open files grew: ${JSON.stringify(figures)}`);
      return figures;
    },
  },
  'watch-ends': {
    what: 'SIGTERM at a random moment of a watch that takes and judges 40 small lots and a large one: exit 0 within 8 s, what is published is whole; then the watch again, until all is there',
    times: 50,
    prepare: async (folder) => {
      const lots = [...(await writeSmallLots(folder, 40)), 'LARGE'];
      writeFileSync(join(folder, 'export/LARGE.fcs'), await smallLot(990, 900_000, 1_000_000));
      writeList(join(folder, 'export'), lots);
      return { folder, lots, expected: wholeOf(folder) };
    },
    once: async ({ folder, lots, expected }, random) => {
      const [drop, out] = [join(folder, 'drop'), join(folder, 'out')];
      if (!existsSync(out)) {
        freshFolder(drop);
        copyLots(join(folder, 'export'), drop, lots);
        writeList(drop, lots);
      }
      const options = ['--scan', '0.5', '--quiet', '0.5', '--jobs', '2'];
      const watch = await startWatch({ folder, drop, out, options });
      const moment = Math.round(random() * 6000);
      await pause(moment);
      const { code, milliseconds } = await watch.end();
      if (code !== 0) throw new Error(`exit ${code} after ${moment} ms: ${watch.said().slice(-600)}`);
      if (milliseconds > MOST_END_MILLISECONDS) throw new Error(`took ${milliseconds} ms to end, asked after ${moment} ms`);
      for (const [path, hash] of publishedIn(out)) if (expected.get(path) !== hash) throw new Error(`${path} has other bytes`);
      must([command, 'verify', out], [0]);
      const published = publishedIn(out).size;
      if (published === lots.length) rmSync(out, { recursive: true, force: true });
      return { 'ms to end': milliseconds, 'results there': published };
    },
  },
  'watch-stalls': {
    what: 'a share that answers nothing for 60 s ($CYTOLOT_STALL seconds; FUSE, needs root): health answers, what was taken is judged, the rest is taken afterwards; every second time SIGTERM meanwhile',
    times: 2,
    prepare: async (folder) => {
      const made = await ground(folder, 30);
      const flags = spawnSync('pkg-config', ['--cflags', '--libs', 'fuse3'], { encoding: 'utf8' });
      const words = ['-O2', '-o', join(folder, 'stalling-share'), join(here, 'stalling-share.c'), ...flags.stdout.trim().split(/\s+/)];
      const built = spawnSync('cc', words, { encoding: 'utf8' });
      if (built.status !== 0) throw new Error(`expected cc, pkg-config and libfuse3-dev: ${built.stderr}`);
      return made;
    },
    once: async ({ folder, lots, expected }, _random, index) => {
      const seconds = Number(process.env.CYTOLOT_STALL ?? 60);
      const [behind, drop, control, out] = [
        freshFolder(join(folder, 'behind')),
        join(folder, 'share'),
        join(folder, 'stall'),
        join(folder, 'out'),
      ];
      for (const path of [out, control]) rmSync(path, { recursive: true, force: true });
      mkdirSync(drop, { recursive: true });
      const share = spawn(join(folder, 'stalling-share'), [behind, control, drop], { stdio: 'ignore' });
      const [first, rest] = [lots.slice(0, 20), lots.slice(20)];
      try {
        await until(() => statSync(drop).ino === statSync(behind).ino, 10, 'the share');
        copyLots(join(folder, 'export'), behind, first);
        writeList(behind, lots);
        const options = ['--scan', '1', '--quiet', '2', '--jobs', '1'];
        const watch = await startWatch({ folder, drop, out, options });
        await until(async () => (await watch.metric('cytolot_files{state="taken"}')) === first.length + 1, 120, 'the first files taken');
        writeFileSync(control, '');
        const atStall = publishedIn(out).size;
        copyLots(join(folder, 'export'), behind, rest);
        let slowest = 0;
        let judgedAfter = null;
        for (const since = performance.now(); performance.now() - since < seconds * 1000; await pause(250)) {
          const answers = [await watch.ask('/livez'), await watch.ask('/readyz')];
          if (answers[0].status !== 200) throw new Error(`/livez answered ${answers[0].status}`);
          slowest = Math.max(slowest, ...answers.map(({ milliseconds }) => milliseconds));
          if (judgedAfter === null && publishedIn(out).size === first.length) judgedAfter = Math.round(performance.now() - since);
          if (index % 2 === 0 || performance.now() - since < (seconds * 1000) / 2) continue;
          // A request that FUSE has handed on is ended by no signal: the process is gone when the share answers again, and has published nothing meanwhile.
          const ended = watch.end();
          await pause(MOST_END_MILLISECONDS);
          const there = publishedIn(out).size;
          await pause(1000);
          if (publishedIn(out).size !== there) throw new Error('something was published 8 s after the end was asked for');
          rmSync(control);
          const { code, milliseconds } = await ended;
          if (code !== 0) throw new Error(`exit ${code} after ${milliseconds} ms, in the stall`);
          must([command, 'verify', out], [0]);
          return { 'slowest answer ms': slowest, 'ms to end, the stall among them': milliseconds, 'results at its begin': atStall };
        }
        if (judgedAfter === null) throw new Error(`expected ${first.length} results in the stall, found ${publishedIn(out).size}`);
        rmSync(control);
        const since = performance.now();
        await until(() => publishedIn(out).size === lots.length, 120, 'the other results after the stall');
        const rest_ms = Math.round(performance.now() - since);
        const { code, milliseconds } = await watch.end();
        if (code !== 0) throw new Error(`exit ${code}: ${watch.said().slice(-600)}`);
        expectPublished(out, expected);
        must([command, 'verify', out], [0]);
        return {
          'slowest answer ms': slowest,
          'results at its begin': atStall,
          'ms until what was taken was judged': judgedAfter,
          'ms until the rest was judged': rest_ms,
          'ms to end': milliseconds,
        };
      } finally {
        rmSync(control, { force: true });
        spawnSync('fusermount3', ['-u', '-z', drop]);
        share.kill();
      }
    },
  },
};
