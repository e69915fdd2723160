import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { definitionSchema } from '../../src/pipeline/definition/definition.ts';
import { validateYaml } from '../../src/pipeline/definition/validate-yaml.ts';
import { parseYamlDocument } from '../../src/pipeline/definition/yaml-document.ts';
import { nodeDisk } from '../../src/runtime/disk/disk.ts';
import { planFolder } from '../../src/runtime/folder/plan-folder.ts';
import { threadsHere } from './threads-here.ts';

let root = '';
afterEach(() => rmSync(root, { recursive: true, force: true }));

const assay = (id: string, read: string, columns: string) => `  - id: ${id}
    title: { en: E, zh: 法 }
    read: ${read}
    layout: { wells: 96, doseUnit: ng/mL, blocks: [{ wells: "A${columns[0]}:H${columns[0]}", role: reference, slot: reference, doses: [8, 7, 6, 5, 4, 3, 2, 1] }, { wells: "A${columns[1]}:H${columns[1]}", role: test, slot: test-1, doses: [8, 7, 6, 5, 4, 3, 2, 1] }] }
    responseUnit: RLU
    method: { model: 4pl, weights: none, interval: { method: log-delta, level: 0.95 } }
    planned: 2
    minimum: 2
`;
const MATRIX = '{ format: matrix, wells: 96, delimiter: comma, decimal: point, anchor: B2, label: signal, mode: luminescence, unit: RLU }';
const LONG = '{ format: long-table, wells: 96, delimiter: semicolon, decimal: point, columns: { well: Well, value: RLU } }';

const DEFINITION = `definition: 1
method: { id: m, version: "1", status: validated, title: { en: M, zh: 方 } }
product: { id: P, title: { en: P, zh: 品 } }
specification: specification.yaml
site: { timeZone: "+00:00" }
inputs: { sampleList: samples.csv }
assays:
${assay('matrix', MATRIX, '12')}${assay('other-half', MATRIX, '34')}${assay('long', LONG, '12')}attributes:
  - { id: activity, type: relative-potency, title: { en: A, zh: 活 }, stage: final, method: { text: t, version: "1", status: validated }, assay: matrix }
`;

type Values = (row: number, column: number) => string;

const wells = (columns: number) =>
  Array.from('ABCDEFGH').flatMap((letter, row) => Array.from({ length: columns }, (_, column) => ({ letter, row, column })));

function matrix(title: string, columns: number, value: Values): string {
  const heading = [title, ...Array.from({ length: 12 }, (_, i) => i + 1)].join(',');
  const rows = Array.from('ABCDEFGH').map((letter, row) =>
    [letter, ...Array.from({ length: 12 }, (_, column) => (column < columns ? value(row, column) : ''))].join(','),
  );
  return [heading, ...rows, ''].join('\n');
}

function longTable(columns: number, value: Values): string {
  return ['Well;RLU', ...wells(columns).map(({ letter, row, column }) => `${letter}${column + 1};${value(row, column)}`), ''].join('\n');
}

/** The codes that hold each plate of a folder, by its line, and the notes. */
async function plan(files: Readonly<Record<string, string>>, lines: readonly string[]) {
  root = mkdtempSync(join(tmpdir(), 'cytolot-content-'));
  mkdirSync(join(root, 'export'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, 'export', name), text);
  writeFileSync(join(root, 'export/samples.csv'), `file,kind,assay_run,assay,plate,slots\n${lines.join('\n')}\n`);
  const definition = validateYaml(definitionSchema, parseYamlDocument(DEFINITION, 'pipeline.yaml'));
  const { bound, plan: found } = await planFolder(definition, join(root, 'export'), { disk: nodeDisk, threads: threadsHere() });
  return { held: bound.map((one) => one.held.map((reason) => reason.code).join()), notes: found.notes };
}

const row = (file: string, stated: { assay?: string; run?: string; lot?: string } = {}) =>
  `${file},plate,${stated.run ?? 'R1'},${stated.assay ?? 'matrix'},,reference=RS;test-1=${stated.lot ?? 'L1'}`;
const signal: Values = (line, column) => String(100 + 10 * line + column);
const HELD = 'held/duplicate-content';

describe('plates of one content', () => {
  it.each([
    ['under a second name', matrix('', 12, signal), 'matrix', [HELD, HELD]],
    ['with other decimals and heading', matrix('second', 12, (line, column) => `${signal(line, column)}.00`), 'matrix', [HELD, HELD]],
    ['in another format', longTable(12, signal), 'long', [HELD, HELD]],
    ['but for one well', matrix('', 12, (line, column) => (line + column === 0 ? '99' : signal(line, column))), 'matrix', ['', '']],
  ])('%s', async (_, text, assayId, expected) => {
    const { held, notes } = await plan({ 'a.csv': matrix('', 12, signal), 'b.csv': text }, [
      row('a.csv'),
      row('b.csv', { assay: assayId, run: 'R2' }),
    ]);
    expect([held, notes.filter(({ code }) => code === 'content/same-bytes')]).toEqual([expected, []]);
  });

  it.each([
    // Two columns of 8 are 16 wells, three are 24.
    ['16 wells of the same bytes are noted', matrix('', 2, signal), 1, ['', '']],
    ['24 equal wells are noted', matrix('', 3, () => '5'), 1, ['', '']],
    ['24 wells that differ are held', matrix('', 3, signal), 0, [HELD, HELD]],
  ])('%s', async (_, text, noted, expected) => {
    const { held, notes } = await plan({ 'a.csv': text, 'b.csv': text }, [row('a.csv'), row('b.csv', { run: 'R2' })]);
    expect([held, notes.filter(({ code }) => code === 'content/same-bytes').length]).toEqual([expected, noted]);
  });

  it('two halves of one plate, for two assays and two lots, are one plate', async () => {
    const { held } = await plan({ 'a.csv': matrix('', 12, signal) }, [row('a.csv'), row('a.csv', { assay: 'other-half', lot: 'L2' })]);
    expect(held).toEqual(['', '']);
  });
});
