// `npm run test:mutants -- [room …]`: Stryker over each room of scripts/mutated-rooms.mjs, one after the other, and the figure of each. It takes long and
// all of a processor: an hour or so for all rooms. With `--sample N --seed S` only so many mutants, drawn over the rooms (scripts/sampled-mutants.mjs): minutes.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { MUTATED_ROOMS } from './mutated-rooms.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values: options, positionals: asked } = parseArgs({
  allowPositionals: true,
  options: { sample: { type: 'string' }, seed: { type: 'string', default: '1' } },
});
const unknown = asked.find((room) => !Object.hasOwn(MUTATED_ROOMS, room));
if (unknown !== undefined) {
  console.error(`Expected rooms of ${Object.keys(MUTATED_ROOMS).join(', ')}, found '${unknown}'.`);
  process.exit(64);
}
if (options.sample !== undefined) {
  const [size, seed] = [Number(options.sample), Number(options.seed)];
  if (!(Number.isInteger(size) && size > 0 && Number.isInteger(seed))) {
    console.error(`Expected whole numbers after --sample and --seed, found '${options.sample}' and '${options.seed}'.`);
    process.exit(64);
  }
  const { runSample } = await import('./sampled-mutants.mjs');
  const enough = await runSample({ rooms: asked.length > 0 ? asked : Object.keys(MUTATED_ROOMS), size, seed });
  process.exit(enough ? 0 : 1);
}
const lines = [];
for (const room of asked.length > 0 ? asked : Object.keys(MUTATED_ROOMS)) {
  const { status } = spawnSync(process.execPath, ['node_modules/@stryker-mutator/core/bin/stryker.js', 'run', 'stryker.config.mjs'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, CYTOLOT_ROOM: room },
  });
  if (status !== 0) process.exitCode = 1;
  lines.push(`${room}: ${figure(join(root, `reports/mutants-${room}.json`))}`);
}
console.log(lines.join('\n'));

function figure(path) {
  const { files } = JSON.parse(readFileSync(path, 'utf8'));
  const states = Object.values(files).flatMap(({ mutants }) => mutants.map(({ status }) => status));
  const killed = states.filter((state) => state === 'Killed' || state === 'Timeout').length;
  const all = killed + states.filter((state) => state === 'Survived' || state === 'NoCoverage').length;
  return `${killed} of ${all} mutants killed (${((100 * killed) / all).toFixed(1)} %)`;
}
