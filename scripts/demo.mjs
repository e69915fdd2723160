// `npm run demo`: generates the export folders of fixtures/ where they are not there yet, runs the three definitions on them and prints what
// became of every lot. Exits 0 only when every proposed disposition is the one that the simulated truth asks for.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = join(root, 'demo-out');
const RUNS = [
  { pipeline: 'dopaminergic-progenitors', folder: 'dopaminergic' },
  { pipeline: 'mesenchymal-stromal-cells', folder: 'mesenchymal' },
  { pipeline: 'gene-modified-cells', folder: 'gene-modified' },
];

function node(args, stdio) {
  const done = spawnSync(process.execPath, args, { cwd: root, stdio, encoding: 'utf8' });
  if (done.error) throw done.error;
  return done;
}

if (node(['fixtures/generate.mjs', '--if-needed'], ['ignore', 'ignore', 'inherit']).status !== 0) process.exit(1);

const rows = [];
let wrong = 0;
for (const { pipeline, folder } of RUNS) {
  const args = [
    'dist/cytolot.cjs',
    'run',
    `fixtures/${folder}`,
    '--pipeline',
    `pipelines/${pipeline}/pipeline.yaml`,
    '--out',
    out,
    // Another state of the code may give another result under the same version.
    '--reason',
    'npm run demo',
    '--json',
  ];
  const done = node(args, ['ignore', 'pipe', 'pipe']);
  if (done.status === null || done.status >= 64) {
    process.stderr.write(done.stderr);
    process.exit(done.status ?? 1);
  }
  const truth = JSON.parse(readFileSync(join(root, 'fixtures', `${folder}.truth.json`), 'utf8')).lots;
  // A lot's release goes by the lot, its other subjects by lot and folder.
  const nameOf = ({ lot, subject }) => (subject === 'release' ? lot : `${lot}/${subject}`);
  const lots = new Map(JSON.parse(done.stdout).lots.map((lot) => [nameOf(lot), lot]));
  for (const [lot, { disposition }] of Object.entries(truth)) {
    const found = lots.get(lot);
    const as = found?.disposition === disposition ? 'as simulated' : `EXPECTED ${disposition}`;
    if (found?.disposition !== disposition) wrong += 1;
    rows.push([
      lot,
      found?.disposition ?? 'no result',
      as,
      found === undefined ? '' : relative(process.cwd(), join(found.folder, 'report.html')),
    ]);
  }
}

const head = ['subject', 'proposed disposition', '', 'report'];
const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column].length)));
for (const row of [head, widths.map((width) => '-'.repeat(width)), ...rows]) {
  console.log(
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join('  ')
      .trimEnd(),
  );
}
process.exitCode = wrong === 0 ? 0 : 1;
