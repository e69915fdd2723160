// The speed of `cytolot gate` on the common benchmark of ../shared/tools/bench, beside a plain read of the same bytes, the fcs package and our
// own exact path. Every row checks that the work was done: FlowKit's counts, or the exact path's. `--quick` leaves out the 10M file and the plate.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measure, runOnce } from './measure.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const shared = join(root, '../shared/tools/bench');
const generator = join(shared, 'flow_gen.py');
const strategy = join(shared, 'strategy.xml');
const folder = process.env.CYTOLOT_BENCH ?? join(tmpdir(), 'cytolot-bench');
const command = join(root, 'dist/cytolot.cjs');
const reference = join(root, 'bench/gate-reference.mjs');
const OTHER_LAYOUTS = ['float big-endian', 'double', 'int32 big-endian'];

/** FlowKit 1.3.2 on the file of 1,000,000 events. */
const FLOWKIT_1M = {
  Cells: 914821,
  Singlets: 874807,
  Live: 831516,
  CD73pCD90p: 799118,
  Target: 796851,
  TRA160p: 489,
  SSEA4p: 486,
  OCT4pNANOGp: 477,
  ResidualPSC: 486,
  NonTarget: 34665,
};

function pythonWithNumpy() {
  return ['/usr/bin/python3', 'python3'].find((python) => spawnSync(python, ['-c', 'import numpy']).status === 0);
}

function generate(args) {
  const { status, stderr } = spawnSync(pythonWithNumpy(), [generator, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`flow_gen.py ${args.join(' ')}: ${stderr}`);
}

function file(name, events) {
  const path = join(folder, name);
  if (!existsSync(path)) generate([path, String(events)]);
  return path;
}

function plate() {
  const path = join(folder, 'plate');
  if (!existsSync(path) || readdirSync(path).length < 96) generate(['--plate', path, '96', '50000']);
  return readdirSync(path)
    .sort()
    .map((name) => join(path, name));
}

const countsOf = ({ populations }) => Object.fromEntries(populations.map(({ path, count }) => [path.at(-1), count]));

function assertEqual(found, expected, what) {
  if (JSON.stringify(found) !== JSON.stringify(expected))
    throw new Error(`${what}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`);
}

/** Event for event: the membership of both paths as bytes. */
function assertSameMembership(path) {
  const [fast, exact] = ['fast', 'exact'].map((name) => join(folder, `membership-${name}.csv`));
  runOnce([command, 'gate', path, '--gates', strategy, '--json', '--membership', fast]);
  runOnce([command, 'gate', path, '--gates', strategy, '--json', '--exact', '--membership', exact]);
  if (!readFileSync(fast).equals(readFileSync(exact))) throw new Error(`${path}: the fast and the exact path differ`);
  for (const one of [fast, exact]) rmSync(one);
}

function printRow(name, what, { wallSeconds, cpuSeconds, rssMegabytes }, beside) {
  const ratio = beside === undefined ? '' : `${(wallSeconds / beside.wallSeconds).toFixed(1)}x`;
  const cells = [name.padEnd(20), what.padEnd(28), wallSeconds.toFixed(3).padStart(9), cpuSeconds.toFixed(3).padStart(9)];
  console.log([...cells, rssMegabytes.toFixed(0).padStart(8), ratio.padStart(9)].join('  '));
}

function row(name, { files, times, references }) {
  const gate = measure([command, 'gate', ...files, '--gates', strategy, '--json'], times);
  printRow(name, 'cytolot gate', gate);
  printRow(name, 'read of the bytes', measure([reference, 'read', ...files], times), gate);
  if (references.includes('exact')) {
    const exact = measure([command, 'gate', ...files, '--gates', strategy, '--json', '--exact'], 1);
    assertEqual(JSON.parse(gate.stdout), JSON.parse(exact.stdout), `${name}: fast path against exact path`);
    printRow(name, 'exact path', exact, gate);
  }
  if (references.includes('fcs')) printRow(name, 'fcs package, reading only', measure([reference, 'fcs', ...files], 1), gate);
  return JSON.parse(gate.stdout);
}

if (!existsSync(generator) || pythonWithNumpy() === undefined) {
  console.log('bench/gate: skipped, needs ../shared/tools/bench and a Python with numpy');
} else {
  mkdirSync(folder, { recursive: true });
  const quick = process.argv.includes('--quick');
  console.log(['file'.padEnd(20), 'what'.padEnd(28), '   wall s', '    CPU s', '  RSS MB', 'of gate'.padStart(9)].join('  '));
  const small = file('50k.fcs', 50_000);
  row('50k x 20', { files: [small], times: 5, references: ['exact', 'fcs'] });
  assertSameMembership(small);
  const million = file('1m.fcs', 1_000_000);
  assertEqual(
    countsOf(row('1M x 20', { files: [million], times: 5, references: ['exact', 'fcs'] })),
    FLOWKIT_1M,
    "1M x 20: FlowKit's counts",
  );
  for (const name of OTHER_LAYOUTS) {
    const path = join(folder, `1m ${name}.fcs`);
    if (!existsSync(path)) execFileSync(process.execPath, [join(root, 'bench/other-layout.mjs'), million, path, name]);
    const counts = countsOf(row(`1M ${name}`, { files: [path], times: 5, references: ['exact'] }));
    // Integers lose what stands behind the point, and with it some events at edges: those must be the exact path's.
    if (!name.startsWith('int')) assertEqual(counts, FLOWKIT_1M, `1M ${name}: FlowKit's counts`);
  }
  if (!quick) {
    row('10M x 20', { files: [file('10m.fcs', 10_000_000)], times: 3, references: [] });
    row('96 x 50k', { files: plate(), times: 3, references: [] });
  }
  console.log("Counts are FlowKit's on 1M; both paths agree event for event on 50k and in every count on 1M.");
}
