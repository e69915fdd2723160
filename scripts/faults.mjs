// Long trials of what must hold through faults: npm run test:faults -- [--only NAME] [--seed S] [--times N] [--folder F] [--again]. Each repetition is written down when it has ended,
// so that the same command goes on where it was stopped, with --again also at what failed. Ends with a line for each trial, and with 1 where a repetition failed.
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CLUSTER_TRIALS } from './faults/cluster-trials.mjs';
import { HOST_TRIALS } from './faults/host-trials.mjs';
import { TRIALS as RUN_TRIALS } from './faults/trials.mjs';
import { WATCH_TRIALS } from './faults/watch-trials.mjs';

const TRIALS = { ...RUN_TRIALS, ...WATCH_TRIALS, ...HOST_TRIALS, ...CLUSTER_TRIALS };

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    seed: { type: 'string', default: '1' },
    times: { type: 'string' },
    folder: { type: 'string' },
    again: { type: 'boolean' },
  },
});
const names = values.only === undefined ? Object.keys(TRIALS) : values.only.split(',');
const unknown = names.find((name) => !Object.hasOwn(TRIALS, name));
if (unknown !== undefined) {
  process.stderr.write(`Expected one of ${Object.keys(TRIALS).join(', ')} after --only, found '${unknown}'.\n`);
  process.exit(64);
}
const base = values.folder ?? join(tmpdir(), 'cytolot-faults');

/** Marsaglia's xorshift of 32 bits: the same numbers for the same seed. */
function randomOf(seed) {
  let state = (seed * 2654435761) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
}

const linesOf = (journal) =>
  readFileSync(journal, 'utf8')
    .trimEnd()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

let failed = 0;
for (const name of names) {
  const trial = TRIALS[name];
  const obstacle = trial.obstacle?.() ?? null;
  if (obstacle !== null) {
    process.stdout.write(`${name}: skipped, ${obstacle}\n`);
    continue;
  }
  const folder = join(base, `${name}-${values.seed}`);
  mkdirSync(folder, { recursive: true });
  const journal = join(folder, 'repetitions.jsonl');
  const done = new Map(existsSync(journal) ? linesOf(journal).map((line) => [line.index, line]) : []);
  const times = Number(values.times ?? trial.times);
  const left = Array.from({ length: times }, (_, index) => index).filter(
    (index) => !done.has(index) || (values.again === true && done.get(index).error !== null),
  );
  process.stdout.write(`${name}: ${trial.what}\n`);
  const prepared = left.length > 0 ? await trial.prepare(folder) : null;
  for (const index of left) {
    const started = Date.now();
    let [error, figures] = [null, {}];
    try {
      figures = (await trial.once(prepared, randomOf(Number(values.seed) * 1_000_003 + index + 1), index)) ?? {};
    } catch (caught) {
      error = caught instanceof Error ? caught.message : String(caught);
      process.stdout.write(`${name} ${index + 1}: ${error}\n`);
    }
    const line = { index, milliseconds: Date.now() - started, error, figures };
    done.set(index, line);
    appendFileSync(journal, `${JSON.stringify(line)}\n`);
  }
  const lines = [...done.values()].filter(({ index }) => index < times);
  const broken = lines.filter((line) => line.error !== null).length;
  failed += broken;
  const seconds = lines.reduce((sum, line) => sum + line.milliseconds, 0) / 1000;
  process.stdout.write(`${name}: ${times} repetitions in ${Math.round(seconds)} s, ${broken} failed\n`);
  for (const what of new Set(lines.flatMap(({ figures }) => Object.keys(figures ?? {})))) {
    const found = lines.map(({ figures }) => figures?.[what]).filter((value) => typeof value === 'number');
    found.sort((a, b) => a - b);
    if (found.length > 0) process.stdout.write(`  ${what}: ${found[0]} to ${found.at(-1)}, median ${found[found.length >> 1]}\n`);
  }
}
process.exitCode = failed > 0 ? 1 : 0;
