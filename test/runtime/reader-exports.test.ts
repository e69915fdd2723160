import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { levenbergMarquardt } from 'ml-levenberg-marquardt';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DosePoint } from '../../src/potency/potency-result.ts';
import type { Figures } from '../../src/results/figures.ts';
import type { ReleaseResult } from '../../src/results/release-result.ts';
import { parseReleaseResult } from '../../src/results/release-result-schema.ts';
import type { RunOutcome } from '../../src/runtime/job/run-job.ts';
import { warningLine } from '../../src/runtime/job/warning.ts';
import { run } from '../../src/runtime/run/run.ts';
import { sentence } from '../said.ts';
import { describeShared } from '../shared-data.ts';

const fixtures = fileURLToPath(new URL('fixtures/reader-exports/', import.meta.url));

/** Name in the export folder → file of `../shared/data/plates`. */
const EXPORTS: Readonly<Record<string, string>> = {
  'skanit.xlsx': 'thermo-skanit/skanit_data.xlsx',
  'gen5.txt': 'agilent-gen5/endpoint_stdcurve_singleplate.txt',
  'softmax.txt': 'moldev-softmax-pro/group_cols_with_int_sample_names.txt',
};

/** Sheet 'Absorbance 1_01' of the SkanIt workbook, A to G of columns 1 and 2, read off its XML; doses as on its sheet 'Standard Curve 1_03'. */
const SKANIT = {
  doses: [1, 0.5, 0.25, 0.125, 0.0625, 0.03125, 0.015625],
  column1: [1.7455, 1.3625, 0.9252, 0.573, 0.3996, 0.2403, 0.1677],
  column2: [1.6148, 1.1336, 0.953, 0.5763, 0.4006, 0.2398, 0.1577],
  /** SkanIt's asymptote d of the standard, 2.89758, over its mean blank, (0.0905 + 0.0916) / 2. */
  upper: 2.98863,
};

type Point = readonly [well: string, dose: number, response: number];

describeShared("A lot judged on three readers' own exports, recognised by their vendor formats", (shared) => {
  const root = mkdtempSync(join(tmpdir(), 'cytolot-reader-exports-'));
  let outcome: RunOutcome;
  let result: ReleaseResult;
  let figures: Figures;

  beforeAll(async () => {
    for (const folder of ['export', 'method']) mkdirSync(join(root, folder));
    for (const [name, source] of Object.entries(EXPORTS)) copyFileSync(`${shared}data/plates/${source}`, join(root, 'export', name));
    copyFileSync(`${fixtures}samples.csv`, join(root, 'export/samples.csv'));
    for (const name of ['pipeline.yaml', 'specification.yaml', 'reference-standards.csv'])
      copyFileSync(`${fixtures}${name}`, join(root, 'method', name));
    outcome = await run({
      folder: join(root, 'export'),
      pipeline: join(root, 'method/pipeline.yaml'),
      specification: null,
      out: join(root, 'out'),
      lot: null,
      jobs: 1,
      language: 'en',
      progress: 'quiet',
    });
    const folder = outcome.lots[0]?.folder ?? '';
    result = parseReleaseResult(JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')));
    figures = JSON.parse(readFileSync(join(folder, 'figures.json'), 'utf8')) as Figures;
  }, 120_000);

  afterAll(() => rmSync(root, { recursive: true, force: true }));

  const attribute = (id: string) => result.attributes.find((one) => one.attribute === id) ?? expect.fail(`no attribute ${id}`);
  const assay = (id: string) => {
    const found = figures.potency.find((one) => one.attribute === id)?.assays[0] ?? expect.fail(`no assay ${id}`);
    return { reference: found.reference.points, test: found.tests[0] ?? expect.fail(`no test article in ${id}`) };
  };

  it('proposes a disposition for the one lot, with an outcome for every reader', () => {
    expect(outcome.lots.map(({ lot, disposition }) => [lot, disposition])).toEqual([['RE-001', 'no valid result']]);
    expect(result.attributes.map((one) => [one.attribute, one.outcome])).toEqual([
      ['elisa', 'meets'],
      ['slopes', 'meets'],
      ['masked', 'no valid result'],
    ]);
    expect(result.disposition).toEqual({
      proposed: 'no valid result',
      counts: {
        fails: 0,
        noValidResult: 1,
        pending: 0,
        meets: 2,
        information: 0,
        supportive: { fails: 0, noValidResult: 0, pending: 0, meets: 0 },
        parallel: { fails: 0, noValidResult: 0, pending: 0, meets: 0 },
        limits: { discard: 0, action: 0 },
      },
      held: [],
    });
    expect(result.inputs.map((input) => input.file).sort()).toEqual(
      [...Object.keys(EXPORTS), 'reference-standards.csv', 'samples.csv'].sort(),
    );
  });

  it('takes the responses of the SkanIt workbook as measured, not as its blank-subtracted sheet has them', () => {
    const { reference, test } = assay('elisa');
    const column = (number: number, responses: readonly number[]): Point[] =>
      responses.map((response, i) => [`${'ABCDEFG'[i]}${number}`, SKANIT.doses[i] ?? Number.NaN, response]);
    expect(inOrder(reference)).toEqual(byWell(column(1, SKANIT.column1)));
    expect(inOrder(test.points)).toEqual(byWell(column(2, SKANIT.column2)));
  });

  it('fits the SkanIt plate as ml-levenberg-marquardt does', () => {
    // y = L + (U - L) / (1 + (EC50 / dose)^b), EC50 of the test = EC50 of the reference / RP; x is the number of the well.
    const y = [...SKANIT.column1, ...SKANIT.column2];
    const curve =
      ([lower = 0, slope = 0, lnEc50 = 0, lnRp = 0]: number[]) =>
      (x: number) => {
        const lnDose = Math.log(SKANIT.doses[x % 7] ?? Number.NaN) + (x < 7 ? 0 : lnRp);
        return lower + (SKANIT.upper - lower) / (1 + Math.exp(slope * (lnEc50 - lnDose)));
      };
    const fit = levenbergMarquardt({ x: y.map((_, i) => i), y }, curve, {
      initialValues: [0.1, 1, 0, 0],
      damping: 0.01,
      gradientDifference: 1e-6,
      centralDifference: true,
      maxIterations: 500,
      errorTolerance: 0,
    });
    const expected = Math.exp(fit.parameterValues[3] ?? Number.NaN);
    const found = assay('elisa').test;
    expect(Math.abs((found.relativePotency?.estimate ?? Number.NaN) / expected - 1)).toBeLessThan(1e-6);
    expect(Math.abs((found.constrained?.rss ?? Number.NaN) / fit.parameterError - 1)).toBeLessThan(1e-8);
    // RS-01 has the assigned potency 1.00.
    expect(attribute('elisa').estimate).toBe(found.relativePotency?.estimate);
    expect(attribute('elisa').reasons).toEqual([]);
  });

  it('takes the measured rows of the Gen5 text, and neither of the two calculated rows below each', () => {
    const { reference, test } = assay('slopes');
    const { od, doses } = readGen5();
    expect(inOrder(reference)).toEqual(byWell(cells(od, [1, 2, 3], 7, (row) => doses[row] ?? Number.NaN)));
    expect(inOrder(test.points)).toEqual(byWell(cells(od, [4, 5, 6], 4, (row) => 2000 / [1, 2, 4, 8][row]!)));
  });

  it('gives the slope ratio of the normal equations, which is what Gen5 found by its standard curve', () => {
    const { reference, test } = assay('slopes');
    const expected = slopeRatioOf(reference, test.points);
    const found = test.relativePotency?.estimate ?? Number.NaN;
    expect(Math.abs(found / expected - 1)).toBeLessThan(1e-10);
    expect(attribute('slopes').estimate).toBe(found);
    // Gen5's [Concentration] of SPL1 undiluted (A4, A5, A6), over the 2000 that we give this dilution; its line goes through means of the standards.
    expect(Math.abs(found / ((1185.551 + 1200.645 + 1232.046) / 3 / 2000) - 1)).toBeLessThan(0.002);
  });

  it('leaves out the well that SoftMax Pro masked, and gives reasons instead of a number', () => {
    const { reference, test } = assay('masked');
    const od = readSoftMax();
    expect(od[0]?.[1]).toBe(1.672); // A2 stands in the plate block nevertheless
    const dose = (row: number) => 320 / [1, 2, 4, 8, 16, 32, 64][row]!;
    expect(inOrder(reference)).toEqual(byWell(cells(od, [1], 7, dose)));
    expect(inOrder(test.points)).toEqual(byWell(cells(od, [2], 7, dose).filter(([well]) => well !== 'A2')));
    expect(attribute('masked').estimate).toBeNull();
    // The standard ends at an OD of 1.785 far below its plateau, which leaves the ratio determined and the shapes apart, and six wells remain of the replicate.
    expect(attribute('masked').reasons.map((reason) => reason.code)).toEqual([
      'potency/too-few-assays',
      'attribute/too-few-assays',
      'potency/well-not-numeric',
      'potency/not-parallel',
    ]);
    expect(attribute('masked').reasons.map(sentence)[2]).toBe("Well A2 of 'RE-001' holds 'Masked' instead of a number.");
  });

  it('warns of what the exports contradict themselves in', () => {
    const told = (text: string) => outcome.warnings.map(warningLine).filter((line) => line.includes(text)).length;
    expect(told("AvgOD 1.728 is that of all its wells, although the group does not count A2 ('Masked')")).toBe(1);
    expect(told('gen5.txt: Curve fits of the vendor (line 77) were not read.')).toBe(1);
    expect(told("skanit.xlsx: The date '6/5/2023' could be two days")).toBe(1);
  });

  /** Measured rows (their last field names the read) and the Conc/Dil of the first column, by a plain split. */
  function readGen5(): { readonly od: readonly (readonly number[])[]; readonly doses: readonly number[] } {
    const rows = readFileSync(join(root, 'export/gen5.txt'), 'utf8')
      .split('\n')
      .map((line) => line.split('\t'));
    return {
      od: rows.filter((row) => row[13] === '630nmAbsRead:630').map((row) => row.slice(1, 13).map(Number)),
      doses: rows.filter((row) => row[13] === 'Conc/Dil').map((row) => Number(row[1])),
    };
  }

  /** The eight rows under the heading of the plate block. */
  function readSoftMax(): readonly (readonly number[])[] {
    const rows = readFileSync(join(root, 'export/softmax.txt'), 'utf16le').split('\r\n');
    const heading = rows.findIndex((row) => row.includes('Temperature'));
    return rows.slice(heading + 1, heading + 9).map((row) => row.split('\t').slice(2, 14).map(Number));
  }
});

function cells(
  matrix: readonly (readonly number[])[],
  columns: readonly number[],
  rows: number,
  dose: (row: number) => number,
): readonly Point[] {
  return columns.flatMap((column) =>
    matrix.slice(0, rows).map((row, i): Point => [`${'ABCDEFGH'[i]}${column}`, dose(i), row[column - 1] ?? Number.NaN]),
  );
}

function byWell(points: readonly Point[]): readonly Point[] {
  return points.toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function inOrder(points: readonly DosePoint[]): readonly Point[] {
  return byWell(points.map((point): Point => [point.well ?? '', point.dose, point.response]));
}

/** y = a + b₁ x₁ + b₂ x₂ with x₁ = 0 for the test and x₂ = 0 for the reference: Cramer's rule on the centred sums; b₂ / b₁. */
function slopeRatioOf(reference: readonly DosePoint[], test: readonly DosePoint[]): number {
  const rows = [
    ...reference.map(({ dose, response }) => ({ x1: dose, x2: 0, y: response })),
    ...test.map(({ dose, response }) => ({ x1: 0, x2: dose, y: response })),
  ];
  const mean = (key: 'x1' | 'x2' | 'y') => rows.reduce((sum, row) => sum + row[key], 0) / rows.length;
  const means = { x1: mean('x1'), x2: mean('x2'), y: mean('y') };
  const s = (a: 'x1' | 'x2' | 'y', b: 'x1' | 'x2' | 'y') => rows.reduce((sum, row) => sum + (row[a] - means[a]) * (row[b] - means[b]), 0);
  return (s('x1', 'x1') * s('x2', 'y') - s('x1', 'x2') * s('x1', 'y')) / (s('x2', 'x2') * s('x1', 'y') - s('x1', 'x2') * s('x2', 'y'));
}
