// One `run` over 1, 10 and 200 lots: wall and CPU seconds, CPU over wall, peak memory, and when the first report stood. Every run checks that all lots conform, and
// that the lot that all folders share has the same values in each. `--quick` leaves out the 200.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeManyLots } from './many-lots.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = process.env.CYTOLOT_BENCH ?? join(tmpdir(), 'cytolot-bench');
const command = process.env.CYTOLOT_COMMAND ?? join(root, 'dist/cytolot.cjs');
const pipeline = join(root, 'pipelines/gene-modified-cells/pipeline.yaml');
const usage = fileURLToPath(new URL('report-usage.mjs', import.meta.url));
const LOT = 'GMC-2026-001';

function exportOf(lots) {
  const path = join(folder, `${lots} lots`);
  if (!existsSync(path)) makeManyLots(path, lots);
  return path;
}

/** One fresh process; `firstSeconds` = when the report of the first lot stood. */
function runOnce(lots) {
  const out = mkdtempSync(join(folder, 'out-'));
  const report = join(out, 'lots', LOT, 'release/0001/report.html');
  const args = ['--import', usage, command, 'run', exportOf(lots), '--pipeline', pipeline, '--out', out, '--language', 'both', '--json'];
  const start = process.hrtime.bigint();
  const seconds = () => Number(process.hrtime.bigint() - start) / 1e9;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore', 'pipe'] });
    let firstSeconds = null;
    const look = setInterval(() => {
      if (firstSeconds === null && existsSync(report)) firstSeconds = seconds();
    }, 20);
    const [stdout, used] = [[], []];
    child.stdout.on('data', (data) => stdout.push(data));
    child.stdio[3].on('data', (data) => used.push(data));
    child.on('close', (status) => {
      clearInterval(look);
      const wallSeconds = seconds();
      if (status !== 0) return reject(new Error(`run over ${lots} lots: exit code ${status}`));
      const outcome = JSON.parse(Buffer.concat(stdout).toString('utf8'));
      const bad = outcome.lots.filter(({ disposition }) => disposition !== 'conforms');
      if (outcome.lots.length !== lots || bad.length > 0)
        return reject(new Error(`expected ${lots} lots that conform, found ${outcome.lots.length}, of which ${bad.length} do not`));
      const result = JSON.parse(readFileSync(join(out, 'lots', LOT, 'release/0001/result.json'), 'utf8'));
      rmSync(out, { recursive: true });
      resolve({
        lots,
        wallSeconds,
        firstSeconds,
        ...JSON.parse(Buffer.concat(used).toString('utf8')),
        attributes: JSON.stringify(result.attributes),
      });
    });
  });
}

const median = (runs, key) => runs.map((run) => run[key]).sort((a, b) => a - b)[runs.length >> 1];

mkdirSync(folder, { recursive: true });
const sizes = process.argv.includes('--quick') ? [1, 10] : [1, 10, 200];
let expected = null;
console.log(['lots', ' wall s', '  CPU s', 'CPU/wall', ' RSS MB', 'first report s'].join('  '));
for (const lots of sizes) {
  const runs = [];
  for (let time = 0; time < (lots > 10 ? 1 : 3); time++) runs.push(await runOnce(lots));
  for (const { attributes } of runs) {
    expected ??= attributes;
    if (attributes !== expected) throw new Error(`${LOT} has other values among ${lots} lots`);
  }
  const [wall, cpu] = [median(runs, 'wallSeconds'), median(runs, 'cpuSeconds')];
  const cells = [String(lots).padStart(4), wall.toFixed(2).padStart(7), cpu.toFixed(2).padStart(7), (cpu / wall).toFixed(2).padStart(8)];
  console.log(
    [
      ...cells,
      median(runs, 'rssMegabytes').toFixed(0).padStart(7),
      (median(runs, 'firstSeconds') ?? Number.NaN).toFixed(2).padStart(14),
    ].join('  '),
  );
}
