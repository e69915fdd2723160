import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runProgram } from '../../src/cli/program.ts';
import { sentenceOf } from '../../src/outputs/words/sentence.ts';
import { potencyMethod, potencyMethodSchema } from '../../src/potency/method.ts';
import { POTENCY_COLUMNS } from '../../src/potency/plate/assay-table-columns.ts';
import type { AssayResult } from '../../src/potency/potency-result.ts';
import { catchPrinted } from '../cli/captured-command.ts';

let folder = '';
const printed = catchPrinted();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cytolot-mistakes-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function potency(table: string, options: readonly string[]): Promise<number> {
  writeFileSync(join(folder, 'a.csv'), table);
  // A layout or a definition says itself which sample is the reference standard.
  const reference = options.some((one) => one === '--layout' || one === '--pipeline') ? [] : ['--reference', 'S'];
  return await runProgram(['potency', join(folder, 'a.csv'), ...reference, ...options]);
}

async function firstTest(table: string, options: readonly string[]): Promise<AssayResult['tests'][number] | undefined> {
  await potency(table, [...options, '--json']);
  const { assays }: { assays: readonly AssayResult[] } = JSON.parse(printed.out);
  return assays[0]?.tests[0];
}

const DOSES = [1, 2, 4, 8, 16, 32, 64, 128];

/** Two 4PL curves with two wells a dose; `change` gives a well its text. */
function curves(change: (response: number, sample: string, dose: number) => string, delimiter = ','): string {
  const rows = ['S', 'T'].flatMap((sample) =>
    DOSES.flatMap((dose) =>
      [0.99, 1.01].map((factor) => {
        const x = sample === 'T' ? 1.5 * dose : dose;
        return ['run', sample, dose, change(factor * (0.1 + 2 / (1 + 12 / x)), sample, dose)].join(delimiter);
      }),
    ),
  );
  return `${['assay', 'sample', 'dose', 'response'].join(delimiter)}\n${rows.join('\n')}\n`;
}

const good = curves(String);

describe('options that do not go together are refused, not passed over', () => {
  it.each([
    [['--minimum', '2'], 'Expected --combine with --minimum, found none.'],
    [['--slots', 'reference=A'], 'Expected --layout with --slots, found none.'],
    [['--label', '450'], 'Expected --layout with --label, found none.'],
    [['--assay', 'a'], 'Expected --pipeline with --assay, found none.'],
    [['--layout', 'l.yaml', '--doses', 'dilution'], 'Expected --layout without --doses: the layout says it. Leave one of them out.'],
    [['--pipeline', 'p.yaml', '--shared', 'slope'], 'Expected --pipeline without --shared: the definition says it. Leave one of them out.'],
    [
      ['--pipeline', 'p.yaml', '--dose-scale', 'ln'],
      'Expected --pipeline without --dose-scale: the definition says it. Leave one of them out.',
    ],
    [['--level', '95%'], "Expected --level as a fraction between 0 and 1, such as 0.95, found '95%'."],
    [['--level', '95'], "Expected --level as a fraction between 0 and 1, such as 0.95, found '95'."],
    [
      ['--model', 'parallel-line', '--interval', 'profile'],
      "Expected --interval fieller with the model 'parallel-line', whose limits always are Fieller's, found 'profile'.",
    ],
    ...['delta', 'fieller'].map((interval): [string[], string] => [
      ['--model', 'spearman-kaerber', '--interval', interval],
      `Expected no --interval with the model 'spearman-kaerber', whose limits are those of the normal distribution on the logarithm, found '${interval}'.`,
    ]),
  ])('%j', async (options, message) => {
    expect(await potency(good, options)).toBe(65);
    expect(printed.err).toBe(`error: ${message} [usage/bad-argument]\n`);
    expect(printed.out).toBe('');
  });
});

describe('documentation', () => {
  it('has every option of the command', async () => {
    await runProgram(['potency', '--help']);
    const options = [...printed.out.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, name = '']) => name);
    expect(options).toContain('--shared');
    const page = readFileSync('docs/potency.md', 'utf8');
    expect(options.filter((name) => !page.includes(`\`${name}`))).toEqual([]);
    expect(POTENCY_COLUMNS.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});

describe('a method file', () => {
  it('is 4pl where neither it nor the command names a model', async () => {
    writeFileSync(join(folder, 'm.yaml'), 'weights: 1/y\n');
    await potency(good, ['--method', join(folder, 'm.yaml'), '--json']);
    expect(JSON.parse(printed.out).assays[0].model).toBe('4pl');
  });

  it('names each of its mistakes at its line', async () => {
    writeFileSync(join(folder, 'm.yaml'), 'model: 4pl\nsystemSuitability:\n  slop: { lower: 1 }\ndesign: latin-square\n');
    expect(await potency(good, ['--method', join(folder, 'm.yaml')])).toBe(65);
    expect(printed.err).toBe(
      [
        "error: m.yaml:3:3: Unknown key 'slop' in systemSuitability. Did you mean 'slope'? [definition/bad-key]",
        "error: m.yaml:4:9: design: Expected `design` only with the model 'parallel-line', found 'latin-square'. [definition/bad-value]",
        '',
      ].join('\n'),
    );
  });
});

describe('decimal commas', () => {
  it('in a dose are refused with how to mend them', async () => {
    expect(await potency('sample;dose;response\nS;0,5;1.2\n', [])).toBe(65);
    expect(printed.err).toBe(
      "error: a.csv:2: Expected a dose from 0 up with a decimal point, found '0,5'. Write decimals with a point, or say --decimal comma. [potency/bad-data]\n",
    );
  });

  it('in a response are a reason with how to mend them', async () => {
    const one = await firstTest(
      curves((response, sample, dose) => (sample === 'T' && dose === 4 ? '0,5' : String(response)), ';'),
      [],
    );
    expect(one?.reasons.map((one) => sentenceOf(one, 'en'))).toContain(
      "Line 22 of 'T' holds '0,5' instead of a number; write decimals with a point.",
    );
    expect(one?.outcomes.result).toBe('not-reportable');
  });
});

describe('no number without ground', () => {
  // Variance proportional to a power of the mean says nothing of a mean below 0, whatever the sign of its square.
  it.each(['1/y', '1/y^2', '1/mean', '1/mean^2', '1/mean^1.5'])('weights %s of responses below 0 do not exist', async (weights) => {
    const one = await firstTest(
      curves((response, sample, dose) => String(sample === 'S' && dose === 1 ? -response : response)),
      ['--weights', weights],
    );
    expect(one?.relativePotency).toBeNull();
    expect(one?.reasons.map((reason) => reason.code)).toContain('potency/no-weights');
  });

  it.each([
    ['slope-ratio', (sample: string, dose: number) => dose * (sample === 'T' ? 2 : 1)],
    ['parallel-line', (sample: string, dose: number) => Math.log(dose * (sample === 'T' ? 2 : 1))],
  ] as const)('%s: replicates that are equal to the last digit have no error, though rounding leaves one', async (model, of) => {
    const rows = ['S', 'T'].flatMap((sample) => [1, 2, 3].flatMap((dose) => [1, 2, 3].map(() => `${sample},${dose},${of(sample, dose)}`)));
    const one = await firstTest(`sample,dose,response\n${rows.join('\n')}\n`, ['--model', model]);
    expect(one?.relativePotency).toBeNull();
    expect(one?.reasons.map((reason) => reason.code)).toEqual(['potency/no-replicate-variation']);
  });

  it.each(['unweighted', 'weighted'])('%s: one assay under three names is no combination of independent assays', async (variant) => {
    const rows = good.split('\n').slice(1, -1);
    const three = ['a', 'b', 'c'].flatMap((name) => rows.map((row) => row.replace('run', name)));
    await potency(`assay,sample,dose,response\n${three.join('\n')}\n`, ['--combine', variant, '--json']);
    expect(JSON.parse(printed.out).combinations[0].reasons).toEqual([
      {
        code: 'potency/no-replicate-variation',
        scope: 'test-article',
        fields: { of: 'independent-assays', sample: null, count: 3 },
        text: 'Expected 3 independent assays to differ, found one relative potency to the last digit in all of them. Look whether one assay stands under several names.',
      },
    ]);
  });

  it.each([
    ['one row lacks its row', 'row,column', (i: number) => `${i === 0 ? '' : Math.floor(i / 4)},${i % 4}`, 'Latin square', 1],
    ['the table has no column of columns', 'row', (i: number) => `${Math.floor(i / 4)}`, 'Latin square', 16],
    ['one row lacks its block', 'block', (i: number) => (i === 0 ? '' : `${Math.floor(i / 4)}`), 'block', 1],
  ] as const)('where %s, no other design is taken in silence', async (_, heading, placeOf, what, missing) => {
    const rows = Array.from({ length: 16 }, (_row, i) => {
      const treatment = ((i % 4) + Math.floor(i / 4)) % 4;
      const [sample, dose] = [treatment < 2 ? 'S' : 'T', (treatment % 2) + 1];
      return `${sample},${dose},${10 + 3 * Math.log(dose) + (i % 3) / 10},${placeOf(i)}`;
    });
    const one = await firstTest(`sample,dose,response,${heading}\n${rows.join('\n')}\n`, ['--model', 'parallel-line']);
    const place = what === 'block' ? 'a block' : 'a row and a column';
    expect(one?.relativePotency).toBeNull();
    expect(one?.reasons.map((reason) => reason.code)).toEqual(['potency/incomplete-design']);
    expect(one?.reasons.map((reason) => sentenceOf(reason, 'en')).join(' ')).toContain(
      `Expected every response to have ${place}, found ${missing} without. Name another design`,
    );
  });
});

describe('limits of a method hold for every model, or are refused', () => {
  // Two lines of y on ln dose, slope 3, T 1.3 times as potent; wells ± 0.1 to 0.2.
  const lines = ['S', 'T'].flatMap((sample) =>
    [1, 2, 4].flatMap((dose) =>
      [-0.2, 0.1, 0.1].map((off) => `${sample},${dose},${10 + 3 * Math.log(dose * (sample === 'T' ? 1.3 : 1)) + off},`),
    ),
  );
  const counts = ['S,1,20,2', 'S,2,20,6', 'S,4,20,11', 'S,8,20,16', 'T,1,20,4', 'T,2,20,9', 'T,4,20,14', 'T,8,20,18'];
  const tables = {
    lines: `sample,dose,response,excluded\n${lines.join('\n')}\nT,1,OVRFLW,bubble\nS,1,OVRFLW,bubble\n`,
    counts: `sample,dose,total,responders\n${counts.join('\n')}\n`,
  };

  async function codes(table: string, method: string): Promise<readonly string[]> {
    writeFileSync(join(folder, 'm.yaml'), method);
    const one = await firstTest(table, ['--method', join(folder, 'm.yaml')]);
    expect(one?.outcomes.result).toBe(one?.reasons.length === 0 ? 'reportable' : 'not-reportable');
    return one?.reasons.map((reason) => reason.code) ?? [];
  }

  it.each([
    ['lines', 'parallel-line', 'sampleSuitability: { range: { lower: 5 } }', ['potency/outside-range']],
    ['lines', 'parallel-line', 'sampleSuitability: { range: { lower: 1, upper: 2 }, maximumIntervalRatio: 2 }', []],
    ['lines', 'parallel-line', 'sampleSuitability: { maximumIntervalRatio: 1.01 }', ['potency/interval-too-wide']],
    ['lines', 'parallel-line', 'sampleSuitability: { maximumReplicateCv: 0.001 }', ['potency/replicates-differ']],
    ['lines', 'parallel-line', 'sampleSuitability: { maximumExcluded: 0 }', ['potency/too-many-excluded']],
    ['lines', 'parallel-line', 'sampleSuitability: { maximumExcluded: 1 }', []],
    ['lines', 'slope-ratio', 'systemSuitability: { maximumExcluded: 0 }', ['potency/unsuitable-reference']],
    ['lines', 'parallel-line', 'systemSuitability: { maximumReplicateCv: 0.001 }', ['potency/unsuitable-reference']],
    ['counts', 'probit', 'sampleSuitability: { range: { upper: 1 } }', ['potency/outside-range']],
    ['counts', 'logit', 'sampleSuitability: { maximumIntervalRatio: 1.5 }', ['potency/interval-too-wide']],
  ] as const)('%s, %s with %s', async (table, model, limit, expected) => {
    const lenient =
      model === 'slope-ratio'
        ? ', sampleSuitability: { compendial: { intersection: { action: information }, linearity: { action: information } } }'
        : '';
    const found = await codes(tables[table], `{ model: ${model}, ${limit}${lenient} }\n`);
    expect(found).toEqual(expected);
  });

  it('a curve counts excluded wells without a number too, and a note keeps them in the record', async () => {
    const table = good.replace('response\n', 'response,excluded\n').replace(/(\d)\n(?=run|$)/g, '$1,\n');
    const one = await firstTest(`${table}run,T,1,OVRFLW,bubble\n`, []);
    expect(one?.notes).toEqual([
      {
        code: 'potency/well-excluded',
        scope: 'test-article',
        fields: { of: 'line', well: null, line: 34, sample: 'T', reason: 'bubble' },
        text: "Line 34 of 'T' has no number and is excluded: bubble.",
      },
    ]);
    printed.out = '';
    expect(await codes(`${table}run,T,1,OVRFLW,bubble\n`, '{ model: 4pl, sampleSuitability: { maximumExcluded: 0 } }\n')).toEqual([
      'potency/too-many-excluded',
    ]);
  });

  it.each([
    ['parallel-line', 'systemSuitability: { rSquared: { lower: 0.9 } }', 'systemSuitability.rSquared'],
    ['slope-ratio', 'systemSuitability: { hookEffect: { action: fail } }', 'systemSuitability.hookEffect'],
    ['parallel-line', 'sampleSuitability: { parallelism: { maximumRsse: 1 } }', 'sampleSuitability.parallelism.maximumRsse'],
    [
      'logit',
      'sampleSuitability: { parallelism: { equivalence: [{ parameter: slope-ratio }] } }',
      'sampleSuitability.parallelism.equivalence',
    ],
    ['probit', 'sampleSuitability: { maximumReplicateCv: 0.1 }', 'sampleSuitability.maximumReplicateCv'],
  ])('%s has no curve for %s', async (model, limit, path) => {
    writeFileSync(join(folder, 'm.yaml'), `{ model: ${model}, ${limit} }\n`);
    expect(await potency(tables.lines, ['--method', join(folder, 'm.yaml')])).toBe(65);
    expect(printed.err).toContain(
      `${path}: Expected no limit that needs a dose-response curve with straight lines or counts of responders, found`,
    );
  });
});

describe('keys of a method that its model never reads', () => {
  const suitability = (test: string): string => `sampleSuitability: { compendial: { ${test} } }`;
  const TESTS = {
    '4pl': 'no compendial test',
    'spearman-kaerber': 'no compendial test',
    'parallel-line': 'the compendial tests regression, parallelism, linearity alone',
    'slope-ratio': 'the compendial tests regression, intersection, linearity, blanks alone',
    probit: 'the compendial tests regression, parallelism, linearity alone',
  } as const;
  const at = 'sampleSuitability.compendial';
  const counted = "Expected `heterogeneity` only with the models 'probit' and 'logit'";
  const limits = 'Expected no method of an interval with straight lines or counts of responders, which have limits of their own';

  it.each([
    ['4pl', suitability('parallelism: { action: information }'), `${at}.parallelism`, TESTS['4pl']],
    ['spearman-kaerber', suitability('regression: { alpha: 0.01 }'), `${at}.regression`, TESTS['spearman-kaerber']],
    ['parallel-line', suitability('blanks: disregarded'), `${at}.blanks`, TESTS['parallel-line']],
    ['parallel-line', suitability('intersection: { alpha: 0.01 }'), `${at}.intersection`, TESTS['parallel-line']],
    ['slope-ratio', suitability('parallelism: { alpha: 0.01 }'), `${at}.parallelism`, TESTS['slope-ratio']],
    ['probit', suitability('blanks: { action: information }'), `${at}.blanks`, TESTS.probit],
    ['4pl', 'heterogeneity: when-significant', 'heterogeneity', counted],
    ['parallel-line', 'heterogeneity: when-significant', 'heterogeneity', counted],
    ['spearman-kaerber', 'heterogeneity: when-significant', 'heterogeneity', counted],
    ['parallel-line', 'interval: { method: profile }', 'interval.method', limits],
    ['logit', 'interval: { method: delta }', 'interval.method', limits],
    ['slope-ratio', 'identification: { maximumIntervalRatio: 3 }', 'identification.maximumIntervalRatio', 'Expected `identification` only'],
  ] as const)('%s with %s', async (model, key, path, sentence) => {
    writeFileSync(join(folder, 'm.yaml'), `{ model: ${model}, ${key} }\n`);
    expect(await potency(good, ['--method', join(folder, 'm.yaml')])).toBe(65);
    expect(printed.err).toContain(`${path}: `);
    expect(printed.err).toContain(sentence);
  });

  it('that stand at their defaults may be written, and those that it reads too', () => {
    const all = { regression: {}, parallelism: {}, intersection: {}, linearity: {}, blanks: {} };
    for (const model of ['4pl', 'parallel-line', 'slope-ratio', 'probit', 'logit', 'spearman-kaerber'] as const) {
      expect(() => potencyMethod({ model, sampleSuitability: { compendial: all }, heterogeneity: 'none' })).not.toThrow();
    }
    const rule = { alpha: 0.01, action: 'information' } as const;
    const made = {
      'parallel-line': ['regression', 'parallelism', 'linearity'],
      'slope-ratio': ['regression', 'intersection', 'linearity', 'blanks'],
    };
    for (const [model, tests] of Object.entries(made)) {
      const compendial = Object.fromEntries(tests.map((name) => [name, rule]));
      expect(potencyMethodSchema.safeParse({ model, sampleSuitability: { compendial } }).success).toBe(true);
    }
  });

  it('a blank is not subtracted in a table, which has none', async () => {
    writeFileSync(join(folder, 'm.yaml'), 'model: 4pl\nblank: subtract-mean\n');
    expect(await potency(good, ['--method', join(folder, 'm.yaml')])).toBe(65);
    expect(printed.err).toContain("Expected a method with 'blank: none' for a long table");
  });
});

it('drift without named wells says what it needs', async () => {
  writeFileSync(join(folder, 'm.yaml'), 'model: 4pl\nplateQuality: { drift: { maximumChange: 0.1 } }\n');
  const one = await firstTest(good, ['--method', join(folder, 'm.yaml')]);
  expect(one?.reasons.map((one) => sentenceOf(one, 'en'))).toEqual([
    'Expected the change between plates to be at most 0.1, found none could be computed. Drift is seen between plates with named wells, of which there are 0.',
  ]);
});
