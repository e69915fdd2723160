import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { intervalKind } from '../../src/cli/commands/potency/potency-text.ts';
import { potencyMethod } from '../../src/potency/method.ts';
import type { AssayResult } from '../../src/potency/potency-result.ts';
import { captureCommand } from '../cli/captured-command.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cytolot-counts-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Combined {
  readonly test: string;
  readonly planned: number;
  readonly used: readonly string[];
  readonly estimate: number | null;
  readonly reasons: readonly { readonly code: string }[];
}

async function run(table: string, ...options: readonly string[]) {
  const file = join(folder, 't.csv');
  writeFileSync(file, table);
  const { exitCode, stdout, stderr } = await captureCommand(['potency', file, ...options, '--json']);
  const record: {
    readonly assays: readonly AssayResult[];
    readonly failed?: readonly { readonly assay: string; readonly code: string; readonly line: number | null }[];
    readonly combinations?: readonly Combined[];
  } = stdout !== '' ? JSON.parse(stdout) : { assays: [] };
  return { exitCode, stderr, ...record };
}

describe('Spearman–Kärber', () => {
  const rows = (sample: string, factor: number, responders: readonly number[], total = 10): string =>
    responders.map((r, i) => `${sample},${2 ** i * factor},${total},${r}`).join('\n');
  const HEAD = 'sample,dose,total,responders\n';

  // Shares 0, .2, .5, .9, 1 at log2 doses 0 to 4: .2·0.5 + .3·1.5 + .4·2.5 + .1·3.5 = 1.9; variance (.16 + .25 + .09)/9 in log2 units squared.
  it('the ED50 of one preparation by arithmetic', async () => {
    const { assays } = await run(HEAD + rows('lot', 1, [0, 2, 5, 9, 10]), '--model', 'spearman-kaerber');
    const { quantity, estimate, lower, upper, method, outcome } = assays[0]!.preparation!;
    expect([quantity, method, outcome]).toEqual(['ED50', 'spearman-kaerber', 'reportable']);
    expect(Math.log2(estimate!)).toBeCloseTo(1.9, 10);
    const half = 1.959963984540054 * Math.sqrt(0.5 / 9);
    expect(Math.log2(lower!)).toBeCloseTo(1.9 - half, 10);
    expect(Math.log2(upper!)).toBeCloseTo(1.9 + half, 10);
  });

  it('the same counts at half the doses are a relative potency of 2, with both variances', async () => {
    const { assays } = await run(
      `${HEAD}${rows('reference', 1, [0, 2, 5, 9, 10])}\n${rows('T', 0.5, [0, 2, 5, 9, 10])}`,
      '--model',
      'spearman-kaerber',
    );
    const [test] = assays[0]!.tests;
    expect(test?.relativePotency?.estimate).toBeCloseTo(2, 10);
    expect(Math.log2(test!.relativePotency!.upper!) - 1).toBeCloseTo(1.959963984540054 * Math.sqrt(1 / 9), 10);
    expect(test?.outcomes.result).toBe('reportable');
  });

  it('is said to have its own limits, and takes no zero dose', async () => {
    const file = join(folder, 'own.csv');
    writeFileSync(file, HEAD + rows('lot', 1, [0, 2, 5, 9, 10]));
    const { stdout } = await captureCommand(['potency', file, '--model', 'spearman-kaerber']);
    expect(stdout).toContain('model spearman-kaerber, interval 0.95 two-sided, spearman-kaerber;');
    const zero = await run(`${HEAD}lot,0,10,0\n${rows('lot', 1, [0, 2, 5, 9, 10])}`, '--model', 'spearman-kaerber');
    expect(zero.assays[0]?.preparation?.reasons.map((one) => [one.code, one.fields.for])).toEqual([
      ['potency/too-few-doses', 'logarithmic-line'],
    ]);
  });

  it('shares that fall are pooled with their neighbours: 4 and 2 of 10 are 3 and 3', async () => {
    const falling = await run(HEAD + rows('lot', 1, [0, 4, 2, 10]), '--model', 'spearman-kaerber');
    const pooled = await run(HEAD + rows('lot', 1, [0, 3, 3, 10]), '--model', 'spearman-kaerber');
    expect(falling.assays[0]?.preparation?.estimate).toBe(pooled.assays[0]?.preparation?.estimate);
  });

  it('a titre of all-or-none responses lies between two doses', async () => {
    const table = 'sample,dilution,total,responders\nserum,10,4,4\nserum,20,4,4\nserum,40,4,0\nserum,80,4,0\n';
    const { assays } = await run(table, '--model', 'spearman-kaerber');
    const { estimate, lower, upper, method } = assays[0]!.preparation!;
    expect(method).toBe('bracketing-doses');
    expect(1 / estimate!).toBeCloseTo(20 * Math.SQRT2, 10);
    expect([lower, upper]).toEqual([1 / 40, 1 / 20]);
  });

  // A reference of three animals (0, 0, 1 at 1, 10, 100) says that its ED50 lies between 10 and 100, which is no variance of 0.
  const mixed = [0, 3, 6, 10];
  const sharp = [0, 0, 10, 10];
  it.each([
    { sample: 'neither', reference: mixed, t: mixed, missing: [], scope: [], reportable: true },
    { sample: 'the reference standard', reference: sharp, t: mixed, missing: ['reference'], scope: ['assay-run'], reportable: false },
    { sample: 'the article', reference: mixed, t: sharp, missing: ['t'], scope: ['test-article'], reportable: false },
    { sample: 'both', reference: sharp, t: sharp, missing: ['reference', 't'], scope: ['assay-run', 'test-article'], reportable: false },
  ])('limits where at every dose none or all units respond of $sample', async ({ reference, t, missing, scope, reportable }) => {
    const { assays } = await run(`${HEAD}${rows('reference', 1, reference)}\n${rows('t', 1, t)}`, '--model', 'spearman-kaerber');
    const [test] = assays[0]!.tests;
    expect(test?.reasons.map((one) => [one.code, one.fields.of, one.fields.sample])).toEqual(
      missing.map((name) => ['potency/no-replicate-variation', 'counts', name]),
    );
    expect(test?.reasons.map((one) => one.scope)).toEqual(scope);
    expect([test?.outcomes.result === 'reportable', test?.relativePotency?.lower !== null]).toEqual([reportable, reportable]);
    // Shares 0, .3, .6, 1: ED50 at log2 dose .3·0.5 + .3·1.5 + .4·2.5 = 1.6; 0, 0, 1, 1: at 1.5.
    const at = (shares: readonly number[]): number => (shares === mixed ? 1.6 : 1.5);
    expect(Math.log2(test!.relativePotency!.estimate)).toBeCloseTo(at(reference) - at(t), 10);
  });

  // 1 of 1 at 2 and 0 of 1 at 4 pool to a half, and a single unit has no variance.
  it('one preparation whose shares in part are those of single units has no limits', async () => {
    const { assays } = await run(HEAD + rows('lot', 1, [0, 1, 0, 1], 1), '--model', 'spearman-kaerber');
    expect(assays[0]?.preparation).toMatchObject({ lower: null, upper: null, outcome: 'not-reportable' });
    expect(assays[0]?.preparation?.reasons.map((one) => one.code)).toEqual(['potency/no-replicate-variation']);
  });

  it('doses that do not reach from none to all give no ED50', async () => {
    const { assays } = await run(HEAD + rows('lot', 1, [1, 2, 5, 9]), '--model', 'spearman-kaerber');
    expect(assays[0]?.preparation).toMatchObject({ estimate: null, outcome: 'not-reportable' });
    expect(assays[0]?.preparation?.reasons.map((one) => one.code)).toEqual(['potency/not-bracketed']);
  });
});

// A curve takes the limits that the method asks for; lines and counts have their own, by Fieller or, without a model of the tolerances, by the normal distribution.
it.each([
  ['4pl', 'delta', 'delta'],
  ['parallel-line', 'log-delta', 'fieller'],
  ['slope-ratio', 'log-delta', 'fieller'],
  ['probit', 'log-delta', 'fieller'],
  ['logit', 'fieller', 'fieller'],
  ['spearman-kaerber', 'log-delta', 'spearman-kaerber'],
] as const)('the limits of %s with %s in the method are said to be %s', (model, method, said) => {
  expect(intervalKind(potencyMethod({ model, interval: { method } }))).toBe(said);
});

describe('the long table', () => {
  const curve = (sample: string, shift: number, mark = '.'): string[] =>
    [1, 2, 4, 8, 16, 32, 64, 128].flatMap((dose, i) =>
      [0.01, -0.01].map((off) => {
        const response = 0.1 + 2 / (1 + (12 / (dose * shift)) ** 1.3) + off * ((i % 3) - 1.2);
        return [sample, String(dose + 0.5).replace('.', mark), response.toFixed(5).replace('.', mark)].join(';');
      }),
    );

  it('a decimal comma is read where the command says so', async () => {
    const text = (mark: string): string => ['sample;dose;response', ...curve('reference', 1, mark), ...curve('T', 1.3, mark)].join('\n');
    const [comma, point] = [await run(text(','), '--decimal', 'comma'), await run(text('.'))];
    expect(comma.assays[0]?.tests[0]?.relativePotency).toEqual(point.assays[0]?.tests[0]?.relativePotency);
    expect((await run(text(','))).stderr).toContain('--decimal comma');
  });

  it('one bad assay does not stop the others, is said, and counts as planned', async () => {
    const rows = (assay: string): string[] => [...curve('reference', 1), ...curve('T', 1.3)].map((row) => `${assay};${row}`);
    const bad = rows('A2').map((row, i) => (i === 3 ? row.replace(/;[^;]*;([^;]*)$/, ';minus;$1') : row));
    const without = rows('A4').filter((row) => !row.includes('reference'));
    const second = without.map((row) => row.replace(';T;', ';U;'));
    const text = ['assay;sample;dose;response', ...rows('A1'), ...bad, ...rows('A3'), ...without, ...second].join('\n');
    const { exitCode, assays, failed, combinations, stderr } = await run(text, '--combine', 'unweighted');
    expect(exitCode).toBe(65);
    expect(assays.map((one) => one.name)).toEqual(['A1', 'A3']);
    expect(failed).toMatchObject([
      { assay: 'A2', code: 'potency/bad-data', line: 37 },
      { assay: 'A4', code: 'potency/bad-data', line: null },
    ]);
    expect(stderr).toContain("assay 'A2' is left out: line 37: ");
    // Two of four assays are left: not all that were planned.
    expect(combinations?.[0]).toMatchObject({ planned: 4, used: ['A1', 'A3'] });
    expect(combinations?.[0]?.reasons.map((one) => one.code)).toContain('potency/too-few-assays');
  });

  it('a table of one bad assay is refused as before', async () => {
    const { exitCode, stderr } = await run('sample,dose,response\nreference,1,1\nT,minus,1\n');
    expect(exitCode).toBe(65);
    expect(stderr).toContain("found 'minus'");
  });
});

describe('potencies given with their limits', () => {
  // R: W <- 4*qt(.975, df)^2/(log(hi) - log(lo))^2; sum(W*M)/sum(W) with 1/sqrt(sum(W)), t on the summed degrees of freedom (as in combination.test.ts).
  const TABLE = 'assay,potency,lower,upper,df\na1,0.86,0.78,0.95,43\na2,1.12,0.95,1.32,43\na3,1.31,1.2,1.43,40\n';

  it('are combined as those of assays', async () => {
    const { combinations } = await run(TABLE, '--combine', 'weighted', '--homogeneity', 'information');
    expect(combinations?.[0]?.estimate).toBeCloseTo(1.09257601123017, 12);
    expect(combinations?.[0]).toMatchObject({ planned: 3, used: ['a1', 'a2', 'a3'], reasons: [] });
    const refused = await run(TABLE, '--combine', 'weighted');
    expect(refused.combinations?.[0]?.reasons.map((one) => one.code)).toEqual(['potency/heterogeneous-assays']);
  });

  it('those of slope ratios combine as they are: the unweighted mean is arithmetic', async () => {
    const { combinations } = await run(TABLE, '--combine', 'unweighted', '--model', 'slope-ratio');
    expect(combinations?.[0]?.estimate).toBeCloseTo((0.86 + 1.12 + 1.31) / 3, 12);
    const logs = await run(TABLE, '--combine', 'unweighted');
    expect(logs.combinations?.[0]?.estimate).toBeCloseTo((0.86 * 1.12 * 1.31) ** (1 / 3), 12);
  });

  it.each([
    ['a1,0.86,0.9,0.95,43', 'Expected a potency between its limits'],
    ['a1,0.86,0.78,0.95,0', "Expected a positive number in the column 'df', found '0'"],
    ['a1,0.86,none,0.95,43', "Expected a positive number in the column 'lower', found 'none'. [potency/bad-data]"],
    ['a1,0.86,-0.1,0.95,43', "Expected a positive number in the column 'lower', found '-0.1'. [potency/bad-data]"],
    [
      'a1,"0,86",0.78,0.95,43',
      "Expected a positive number in the column 'potency', found '0,86'. Write decimals with a point, or say --decimal comma.",
    ],
  ])('%s is refused at its line', async (row, sentence) => {
    const { exitCode, stderr } = await run(`assay,potency,lower,upper,df\n${row}\n`, '--combine', 'weighted');
    expect(exitCode).toBe(65);
    expect(stderr).toContain(`t.csv:2: ${sentence}`);
  });

  const HEAD = 'assay,sample,potency,lower,upper,df\n';
  it.each([
    ['no assay', 'a,S,1,0.9,1.1,10\nb,S,1.05,0.9,1.2,10\na,T,1,0.9,1.1,10\n', null],
    ['one of two', 'a,S,1,0.9,1.1,10\nb,S,1.05,0.9,1.2,10\na,S,1,0.9,1.1,10\n', ['S', 'a', 2, 4]],
    ['every one', 'a,S,1,0.9,1.1,10\na,S,1.05,0.9,1.2,10\n', ['S', 'a', 2, 3]],
    ['one whose name the other row has by its number', '2,S,1,0.9,1.1,10\n,S,1.05,0.9,1.2,10\n', ['S', '2', 2, 3]],
  ] as const)('%s has two potencies of one sample', async (_, rows, twice) => {
    const { exitCode, stderr, combinations } = await run(HEAD + rows, '--combine', 'unweighted');
    if (twice === null) {
      expect(combinations?.map((one) => [one.test, one.used])).toEqual([
        ['S', ['a', 'b']],
        ['T', ['a']],
      ]);
      return;
    }
    const [sample, assay, first, second] = twice;
    expect(exitCode).toBe(65);
    const sentence = `Expected one potency of '${sample}' in an assay, found the assay '${assay}' also on line ${first}.`;
    expect(stderr).toContain(`t.csv:${second}: ${sentence}`);
  });

  it('limits of ratios may lie below 0 where they combine as they are', async () => {
    const rows = 'a,S,0.4,-0.1,0.9,10\nb,S,0.6,0.2,1.0,10\n';
    const { combinations } = await run(HEAD + rows, '--combine', 'unweighted', '--model', 'slope-ratio');
    expect(combinations?.[0]?.estimate).toBeCloseTo(0.5, 12);
  });

  it.each([
    [
      'without the heading df',
      'sample,potency,lower,upper\nS,1,0.9,1.1\n',
      ['--combine', 'weighted'],
      "headings 'potency', 'lower', 'upper', 'df'",
    ],
    ['without --combine', TABLE, [], 'Expected --combine with a table of potencies that were computed elsewhere, found none'],
    ...['--assigned', '--weights', '--reference', '--shared', '--interval', '--outliers', '--doses'].map(
      (option) => [`with ${option}`, TABLE, ['--combine', 'weighted', option, 'x'], `table of potencies without ${option}:`] as const,
    ),
    [
      'with --columns of a well',
      TABLE,
      ['--combine', 'weighted', '--columns', 'plate=x'],
      "Expected --columns as name=heading,… with a name of assay, sample, potency, lower, upper, df, found 'plate=x'",
    ],
    [
      'with a heading that is not there',
      TABLE,
      ['--combine', 'weighted', '--columns', 'sample=x'],
      "Expected the heading 'x' of --columns in the table",
    ],
  ] as const)('are refused %s', async (_, table, options, sentence) => {
    const { exitCode, stderr } = await run(table, ...options);
    expect(exitCode).toBe(65);
    expect(stderr).toContain(sentence);
  });

  it('are found by the headings that --columns says', async () => {
    const table = TABLE.replace('potency,lower', 'RP,from');
    const { combinations } = await run(
      table,
      '--combine',
      'weighted',
      '--homogeneity',
      'information',
      '--columns',
      'potency=RP,lower=from',
    );
    expect(combinations?.[0]?.estimate).toBeCloseTo(1.09257601123017, 12);
  });

  it('a table with a measurement holds wells, whatever else it has', async () => {
    const { exitCode, stderr } = await run('sample,dose,response,potency\nreference,1,1,1\nT,minus,1,1\n', '--combine', 'weighted');
    expect(exitCode).toBe(65);
    expect(stderr).toContain("found 'minus'");
  });
});

describe('a result in units, and an asymptote at a control', () => {
  const rows = (sample: string, shift: number, predilution: string): string[] =>
    [1, 2, 4, 8, 16, 32, 64, 128].flatMap((dose, i) =>
      [0.01, -0.01].map(
        (off) => `${sample},${dose},${(0.1 + 2 / (1 + (12 / (dose * shift)) ** 1.3) + off * ((i % 3) - 1.2)).toFixed(5)},${predilution}`,
      ),
    );

  it('is RP x assigned potency x predilution of the article over that of the reference standard', async () => {
    const table = ['sample,dose,response,predilution', ...rows('reference', 1, '10'), ...rows('T', 1.3, '1:50')].join('\n');
    const { assays } = await run(table, '--assigned', '670', '--unit', 'IU/ml');
    const { relativePotency: potency, potencyInUnits: units } = assays[0]!.tests[0]!;
    expect(units).toMatchObject({ unit: 'IU/ml', assigned: 670, predilution: 5 });
    expect(units?.estimate).toBeCloseTo(potency!.estimate * 670 * 5, 8);
    expect(units?.lower).toBeCloseTo(potency!.lower! * 670 * 5, 8);
    expect((await run(table)).stderr).toContain('The column predilution is used with --assigned alone');
    expect((await run(table, '--assigned', '670')).stderr).toContain('Expected --assigned as a positive number with --unit');
  });

  it('the lower asymptote is the mean of the control, and one without wells is refused', async () => {
    const controls = ['NC,0,0.09,', 'NC,0,0.13,'];
    const table = ['sample,dose,response,predilution', ...rows('reference', 1, ''), ...rows('T', 1.3, ''), ...controls].join('\n');
    const held = await run(table, '--fixed', 'lowerAsymptote=control:NC');
    const [test] = held.assays[0]!.tests;
    expect(held.assays[0]!.tests).toHaveLength(1);
    expect(test?.constrained?.parameters.lowerAsymptote).toBeCloseTo(0.11, 12);
    const number = await run(table.split('\n').slice(0, -2).join('\n'), '--fixed', 'lowerAsymptote=0.11');
    expect(test?.relativePotency?.estimate).toBeCloseTo(number.assays[0]!.tests[0]!.relativePotency!.estimate, 10);
    const none = await run(table, '--fixed', 'lowerAsymptote=control:PC');
    expect(none.exitCode).toBe(65);
    expect(none.stderr).toContain("Expected wells of the control 'PC'");
  });
});
