// An export folder of many small lots with its method, and what a run over it must have published: the ground of the trials.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
export const command = join(root, 'dist/cytolot.cjs');

const PIPELINE = `definition: 1
method: { id: faults, version: "1", status: validated, title: { en: Faults, zh: 故障 } }
product: { id: FT, title: { en: Faults, zh: 故障 } }
specification: specification.yaml
site: { timeZone: "+08:00" }
inputs: { sampleList: samples.csv }
tubes:
  - id: surface
    panel: surface
    stages: [final]
    compensation: { from: none }
    gates:
      - { name: Cells, type: range, x: FSC-A, min: 100 }
      - { name: CD3+, type: range, parent: Cells, x: CD3-A, min: 1000 }
attributes:
  - { id: cd3, type: fraction, title: { en: CD3, zh: CD3 }, stage: final, method: { text: flow, version: "1", status: validated }, panel: surface, population: CD3+, of: Cells }
  - { id: capped, type: formula, title: { en: Capped, zh: 截断值 }, stage: final, method: { text: arithmetic, version: "1", status: validated }, inputs: { x: { attribute: cd3 } }, expression: x, unit: fraction }
`;
const SPECIFICATION = `id: SPEC-FT
revision: "1"
title: { en: Faults, zh: 故障 }
product: { id: FT, title: { en: Faults, zh: 故障 } }
effectiveFrom: 2026-01-01
rounding: half-even
rows:
  - { id: CD3, attribute: cd3, stage: final, section: purity, title: { en: CD3, zh: CD3 }, method: flow, criterion: { atLeast: 70 }, unit: "%", digits: 1, decideOn: rounded, source: ours }
  - { id: CAP, attribute: capped, stage: final, section: purity, title: { en: Capped, zh: 截断值 }, method: arithmetic, criterion: { atLeast: 50 }, unit: "%", digits: 1, decideOn: rounded, source: ours }
`;

/** Positive events of 1,000 in a lot: 801 to 1,000. */
export const positivesOf = (index) => 801 + ((index * 37) % 200);

/** The bytes of an acquisition, no two of which scatter alike: the first `positives` of its events are positive. */
export async function smallLot(index, positives, events = 1000) {
  const { encodeFcs } = await import(new URL('../../dist/fcs/encoding/encode-fcs.js', import.meta.url));
  const values = Array.from({ length: events }, (_, event) => [
    50_000 + index * 1000 + event,
    20_000 + ((event * 37) % 1000),
    event < positives ? 5000 + event : event % 100,
  ]);
  const keywords = [
    ['$CYT', 'Cytometer A'],
    ['$DATE', '18-NOV-2026'],
    ['$BTIM', '09:40:00'],
  ];
  return encodeFcs({ parameters: [{ name: 'FSC-A' }, { name: 'SSC-A' }, { name: 'CD3-A' }], keywords, events: values.flat() });
}

/** Writes `count` lots into `folder/export` and their method into `folder/method`. */
export async function writeSmallLots(folder, count, positives = positivesOf) {
  for (const name of ['export', 'method']) mkdirSync(join(folder, name), { recursive: true });
  const lots = Array.from({ length: count }, (_, index) => `LOT-${String(index + 1).padStart(3, '0')}`);
  for (const [index, lot] of lots.entries()) writeFileSync(join(folder, 'export', `${lot}.fcs`), await smallLot(index, positives(index)));
  const rows = lots.map((lot) => `${lot}.fcs,sample,${lot},RUN-1,final,surface`);
  writeFileSync(join(folder, 'export/samples.csv'), ['file,kind,lot,assay_run,stage,tube', ...rows, ''].join('\n'));
  writeFileSync(join(folder, 'method/pipeline.yaml'), PIPELINE);
  writeFileSync(join(folder, 'method/specification.yaml'), SPECIFICATION);
  return lots;
}

export const runWords = (folder, out, ...more) => [
  command,
  'run',
  join(folder, 'export'),
  '--pipeline',
  join(folder, 'method/pipeline.yaml'),
  '--out',
  out,
  '--quiet',
  ...more,
];

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** The hash of `result.json` of every published analysis, by its folder; throws where a file is not what its manifest says. */
export function publishedIn(out) {
  const lots = join(out, 'lots');
  const found = new Map();
  if (!existsSync(lots)) return found;
  for (const lot of readdirSync(lots))
    for (const subject of readdirSync(join(lots, lot)))
      for (const number of readdirSync(join(lots, lot, subject)).filter((name) => /^\d{4,}$/.test(name))) {
        const folder = join(lots, lot, subject, number);
        for (const line of readFileSync(join(folder, 'manifest.sha256'), 'utf8').trimEnd().split('\n')) {
          const [expected, path] = line.split('  ');
          if (sha256(readFileSync(join(folder, path))) !== expected) throw new Error(`${folder}/${path} is not what its manifest says`);
        }
        found.set(`lots/${lot}/${subject}/${number}`, sha256(readFileSync(join(folder, 'result.json'))));
      }
  return found;
}

/** Throws where a store does not hold exactly these results; `numbers`: whether each has the same number of its analysis. */
export function expectPublished(out, expected, numbers = 'the same numbers') {
  const found = publishedIn(out);
  const named = (path) => (numbers === 'the same numbers' ? path : path.replace(/\/\d+$/, ''));
  const text = (results) => JSON.stringify([...results].map(([path, hash]) => [named(path), hash]).sort());
  if (text(found) !== text(expected)) throw new Error(`expected ${expected.size} results, found ${found.size}, or other bytes`);
}
