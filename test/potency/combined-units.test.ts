import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CombinationPlan, combineAssays, type IndependentAssay } from '../../src/potency/combination/combination.ts';
import type { AssayResult } from '../../src/potency/potency-result.ts';
import { captureCommand } from '../cli/captured-command.ts';

/** An assay whose ln RP has the half width `half` on 10 degrees of freedom. */
function assay(name: string, estimate: number, scaleOfUnits?: IndependentAssay['scaleOfUnits'], half = 0.1): IndependentAssay {
  const interval = { lower: estimate * Math.exp(-half), upper: estimate * Math.exp(half), df: 10 };
  const given = { name, relativePotency: { estimate }, interval };
  return scaleOfUnits === undefined ? given : { ...given, scaleOfUnits };
}

const iu = (factor: number) => ({ factor, unit: 'IU/ml' });
const diluted = (factor: number) => ({ factor, unit: null });
const plan = { planned: 3, level: 0.95, variant: 'unweighted' } as const satisfies CombinationPlan;
const whys = ({ reasons }: { readonly reasons: readonly { readonly code: string; readonly fields: object }[] }) =>
  reasons.map(({ code, fields }) => [code, 'why' in fields ? fields.why : null]);

describe('assays whose predilutions or assigned potencies', () => {
  it('are none: relative potencies alone, sqrt(0.8 x 1.25) = 1', () => {
    const combined = combineAssays([assay('a', 0.8), assay('b', 1.25)], { ...plan, planned: 2 });
    expect(combined.estimate).toBeCloseTo(1, 12);
    expect('potencyInUnits' in combined).toBe(false);
  });

  it('are all alike: the relative potency of the doses, and 5,000 times it in units', () => {
    const combined = combineAssays([assay('a', 0.8, iu(5000)), assay('b', 1.25, iu(5000))], { ...plan, planned: 2 });
    expect(combined.estimate).toBeCloseTo(1, 12);
    expect(combined.potencyInUnits).toEqual({
      estimate: combined.estimate! * 5000,
      lower: combined.lower! * 5000,
      upper: combined.upper! * 5000,
      unit: 'IU/ml',
    });
  });

  // 1.02 x 5,000, 0.5 x 10,000 and 1.96 x 2,500 IU/ml: 5,100, 5,000 and 4,900.
  const threeDilutions = [assay('a', 1.02, iu(5000)), assay('b', 0.5, iu(10_000)), assay('c', 1.96, iu(2500))];

  it.each([
    ['some', threeDilutions.slice(0, 2), Math.sqrt(5100 * 5000)],
    ['all', threeDilutions, Math.cbrt(5100 * 5000 * 4900)],
  ] as const)('differ in %s: only the potencies in units combine', (_, assays, expected) => {
    const { estimate, lower, upper, potencyInUnits, gcvPercent, reasons } = combineAssays(assays, { ...plan, planned: assays.length });
    expect([estimate, lower, upper, reasons]).toEqual([null, null, null, []]);
    expect(potencyInUnits?.unit).toBe('IU/ml');
    expect(potencyInUnits?.estimate).toBeCloseTo(expected, 8);
    // Of 5,100, 5,000 (and 4,900) by 1.4 or 2 %, not of 1.02, 0.5 (and 1.96).
    expect(gcvPercent).toBeLessThan(2.1);
  });

  it('differ: weights and homogeneity are of the potencies in units', () => {
    const same = combineAssays([assay('a', 5100), assay('b', 5000), assay('c', 4900)], { ...plan, variant: 'weighted' });
    const { potencyInUnits, homogeneity } = combineAssays(threeDilutions, { ...plan, variant: 'weighted' });
    expect(potencyInUnits?.lower).toBeCloseTo(same.lower!, 8);
    expect(potencyInUnits?.upper).toBeCloseTo(same.upper!, 8);
    expect(homogeneity?.chiSquared).toBeCloseTo(same.homogeneity!.chiSquared, 8);
  });

  it('differ: relative potencies that agree speak for nothing, 5,000 and 10,000 IU/ml are not homogeneous', () => {
    const combined = combineAssays([assay('a', 1.01, iu(5000)), assay('b', 1, iu(10_000))], { ...plan, planned: 2, variant: 'weighted' });
    expect(combined.reasons.map(({ code, fields }) => [code, fields.unit])).toEqual([['potency/heterogeneous-assays', 'IU/ml']]);
  });

  it.each([
    ['predilutions without an assigned potency', [assay('a', 1, diluted(50)), assay('b', 1.1, diluted(100))], 'unlike-predilutions'],
    ['a predilution beside none', [assay('a', 1), assay('b', 1.1, diluted(2))], 'unlike-predilutions'],
    ['units', [assay('a', 1, iu(50)), assay('b', 1.1, { factor: 50, unit: 'IU/mg' })], 'unlike-units'],
    ['an assigned potency beside none', [assay('a', 1, iu(50)), assay('b', 1.1, diluted(50))], 'unlike-units'],
  ] as const)('differ in %s: nothing is combined', (_, assays, why) => {
    const combined = combineAssays(assays, { ...plan, planned: 2 });
    expect([combined.estimate, combined.lower, combined.upper, 'potencyInUnits' in combined]).toEqual([null, null, null, false]);
    expect(whys(combined)).toEqual([['potency/no-combination', why]]);
    expect(combined.reasons[0]?.fields).toMatchObject({ assay: 'b' });
  });

  it('are those of assays without a relative potency, which do not count', () => {
    const lost = { ...assay('c', 1, diluted(100)), relativePotency: null };
    const combined = combineAssays([assay('a', 0.8, diluted(50)), assay('b', 1.25, diluted(50)), lost], { ...plan, minimum: 2 });
    expect(combined.estimate).toBeCloseTo(1, 12);
    expect(combined.reasons).toEqual([]);
  });

  it('differ between replicates of a run: their mean is that of the units', () => {
    const runs = [
      { ...assay('a1', 1, iu(5000)), run: 'A' },
      { ...assay('a2', 0.5, iu(10_000)), run: 'A' },
      { ...assay('b1', 1.1, iu(5000)), run: 'B' },
      { ...assay('b2', 1.1, iu(5000)), run: 'B' },
    ];
    const { potencyInUnits } = combineAssays(runs, { ...plan, planned: 2, replicatesPerRun: 2 });
    expect(potencyInUnits?.estimate).toBeCloseTo(Math.sqrt(5000 * 5500), 8);
  });

  it('hide no assay that was entered twice', () => {
    const { reasons } = combineAssays([assay('a', 1.013, iu(5000)), assay('b', 1.013, iu(10_000))], { ...plan, planned: 2 });
    expect(reasons.map((one) => one.code)).toEqual(['potency/no-replicate-variation']);
  });
});

describe('cytolot potency --combine with predilutions', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'cytolot-units-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  interface Sample {
    readonly potency: number;
    readonly predilution: number;
    /** Moves the noise, so that no assay is a copy of another. */
    readonly noise: number;
  }

  function curve(name: string, { potency, predilution, noise }: Sample): string[] {
    return [1, 2, 4, 8, 16, 32, 64, 128].flatMap((dose, i) =>
      [-1, 1].map((off, j) => {
        const response = 0.1 + 2 / (1 + (12 / (dose * potency)) ** 1.3) + 0.01 * off + 0.004 * Math.sin(7 * i + 3 * j + noise);
        return `${name},${dose},${response.toFixed(5)},${predilution}`;
      }),
    );
  }

  interface Combined {
    readonly estimate: number | null;
    readonly potencyInUnits?: { readonly estimate: number; readonly unit: string };
    readonly reasons: readonly { readonly code: string; readonly fields: object }[];
  }

  async function run(samples: readonly (readonly [reference: number, article: number, potency: number])[], ...options: readonly string[]) {
    const rows = samples.flatMap(([reference, article, potency], i) =>
      [
        ...curve('reference', { potency: 1, predilution: reference, noise: i }),
        ...curve('T', { potency, predilution: article, noise: 5 * i + 2 }),
      ].map((row) => `A${i + 1},${row}`),
    );
    const file = join(folder, 't.csv');
    writeFileSync(file, ['assay,sample,dose,response,predilution', ...rows].join('\n'));
    const { stdout } = await captureCommand(['potency', file, '--combine', 'unweighted', ...options, '--json']);
    const record: { readonly assays: readonly AssayResult[]; readonly combinations: readonly [Combined] } = JSON.parse(stdout);
    return { file, assays: record.assays, combined: record.combinations[0] };
  }

  const ASSIGNED = ['--assigned', '100', '--unit', 'IU/ml'];

  it('combines what the assays report in units: 1:50, 1:100 and 1:25 of one article', async () => {
    const { file, assays, combined } = await run(
      [
        [1, 50, 1],
        [1, 100, 0.5],
        [1, 25, 2],
      ],
      ...ASSIGNED,
    );
    const units = assays.map((one) => one.tests[0]!.potencyInUnits!.estimate);
    expect(combined.estimate).toBeNull();
    expect(combined.potencyInUnits?.estimate).toBeCloseTo(Math.cbrt(units[0]! * units[1]! * units[2]!), 6);
    expect(combined.reasons).toEqual([]);
    const page = join(folder, 'p.html');
    const { stdout } = await captureCommand(['potency', file, '--combine', 'unweighted', ...ASSIGNED, '--html', page, '--force']);
    const value = combined.potencyInUnits!.estimate.toPrecision(5);
    expect(stdout.split('\n').find((line) => line.startsWith('T '))).toContain(`reportable; ${value} (`);
    const row = /<b>combined<\/b>.*?<\/tr>/s.exec(readFileSync(page, 'utf8'))?.[0] ?? '';
    expect(row).toContain('IU/ml');
  });

  it('takes the predilution of the reference standard into account: 2:100 is 1:50', async () => {
    const { combined } = await run(
      [
        [1, 50, 1],
        [2, 100, 1],
      ],
      ...ASSIGNED,
    );
    expect(combined.potencyInUnits?.estimate).toBe(combined.estimate! * 5000);
  });

  it('without --assigned combines no potencies of different doses', async () => {
    const alike = await run([
      [1, 50, 1],
      [1, 50, 1],
    ]);
    expect([alike.combined.reasons, 'potencyInUnits' in alike.combined]).toEqual([[], false]);
    const { combined } = await run([
      [1, 50, 1],
      [1, 100, 0.5],
    ]);
    expect([combined.estimate, whys(combined)]).toEqual([null, [['potency/no-combination', 'unlike-predilutions']]]);
  });
});
