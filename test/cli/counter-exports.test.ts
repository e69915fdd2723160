import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseReleaseResult } from '../../src/results/release-result-schema.ts';
import { sentence } from '../said.ts';
import { captureCommand } from './captured-command.ts';
import { makeNewUserFolder } from './new-user-folder.ts';

const HEAD =
  'Sample ID,Cell count,Viable cells,Total (x10^6) cells/mL,Viable (x10^6) cells/mL,Viability (%),Average circularity,Cell type,Analysis date/time,Dilution';
/** 3.2 of 4 million cells a millilitre live: 80 %. */
const LINE = ',1000,800,4.00,3.20,80,0.9,Mammalian,2026-11-18 09:40,1';
const BOTH = [`LOT-1_final${LINE}`, `LOT-2_final${LINE}`];
const COUNT_HEAD = 'lot,stage,sample,preparation,name,value,unit,replicate,tested_at';

const BIND = `
    - pattern: "vicell*.csv"
      kind: counts
      read: { format: vi-cell-blu }
      sampleId: "{lot}_{stage}"
      counts:
        viable: { column: "Viable (x10^6) cells/mL", unit: cells/mL }
        viability: { column: "Viability (%)", unit: "%" }`;
const ATTRIBUTES = `
  - id: viable-cells
    type: count
    title: { en: Viable cells, zh: 活细胞数 }
    stage: final
    method: { id: QC-M-020, text: cell counter, version: "2", status: validated }
    count: viable
    unit: cells/mL
    preparations: 1
  - id: viability-counted
    type: count
    title: { en: Viability, zh: 活率 }
    stage: final
    method: { id: QC-M-020, text: cell counter, version: "2", status: validated }
    count: viability
    unit: "%"
    preparations: 1
`;
const ROWS = `
  - { id: VCC, attribute: viable-cells, stage: final, section: purity, title: { en: Viable cells, zh: 活细胞数 }, method: QC-M-020, criterion: { atLeast: 3.0e6 }, unit: cells/mL, significantDigits: 2, decideOn: rounded, source: ours }
`;

interface Change {
  /** Exports by name: lines below the heading. */
  readonly exports?: Readonly<Record<string, readonly string[]>>;
  readonly head?: string;
  /** Rows of the table of counts; absent = the definition names none. */
  readonly typed?: readonly string[];
  readonly pipeline?: (text: string) => string;
}

/** Two lots whose cells a counter counted; both conform where nothing is changed. */
async function outcome(change: Change) {
  const folder = makeNewUserFolder();
  try {
    folder.change('method/pipeline.yaml', (text) => {
      const tables = `sampleList: samples.csv${change.typed === undefined ? '' : '\n  counts: counts.csv'}\n  bind:${BIND}`;
      return (change.pipeline ?? ((same) => same))(`${text.trimEnd()}${ATTRIBUTES}`.replace('sampleList: samples.csv', tables));
    });
    folder.change('method/specification.yaml', (text) => `${text.trimEnd()}${ROWS}`);
    for (const [name, lines] of Object.entries(change.exports ?? { 'vicell-1.csv': BOTH }))
      writeFileSync(join(folder.exportFolder, name), [change.head ?? HEAD, ...lines, ''].join('\n'));
    if (change.typed !== undefined) writeFileSync(join(folder.exportFolder, 'counts.csv'), [COUNT_HEAD, ...change.typed, ''].join('\n'));
    const found = await captureCommand([
      'run',
      folder.exportFolder,
      '--pipeline',
      folder.pipeline,
      '--out',
      folder.out,
      '--jobs',
      '1',
      '--quiet',
    ]);
    const checked = await captureCommand(['check', folder.pipeline, '--folder', folder.exportFolder]);
    const results = (existsSync(folder.out) ? readdirSync(folder.out, { recursive: true, encoding: 'utf8' }) : [])
      .filter((path) => path.endsWith('result.json'))
      .sort()
      .map((path) => parseReleaseResult(JSON.parse(readFileSync(join(folder.out, path), 'utf8'))));
    const rowsOf = (attribute: string) => results.map((result) => result.attributes.find((row) => row.attribute === attribute));
    return {
      exitCode: found.exitCode,
      stderr: found.stderr,
      checked: checked.stdout,
      checkCode: checked.exitCode,
      checkErrors: checked.stderr,
      dispositions: results.map((result) => result.disposition.proposed),
      held: results.map((result) => result.disposition.held.map((reason) => reason.code)),
      messages: results.flatMap((result) => [...result.disposition.held, ...result.attributes.flatMap((row) => row.reasons)].map(sentence)),
      estimates: (attribute: string) => rowsOf(attribute).map((row) => row?.estimate),
      codes: (attribute: string) => rowsOf(attribute).map((row) => row?.reasons.map((one) => one.code)),
      inputs: results.map((result) =>
        result.inputs.filter((input) => input.kind === 'counts').map((input) => [input.file, input.rows?.length]),
      ),
    };
  } finally {
    rmSync(folder.root, { recursive: true });
  }
}

const of = (lot: string, line: string): string[] => [`${lot}_final${line}`];
const second = (line = LINE): string[] => of('LOT-2', line);

describe('exports of a cell counter that give counts', () => {
  it('serve every lot whose samples they name, in the unit of the method', async () => {
    const found = await outcome({});

    expect(found).toMatchObject({ exitCode: 0, dispositions: ['conforms', 'conforms'] });
    // 3.20 x 10^6.
    expect(found.estimates('viable-cells')).toEqual([3_200_000, 3_200_000]);
    expect(found.inputs).toEqual([[['vicell-1.csv', 2]], [['vicell-1.csv', 2]]]);
    expect(found.checked).toContain('vicell-1.csv');
    expect(found.checked).not.toContain('Files that nothing binds');
  });

  it('may be several, each with its own samples', async () => {
    const found = await outcome({ exports: { 'vicell-1.csv': BOTH.slice(0, 1), 'vicell-2.csv': BOTH.slice(1) } });

    expect(found).toMatchObject({ exitCode: 0, inputs: [[['vicell-1.csv', 2]], [['vicell-2.csv', 2]]] });
  });

  it('may be named by their lots, where samples are named otherwise', async () => {
    const byFile = (text: string): string =>
      text
        .replace('"vicell*.csv"', '"vicell-{lot}.csv"')
        .replace('"{lot}_{stage}"', '"*"')
        .replace('sampleId:', 'set: { stage: final }\n      sampleId:');
    const found = await outcome({
      pipeline: byFile,
      exports: { 'vicell-LOT-1.csv': [`tube 1${LINE}`], 'vicell-LOT-2.csv': [`tube 1${LINE}`] },
    });

    expect(found).toMatchObject({ exitCode: 0, inputs: [[['vicell-LOT-1.csv', 2]], [['vicell-LOT-2.csv', 2]]] });
  });

  it('are pending where none is there', async () => {
    const found = await outcome({ exports: {} });

    expect(found).toMatchObject({ exitCode: 10, dispositions: ['pending', 'pending'] });
    expect(found.estimates('viable-cells')).toEqual([null, null]);
  });

  it('count a sample once: the same in two exports is held', async () => {
    const found = await outcome({ exports: { 'vicell-1.csv': BOTH, 'vicell-2.csv': BOTH.slice(0, 1) } });

    expect(found.codes('viable-cells')).toEqual([['held/double-count'], []]);
    expect(found.estimates('viable-cells')).toEqual([null, 3_200_000]);
  });

  it('name samples that are called otherwise, once a file', async () => {
    const found = await outcome({ exports: { 'vicell-1.csv': [...BOTH, `beads${LINE}`, `water${LINE}`, `${LINE}`] } });

    expect(found.exitCode).toBe(0);
    expect(found.stderr).toContain('vicell-1.csv: 3 samples are not named as the definition says (sampleId) and serve nothing');
  });

  it('that cannot be read hold every lot, since nobody can say whose counts they are', async () => {
    const found = await outcome({ exports: { 'vicell-1.csv': BOTH, 'vicell-2.csv': ['LOT-1_final,1000'] } });

    expect(found).toMatchObject({ exitCode: 20, held: [['held/unreadable-file'], ['held/unreadable-file']] });
  });

  it('are told from another format and from another figure by a sentence', async () => {
    const found = await outcome({ pipeline: (text) => text.replace('column: "Viable (x10^6) cells/mL"', 'column: "Viable cells/mL"') });

    expect(found.messages.join('\n')).toContain("Expected the figure 'Viable cells/mL' among those of the export");
  });
});

describe('a sample of an export', () => {
  it.each([
    ['a marker', ',ERROR,ERROR,4.00,3.20,80,0.9,Mammalian,2026-11-18 09:40,1', ['held/count-viability']],
    // 790 of 1,000 are 79 %.
    ['a viability that is not that of its counts', ',1000,790,4.00,3.20,80,0.9,Mammalian,2026-11-18 09:40,1', ['held/count-viability']],
    ['a dilution that is no number', ',1000,800,4.00,3.20,80,0.9,Mammalian,2026-11-18 09:40,1:2', ['held/count-dilution']],
  ])('with %s holds its counts, and no other lot', async (_, line, codes) => {
    const found = await outcome({ exports: { 'vicell-1.csv': [...of('LOT-1', line), ...second()] } });

    expect(found).toMatchObject({ exitCode: 20, dispositions: ['no valid result', 'conforms'] });
    expect(found.codes('viable-cells')).toEqual([codes, []]);
    expect(found.estimates('viable-cells')).toEqual([null, 3_200_000]);
  });

  it('without a number holds its lot by name', async () => {
    const line = ',1000,800,4.00,ERROR,80,0.9,Mammalian,2026-11-18 09:40,1';
    const found = await outcome({ exports: { 'vicell-1.csv': [...of('LOT-1', line), ...second()] } });

    expect(found).toMatchObject({ exitCode: 20, dispositions: ['no valid result', 'conforms'], held: [['held/count-no-number'], []] });
    expect(found.messages).toContain(
      "Expected a number for 'Viable (x10^6) cells/mL' of the sample 'LOT-1_final' in vicell-1.csv, found 'ERROR'. Count it again.",
    );
  });

  const diluted = (text: string): string => text.replace('sampleId:', 'dilution: 10\n      sampleId:');
  it.each([
    // The counter multiplied itself.
    ['the counter was told of', '10', [3_200_000, []]],
    // 3.2 x 10^6 in one part in ten.
    ['the counter was not told of', '1', [32_000_000, []]],
    ['is another than that of the method', '2', [null, ['held/count-dilution']]],
    ['is not stated', '', [null, ['held/count-dilution']]],
  ])('whose dilution %s', async (_, dilution, [estimate, codes]) => {
    const line = LINE.replace(/1$/, dilution);
    const found = await outcome({
      pipeline: diluted,
      exports: { 'vicell-1.csv': [...of('LOT-1', line), ...second(LINE.replace(/1$/, '10'))] },
    });

    expect(found.estimates('viable-cells')[0]).toBe(estimate);
    expect(found.codes('viable-cells')[0]).toEqual(codes);
    // A viability is the same in any dilution.
    if (estimate !== null) expect(found.estimates('viability-counted')[0]).toBe(80);
  });
});

describe('a count in the table and in an export', () => {
  const row = (value: string, unit = 'cells/mL') => `LOT-1,final,,,viable,${value},${unit},,`;
  it.each([
    ['the same number', row('3.2e6'), [3_200_000, []]],
    ['the same number in another unit', row('3.2', '10^6 cells/mL'), [null, ['attribute/count-unit']]],
    ['a number that was rounded', row('3e6'), [null, ['held/count-differs']]],
    ['a number that differs in its last digit', row('3200001'), [null, ['held/count-differs']]],
    ['a unit that cannot be compared', row('3.2e6', 'cells/vial'), [null, ['held/count-differs', 'attribute/count-unit']]],
  ])('counts once where the table says %s, else neither', async (_, typed, [estimate, codes]) => {
    const found = await outcome({ typed: [typed] });

    expect(found.estimates('viable-cells')).toEqual([estimate, 3_200_000]);
    expect(found.codes('viable-cells')).toEqual([codes, []]);
  });

  it('is recorded with both files', async () => {
    const found = await outcome({ typed: [row('3.2e6')] });

    expect(found.inputs).toEqual([
      [
        ['counts.csv', 1],
        ['vicell-1.csv', 2],
      ],
      [
        ['counts.csv', 0],
        ['vicell-1.csv', 2],
      ],
    ]);
  });

  it('stands beside what only one of both has', async () => {
    const found = await outcome({ exports: { 'vicell-1.csv': second() }, typed: [row('3.2e6'), 'LOT-1,final,,,viability,80,%,,'] });

    expect(found).toMatchObject({ exitCode: 0, dispositions: ['conforms', 'conforms'] });
  });
});

describe('a definition', () => {
  it.each([
    [
      'names no stage',
      (text: string) => text.replace('"{lot}_{stage}"', '"{lot}"'),
      'Expected the stage of a counted sample from sampleId or pattern ({stage}) or from set, found it in none.',
    ],
    [
      'says the stage twice',
      (text: string) => text.replace('sampleId:', 'set: { stage: final }\n      sampleId:'),
      'Expected the stage of a counted sample from one of pattern, sampleId and set, found it in sampleId and set.',
    ],
    [
      'gives a count that nothing reads',
      (text: string) => text.replace('        viable: {', '        viabel: {'),
      "Expected a count that an attribute reads (viable, viability), found 'viabel'.",
    ],
    [
      'has a field that a sample name cannot give',
      (text: string) => text.replace('"{lot}_{stage}"', '"{lot}_{stage}_{tube}"'),
      'in the pattern of sample names',
    ],
  ])('that %s is refused', async (_, pipeline, message) => {
    const found = await outcome({ pipeline });

    expect(found.exitCode).toBe(65);
    expect(found.checkCode).toBe(65);
    expect(found.stderr).toContain(message);
    expect(found.checkErrors).toContain(message);
  });
});
