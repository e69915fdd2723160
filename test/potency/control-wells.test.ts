import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Layout, LayoutWell } from '../../src/plates/layout.ts';
import { estimateAssay } from '../../src/potency/estimation/relative-potency.ts';
import { type PotencyMethod, potencyMethod } from '../../src/potency/method.ts';
import { assayFromPlate } from '../../src/potency/plate/assay-from-plate.ts';
import type { AssayResult } from '../../src/potency/potency-result.ts';
import { captureCommand } from '../cli/captured-command.ts';

/** Responses of a 4PL from 0.1 to 2.1 0.01 above and below the curve. */
function responseAt(dose: number, replicate: number): number {
  return 0.1 + 2 / (1 + (12 / dose) ** 1.3) + (replicate % 2 === 0 ? 0.01 : -0.01);
}
const DOSES = [1, 2, 4, 8, 16, 32, 64, 128];

interface Said {
  readonly code: string;
  readonly scope: string;
  readonly fields: Readonly<Record<string, unknown>>;
}
const saidOf = (all: readonly Said[]) => all.map(({ code, scope, fields: { sample, well, line } }) => [code, scope, sample, well ?? line]);

describe('a control of a table', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'cytolot-controls-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const curve = (name: string, shift: number): string[] =>
    DOSES.flatMap((dose, i) => [0, 1].map((replicate) => `${name},${dose},${responseAt(dose * shift, replicate + i)},`));
  /** On lines 34 and after, behind the curves of the reference standard and the article. */
  const table = (...controls: readonly string[]) => [
    'sample,dose,response,excluded',
    ...curve('reference', 1),
    ...curve('T', 1.3),
    ...controls,
  ];
  const FIXED = ['--fixed', 'lowerAsymptote=control:NC'];

  async function run(rows: readonly string[], options: readonly string[], method?: string) {
    const file = join(folder, 't.csv');
    writeFileSync(file, rows.join('\n'));
    writeFileSync(join(folder, 'm.yaml'), method ?? 'model: 4pl\n');
    const { exitCode, stdout, stderr } = await captureCommand([
      'potency',
      file,
      '--method',
      join(folder, 'm.yaml'),
      ...options,
      '--json',
      '--points',
    ]);
    const { assays }: { readonly assays: readonly AssayResult[] } = stdout === '' ? { assays: [] } : JSON.parse(stdout);
    return { exitCode, stderr, assay: assays[0], test: assays[0]?.tests[0] };
  }

  const bad = (line: number) => ['potency/well-not-numeric', 'assay-run', 'NC', line];
  const taken = (line: number) => ['potency/well-excluded', 'assay-run', 'NC', line];
  it.each([
    ['none is a marker', ['NC,0,0.09,', 'NC,0,0.11,', 'NC,0,0.10,'], 0.1, [], []],
    ['some are', ['NC,0,0.09,', 'NC,0,OVRFLW,', 'NC,0,,'], 0.09, [bad(35), bad(36)], []],
    ['a marker is excluded', ['NC,0,0.09,', 'NC,0,OVRFLW,bubble', 'NC,0,0.13,'], 0.11, [], [taken(35)]],
    ['a number is excluded', ['NC,0,0.09,', 'NC,0,0.9,bubble', 'NC,0,0.13,'], 0.11, [], [taken(35)]],
  ] as const)('that an asymptote is held at, of whose wells %s', async (_, controls, mean, reasons, notes) => {
    const { test } = await run(table(...controls), FIXED);
    expect(test?.constrained?.parameters.lowerAsymptote).toBeCloseTo(mean, 12);
    expect(saidOf(test!.reasons)).toEqual(reasons);
    expect(saidOf(test!.notes ?? [])).toEqual(notes);
    expect([test?.outcomes.systemSuitability, test?.outcomes.result]).toEqual(
      reasons.length === 0 ? ['meets', 'reportable'] : ['fails', 'not-reportable'],
    );
  });

  it('of whose wells all are markers has no mean', async () => {
    const { exitCode, stderr } = await run(table('NC,0,OVRFLW,', 'NC,0,,'), FIXED);
    expect(exitCode).toBe(65);
    expect(stderr).toContain(
      "Expected wells of the control 'NC' in the assay 't.csv' whose mean an asymptote is held at, found 2 without a number.",
    );
  });

  it.each([
    ['none', ['NC,0,0.1,', 'NC,0,0.12,', 'NC,0,0.11,'], []],
    ['one', ['NC,0,0.1,', 'NC,0,0.12,', 'NC,0,OVRFLW,'], ['potency/well-not-numeric']],
    ['all', ['NC,0,OVRFLW,', 'NC,0,OVRFLW,', 'NC,0,OVRFLW,'], ['potency/well-not-numeric', 'potency/plate-quality']],
  ] as const)('that plate quality uses: %s of its wells a marker', async (_, controls, codes) => {
    const method = 'model: 4pl\nplateQuality: { high: PC, low: NC, zPrime: { lower: 0.5 } }\n';
    const { test } = await run(table(...controls, 'PC,0,2.1,', 'PC,0,2.12,', 'PC,0,2.11,'), [], method);
    expect([...new Set(test?.reasons.map((one) => one.code))]).toEqual(codes);
  });

  it('speaks against a preparation alone too', async () => {
    const rows = ['sample,dose,response,excluded', ...curve('lot', 1), 'NC,0,0.09,', 'NC,0,OVRFLW,'];
    const { assay } = await run(rows, FIXED);
    expect(assay?.preparation?.outcome).toBe('not-reportable');
    expect(assay?.preparation?.reasons.map((one) => one.code)).toEqual(['potency/well-not-numeric']);
  });

  it.each([
    ['fixed', FIXED.map((text) => text.replace('NC', 'reference')), undefined],
    ['plateQuality', [], 'model: 4pl\nplateQuality: { high: reference, low: NC }\n'],
  ] as const)('in %s is not the reference standard', async (_, options, method) => {
    const { exitCode, stderr } = await run(table('NC,0,0.1,'), options, method);
    expect(exitCode).toBe(65);
    expect(stderr).toContain(
      "Expected controls in the method's fixed and plateQuality, found 'reference', which is the reference standard.",
    );
  });
});

describe('a control of a layout', () => {
  const place = (row: number, column: number): string => `${'ABCDEFGH'[row] ?? ''}${column + 1}`;
  const wells: LayoutWell[] = [
    ...['ref', 'lot'].flatMap((slot, sample) =>
      DOSES.flatMap((dose, row) =>
        [0, 1].map((replicate): LayoutWell => {
          const role = sample === 0 ? 'reference' : 'test';
          return { well: place(row, 2 * sample + replicate), role, slot, dose, replicate: replicate + 1, group: null };
        }),
      ),
    ),
    ...['NC', 'blank'].flatMap((slot, column) =>
      [0, 1, 2].map(
        (row): LayoutWell => ({
          well: place(row, 4 + column),
          role: slot === 'NC' ? 'control' : 'blank',
          slot,
          dose: null,
          replicate: row + 1,
          group: null,
        }),
      ),
    ),
  ];
  const layout: Layout = { wells, doseUnit: 'ng/mL', wellCount: 96 };

  function estimate(method: PotencyMethod, markers: readonly string[], excluded: readonly string[] = []): AssayResult {
    const values = Object.fromEntries(
      wells
        .filter(({ well }) => !markers.includes(well))
        .map(({ well, role, slot, dose }, i) => [
          well,
          dose === null ? (role === 'blank' ? 0 : 0.1) : responseAt(slot === 'lot' ? 1.3 * dose : dose, i),
        ]),
    );
    const nonNumeric = Object.fromEntries(markers.map((well) => [well, 'OVRFLW']));
    const read = { label: '450', mode: 'absorbance', wavelengthsNm: [450], unit: 'OD', calculated: false, values, nonNumeric } as const;
    const exclusions = excluded.map((well) => ({ plate: 'P1', well, reason: 'bubble', by: 'operator 1' }));
    const source = { name: 'a', responseUnit: null, plate: 'P1', read, layout, slots: { ref: 'reference', lot: 'T' }, exclusions, method };
    return estimateAssay(assayFromPlate(source), method);
  }

  const held = potencyMethod({ model: '4pl', fixed: { lowerAsymptote: { control: 'NC' } } });
  const unused = potencyMethod({ model: '4pl' });
  const subtracted = potencyMethod({ model: '4pl', blank: 'subtract-mean', fixed: { lowerAsymptote: { control: 'blank' } } });
  const bad = (well: string, sample: string | null = 'NC') => ['potency/well-not-numeric', 'assay-run', sample, well];
  it.each([
    ['none of its wells a marker', held, [], [], [], []],
    ['some', held, ['B5'], [], [bad('B5')], []],
    ['some, excluded', held, ['B5'], ['B5', 'C5'], [], ['B5', 'C5']],
    ['some, of a control that the method does not use', unused, ['B5'], ['C5'], [], []],
    ['some, of a blank that is subtracted: once', subtracted, ['B6'], [], [bad('B6', null)], []],
  ] as const)('%s', (_, method, markers, excluded, reasons, notes) => {
    const [test] = estimate(method, markers, excluded).tests;
    expect(saidOf(test!.reasons)).toEqual(reasons);
    expect(saidOf(test!.notes ?? [])).toEqual(notes.map((well) => ['potency/well-excluded', 'assay-run', 'NC', well]));
    expect(test?.outcomes.result).toBe(reasons.length === 0 ? 'reportable' : 'not-reportable');
  });

  it('all: there is no mean', () => {
    expect(() => estimate(held, ['A5', 'B5', 'C5'])).toThrow('found 3 without a number');
  });

  /** What stands in a well, in place of the value that its curve or control has. */
  function estimateWith(method: PotencyMethod, others: Readonly<Record<string, number>>, excluded: readonly string[]): AssayResult {
    const values = Object.fromEntries(
      wells.map(({ well, role, slot, dose }, i) => [
        well,
        others[well] ?? (dose === null ? (role === 'blank' ? 0.02 : 0.1) : responseAt(slot === 'lot' ? 1.3 * dose : dose, i)),
      ]),
    );
    const read = { label: '450', mode: 'absorbance', wavelengthsNm: [450], unit: 'OD', calculated: false, values, nonNumeric: {} } as const;
    const exclusions = excluded.map((well) => ({ plate: 'P1', well, reason: 'bubble', by: 'operator 1' }));
    const source = { name: 'a', responseUnit: null, plate: 'P1', read, layout, slots: { ref: 'reference', lot: 'T' }, exclusions, method };
    return estimateAssay(assayFromPlate(source), method);
  }

  const quality = potencyMethod({ model: '4pl', plateQuality: { high: 'NC', low: 'blank', zPrime: { lower: 0.5 } } });
  const both = potencyMethod({ model: '4pl', blank: 'subtract-mean', fixed: { lowerAsymptote: { control: 'NC' } } });
  const blankHeld = potencyMethod({ model: '4pl', blank: 'subtract-mean', fixed: { lowerAsymptote: 0.08 } });
  it.each([
    ['that an asymptote is held at', held, 'B5', 0.14],
    ['of plate quality', quality, 'B5', 0.9],
    ['that is a blank, which is subtracted', blankHeld, 'B6', 0.05],
    ['beside a blank that is subtracted', both, 'B5', 0.13],
  ] as const)('%s: an excluded well stands beside the result with it put back', (_, method, well, value) => {
    const test = estimateWith(method, { [well]: value }, [well]).tests[0];
    // As it is where nothing was excluded, and as it is without the well.
    const whole = estimateWith(method, { [well]: value }, []).tests[0];
    const [comparison, none] = test?.comparisons ?? [];
    expect([comparison?.kind, none]).toEqual(['exclusions', undefined]);
    expect(comparison?.original.relativePotency?.estimate).toBeCloseTo(whole?.relativePotency?.estimate ?? 0, 9);
    expect(comparison?.original.outcomes).toEqual(whole?.outcomes);
    expect(comparison?.original.constrained?.parameters.lowerAsymptote).toBeCloseTo(whole?.constrained?.parameters.lowerAsymptote ?? 0, 9);
    expect(comparison?.reduced.relativePotency).toEqual(test?.relativePotency);
  });

  it.each([
    ['none is excluded', held, []],
    ['it is of a control that the method does not use', unused, ['B5']],
  ])('has no second result where %s', (_, method, excluded) => {
    expect(estimateWith(method, {}, excluded).tests[0]?.comparisons).toBeUndefined();
  });

  it('does not decide where the method forbids it', () => {
    const strict = potencyMethod({
      model: '4pl',
      exclusions: 'must-not-decide',
      plateQuality: { high: 'NC', low: 'blank', zPrime: { lower: 0.5 } },
    });
    const test = estimateWith(strict, { B5: 0.9 }, ['B5']).tests[0];
    expect(test?.reasons.map(({ code }) => code)).toContain('potency/outcome-depends-on-outlier');
    expect(test?.outcomes.result).toBe('not-reportable');
  });
});
