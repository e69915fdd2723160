import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseReleaseResult } from '../../src/results/release-result-schema.ts';
import { sentence } from '../said.ts';
import { captureCommand } from './captured-command.ts';
import { makeNewUserFolder } from './new-user-folder.ts';

const COUNT_HEAD = 'lot,stage,sample,preparation,name,value,unit,replicate,occasion,occasion_number,occasion_reason,replaces';
const EXTERNAL_HEAD = 'lot,attribute,status,value,unit,text,stage,method,occasion,occasion_number,occasion_reason,replaces';
const SUBJECT_HEAD = 'lot,attribute,text,purpose,condition,time_point';
const ATTRIBUTES = `
  - id: viable-cells
    type: count
    title: { en: Viable cells, zh: 活细胞数 }
    stage: final
    method: { id: QC-M-020, text: cell counter, version: "2", status: validated }
    count: viable
    unit: cells/mL
    preparations: 1
  - id: sterility
    type: external
    title: { en: Sterility, zh: 无菌 }
    stage: final
    method: { id: QC-M-022, text: rapid sterility test, version: "5", status: validated }
  - id: per-cell
    type: formula
    title: { en: Half of the cells, zh: 半数细胞 }
    stage: final
    method: { text: calculation, version: "1", status: validated }
    expression: cells / 2
    inputs: { cells: { attribute: viable-cells } }
    unit: cells/mL
`;
const ROWS = `
  - { id: VCC, attribute: viable-cells, stage: final, section: purity, title: { en: Viable cells, zh: 活细胞数 }, method: QC-M-020, criterion: { atLeast: 3.0e6 }, unit: cells/mL, significantDigits: 2, decideOn: rounded, source: ours }
  - { id: STE, attribute: sterility, stage: final, section: microbiological-safety, title: { en: Sterility, zh: 无菌 }, method: QC-M-022, criterion: { equals: { en: no growth, zh: 无菌生长 } }, source: ours }
`;

const COUNTS = ['LOT-1,final,,,viable,3.2e6,cells/mL,,,,,', 'LOT-2,final,,,viable,3.2e6,cells/mL,,,,,'];
const EXTERNAL = ['LOT-1,sterility,final,,,no growth,,QC-M-022,,,,', 'LOT-2,sterility,final,,,no growth,final,QC-M-022,,,,'];

interface Change {
  readonly counts?: readonly string[];
  readonly external?: readonly string[];
  readonly externalHead?: string;
  readonly samples?: (text: string) => string;
  readonly pipeline?: (text: string) => string;
}

/** Two lots with a viability count and a sterility result from elsewhere; both conform where nothing is changed. */
async function outcome(change: Change) {
  const folder = makeNewUserFolder();
  try {
    folder.change('method/pipeline.yaml', (text) => {
      const named = text.replace(
        'sampleList: samples.csv',
        'sampleList: samples.csv\n  counts: counts.csv\n  externalResults: external.csv',
      );
      const whole = `${named.trimEnd()}${ATTRIBUTES}`.replace('inputs:', 'occasions: { repeatsAfterInvalid: 1, retests: 1 }\ninputs:');
      return (change.pipeline ?? ((same) => same))(whole);
    });
    folder.change('method/specification.yaml', (text) => `${text.trimEnd()}${ROWS}`);
    folder.change('export/samples.csv', change.samples ?? ((same) => same));
    writeFileSync(join(folder.exportFolder, 'counts.csv'), [COUNT_HEAD, ...(change.counts ?? COUNTS), ''].join('\n'));
    writeFileSync(
      join(folder.exportFolder, 'external.csv'),
      [change.externalHead ?? EXTERNAL_HEAD, ...(change.external ?? EXTERNAL), ''].join('\n'),
    );
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
    const results = readdirSync(folder.out, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('result.json'))
      .sort()
      .map((path) => parseReleaseResult(JSON.parse(readFileSync(join(folder.out, path), 'utf8'))));
    return {
      exitCode: found.exitCode,
      dispositions: results.map((result) => result.disposition.proposed),
      /** Of the first lot. */
      codes: (attribute: string) =>
        results[0]?.attributes.filter((row) => row.attribute === attribute).map((row) => [row.outcome, row.reasons.map((one) => one.code)]),
      held: results.map((result) => result.disposition.held.map((reason) => reason.code)),
      messages: results.flatMap((result) => result.disposition.held.map(sentence)),
      estimate: (attribute: string) => results[0]?.attributes.filter((row) => row.attribute === attribute).map((row) => row.estimate),
      unused: results.flatMap((result) => result.lot.unusedRows.map((row) => ({ place: row.place, message: sentence(row) }))),
      warnings: found.stderr
        .trim()
        .split('\n')
        .filter((line) => line.endsWith('[table/unused-row]')),
      checkWarnings: checked.stderr
        .trim()
        .split('\n')
        .filter((line) => line.endsWith('[table/unused-row]')),
      checked: checked.stdout,
    };
  } finally {
    rmSync(folder.root, { recursive: true });
  }
}

describe('count rows of one preparation', () => {
  it('conform one by one, as before', async () => {
    expect(await outcome({})).toMatchObject({ exitCode: 0, dispositions: ['conforms', 'conforms'], warnings: [] });
  });

  it('are held where two stand, not averaged into compliance', async () => {
    // 2.9e6 alone fails, and the mean of both would be 3.05e6 and meet.
    const found = await outcome({ counts: ['LOT-1,final,,,viable,2.9e6,cells/mL,,,,,', ...COUNTS] });

    expect(found).toMatchObject({ exitCode: 20, dispositions: ['no valid result', 'conforms'] });
    expect(found.codes('viable-cells')).toEqual([['no valid result', ['held/double-count']]]);
    expect(found.estimate('viable-cells')).toEqual([null]);
  });

  const planned = (text: string) => text.replace('count: viable', 'count: viable\n    replicates: 2');
  const second = 'LOT-2,final,,,viable,3.2e6,cells/mL';

  it('are averaged where the method plans their number and they carry it', async () => {
    const found = await outcome({
      pipeline: planned,
      counts: [
        'LOT-1,final,,,viable,2.9e6,cells/mL,2,,,,',
        'LOT-1,final,,,viable,3.3e6,cells/mL,1,,,,',
        `${second},1,,,,`,
        `${second},2,,,,`,
      ],
    });

    expect(found).toMatchObject({ exitCode: 0, dispositions: ['conforms', 'conforms'], warnings: [] });
    // (2.9e6 + 3.3e6) / 2
    expect(found.estimate('viable-cells')).toEqual([3.1e6]);
  });

  it.each([
    ['a number is missing', ['1']],
    ['a number stands twice', ['1', '1']],
    ['there is one more than planned', ['1', '2', '3']],
    ['one has no number', ['1', '']],
  ])('are held where %s', async (_, numbers) => {
    const found = await outcome({
      pipeline: planned,
      counts: [...numbers.map((number) => `LOT-1,final,,,viable,3.2e6,cells/mL,${number},,,,`), `${second},1,,,,`, `${second},2,,,,`],
    });

    expect(found).toMatchObject({ exitCode: 20, dispositions: ['no valid result', 'conforms'] });
    expect(found.codes('viable-cells')).toEqual([['no valid result', ['held/count-replicates']]]);
  });
});

describe('a second result from elsewhere', () => {
  it.each([
    ['says the same', 'LOT-1,sterility,final,,,no growth,,QC-M-022,,,,'],
    ['says otherwise', 'LOT-1,sterility,final,,,growth,,QC-M-022,,,,'],
    ['is still pending', 'LOT-1,sterility,pending,,,,,QC-M-022,,,,'],
  ])('holds that attribute of that lot where it %s', async (_, row) => {
    const found = await outcome({ external: [...EXTERNAL, row] });

    expect(found).toMatchObject({ exitCode: 20, dispositions: ['no valid result', 'conforms'] });
    expect(found.codes('sterility')).toEqual([['no valid result', ['held/double-result']]]);
    expect(found.codes('viable-cells')).toEqual([['meets', []]]);
  });

  it('is a test occasion by its own columns: the worst valid outcome stands', async () => {
    const retest = await outcome({ external: [...EXTERNAL, 'LOT-1,sterility,final,,,no growth,,QC-M-022,retest,2,OOS-1,'] });
    const failing = await outcome({ external: [...EXTERNAL, 'LOT-1,sterility,final,,,growth,,QC-M-022,retest,2,OOS-1,'] });

    expect(retest).toMatchObject({ exitCode: 0, dispositions: ['conforms', 'conforms'] });
    expect(retest.codes('sterility')).toEqual([
      ['meets', []],
      ['meets', []],
    ]);
    // What was not tested again is not reported again.
    expect(retest.codes('viable-cells')).toEqual([['meets', []]]);
    expect(failing).toMatchObject({ exitCode: 30, dispositions: ['does not conform', 'conforms'] });
    expect(failing.codes('sterility')).toEqual([
      ['meets', []],
      ['fails', []],
    ]);
  });

  it('is held beyond the number of occasions that the method allows', async () => {
    const row = (number: number) => `LOT-1,sterility,final,,,no growth,,QC-M-022,retest,${number},OOS-1,`;
    const found = await outcome({ external: [...EXTERNAL, row(2), row(3)] });

    expect(found).toMatchObject({ exitCode: 20, dispositions: ['no valid result', 'conforms'] });
    expect(found.held).toEqual([['held/occasion-not-allowed'], []]);
  });

  it('by another method holds the attribute; no method stated is as before', async () => {
    const other = await outcome({ external: ['LOT-1,sterility,final,,,no growth,,QC-M-099,,,,', EXTERNAL[1] ?? ''] });
    const unstated = await outcome({ external: ['LOT-1,sterility,final,,,no growth,,,,,,', EXTERNAL[1] ?? ''] });

    expect(other).toMatchObject({ exitCode: 20, dispositions: ['no valid result', 'conforms'] });
    expect(other.codes('sterility')).toEqual([['no valid result', ['held/other-method']]]);
    expect(unstated).toMatchObject({ exitCode: 0 });
  });
});

describe('a count that is tested again', () => {
  it('is a test occasion, and what is computed from it follows', async () => {
    const found = await outcome({ counts: [...COUNTS, 'LOT-1,final,,,viable,2.0e6,cells/mL,,retest,2,OOS-2,'] });

    expect(found).toMatchObject({ exitCode: 30, dispositions: ['does not conform', 'conforms'] });
    expect(found.estimate('viable-cells')).toEqual([3.2e6, 2.0e6]);
    expect(found.estimate('per-cell')).toEqual([1.6e6, 1.0e6]);
    expect(found.codes('sterility')).toEqual([['meets', []]]);
  });
});

describe('rows that nothing uses', () => {
  it.each([
    [
      'an unknown attribute',
      { external: [...EXTERNAL, 'LOT-1,endotoxin,final,0.1,,,,,,,,'] },
      "Names the attribute 'endotoxin', which the definition does not ask for.",
    ],
    [
      'a misspelled one',
      { external: [...EXTERNAL, 'LOT-1,sterilty,final,,,growth,,,,,,'] },
      "Names the attribute 'sterilty', which the definition does not ask for. Did you mean 'sterility'?",
    ],
    [
      'a measured attribute',
      { external: [...EXTERNAL, 'LOT-1,cd3,final,12,%,,,,,,,'] },
      "Names the attribute 'cd3', which the method measures itself: a result from elsewhere does not take its place.",
    ],
    [
      'another stage',
      { external: [...EXTERNAL, 'LOT-1,sterility,final,,,growth,before,,,,,'] },
      "Names the stage 'before', which the definition does not ask for.",
    ],
    [
      'an unknown count',
      { counts: [...COUNTS, 'LOT-1,final,,,volume,5,mL,,,,,'] },
      "Names the count 'volume', which the definition does not ask for.",
    ],
    [
      'a count of another stage',
      { counts: [...COUNTS, 'LOT-1,before,,,viable,5,cells/mL,,,,,'] },
      "Names the stage 'before', which the definition does not ask for.",
    ],
  ])('are named by run, check and result: %s', async (_, change, message) => {
    const found = await outcome(change);
    const place = 'external' in change ? 'external.csv:4' : 'counts.csv:4';

    expect(found).toMatchObject({ exitCode: 0, dispositions: ['conforms', 'conforms'] });
    expect(found.unused).toEqual([{ place, message }]);
    expect(found.warnings).toEqual([`warning: ${place}: ${message} [table/unused-row]`]);
    expect(found.checkWarnings).toEqual(found.warnings);
  });

  it('are named where no lot of the folder is meant, or a control serves no sample', async () => {
    const lot = await outcome({ counts: [...COUNTS, 'LOT-7,final,,,viable,5,cells/mL,,,,,'] });
    const control = await outcome({ samples: (text) => `${text.trimEnd()}\nRUN-9.fcs,control,,RUN-9,,surface,fmo-cd3\n` });

    expect(lot).toMatchObject({ exitCode: 0, unused: [] });
    expect(lot.warnings).toEqual([
      "warning: counts.csv:4: Names the lot 'LOT-7', which has no sample in this folder. Did you mean 'LOT-1'? [table/unused-row]",
    ]);
    expect(control.warnings).toEqual([
      "warning: samples.csv:5: The control 'fmo-cd3' of assay run 'RUN-9' serves no sample of this folder in tube 'surface': RUN-9.fcs. [table/unused-row]",
    ]);
  });
});

describe('rows of subjects', () => {
  const samples = (text: string) =>
    `${text
      .trimEnd()
      .split('\n')
      .map(
        (line, index) =>
          `${line},${index === 0 ? 'purpose,condition,time_point' : line.startsWith('LOT-2') ? 'stability,25C,6 months' : ',,'}`,
      )
      .join('\n')}\n`;
  const rows = (last: string) => ({
    samples,
    externalHead: SUBJECT_HEAD,
    external: ['LOT-1,sterility,no growth,release,,', 'LOT-2,sterility,no growth,stability,25C,6 months', last],
    counts: [COUNTS[0] ?? ''],
  });

  it('are named where their subject has no sample, and hold its lot in another spelling', async () => {
    const absent = await outcome(rows('LOT-2,sterility,growth,stability,25C,9 months'));
    const spelled = await outcome(rows('LOT-2,sterility,growth,stability,25c,6 months'));

    expect(absent.unused).toEqual([
      {
        place: 'external.csv:4',
        message:
          "Names the subject 'stability, 25C, 9 months', which has no sample of this lot in this folder. Did you mean 'stability, 25C, 6 months'?",
      },
    ]);
    expect(absent.held).toEqual([[], []]);
    expect(spelled.held).toEqual([[], ['held/other-spelling']]);
  });
});

describe('a name in another spelling holds the lot that it means', () => {
  const control = (text: string) => `${text.trimEnd()}\nRUN-1_copy.fcs,control,,run–1,,surface,fmo-cd3\n`;
  it.each([
    [
      'lot, other case',
      { external: [...EXTERNAL, 'lot-1,sterility,final,,,growth,,,,,,'] },
      "external.csv:4 names the lot 'lot-1', which differs from 'LOT-1'",
    ],
    [
      'lot, other separator',
      { counts: [...COUNTS, 'LOT_1,final,,,viable,1e6,cells/mL,,,,,'] },
      "counts.csv:4 names the lot 'LOT_1', which differs from 'LOT-1'",
    ],
    [
      'lot, full width',
      { counts: [...COUNTS, 'ＬＯＴ－１,final,,,viable,1e6,cells/mL,,,,,'] },
      "counts.csv:4 names the lot 'ＬＯＴ－１', which differs from 'LOT-1'",
    ],
    [
      'attribute',
      { external: [...EXTERNAL, 'LOT-1,Sterility,final,,,growth,,,,,,'] },
      "external.csv:4 names the attribute 'Sterility', which differs from 'sterility'",
    ],
    [
      'measured attribute',
      { external: [...EXTERNAL, 'LOT-1,CD3,final,12,%,,,,,,,'] },
      "external.csv:4 names the attribute 'CD3', which differs from 'cd3'",
    ],
    [
      'stage of a result',
      { external: [...EXTERNAL, 'LOT-1,sterility,final,,,growth,Final,,,,,'] },
      "external.csv:4 names the stage 'Final', which differs from 'final'",
    ],
    [
      'count',
      { counts: [...COUNTS, 'LOT-1,final,,,Viable,1e6,cells/mL,,,,,'] },
      "counts.csv:4 names the count 'Viable', which differs from 'viable'",
    ],
    [
      'stage of a count',
      { counts: [...COUNTS, 'LOT-1,FINAL,,,viable,1e6,cells/mL,,,,,'] },
      "counts.csv:4 names the stage 'FINAL', which differs from 'final'",
    ],
  ])('%s', async (_, change, begin) => {
    const found = await outcome(change);

    expect(found).toMatchObject({
      exitCode: 20,
      dispositions: ['no valid result', 'conforms'],
      held: [['held/other-spelling'], []],
      warnings: [],
    });
    expect(found.messages[0]?.startsWith(begin)).toBe(true);
    expect(found.checked).toContain(`HELD: ${begin}`);
  });

  it('of a control holds every lot that it would serve', async () => {
    const found = await outcome({ samples: control });

    expect(found.held).toEqual([['held/other-spelling'], ['held/other-spelling']]);
    expect(found.messages[0]).toContain("samples.csv:5 names the assay run 'run–1', which differs from 'RUN-1'");
  });

  it('of a preparation holds the count, which would be averaged over two', async () => {
    const found = await outcome({
      counts: ['LOT-1,final,,P1,viable,2.9e6,cells/mL,,,,,', 'LOT-1,final,,p1,viable,3.2e6,cells/mL,,,,,', COUNTS[1] ?? ''],
    });

    // Two preparations are one more than planned, too.
    expect(found.codes('viable-cells')?.[0]).toEqual(['no valid result', ['held/two-spellings', 'attribute/more-than-planned']]);
  });

  it('is no other spelling where separators stand elsewhere, or where it is a lot of the sample list itself', async () => {
    const shifted = await outcome({ counts: [...COUNTS, 'LO-T1,final,,,viable,5,cells/mL,,,,,'] });
    // Two lots of the list whose names differ only in a separator: each row belongs to its own, to the character.
    const two = await outcome({
      samples: (text) => text.replace('LOT-2,RUN-1', 'LOT_1,RUN-1'),
      pipeline: (text) => text.replace(/ {2}identity:\n.*\n/, ''),
      counts: ['LOT-1,final,,,viable,3.2e6,cells/mL,,,,,', 'LOT_1,final,,,viable,3.4e6,cells/mL,,,,,'],
      external: EXTERNAL.map((row) => row.replace('LOT-2', 'LOT_1')),
    });

    expect(shifted).toMatchObject({ exitCode: 0, held: [[], []] });
    expect(two).toMatchObject({ exitCode: 0, dispositions: ['conforms', 'conforms'], held: [[], []], warnings: [] });
  });
});
