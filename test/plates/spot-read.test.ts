import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Plate, PlateRead } from '../../src/plates/plate-reading.ts';
import { readOfSpot } from '../../src/plates/spot-read.ts';
import { captureCommand } from '../cli/captured-command.ts';

const read = (more: Partial<PlateRead> = {}): PlateRead => ({
  label: 'Signal',
  mode: 'luminescence',
  wavelengthsNm: [],
  unit: 'RLU',
  calculated: false,
  values: { 'A1/spot1': 10, 'A1/spot2': 20, 'B1/spot1': 30 },
  nonNumeric: { 'B1/spot2': 'NaN' },
  masked: ['A1/spot2'],
  ...more,
});
const plate = (more: Partial<Plate> = {}): Plate => ({
  name: 'P',
  wellCount: 96,
  reads: [read()],
  spots: { 1: 'IL-6', 2: 'TNF' },
  ...more,
});
const spotOf = (spot: string | null, one = read(), of = plate()) => readOfSpot(of, one, { spot, file: 'x.csv' });

describe('a spot of wells that have several', () => {
  it.each([
    ['1', { A1: 10, B1: 30 }, {}, []],
    ['IL-6', { A1: 10, B1: 30 }, {}, []],
    ['2', { A1: 20 }, { B1: 'NaN' }, ['A1']],
    ['TNF', { A1: 20 }, { B1: 'NaN' }, ['A1']],
  ])('%s is read by its wells, with its markers and masks', (spot, values, nonNumeric, masked) => {
    expect(spotOf(spot)).toMatchObject({ values, nonNumeric, masked });
  });

  it.each([
    [
      'none where there are several',
      null,
      plate(),
      "Expected one spot to be selected (spot) of the read 'Signal' of plate 'P', found '1' (IL-6), '2' (TNF).",
    ],
    ['one that is not there', '3', plate(), "Expected one spot '3' of the read 'Signal' of plate 'P', found '1' (IL-6), '2' (TNF)."],
    [
      'an analyte of two spots',
      'IL-6',
      plate({ spots: { 1: 'IL-6', 2: 'IL-6' } }),
      "Expected one spot 'IL-6' of the read 'Signal' of plate 'P', found '1' (IL-6), '2' (IL-6).",
    ],
  ])('is refused: %s', (_, spot, of, message) => {
    expect(() => spotOf(spot, read(), of)).toThrow(message);
  });

  it('is no spot where wells have one reading', () => {
    const single = read({ values: { A1: 10 }, nonNumeric: {}, masked: [] });
    expect(spotOf(null, single)).toBe(single);
    expect(() => spotOf('1', single)).toThrow("Expected one spot '1' of the read 'Signal' of plate 'P', found wells of one.");
  });
});

describe('the potency of each analyte of one plate', () => {
  const DOSES = [1, 2, 4, 8, 16, 32, 64, 128];
  /** Rows A and B hold the reference standard, C and D a lot that acts twice as strongly on IL-6 and half as strongly on TNF. */
  const lines = ['A', 'B', 'C', 'D'].flatMap((row, r) =>
    DOSES.flatMap((dose, i) =>
      [2, 0.5].map((strength, spot) => {
        const acting = r < 2 ? dose : dose * strength;
        // Replicates lie one per mille apart, so that there is something to estimate an error from.
        const signal = (100 + 20_000 / (1 + 12 / acting)) * (r % 2 === 0 ? 1.0005 : 0.9995);
        return `${row}${i},${spot === 0 ? 'IL-6' : 'TNF'},${row}${i + 1},${spot + 1},In Detection Range,${signal},${signal}`;
      }),
    ),
  );
  const block = (wells: string, role: string, slot: string) =>
    `  - { wells: "${wells}", role: ${role}, slot: ${slot}, doses: [${DOSES.join(', ')}] }`;
  const layout = [
    'wells: 96',
    'doseUnit: ng/mL',
    'blocks:',
    block('A1:B8', 'reference', 'reference'),
    block('C1:D8', 'test', 'lot'),
    '',
  ].join('\n');

  it.each([
    ['1', 2],
    ['IL-6', 2],
    ['2', 0.5],
    ['TNF', 0.5],
  ])('spot %s', async (spot, expected) => {
    const folder = mkdtempSync(join(tmpdir(), 'cytolot-spots-'));
    try {
      const [file, layoutFile] = [join(folder, 'msd.csv'), join(folder, 'layout.yaml')];
      writeFileSync(file, ['Plate_P1', 'Sample,Assay,Well,Spot,Detection Range,Signal,Mean', ...lines, ''].join('\n'));
      writeFileSync(layoutFile, layout);
      const found = await captureCommand([
        'potency',
        file,
        '--layout',
        layoutFile,
        '--model',
        '4pl',
        '--label',
        'Signal',
        '--spot',
        spot,
        '--json',
      ]);
      const refused = await captureCommand(['potency', file, '--layout', layoutFile, '--model', '4pl', '--label', 'Signal', '--json']);
      const { assays } = JSON.parse(found.stdout);
      // The curves are the model's own, but for one half per mille.
      expect(Math.abs(assays[0].tests[0].relativePotency.estimate / expected - 1)).toBeLessThan(0.001);
      expect(refused.exitCode).toBe(65);
      expect(refused.stderr).toContain("found '1' (IL-6), '2' (TNF)");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
