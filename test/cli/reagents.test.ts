import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseReleaseResult } from '../../src/results/release-result-schema.ts';
import { captureCommand } from './captured-command.ts';
import { makeNewUserFolder } from './new-user-folder.ts';

const REGISTER = 'kind,lot,status,storage,qualified_from,retest_date,expiry_date,traceable_to';
/** All was acquired on 18 November 2026. */
const GOOD = 'anti-CD3,A-1,released,2-8C,2026-01-05,,2026-11-18,COA 12';
const EXPIRED = 'anti-CD3,A-1,released,2-8C,2026-01-05,,2026-11-17,COA 12';

type Where = 'tube' | 'control' | 'attribute' | 'nowhere';

/** A second attribute on the same tube, which demands nothing of its own. */
const OTHER = `
  - id: cells
    type: fraction
    title: { en: Cells, zh: 细胞 }
    stage: final
    method: { text: flow, version: "1", status: validated }
    panel: surface
    population: Cells
    of: all events
`;

async function outcome(where: Where, tables: { readonly register: readonly string[]; readonly used: readonly string[] }) {
  const folder = makeNewUserFolder();
  try {
    folder.change('method/pipeline.yaml', (text) => {
      const demands = {
        tube: text.replace('compensation: { from: none }', 'compensation: { from: none }\n    reagents: [anti-CD3]'),
        control: text.replace('settings: [cytometer]', 'settings: [cytometer], reagents: [anti-CD3]'),
        attribute: text.replace('of: Cells', 'of: Cells\n    reagents: [anti-CD3]'),
        nowhere: text,
      }[where];
      return `${demands.trimEnd()}${OTHER}`
        .replace('site:', 'reagents: register.csv\nsite:')
        .replace('sampleList: samples.csv', 'sampleList: samples.csv\n  reagents: reagents.csv');
    });
    writeFileSync(join(folder.root, 'method/register.csv'), [REGISTER, ...tables.register, ''].join('\n'));
    writeFileSync(join(folder.exportFolder, 'reagents.csv'), ['assay_run,kind,lot', ...tables.used, ''].join('\n'));
    const run = await captureCommand([
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
    const [path = ''] = readdirSync(folder.out, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('result.json'));
    const result = parseReleaseResult(JSON.parse(readFileSync(join(folder.out, path), 'utf8')));
    return {
      exitCode: run.exitCode,
      disposition: result.disposition.proposed,
      held: result.disposition.held,
      codes: Object.fromEntries(result.attributes.map((row) => [row.attribute, row.reasons.map((one) => one.code)])),
      controls: result.controls.map((control) => [control.outcome, control.reasons.map((one) => one.code)]),
      reagents: result.lot.reagents,
      inputs: result.inputs.filter((input) => input.kind.startsWith('reagent')).map((input) => [input.kind, input.file]),
      warnings: run.stderr.split('\n').filter((line) => line.endsWith('[table/unused-row]')),
      report: readFileSync(join(folder.out, path.replace('result.json', 'report.html')), 'utf8'),
    };
  } finally {
    rmSync(folder.root, { recursive: true });
  }
}

describe('a reagent that the method demands', () => {
  it.each(['tube', 'control', 'attribute'] as const)('leaves everything as it was where it is in date: %s', async (where) => {
    const found = await outcome(where, { register: [GOOD], used: ['RUN-1,anti-CD3,A-1'] });

    expect(found).toMatchObject({
      exitCode: 0,
      disposition: 'conforms',
      codes: { cd3: [], cells: [] },
      warnings: [],
      inputs: [
        ['reagents', 'reagents.csv'],
        ['reagent-register', 'register.csv'],
      ],
      reagents: [
        {
          assayRun: 'RUN-1',
          kind: 'anti-CD3',
          lot: 'A-1',
          serves: null,
          status: 'released',
          storage: '2-8C',
          qualifiedFrom: '2026-01-05',
          retestDate: null,
          expiryDate: '2026-11-18',
          traceableTo: 'COA 12',
        },
      ],
    });
    expect(found.report).toContain('anti-CD3');
    expect(found.report).toContain('溯源至');
  });

  it.each([
    ['tube', { cd3: ['reagent/expired'], cells: ['reagent/expired'] }],
    ['control', { cd3: ['reagent/expired'], cells: [] }],
    ['attribute', { cd3: ['reagent/expired'], cells: [] }],
  ] as const)('invalidates what declares it and nothing else where it was expired: %s', async (where, codes) => {
    const found = await outcome(where, { register: [EXPIRED], used: ['RUN-1,anti-CD3,A-1'] });

    expect(found).toMatchObject({ exitCode: 20, disposition: 'no valid result', held: [], codes });
    if (where === 'control') expect(found.controls).toEqual([['not judged', ['reagent/expired']]]);
  });

  it('is invalid where it is not stated, and where it is not registered', async () => {
    const unstated = await outcome('tube', { register: [GOOD], used: [] });
    const unregistered = await outcome('tube', { register: [], used: ['RUN-1,anti-CD3,A-1'] });

    expect(unstated.codes).toMatchObject({ cd3: ['reagent/not-stated'] });
    expect(unregistered.codes).toMatchObject({ cd3: ['reagent/unregistered'] });
    expect(unregistered.reagents).toMatchObject([{ lot: 'A-1', status: null }]);
  });

  it('has its rows named where nothing asks for them, and its lots held where they are spelled otherwise', async () => {
    const unused = await outcome('nowhere', { register: [EXPIRED], used: ['RUN-1,anti-CD3,A-1', 'RUN-9,anti-CD3,A-1'] });
    const spelled = await outcome('tube', { register: [GOOD], used: ['RUN-1,anti-CD3,A-1', 'RUN-1,Anti-CD3,A-2'] });

    expect(unused).toMatchObject({ exitCode: 0, disposition: 'conforms', reagents: [] });
    expect(unused.warnings).toEqual([
      "warning: reagents.csv:2: Names the kind of reagent 'anti-CD3', which the definition does not ask for. [table/unused-row]",
      "warning: reagents.csv:3: Names the assay run 'RUN-9', which no sample or plate of this folder has. Did you mean 'RUN-1'? [table/unused-row]",
    ]);
    expect(spelled).toMatchObject({ exitCode: 20, held: [{ code: 'held/other-spelling' }] });
  });

  it('needs a register and a table in the definition', async () => {
    const folder = makeNewUserFolder();
    folder.change('method/pipeline.yaml', (text) => text.replace('of: Cells', 'of: Cells\n    reagents: [anti-CD3]'));
    const check = await captureCommand(['check', folder.pipeline]);
    rmSync(folder.root, { recursive: true });

    expect(check.exitCode).toBe(65);
    expect(check.stderr).toContain(
      "Expected a register (reagents) where the kind 'anti-CD3' of a reagent is demanded, found none. [definition/bad-reference]",
    );
  });
});

describe('a reagent that an assay demands', () => {
  const shipped = fileURLToPath(new URL('../../', import.meta.url));

  /** The shipped lot of gene-modified cells, whose reporter assay of 10 August 2026 demands its cells. */
  async function outcomes(expiry: string) {
    const root = mkdtempSync(join(tmpdir(), 'cytolot-reagents-'));
    try {
      cpSync(join(shipped, 'fixtures/gene-modified'), join(root, 'in'), { recursive: true });
      cpSync(join(shipped, 'pipelines/gene-modified-cells'), join(root, 'method'), { recursive: true });
      const pipeline = join(root, 'method/pipeline.yaml');
      const text = readFileSync(pipeline, 'utf8')
        .replace(/^( *)planned: /m, '$1reagents: [reporter-cells]\n$1planned: ')
        .replace('\nsite:', '\nreagents: register.csv\nsite:')
        .replace('sampleList: samples.csv', 'sampleList: samples.csv\n  reagents: reagents.csv');
      writeFileSync(pipeline, text);
      writeFileSync(join(root, 'method/register.csv'), `${REGISTER}\nreporter-cells,RC-1,released,LN2,2026-01-05,,${expiry},MCB 3\n`);
      writeFileSync(join(root, 'in/reagents.csv'), 'assay_run,kind,lot\nQC-2026-0810,reporter-cells,RC-1\n');
      await captureCommand(['run', join(root, 'in'), '--pipeline', pipeline, '--out', join(root, 'out'), '--jobs', '1', '--quiet']);
      const [path = ''] = readdirSync(join(root, 'out'), { recursive: true, encoding: 'utf8' }).filter((name) =>
        name.endsWith('result.json'),
      );
      const result = parseReleaseResult(JSON.parse(readFileSync(join(root, 'out', path), 'utf8')));
      return result.attributes
        .filter((row) => row.outcome !== 'meets')
        .map((row) => [row.attribute, row.outcome, row.reasons.map((one) => one.code)]);
    } finally {
      rmSync(root, { recursive: true });
    }
  }

  it('invalidates the potency, and nothing else', { timeout: 60_000 }, async () => {
    expect(await outcomes('2026-08-10')).toEqual([]);
    expect(await outcomes('2026-08-09')).toEqual([['potency-reporter', 'no valid result', expect.arrayContaining(['reagent/expired'])]]);
  });
});
