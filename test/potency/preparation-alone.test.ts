import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AssayResult } from '../../src/potency/potency-result.ts';
import type { Reason } from '../../src/reason.ts';
import { captureCommand } from '../cli/captured-command.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cytolot-alone-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Row {
  readonly sample: string;
  readonly dose: number;
  readonly response: number | string;
  readonly well: string;
  readonly excluded?: string;
}

/** 0.05 + 0.95/(1 + 8/x) at ten doses, three wells each; the middle one on the curve, the others `spread` above and below. */
function curve(sample: string, plateRow: number, spread = 0.01): Row[] {
  return Array.from({ length: 30 }, (_, i): Row => {
    const dose = 2 ** (Math.floor(i / 3) - 1);
    const response = 0.05 + 0.95 / (1 + 8 / dose) + ((i % 3) - 1) * spread;
    return { sample, dose, response, well: `${'ABCDEFGH'[plateRow + Math.floor(i / 12)]}${(i % 12) + 1}` };
  });
}

async function run(rows: readonly Row[], method: string, ...options: readonly string[]) {
  const [table, file] = [join(folder, 't.csv'), join(folder, 'm.yaml')];
  const lines = rows.map(({ sample, dose, response, well, excluded = '' }) => [sample, dose, response, 'P1', well, excluded].join(','));
  writeFileSync(table, `sample,dose,response,plate,well,excluded\n${lines.join('\n')}\n`);
  writeFileSync(file, method);
  const { exitCode, stdout, stderr } = await captureCommand(['potency', table, '--method', file, '--json', ...options]);
  const assays: readonly AssayResult[] = stdout === '' ? [] : JSON.parse(stdout).assays;
  return { exitCode, stderr, assay: assays[0], alone: assays[0]?.preparation };
}

const codesOf = (reasons: readonly Reason[] | undefined): readonly string[] => (reasons ?? []).map((one) => one.code);

const LIMITS = (ec50: string, others: string): string => `model: 4pl
systemSuitability: {ec50: ${ec50}, ${others}}
`;

describe('one preparation alone is judged by the limits of the method:', () => {
  // The curve has the EC50 8 and the slope 1; at the lowest dose, 0.5, the mean is 0.05 + 0.95/17 and the standard deviation 0.01.
  const cv = 0.01 / (0.05 + 0.95 / 17);

  it.each([
    { meets: 'all', limits: LIMITS('{lower: 7, upper: 9}', `maximumReplicateCv: ${cv + 1e-4}, maximumExcluded: 0`), failed: [] },
    {
      meets: 'some',
      limits: LIMITS('{lower: 7, upper: 9}', `maximumReplicateCv: ${cv - 1e-4}, maximumExcluded: 0`),
      failed: ['reference largest replicate CV'],
    },
    {
      meets: 'none',
      limits: LIMITS('{lower: 9}', `slope: {lower: 2}, rSquared: {lower: 1}, maximumReplicateCv: ${cv - 1e-4}`),
      failed: ['reference EC50', 'reference slope', 'reference R-squared', 'reference largest replicate CV'],
    },
  ])('it meets $meets of them', async ({ limits, failed }) => {
    const { assay, alone } = await run(curve('A', 0), limits);
    expect(alone?.reasons.map((one) => [one.code, one.fields.check])).toEqual(failed.map((name) => ['potency/unsuitable-reference', name]));
    expect(assay?.reference.checks.filter((line) => line.outcome === 'fails').map((line) => line.name)).toEqual(failed);
    expect(alone?.outcome).toBe(failed.length === 0 ? 'reportable' : 'not-reportable');
    expect(assay?.reference.checks.find((line) => line.name === 'reference largest replicate CV')?.found).toBeCloseTo(cv, 12);
    expect(alone?.estimate).toBeCloseTo(8, 6);
  });

  it('those that stand for articles count too, and the lack of fit of its own curve', async () => {
    const asked = `sampleSuitability: {maximumReplicateCv: ${cv - 1e-4}, maximumExcluded: 0, lackOfFit: {action: fail}}`;
    const { alone } = await run(curve('A', 0), `model: 4pl\n${asked}\n`);
    expect(codesOf(alone?.reasons)).toEqual(['potency/replicates-differ']);
    // A dose mean that is 0.1 off, ten standard deviations of its wells, is no curve.
    const bent = curve('A', 0).map((row) => (row.dose === 4 ? { ...row, response: Number(row.response) + 0.1 } : row));
    expect(codesOf((await run(bent, 'model: 4pl\nsampleSuitability: {lackOfFit: {action: fail}}\n')).alone?.reasons)).toEqual([
      'potency/lack-of-fit',
    ]);
  });

  it('the reference standard of an assay with an article has the same figures', async () => {
    const method = LIMITS('{lower: 7}', 'maximumReplicateCv: 0.05, rSquared: {lower: 0.9}, outliers: {maximum: 0}');
    const alone = await run(curve('A', 0), method);
    const pair = await run([...curve('reference', 0), ...curve('t', 4)], method);
    const named = ({ name, found, outcome }: { readonly name: string; readonly found: number | null; readonly outcome: string }) => ({
      name,
      found,
      outcome,
    });
    const ofPair = pair.assay?.reference.checks.filter((line) => line.name.startsWith('reference')).map(named) ?? [];
    expect(ofPair.length).toBeGreaterThan(8);
    expect(alone.assay?.reference.checks.slice(0, ofPair.length).map(named)).toEqual(ofPair);
  });
});

describe('one preparation alone, as to its wells:', () => {
  it("the controls' Z' decides: 1 − 3(0.1 + 0.1)/(1.2 − 0.2) = 0.4", async () => {
    const controls = [
      ...[1.1, 1.2, 1.3].map((response, i) => ({ sample: 'HC', dose: 0, response, well: `H${i + 1}` })),
      ...[0.1, 0.2, 0.3].map((response, i) => ({ sample: 'LC', dose: 0, response, well: `G${i + 1}` })),
    ];
    const of = (lower: number): string => `model: 4pl\nplateQuality: {high: HC, low: LC, zPrime: {lower: ${lower}}}\n`;
    const fails = await run([...curve('A', 0), ...controls], of(0.41));
    expect(codesOf(fails.alone?.reasons)).toEqual(['potency/plate-quality']);
    expect(fails.alone?.reasons[0]?.fields.found).toBeCloseTo(0.4, 12);
    expect((await run([...curve('A', 0), ...controls], of(0.39))).alone?.outcome).toBe('reportable');
  });

  it('an excluded well without a number is a note', async () => {
    const { alone } = await run(
      [...curve('A', 0), { sample: 'A', dose: 2, response: 'OVRFLW', well: 'H1', excluded: 'bubble' }],
      'model: 4pl\n',
    );
    expect(alone?.notes).toMatchObject([{ code: 'potency/well-excluded', fields: { sample: 'A', reason: 'bubble' } }]);
    expect(alone?.outcome).toBe('reportable');
  });

  it('the outlier test names, counts and compares', async () => {
    const far = curve('A', 0).map((row) => (row.well === 'B10' ? { ...row, response: 0.3 } : row));
    const rule = (maximum: number, most: number): string =>
      `model: 4pl\noutliers: {test: rout, maximum: ${maximum}}\nsystemSuitability: {maximumReplicateCv: ${most}}\n`;
    const none = await run(curve('A', 0), rule(0, 0.2));
    expect([codesOf(none.alone?.reasons), codesOf(none.alone?.notes), none.alone?.comparisons]).toEqual([[], [], undefined]);
    const one = await run(far, rule(1, 0.9));
    expect([codesOf(one.alone?.reasons), codesOf(one.alone?.notes)]).toEqual([[], ['potency/outlier-found']]);
    expect(one.alone?.comparisons).toMatchObject([{ kind: 'outliers', proposed: 'original', agree: true }]);
    expect(one.alone?.comparisons?.[0]?.reduced.estimate).toBeCloseTo(8, 1);
    expect(codesOf((await run(far, rule(0, 0.9))).alone?.reasons)).toEqual(['potency/outliers']);
    // With the well the CV at its dose is too large, without it not: neither is proposed.
    const differ = await run(far, rule(1, 0.2));
    expect(codesOf(differ.alone?.reasons)).toEqual(['potency/unsuitable-reference', 'potency/outcome-depends-on-outlier']);
  });
});

it('of both orientations of 5pl that with the smaller sum of squares is taken, and named', async () => {
  const rows = curve('A', 0, 0.005);
  const of = async (orientation: string) => {
    const { assay, alone } = await run(rows, `model: 5pl\norientation: ${orientation}\n`);
    return { model: assay?.model, rss: alone?.fit?.rss ?? Number.NaN, estimate: alone?.estimate };
  };
  const [lower, upper, best] = [await of('lower'), await of('upper'), await of('best')];
  expect([lower.model, upper.model]).toEqual(['5pl', '5pl-upper']);
  expect(best).toEqual(upper.rss < lower.rss ? upper : lower);
});

describe('what compares an article with the reference standard is refused over one preparation:', () => {
  it.each([
    ['assigned: {potency: 5, unit: IU}', "'assigned'"],
    ['fit: simultaneous', "'fit: simultaneous'"],
    ['shared: []', "'shared'"],
    ['interval: {method: profile}', "'interval.method: profile'"],
    ['decisionLimits: {lower: 0.5}', "'decisionLimits'"],
    [
      'sampleSuitability: {range: {lower: 0.5}, maximumIntervalRatio: 2}',
      "'sampleSuitability.range', 'sampleSuitability.maximumIntervalRatio'",
    ],
  ])('%s', async (key, named) => {
    const { exitCode, stderr } = await run(curve('A', 0), `model: 4pl\n${key}\n`);
    expect(exitCode).toBe(65);
    expect(stderr).toContain(`Expected a test article beside 'A' in the assay 't.csv' for ${named} of the method, found none`);
  });

  it('--combine', async () => {
    const { stderr } = await run(curve('A', 0), 'model: 4pl\n', '--combine', 'weighted');
    expect(stderr).toContain("Expected test articles to combine with --combine, found one preparation alone in every assay: 't.csv'.");
  });
});
