import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { ReleaseResult } from '../../src/results/release-result.ts';
import { captureCommand } from './captured-command.ts';
import { makeNewUserFolder, type NewUserFolder } from './new-user-folder.ts';

const folders: NewUserFolder[] = [];
afterEach(() => {
  for (const { root } of folders.splice(0)) rmSync(root, { recursive: true, force: true });
});

const ATTRIBUTES = `  - id: appearance
    type: external
    title: { en: Appearance, zh: 外观 }
    stage: final
    method: { text: visual, version: "1", status: validated }
  - id: concentration
    type: count
    count: viable
    unit: cells/mL
    replicates: 2
    title: { en: Viable cells, zh: 活细胞 }
    stage: final
    method: { text: counter, version: "1", status: validated }
`;
const ROWS = `  - id: APP
    attribute: appearance
    stage: final
    section: general
    title: { en: Appearance, zh: 外观 }
    method: visual
    criterion: { equals: { en: clear, zh: 澄清 } }
    source: ours
  - id: VCC
    attribute: concentration
    stage: final
    section: general
    unit: cells/mL
    digits: 0
    decideOn: rounded
    title: { en: Viable cells, zh: 活细胞 }
    method: counter
    criterion: { atLeast: 1000 }
    source: ours
`;
const BOTH = 'Li Wei,2026-11-19,Anna Berg,2026-11-20';
const NOBODY_CHECKED = 'Li Wei,2026-11-19,,';
const ONE_PERSON = 'Li Wei,2026-11-19,LI　WEI,2026-11-20';

interface Typed {
  readonly appearance: string;
  readonly counts: readonly [string, string];
}

/** The folder of somebody new whose first lot has an appearance and a count in two readings, typed with these persons; the second lot has both checked. */
function newFolder(asked: string): NewUserFolder {
  const folder = makeNewUserFolder();
  folders.push(folder);
  const tables = '  externalResults: external-results.csv\n  counts: counts.csv\n';
  folder.change(
    'method/pipeline.yaml',
    (text) => `${text.replace('  sampleList: samples.csv\n', `  sampleList: samples.csv\n${tables}${asked}`)}${ATTRIBUTES}`,
  );
  folder.change('method/specification.yaml', (text) => `${text}${ROWS}`);
  return folder;
}

function write(folder: NewUserFolder, { appearance, counts }: Typed): void {
  const persons = 'entered_by,entered_at,checked_by,checked_at';
  const results = ['LOT-1', 'LOT-2'].map((lot) => `${lot},appearance,clear,2026-11-19,${lot === 'LOT-1' ? appearance : BOTH}\n`);
  writeFileSync(join(folder.exportFolder, 'external-results.csv'), `lot,attribute,text,tested_at,${persons}\n${results.join('')}`);
  const readings = ['LOT-1', 'LOT-2'].flatMap((lot) =>
    counts.map((who, index) => `${lot},final,viable,${2000 + index * 100},cells/mL,${index + 1},${lot === 'LOT-1' ? who : BOTH}\n`),
  );
  writeFileSync(join(folder.exportFolder, 'counts.csv'), `lot,stage,name,value,unit,replicate,${persons}\n${readings.join('')}`);
}

async function analyse(folder: NewUserFolder) {
  const words = ['run', folder.exportFolder, '--pipeline', folder.pipeline, '--out', folder.out, '--jobs', '1', '--json'];
  const { exitCode, stdout, stderr } = await captureCommand(words);
  expect(stdout, stderr).not.toBe('');
  const outcome = JSON.parse(stdout) as {
    lots: { lot: string; disposition: string; analysis: number; state: string }[];
    refused: unknown[];
  };
  const lots = outcome.lots.map(({ lot, disposition, analysis, state }) => [lot, disposition, analysis, state].join(' '));
  return { exitCode, lots, refused: outcome.refused.length };
}

const latest = (folder: NewUserFolder, lot: string): string => {
  const subject = join(folder.out, 'lots', lot, 'release');
  return join(subject, readdirSync(subject).sort().at(-1) ?? '');
};
const resultOf = (folder: NewUserFolder, lot: string) =>
  JSON.parse(readFileSync(join(latest(folder, lot), 'result.json'), 'utf8')) as ReleaseResult;
const outcomes = (folder: NewUserFolder) =>
  Object.fromEntries(resultOf(folder, 'LOT-1').attributes.map((row) => [row.criterion?.id ?? row.attribute, row.outcome]));
const codes = (folder: NewUserFolder) =>
  resultOf(folder, 'LOT-1').attributes.flatMap((row) => [...row.reasons, ...row.notes].map(({ code }) => code));

const ASKED = '  secondPerson: [external-results, counts]\n';

describe('a method that asks for a second person', () => {
  it.each([
    ['all are checked', { appearance: BOTH, counts: [BOTH, BOTH] }, 'conforms', { APP: 'meets', VCC: 'meets' }, []],
    [
      'the result from elsewhere is not',
      { appearance: NOBODY_CHECKED, counts: [BOTH, BOTH] },
      'pending',
      { APP: 'pending', VCC: 'meets' },
      ['pending/not-checked'],
    ],
    [
      'the second reading is not',
      { appearance: BOTH, counts: [BOTH, NOBODY_CHECKED] },
      'pending',
      { APP: 'meets', VCC: 'pending' },
      ['pending/not-checked'],
    ],
    ['none is', { appearance: ',,,', counts: [',,,', ',,,'] }, 'pending', { APP: 'pending', VCC: 'pending' }, ['pending/not-checked']],
    [
      'one was checked by who entered it',
      { appearance: ONE_PERSON, counts: [BOTH, BOTH] },
      'no valid result',
      { APP: 'no valid result', VCC: 'meets' },
      ['held/same-person'],
    ],
  ] as const)('where %s', async (_, typed, disposition, rows, found) => {
    const folder = newFolder(ASKED);
    write(folder, typed);
    const { lots } = await analyse(folder);
    expect(lots).toEqual([`LOT-1 ${disposition} 1 new`, 'LOT-2 conforms 1 new']);
    expect(outcomes(folder)).toMatchObject(rows);
    expect([...new Set(codes(folder))].filter((code) => code.includes('check') || code.includes('person'))).toEqual(found);
  });

  it('waits for the check, and takes it without a reason: what was not checked had not been judged', async () => {
    const folder = newFolder(ASKED);
    write(folder, { appearance: NOBODY_CHECKED, counts: [BOTH, NOBODY_CHECKED] });
    expect((await analyse(folder)).lots).toContain('LOT-1 pending 1 new');
    write(folder, { appearance: BOTH, counts: [BOTH, BOTH] });
    expect(await analyse(folder)).toMatchObject({ lots: ['LOT-1 conforms 2 new', 'LOT-2 conforms 1 unchanged'], refused: 0 });
    write(folder, { appearance: BOTH.replace('Anna Berg', 'Else Roth'), counts: [BOTH, BOTH] });
    expect(await analyse(folder)).toMatchObject({ exitCode: 64, refused: 1 });
  });

  it('and a line of the sample list that nobody checked holds its sample', async () => {
    const folder = newFolder('  secondPerson: [sample-list]\n');
    write(folder, { appearance: BOTH, counts: [BOTH, BOTH] });
    folder.change('export/samples.csv', (text) =>
      text
        .trimEnd()
        .split('\n')
        .map(
          (line, index) => `${line},${index === 0 ? 'entered_by,checked_by' : line.startsWith('LOT-1') ? 'Li Wei,' : 'Li Wei,Anna Berg'}`,
        )
        .join('\n'),
    );
    expect((await analyse(folder)).lots).toEqual(['LOT-1 pending 1 new', 'LOT-2 conforms 1 new']);
    expect(codes(folder)).toContain('pending/not-checked');
  });
});

describe('who typed a value, where the method asks for nobody', () => {
  it('stands in the result, in the table and in the report of both languages, and decides nothing', async () => {
    const folder = newFolder('');
    write(folder, { appearance: NOBODY_CHECKED, counts: [BOTH, ',,,'] });
    expect((await analyse(folder)).lots).toEqual(['LOT-1 conforms 1 new', 'LOT-2 conforms 1 new']);
    const [appearance, counted] = ['APP', 'VCC'].map(
      (id) => resultOf(folder, 'LOT-1').attributes.find((row) => row.criterion?.id === id)?.typed,
    );
    const nobody = { enteredBy: null, enteredAt: null, checkedBy: null, checkedAt: null };
    const checked = { enteredBy: 'Li Wei', enteredAt: '2026-11-19', checkedBy: 'Anna Berg', checkedAt: '2026-11-20' };
    expect(appearance).toEqual([
      { table: 'external-results', name: 'appearance', place: 'external-results.csv:2', ...checked, checkedBy: null, checkedAt: null },
    ]);
    expect(counted).toEqual([
      { table: 'counts', name: 'viable', place: 'counts.csv:2', ...checked },
      { table: 'counts', name: 'viable', place: 'counts.csv:3', ...nobody },
    ]);
    const [head = '', ...lines] = readFileSync(join(latest(folder, 'LOT-1'), 'results.csv'), 'utf8').split('\r\n');
    expect(head.endsWith(',entered_by,checked_by')).toBe(true);
    expect(lines.filter((line) => line.includes(',APP,') && line.endsWith(',Li Wei,'))).toHaveLength(1);
    expect(lines.filter((line) => line.includes(',VCC,') && line.endsWith(',Li Wei,Anna Berg'))).toHaveLength(1);
    const report = readFileSync(join(latest(folder, 'LOT-1'), 'report.html'), 'utf8');
    for (const words of ['Typed by people', '人工录入的数据', 'Entered by', '录入人', 'Checked by', '复核人', 'Anna Berg', 'counts.csv:3'])
      expect(report).toContain(words);
  });
});
