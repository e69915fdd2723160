// Runs the lots of fixtures/ through the built command and prints what became of them. Exits 0 only when every proposed disposition is
// the one for which the lot was made (fixtures/*.truth.json).
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = join(root, 'demo-out');
const RUNS = [
  { folder: 'dopaminergic', pipeline: 'dopaminergic-progenitors' },
  { folder: 'mesenchymal', pipeline: 'mesenchymal-stromal-cells' },
  { folder: 'gene-modified', pipeline: 'gene-modified-cells' },
];
// The exit code says the worst disposition of a folder; anything else is a fault of the run.
const EXIT_OF = { conforms: 0, pending: 10, 'no valid result': 20, 'does not conform': 30 };

const node = (...args) => spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] }).status;

/** The newest release result of a lot, and where its report lies. */
function readLot(outFolder, lot) {
  const folder = join(outFolder, 'lots', lot);
  const newest = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => /^\d+$/.test(name))
        .sort()
        .at(-1)
    : undefined;
  if (newest === undefined) return { proposed: 'no result', report: '' };
  const result = JSON.parse(readFileSync(join(folder, newest, 'result.json'), 'utf8'));
  return { proposed: result.disposition.proposed, report: relative(root, join(folder, newest, 'report.html')) };
}

function runFolder({ folder, pipeline }) {
  const target = join(out, folder);
  const code = node('dist/cytolot.js', 'run', `fixtures/${folder}`, '--pipeline', `pipelines/${pipeline}/pipeline.yaml`, '--out', target);
  const { lots } = JSON.parse(readFileSync(join(root, 'fixtures', `${folder}.truth.json`), 'utf8'));
  const worst = Math.max(...Object.values(lots).map(({ disposition }) => EXIT_OF[disposition]));
  if (code !== worst) {
    process.stdout.write(`${folder}: expected exit code ${worst}, found ${code}\n`);
    process.exitCode = 1;
  }
  return Object.entries(lots).map(([lot, { disposition, because }]) => ({ lot, expected: disposition, because, ...readLot(target, lot) }));
}

function printTable(rows) {
  const heads = { lot: 'Lot', proposed: 'Proposed disposition', because: 'Made so that', report: 'Report' };
  const columns = Object.keys(heads);
  const width = (column) => Math.max(...[heads, ...rows].map((row) => row[column].length));
  for (const row of [heads, ...rows])
    process.stdout.write(
      `${columns
        .map((column) => row[column].padEnd(width(column)))
        .join('  ')
        .trimEnd()}\n`,
    );
}

if (node('fixtures/generate.mjs', '--if-needed') !== 0) process.exit(70);
rmSync(out, { recursive: true, force: true });
const rows = RUNS.flatMap(runFolder);
process.stdout.write('\n');
printTable(rows);
for (const { lot, expected, proposed } of rows.filter((row) => row.proposed !== row.expected)) {
  process.stdout.write(`${lot}: expected '${expected}', found '${proposed}'\n`);
  process.exitCode = 1;
}
