import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { version } from '../../src/version.ts';
import { captureCommand } from './captured-command.ts';
import { makeNewUserFolder, type NewUserFolder } from './new-user-folder.ts';

const folders: NewUserFolder[] = [];
afterEach(() => {
  for (const { root } of folders.splice(0)) rmSync(root, { recursive: true, force: true });
});

const APPEARANCE = `  - id: appearance
    type: external
    title: { en: Appearance, zh: 外观 }
    stage: final
    method: { text: visual, version: "1", status: validated }
`;
const APPEARANCE_ROW = `  - id: APP
    attribute: appearance
    stage: final
    section: general
    title: { en: Appearance, zh: 外观 }
    method: visual
    criterion: { equals: { en: clear, zh: 澄清 } }
    source: ours
`;
const HEADING = 'lot,attribute,status,text,due,tested_at\n';
const LOT_2 = 'LOT-2,appearance,final,clear,,2026-11-19\n';
const AWAITED = 'LOT-1,appearance,pending,,2026-12-01,\n';
const CLEAR = 'LOT-1,appearance,final,clear,,2026-11-19\n';
const TURBID = 'LOT-1,appearance,final,turbid,,2026-11-19\n';

/** The folder of somebody new, with a result from elsewhere that the first lot waits for. */
function newFolder(): NewUserFolder {
  const folder = makeNewUserFolder();
  folders.push(folder);
  folder.change(
    'method/pipeline.yaml',
    (text) =>
      `${text.replace('  sampleList: samples.csv\n', '  sampleList: samples.csv\n  externalResults: external-results.csv\n')}${APPEARANCE}`,
  );
  folder.change('method/specification.yaml', (text) => `${text}${APPEARANCE_ROW}`);
  elsewhere(folder, AWAITED, LOT_2);
  return folder;
}
const elsewhere = (folder: NewUserFolder, ...rows: readonly string[]): void =>
  writeFileSync(join(folder.exportFolder, 'external-results.csv'), `${HEADING}${rows.join('')}`);

interface Shown {
  readonly exitCode: number;
  /** `LOT-1 conforms 1 new`. */
  readonly lots: readonly string[];
  readonly refused: readonly string[];
  readonly stderr: string;
}

async function analyse(folder: NewUserFolder, ...args: readonly string[]): Promise<Shown> {
  const words = ['run', folder.exportFolder, '--pipeline', folder.pipeline, '--out', folder.out, '--jobs', '1', '--json', ...args];
  const { exitCode, stdout, stderr } = await captureCommand(words);
  const outcome = JSON.parse(stdout) as {
    lots: { lot: string; disposition: string; analysis: number; state: string; notes: { code: string }[] }[];
    refused: { message: string }[];
  };
  const lots = outcome.lots.map((one) =>
    [one.lot, one.disposition, one.analysis, one.state, ...new Set(one.notes.map(({ code }) => code))].join(' '),
  );
  return { exitCode, lots, refused: outcome.refused.map(({ message }) => message), stderr };
}

const subjectFolder = (folder: NewUserFolder, lot: string): string => join(folder.out, 'lots', lot, 'release');
const published = (folder: NewUserFolder, lot: string): readonly string[] => readdirSync(subjectFolder(folder, lot)).sort();
const fileOf = (folder: NewUserFolder, lot: string, path: string): string => readFileSync(join(subjectFolder(folder, lot), path), 'utf8');

describe('the same job again', () => {
  it('makes no analysis: the one that stands is named, and its disposition counts', async () => {
    const folder = newFolder();
    expect(await analyse(folder)).toMatchObject({ exitCode: 10, lots: ['LOT-1 pending 1 new', 'LOT-2 conforms 1 new'] });
    const again = await analyse(folder);
    expect(again).toMatchObject({ exitCode: 10, lots: ['LOT-1 pending 1 unchanged', 'LOT-2 conforms 1 unchanged'], refused: [] });
    expect(again.stderr).toContain(
      'warning: lot LOT-1: Unchanged since analysis 0001, which stands; no new one was made. [analysis/unchanged]\nwarning: lot LOT-2: Unchanged since analysis 0001, which stands; no new one was made. [analysis/unchanged]\n',
    );
    expect([published(folder, 'LOT-1'), published(folder, 'LOT-2')]).toEqual([['0001'], ['0001']]);
  }, 300_000);

  it('is a counted repeat with a reason, which the record and the report carry', async () => {
    const folder = newFolder();
    await analyse(folder);
    expect(await analyse(folder, '--reason', 'second person, same data')).toMatchObject({
      exitCode: 10,
      lots: ['LOT-1 pending 2 new', 'LOT-2 conforms 2 new'],
    });
    expect(JSON.parse(fileOf(folder, 'LOT-2', '0002/record.json'))).toMatchObject({
      reason: 'second person, same data',
      notes: [{ code: 'method/no-approval' }],
      reversals: [],
      earlierAnalyses: [{ number: 1, reason: null }],
    });
    expect(fileOf(folder, 'LOT-2', '0002/result.json')).toBe(fileOf(folder, 'LOT-2', '0001/result.json'));
    expect(fileOf(folder, 'LOT-2', '0002/report.html')).toContain('this analysis: second person, same data');
  }, 300_000);

  it('is the same where tables grew with another lot, or have another order', async () => {
    const folder = newFolder();
    await analyse(folder);
    folder.change('export/samples.csv', (text) => {
      const [heading = '', ...rows] = text.trimEnd().split('\n');
      return `${[heading, ...rows.reverse()].join('\n')}\n`;
    });
    elsewhere(folder, LOT_2, AWAITED);
    expect((await analyse(folder)).lots).toEqual(['LOT-1 pending 1 unchanged', 'LOT-2 conforms 1 unchanged']);
  }, 300_000);
});

describe('what arrived for a pending row', () => {
  it('needs no reason: the row in place of the announcement, or after it', async () => {
    const folder = newFolder();
    await analyse(folder);
    elsewhere(folder, CLEAR, LOT_2);
    expect(await analyse(folder)).toMatchObject({
      exitCode: 0,
      lots: ['LOT-1 conforms 2 new', 'LOT-2 conforms 1 unchanged'],
      refused: [],
    });
    expect(JSON.parse(fileOf(folder, 'LOT-1', '0002/record.json'))).toMatchObject({
      reason: null,
      notes: [{ code: 'method/no-approval' }],
    });
  }, 300_000);

  it('needs none either where it fails, and reverses nothing: pending was no outcome', async () => {
    const folder = newFolder();
    await analyse(folder);
    elsewhere(folder, TURBID, LOT_2);
    expect(await analyse(folder)).toMatchObject({ exitCode: 30, lots: ['LOT-1 does not conform 2 new', 'LOT-2 conforms 1 unchanged'] });
  }, 300_000);
});

describe('something that was judged already', () => {
  const judged = async (): Promise<NewUserFolder> => {
    const folder = newFolder();
    elsewhere(folder, CLEAR, LOT_2);
    await analyse(folder);
    return folder;
  };

  it('differs in a row: that subject is not published, the others are, and the code is 64', async () => {
    const folder = await judged();
    elsewhere(folder, TURBID, LOT_2);
    const { exitCode, lots, refused, stderr } = await analyse(folder);
    expect([exitCode, lots, published(folder, 'LOT-1')]).toEqual([64, ['LOT-2 conforms 1 unchanged'], ['0001']]);
    const row = '{"attribute":"appearance","lot":"LOT-1","operator":"","status":"final","testedAt":"2026-11-19","text":"clear"}';
    expect(refused).toHaveLength(1);
    expect(refused[0]).toContain(
      `Lot 'LOT-1': expected --reason, since what analysis 0001 judged differs: a row of 'external-results.csv' that was used is changed or gone: `,
    );
    for (const part of row.slice(1, -1).split(',')) expect(refused[0]).toContain(part);
    expect(refused[0]).toMatch(/\. Nothing was published for it\. Run again with --reason "why it is analysed again"\.$/);
    expect(stderr).toContain(`error: ${refused[0]} [usage/reason-needed]\n`);
  }, 300_000);

  it('is published with a reason, and what it takes back is said in record, report and table, not in the result', async () => {
    const folder = await judged();
    elsewhere(folder, TURBID, LOT_2);
    const reversed = await analyse(folder, '--lot', 'LOT-1', '--reason', 'transcription error, DEV-12');
    expect(reversed).toMatchObject({ exitCode: 30, lots: ['LOT-1 does not conform 2 new analysis/reverses-earlier'] });
    expect(JSON.parse(fileOf(folder, 'LOT-1', '0002/record.json'))).toMatchObject({
      reason: 'transcription error, DEV-12',
      notes: [
        {
          code: 'analysis/reverses-earlier',
          fields: { analysis: 1, row: null, before: 'conforms', now: 'does not conform' },
        },
        { code: 'analysis/reverses-earlier', fields: { analysis: 1, row: 'APP', before: 'meets', now: 'fails' } },
        { code: 'method/no-approval', fields: { why: 'never' } },
      ],
    });
    const report = fileOf(folder, 'LOT-1', '0002/report.html');
    expect(report).toContain('Analysis 0001 proposed “Conforms”: that proposal no longer stands.');
    expect(report).toContain('第 0001 次分析的建议结论“符合规定”不再有效。');
    expect(fileOf(folder, 'LOT-1', '0002/result.json')).not.toContain('reverses');
    // and back again: the exit is that of the new disposition
    elsewhere(folder, CLEAR, LOT_2);
    const back = await analyse(folder, '--lot', 'LOT-1', '--reason', 'the first was right, DEV-13');
    expect(back).toMatchObject({ exitCode: 0, lots: ['LOT-1 conforms 3 new analysis/reverses-earlier'] });
  }, 300_000);

  it.each<[string, (folder: NewUserFolder) => void, string]>([
    [
      'the method',
      (folder) => folder.change('method/pipeline.yaml', (text) => text.replace('  version: "1"\n', '  version: "2"\n')),
      'method first-try 1 (',
    ],
    [
      'the specification',
      (folder) => folder.change('method/specification.yaml', (text) => text.replace('atLeast: 70', 'atLeast: 60')),
      'specification SPEC-FT 1 (',
    ],
    [
      'a control',
      (folder) => {
        const path = join(folder.exportFolder, 'RUN-1_fmo-cd3.fcs');
        const bytes = readFileSync(path);
        // one event's low bits: the threshold stays, the file is another
        const at = 459 + 500 * 12;
        bytes[at] = (bytes[at] ?? 0) ^ 1;
        // the file's checksum would tell; eight zeros say that none was taken (FCS 3.1, 3.5)
        bytes.fill('0', bytes.length - 8);
        writeFileSync(path, bytes);
      },
      "input 'RUN-1_fmo-cd3.fcs' has other content (",
    ],
    [
      'what a file serves',
      (folder) =>
        folder.change('export/samples.csv', (text) =>
          text.replace(/^(.+)$/gm, (line) => `${line}${line.startsWith('file') ? ',instrument' : ',B'}`),
        ),
      'a row of',
    ],
  ])(
    '%s: a reason is needed, and the sentence says what',
    async (_, spoil, said) => {
      const folder = await judged();
      spoil(folder);
      const { exitCode, refused } = await analyse(folder);
      expect([exitCode, refused.length]).toEqual([64, 2]);
      expect(refused[0]).toContain(said);
    },
    300_000,
  );

  it('a result of another version is not compared with', async () => {
    const folder = await judged();
    const path = join(subjectFolder(folder, 'LOT-1'), '0001/result.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace(`"version":"${version}"`, '"version":"0.0.1"'));
    const { exitCode, refused } = await analyse(folder);
    expect([exitCode, refused.length]).toEqual([64, 1]);
    expect(refused[0]).toContain(`software 0.0.1, now ${version}`);
  }, 300_000);

  it('a result of schema version 1 stands as it is; that it was not compared is said wherever a reversal would be', async () => {
    const folder = await judged();
    const path = join(subjectFolder(folder, 'LOT-1'), '0001/result.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"schemaVersion":2', '"schemaVersion":1'));
    const before = readFileSync(path, 'utf8');
    expect((await analyse(folder)).refused).toEqual([expect.stringContaining('the software: this version cannot read that result')]);
    const again = await analyse(folder, '--lot', 'LOT-1', '--reason', 'new version, CC-4');
    expect(again).toMatchObject({ exitCode: 0, lots: ['LOT-1 conforms 2 new analysis/not-compared'] });
    const sentence =
      'Analysis 0001 was not compared: its result is of schema version 1, which this version does not read. Whether its outcome still stands must be looked up in its report.';
    expect(again.stderr).toContain(`warning: lot LOT-1: ${sentence} [analysis/not-compared]\n`);
    expect(JSON.parse(fileOf(folder, 'LOT-1', '0002/record.json'))).toMatchObject({
      notes: [
        { code: 'analysis/not-compared', fields: { analysis: 1, schemaVersion: 1 } },
        { code: 'method/no-approval', fields: { why: 'never' } },
      ],
      reversals: [],
    });
    expect(fileOf(folder, 'LOT-1', '0002/report.html')).toContain(sentence);
    expect(readFileSync(path, 'utf8')).toBe(before);
  }, 300_000);

  it('an empty reason is no reason', async () => {
    const folder = newFolder();
    const words = ['run', folder.exportFolder, '--pipeline', folder.pipeline, '--out', folder.out, '--reason', ' '];
    const { exitCode, stderr } = await captureCommand(words);
    expect([exitCode, stderr]).toEqual([
      65,
      'error: Expected why the lots are analysed again after --reason, found nothing. [usage/bad-argument]\n',
    ]);
    expect(existsSync(folder.out)).toBe(false);
  });

  it('a published result that cannot be read stops the run: it must not be passed over', async () => {
    const folder = await judged();
    const path = join(subjectFolder(folder, 'LOT-1'), '0001/result.json');
    rmSync(path);
    mkdirSync(path);
    const words = ['run', folder.exportFolder, '--pipeline', folder.pipeline, '--out', folder.out, '--jobs', '1', '--quiet'];
    const { exitCode, stderr } = await captureCommand(words);
    expect(exitCode).toBe(74);
    expect(stderr).toContain('Expected the result of analysis 0001, found: EISDIR');
  }, 300_000);
});
