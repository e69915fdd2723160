// Relative potency: the constrained 4PL pair beside ml-levenberg-marquardt in the same run, and 1,000 assays through the whole command.
// Every row checks its work against the reference table before its time counts. Needs `npm run build` and ../shared.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { levenbergMarquardt } from 'ml-levenberg-marquardt';

const root = fileURLToPath(new URL('..', import.meta.url));
const shared = `${root}../shared/data/potency/`;
const PAIRS = 200;

/** Median over assays of the best of several runs, so that a neighbour on the machine does not count. */
function medianOfBest(items, run) {
  for (const item of items) run(item);
  const best = items.map((item) => {
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < 15; i += 1) {
      const start = performance.now();
      run(item);
      least = Math.min(least, performance.now() - start);
    }
    return least;
  });
  return best.sort((a, b) => a - b)[items.length >> 1];
}

function readAssays() {
  const assays = new Map();
  for (const line of readFileSync(`${shared}sim4pl_dev_data.csv`, 'utf8').trim().split('\n').slice(1)) {
    const [id, sample, dose, , response] = line.split(',');
    if (!assays.has(id)) assays.set(id, { id, ref: [], test: [] });
    assays.get(id)[sample].push({ dose: Number(dose), response: Number(response), well: null, plate: null, excluded: null });
  }
  return [...assays.values()];
}

/** RP of every unweighted fit in R's table. */
function readReference() {
  const [header, ...lines] = readFileSync(`${shared}sim4pl_dev_reference_all.csv`, 'utf8').trim().split('\n');
  const names = header.split(',');
  const rows = lines.map((line) => line.split(','));
  const at = (name) => names.indexOf(name);
  return new Map(rows.filter((row) => row[at('weights')] === 'none').map((row) => [row[at('assay_id')], Number(row[at('rp')])]));
}

function check(found, expected, tolerance, what) {
  if (!(Math.abs(found / expected - 1) <= tolerance)) throw new Error(`${what}: found ${found}, expected ${expected}`);
}

/** The same constrained pair for the peer, from the same start, with its derivative by differences as it comes. */
function peerFit(assay) {
  const points = [...assay.ref.map((point) => ({ ...point, shift: 0 })), ...assay.test.map((point) => ({ ...point, shift: 1 }))];
  const data = { x: points.map((_, i) => i), y: points.map((point) => point.response) };
  const responses = [...data.y].sort((a, b) => a - b);
  const middle = points.reduce((sum, point) => sum + Math.log(point.dose), 0) / points.length;
  const rises = assay.ref[0].response > assay.ref.at(-1).response === assay.ref[0].dose > assay.ref.at(-1).dose;
  return levenbergMarquardt(
    data,
    ([b, c, d, lnE, rho]) =>
      (i) =>
        c + (d - c) / (1 + Math.exp(b * (Math.log(points[i].dose) + rho * points[i].shift - lnE))),
    {
      initialValues: [rises ? -1 : 1, responses[0], responses.at(-1), middle, 0],
      damping: 1e-3,
      gradientDifference: 1e-6,
      centralDifference: true,
      maxIterations: 100,
      errorTolerance: 1e-12,
    },
  ).parameterValues;
}

export async function benchPotency() {
  if (!existsSync(shared)) return [{ row: 'potency', note: 'skipped: needs ../shared' }];
  const load = (path) => import(pathToFileURL(`${root}dist/${path}`).href);
  const { estimateAssay } = await load('potency/estimation/relative-potency.js');
  const { potencyMethod } = await load('potency/method.js');
  const { curveModel } = await load('potency/dose-response/curve/curve-model.js');
  const { curveData } = await load('potency/dose-response/curve/curve-data.js');
  const { fitCurve } = await load('potency/dose-response/curve/curve-fit.js');
  const { fitConstrained, potencyFit } = await load('potency/dose-response/comparison/constrained-fit.js');
  const { potencyInterval } = await load('potency/potency-interval.js');
  const assays = readAssays();
  const reference = readReference();
  const method = potencyMethod({ model: '4pl' });
  const curve = curveModel('4pl');
  const some = assays.slice(0, PAIRS);

  const pair = (assay) => {
    const [ref, test] = [assay.ref, assay.test].map((points) =>
      curveData(points.map(({ dose, response }) => ({ dose, response, weight: 1 }))),
    );
    const own = (data) => ({ data, fit: fitCurve(curve, data) });
    const fit = fitConstrained(curve, own(ref), [own(test)]);
    return { fit, limits: potencyInterval(potencyFit(curve, [ref, test], fit), method.interval) };
  };
  const whole = (assay) =>
    estimateAssay(
      {
        name: assay.id,
        doseUnit: null,
        responseUnit: null,
        reference: { name: 'ref', points: assay.ref },
        tests: [{ name: 'test', points: assay.test }],
      },
      method,
    );
  for (const assay of assays) check(whole(assay).tests[0].relativePotency.estimate, reference.get(assay.id), 1e-7, `assay ${assay.id}`);
  let peerAgrees = 0;
  for (const assay of some) {
    if (Math.abs(Math.exp(peerFit(assay)[4]) / reference.get(assay.id) - 1) < 1e-4) peerAgrees += 1;
  }
  const rows = [
    {
      row: 'constrained 4PL pair with log-delta interval',
      milliseconds: medianOfBest(some, pair),
      note: `${assays.length} assays, RP to 1e-7 of R`,
    },
    { row: 'the same with free fits, tests and suitability', milliseconds: medianOfBest(some, whole), note: 'estimateAssay' },
    {
      row: 'ml-levenberg-marquardt, the constrained pair alone',
      milliseconds: medianOfBest(some.slice(0, 40), peerFit),
      note: `RP to 1e-4 in ${peerAgrees} of ${PAIRS}`,
    },
  ];
  return [...rows, commandRow(assays.length)];
}

function commandRow(count) {
  const argv = [
    `${root}dist/cytolot.cjs`,
    'potency',
    '--columns',
    'assay=assay_id',
    '--reference',
    'ref',
    '--json',
    `${shared}sim4pl_dev_data.csv`,
  ];
  const start = performance.now();
  const out = execFileSync(process.execPath, argv, { encoding: 'utf8', maxBuffer: 1e9, stdio: ['ignore', 'pipe', 'ignore'] });
  const milliseconds = performance.now() - start;
  const read = JSON.parse(out).assays.length;
  if (read !== count) throw new Error(`cytolot potency gave ${read} assays of ${count}`);
  return { row: `cytolot potency, ${count} assays from process start`, milliseconds, note: 'one process' };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { row, milliseconds, note } of await benchPotency()) {
    console.log(`${row.padEnd(56)} ${milliseconds === undefined ? '' : `${milliseconds.toPrecision(3)} ms`.padEnd(12)} ${note}`);
  }
}
