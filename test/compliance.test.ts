import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runProgram } from '../src/cli/program.ts';
import { terminal } from '../src/cli/terminal/terminal.ts';
import { arrivedCommands, clauseRows, faultsOf, missingClauses, type Named, read, sectionsOf } from './compliance-page.ts';

const PAGE = read('docs/compliance.md');

/** 21 CFR Part 11, subparts B and C, down to the last paragraph. */
const PART_11 = [
  '11.10(a) 11.10(b) 11.10(c) 11.10(d) 11.10(e) 11.10(f) 11.10(g) 11.10(h) 11.10(i) 11.10(j) 11.10(k)(1) 11.10(k)(2) 11.30',
  '11.50(a)(1) 11.50(a)(2) 11.50(a)(3) 11.50(b) 11.70 11.100(a) 11.100(b) 11.100(c)(1) 11.100(c)(2)',
  '11.200(a)(1)(i) 11.200(a)(1)(ii) 11.200(a)(2) 11.200(a)(3) 11.200(b) 11.300(a) 11.300(b) 11.300(c) 11.300(d) 11.300(e)',
].flatMap((line) => line.split(' '));

/** EudraLex, Volume 4, Annex 11 (2011), clauses 1 to 17 with their numbered parts. */
const ANNEX_11 =
  '1 2 3.1 3.2 3.3 3.4 4.1 4.2 4.3 4.4 4.5 4.6 4.7 4.8 5 6 7.1 7.2 8.1 8.2 9 10 11 12.1 12.2 12.3 12.4 13 14(a) 14(b) 14(c) 15 16 17'.split(
    ' ',
  );

const ALCOA = 'Attributable Legible Contemporaneous Original Accurate Complete Consistent Enduring Available'.split(' ');

async function helpOf(words: readonly string[]): Promise<string> {
  let text = '';
  const out = vi.spyOn(terminal, 'out').mockImplementation((part) => {
    text += part;
  });
  expect(await runProgram([...words, '--help'])).toBe(0);
  out.mockRestore();
  return text;
}

const commandsIn = (help: string): readonly string[] =>
  [...(help.split('\nCommands:\n')[1] ?? '').matchAll(/^ {2}([a-z][a-z-]*)/gm)]
    .map(([, name = '']) => name)
    .filter((name) => name !== 'help');

const optionsIn = (help: string): ReadonlySet<string> =>
  new Set([...help.matchAll(/^ {2}(?:-\w, )?(--[a-z][a-z-]*)/gm)].map(([, option = '']) => option));

async function allCommands(): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const found = new Map<string, ReadonlySet<string>>();
  for (const name of commandsIn(await helpOf([]))) {
    const help = await helpOf([name]);
    found.set(name, optionsIn(help));
    for (const part of commandsIn(help)) found.set(`${name} ${part}`, optionsIn(await helpOf([name, part])));
  }
  return found;
}

let named: Named;

beforeAll(async () => {
  named = {
    commands: await allCommands(),
    hazards: new Set([...read('docs/hazards.md').matchAll(/^\| ([1-9]-\d\d) \|/gm)].map(([, number = '']) => number)),
    records: new Map([
      ['result.json', read('docs/result.schema.json')],
      ['record.json', read('src/runtime/store/result-files.ts')],
      ['entry.json', read('docs/audit-log.md')],
      ['key.json', read('docs/outputs.md')],
    ]),
  };
});

afterAll(() => void vi.restoreAllMocks());

describe('docs/compliance.md', () => {
  it('has what it can be held to: commands with options, hazards, rows', () => {
    expect(named.commands.get('run')).toContain('--keep-inputs');
    expect(named.commands.get('key rotate')).toContain('--new-key');
    expect(named.hazards.size).toBeGreaterThan(90);
    expect(clauseRows(PAGE).length).toBeGreaterThan(PART_11.length + ANNEX_11.length + ALCOA.length);
  });

  it.each([
    ['21 CFR Part 11', PART_11],
    ['EU Annex 11 (2011)', ANNEX_11],
    ['ALCOA+', ALCOA],
  ] as const)('has one row for every clause of %s', (section, clauses) => {
    expect(missingClauses(PAGE, section, clauses)).toEqual([]);
  });

  it('names tests, hazards, commands, options, fields and pages that are there, and shows what it says', () => {
    expect(faultsOf(PAGE, named)).toEqual([]);
  });

  it('calls nothing "not yet" that is there: move it into the rows', () => {
    expect(arrivedCommands(PAGE, named)).toEqual([]);
  });

  it('marks every row of a draft as draft', () => {
    const drafts = clauseRows(PAGE).filter(({ section }) => section.includes('draft'));
    expect(drafts.length).toBeGreaterThan(3);
    expect(drafts.filter(({ cells }) => !cells[0]?.startsWith('draft: '))).toEqual([]);
  });

  it('names the limits of the software, its sources, and says the main things in Chinese', () => {
    const sections = [...sectionsOf(PAGE).keys()];
    for (const section of ['What the software does not do', 'Not there yet', 'Sources', '说明']) expect(sections).toContain(section);
    expect(
      sectionsOf(PAGE)
        .get('说明')
        ?.match(/\p{Script=Han}/gu)?.length,
    ).toBeGreaterThan(300);
  });
});

describe('the reading of the page finds', () => {
  const row = (cells: readonly string[]) => `## 21 CFR Part 11\n\n| ${cells.join(' | ')} |\n`;
  const good = ['11.10(a)', 'asks', '`cytolot verify OUT`', '`test/compliance.test.ts` "marks every row of a draft as draft"', 'site'];
  const changed = (at: number, cell: string) => row(good.map((old, i) => (i === at ? cell : old)));

  it('nothing in a row that holds', () => {
    expect(faultsOf(row(good), named)).toEqual([]);
    expect(missingClauses(row(good), '21 CFR Part 11', ['11.10(a)'])).toEqual([]);
  });

  it.each([
    ['a test file that is not there', 3, '`test/no-such.test.ts` "title"', 'no file test/no-such.test.ts'],
    ['a part of a title', 3, '`test/compliance.test.ts` "marks every row"', 'no title "marks every row" in test/compliance.test.ts'],
    ['a hazard that is not there', 3, 'hazards 3-01, 9-99', 'no hazard 9-99'],
    ['a command that is not there', 2, '`cytolot judge OUT`', 'no command cytolot judge'],
    ['an option of another command', 2, '`cytolot verify OUT --keep-inputs`', 'no option --keep-inputs of cytolot verify'],
    ['an option of no command', 2, 'with `--no-such`', 'no option --no-such'],
    ['a page that is not there', 2, '[page](no-such.md)', 'no page no-such.md'],
    ['a heading that is not there', 2, '[page](hazards.md#no-such)', 'no heading hazards.md#no-such'],
    ['a field that is not there', 2, '`record.json` `user`, `nobody`', 'no field nobody of record.json'],
    ['an empty cell', 4, '', 'an empty cell in the row of 11.10(a)'],
    ['a claim that nothing shows', 3, '–', 'nothing shows the row of 11.10(a)'],
    ['a test without a title', 3, '`test/compliance.test.ts`', 'nothing shows the row of 11.10(a)'],
  ] as const)('%s', (_, at, cell, fault) => {
    expect(faultsOf(changed(at, cell), named)).toEqual([fault]);
  });

  it('a clause without a row, one with two, and a command that has arrived', () => {
    const twice = `${row(good)}| ${good.join(' | ')} |\n`;
    expect(missingClauses(twice, '21 CFR Part 11', ['11.10(a)', '11.10(b)'])).toEqual(['11.10(a)', '11.10(b)']);
    expect(arrivedCommands('## Not there yet\n\n`cytolot verify` and `cytolot no-such`\n', named)).toEqual(['verify']);
  });
});
