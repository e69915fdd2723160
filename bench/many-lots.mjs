// `node many-lots.mjs FOLDER LOTS`: an export folder of many lots, made of the fixture gene-modified. Seeded: the same bytes on every machine. Every lot has two
// samples and three plates of its own; five lots share the seven controls of an assay run. Values differ by less than 1 in 100,000, so that no file is a copy of another.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { random } from '../scripts/random.mjs';

const LOT = 'GMC-2026-007';
const RUN = 'QC-2026-0810';
const LOTS_A_RUN = 5;
const fixture = fileURLToPath(new URL('../fixtures/gene-modified/', import.meta.url));

const lotName = (index) => `GMC-2026-${String(index + 1).padStart(3, '0')}`;
const runName = (index) => `QC-2026-${String(1000 + Math.floor(index / LOTS_A_RUN))}`;
const renamed = (text, index) => text.replaceAll(LOT, lotName(index)).replaceAll(RUN, runName(index));

/** The file with the names of another lot, which are as long, and every value of its first parameter a little larger. */
function acquisition(bytes, index, seed) {
  const copy = Buffer.from(bytes);
  for (const [from, to] of [
    [LOT, lotName(index)],
    [RUN, runName(index)],
  ])
    for (let at = copy.indexOf(from); at >= 0; at = copy.indexOf(from, at + 1)) copy.write(to, at, 'latin1');
  const [begin, end] = [26, 34].map((at) => Number(copy.toString('latin1', at, at + 8)));
  const text = copy.toString('latin1', 58, begin);
  const parameters = Number(/\$PAR.(\d+)/.exec(text)?.[1]);
  const view = new DataView(copy.buffer, copy.byteOffset);
  const next = random(seed);
  for (let at = begin; at < end; at += 4 * parameters) view.setFloat32(at, view.getFloat32(at, true) * (1 + next() / 100_000), true);
  return copy;
}

/** The plate with every number a little other. */
function plate(text, index, seed) {
  const next = random(seed);
  return renamed(text, index).replace(/(?<=,)\d{3,}(?=[,\n\r])/g, (value) => (Number(value) * (1 + next() / 1000)).toFixed(2));
}

function rowsOf(file, index) {
  const [heading, ...rows] = readFileSync(join(fixture, file), 'utf8').trimEnd().split('\n');
  const own = rows.filter((row) => row.includes(LOT) || index % LOTS_A_RUN === 0);
  return { heading, rows: own.map((row) => renamed(row, index).replace(/^QC-\d+-\d+_reporter/, `${lotName(index)}_reporter`)) };
}

export function makeManyLots(folder, lots) {
  mkdirSync(folder, { recursive: true });
  const files = readdirSync(fixture).filter((file) => /_/.test(file));
  const contents = new Map(files.map((file) => [file, readFileSync(join(fixture, file))]));
  for (let index = 0; index < lots; index++) {
    files.forEach((file, number) => {
      const seed = 1 + index * files.length + number;
      const bytes = contents.get(file);
      if (file.endsWith('.csv')) {
        const name = file.replace(RUN, lotName(index));
        writeFileSync(join(folder, name), plate(bytes.toString('utf8'), index, seed));
      } else if (file.startsWith(LOT) || index % LOTS_A_RUN === 0) {
        writeFileSync(join(folder, renamed(file, index)), acquisition(bytes, index, seed));
      }
    });
  }
  for (const table of ['samples.csv', 'external-results.csv']) {
    const parts = Array.from({ length: lots }, (_, index) => rowsOf(table, index));
    writeFileSync(join(folder, table), `${[parts[0].heading, ...parts.flatMap(({ rows }) => rows)].join('\n')}\n`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) makeManyLots(process.argv[2], Number(process.argv[3]));
