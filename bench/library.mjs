// What `import` of each path of the library costs beside Node itself, interleaved, and what it takes to read 1,000,000 events of 20 parameters as a
// library: one process each, every result checked. `--times 9` says how often.
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeFcs } from 'cytolot/fcs';
import { runOnce } from './measure.mjs';

const at = process.argv.indexOf('--times');
const times = at < 0 ? 9 : Number(process.argv[at + 1]);
const folder = process.env.CYTOLOT_BENCH ?? join(tmpdir(), 'cytolot-bench');
const [EVENTS, PARAMETERS] = [1_000_000, 20];
const file = join(folder, 'library-1M.fcs');

const imports = ['cytolot', ...['fcs', 'gates', 'plates', 'potency', 'pipeline'].map((name) => `cytolot/${name}`)].map((path) => ({
  name: `import '${path}'`,
  code: `import * as library from '${path}'; console.log(typeof library.InputError);`,
  printed: 'function',
}));
const node = { name: 'node', code: `console.log('function');`, printed: 'function' };
/** Every value into one array, as whoever computes with it has it; checked by the sum of one column. */
const reading = {
  name: 'read 1M x 20 into one array',
  code: `import { readFileSync } from 'node:fs';
    import { openEvents, readDataSets, sourceOfBytes } from 'cytolot/fcs';
    const source = sourceOfBytes('library-1M.fcs', readFileSync(${JSON.stringify(file)}));
    const [dataSet] = readDataSets(source);
    const columns = dataSet.parameters.map((_, column) => column);
    const { stride, offsets, blocks } = openEvents(source, dataSet, { columns, blockEvents: dataSet.eventCount });
    const [{ values, eventCount }] = blocks();
    let sum = 0;
    for (let event = 0; event < eventCount; event++) sum += values[event * stride + offsets[3]];
    console.log([eventCount, offsets.length, sum].join(' '));`,
  // Value i of the file is i modulo 1,009: column 3 holds (20 e + 3) modulo 1,009.
  printed: [EVENTS, PARAMETERS, sumOfColumn(3)].join(' '),
};

mkdirSync(folder, { recursive: true });
if (!existsSync(file)) {
  const parameters = Array.from({ length: PARAMETERS }, (_, i) => ({ name: `P${i}` }));
  writeFileSync(file, encodeFcs({ parameters, events: Float32Array.from({ length: EVENTS * PARAMETERS }, (_, i) => i % 1009) }));
}
const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
const measured = [node, ...imports, reading].map((one) => ({ ...one, runs: [] }));
for (let round = 0; round < times; round++)
  for (const one of measured) {
    const run = runOnce(['--input-type=module', '-e', one.code]);
    if (run.stdout.trim() !== one.printed) throw new Error(`${one.name}: expected ${one.printed}, found ${run.stdout}`);
    one.runs.push(run);
  }
if (process.argv.includes('--quick')) rmSync(file);

const median = ({ runs }, key) => runs.map((run) => run[key]).sort((a, b) => a - b)[times >> 1];
console.log(`${`beside node, medians of ${times}`.padEnd(32)}wall ms   CPU ms   peak MB`);
for (const one of measured.slice(1)) {
  const [wall, cpu, rss] = ['wallSeconds', 'cpuSeconds', 'rssMegabytes'].map((key) => median(one, key) - median(measured[0], key));
  console.log(
    `${one.name.padEnd(32)}${(wall * 1000).toFixed(0).padStart(7)}${(cpu * 1000).toFixed(0).padStart(9)}${rss.toFixed(1).padStart(10)}`,
  );
}

function sumOfColumn(column) {
  let sum = 0;
  for (let event = 0; event < EVENTS; event++) sum += (PARAMETERS * event + column) % 1009;
  return sum;
}
