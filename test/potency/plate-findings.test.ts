import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runProgram } from '../../src/cli/program.ts';
import { sentenceOf } from '../../src/outputs/words/sentence.ts';
import { curveData } from '../../src/potency/dose-response/curve/curve-data.ts';
import { hookEffect } from '../../src/potency/dose-response/curve/hook-effect.ts';
import { potencyMethod } from '../../src/potency/method.ts';
import { plateDrift } from '../../src/potency/plate/plate-drift.ts';
import type { AssayResult } from '../../src/potency/potency-result.ts';
import { catchPrinted } from '../cli/captured-command.ts';
import { relativeError } from './shared-cases.ts';

const observations = (dose: number, ...responses: number[]) => responses.map((response) => ({ dose, response, weight: 1 }));

describe('hook effect', () => {
  // Means 1, 2, 4, 8, 6 in duplicate ± 0.1: pooled variance 0.02 on 5; t = (8 − 6)/√(0.02 (1/2 + 1/2)) = 14.14; R: 4 * pt(14.14214, 5, lower = FALSE).
  const hooked = [1, 2, 4, 8, 6].flatMap((mean, i) => observations(2 ** i, mean - 0.1, mean + 0.1));

  it('is the largest fall of the highest dose, by the pooled error of the replicates and Bonferroni over the lower doses', () => {
    const found = hookEffect(curveData(hooked));
    expect(found).toMatchObject({ degreesOfFreedom: 5 });
    expect(relativeError(found?.t, 14.142135623730951)).toBeLessThan(1e-12);
    expect(relativeError(found?.p, 6.364585653e-5)).toBeLessThan(1e-6);
    expect(found?.drop).toBeCloseTo(2 / 7, 12);
    expect([found?.peakDose, found?.topDose].map((dose) => Math.round(dose ?? 0))).toEqual([8, 16]);
  });

  it('of a falling response is its rise at the highest dose', () => {
    const mirrored = hooked.map((one) => ({ ...one, response: 10 - one.response }));
    expect(relativeError(hookEffect(curveData(mirrored))?.t, 14.142135623730951)).toBeLessThan(1e-12);
  });

  it('does not exist where the highest dose has the highest response, nor without replicates', () => {
    const plain = [1, 2, 4, 6, 8].flatMap((mean, i) => observations(2 ** i, mean - 0.1, mean + 0.1));
    expect(hookEffect(curveData(plain))).toMatchObject({ t: 0, p: 1, drop: 0 });
    expect(hookEffect(curveData([1, 2, 4, 8, 6].flatMap((mean, i) => observations(2 ** i, mean))))).toBeNull();
  });
});

describe('drift between plates', () => {
  const plate = (name: string, reference: number): AssayResult => ({
    name,
    model: '4pl',
    doseUnit: null,
    responseUnit: null,
    reference: { name: 'RS', points: [], checks: [] },
    tests: [],
    plates: [{ name, means: { high: null, low: null, reference }, rows: [], columns: [], edge: null, residuals: [] }],
  });
  const four = [1, 1.12, 1.18, 1.35].map((mean, i) => plate(`P${i + 1}`, mean));

  it('is the largest change, and the slope of ln mean over the order of the plates with its interval', () => {
    const method = potencyMethod({ model: '4pl', plateQuality: { drift: { maximumChange: 0.2, maximumSlope: 0.1 } } });
    const found = plateDrift(four, method);
    expect(found?.change).toBeCloseTo(0.35, 12);
    // R: exp(confint(lm(log(c(1, 1.12, 1.18, 1.35)) ~ 0:3), level = 0.9)) − 1.
    expect(relativeError(found?.slope, 0.099933752568)).toBeLessThan(1e-6);
    expect(relativeError(found?.lower, 0.06612212953)).toBeLessThan(1e-6);
    expect(relativeError(found?.upper, 0.13481769727)).toBeLessThan(1e-6);
    expect(found?.reasons.map((reason) => sentenceOf(reason, 'en'))).toEqual([
      'Expected the change between plates to be at most 0.2, found 0.35.',
      'Expected the drift from plate to plate, upper to be at most 0.1, found 0.1348.',
    ]);
  });

  it('of fewer plates than a limit needs is no silent pass', () => {
    const method = potencyMethod({ model: '4pl', plateQuality: { drift: { maximumSlope: 0.1 } } });
    expect(plateDrift(four.slice(0, 2), method)?.reasons).toHaveLength(2);
    expect(plateDrift(four, potencyMethod({ model: '4pl' }))).toBeNull();
  });
});

describe('plate quality through the command', () => {
  let folder = '';
  const printed = catchPrinted();

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cytolot-plate-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const LAYOUT = `wells: 96
doseUnit: ng/mL
blocks:
  - { wells: "A1:H3", role: reference, slot: reference, along: columns, doses: [1, 2, 4, 8, 16, 32, 64, 128] }
  - { wells: "A4:H6", role: test, slot: test-1, along: columns, doses: [1, 2, 4, 8, 16, 32, 64, 128] }
  - { wells: "A7:H7", role: control, slot: maximum }
  - { wells: "A8:H8", role: blank, slot: blank }
`;

  /** Wells 0.5 % apart; `change` adds to a well by row and column. */
  function plate(change: (row: number, column: number) => number): string {
    const rows = 'ABCDEFGH'.split('').map((name, row) => {
      const dose = 2 ** row;
      const cells = Array.from({ length: 12 }, (_, column) => {
        const noise = 1 + 0.005 * (((row * 7 + column * 5) % 9) / 4 - 1);
        const curve = (x: number): number => 0.1 + 2 / (1 + (12 / x) ** 1.5);
        const mean = column < 3 ? curve(dose) : column < 6 ? curve(2 * dose) : column === 6 ? 2.1 : column === 7 ? 0.1 : null;
        return mean === null ? '' : (mean * noise + change(row, column)).toPrecision(8);
      });
      return [name, ...cells].join(',');
    });
    return `,1,2,3,4,5,6,7,8,9,10,11,12\n${rows.join('\n')}\n`;
  }

  async function judge(text: string, method: string): Promise<AssayResult> {
    writeFileSync(join(folder, 'plate.csv'), text);
    writeFileSync(join(folder, 'layout.yaml'), LAYOUT);
    writeFileSync(join(folder, 'method.yaml'), method);
    const files = ['layout', 'method'].flatMap((name) => [`--${name}`, join(folder, `${name}.yaml`)]);
    const code = await runProgram(['potency', join(folder, 'plate.csv'), ...files, '--json']);
    expect(code, printed.err).toBe(0);
    return JSON.parse(printed.out).assays[0];
  }

  const controls = 'model: 4pl\nplateQuality: { high: maximum, low: blank';

  it('gives figures of controls and effects as information where the method sets no limits', async () => {
    const assay = await judge(
      plate(() => 0),
      `${controls} }\n`,
    );
    const found = new Map(assay.reference.checks.map((check) => [check.name, check]));
    for (const name of ["Z'", "robust Z'", 'signal window', 'high control CV', 'row effect', 'column effect', 'edge effect'] as const) {
      expect(found.get(name), name).toMatchObject({ scope: 'assay-run', outcome: 'information' });
    }
    // Wells within 0.5 % of 2.1 and 0.1 with a standard deviation near 0.3 %: 1 − 3 (0.0063 + 0.0003)/2 = 0.99.
    expect(found.get("Z'")?.found).toBeGreaterThan(0.98);
    expect(found.get('column effect')?.found).toBeLessThan(0.01);
    expect(assay.tests[0]?.outcomes.result).toBe('reportable');
  });

  it('a column that was pipetted short is a column effect, and fails the assay run where the method limits it', async () => {
    // 0.2 off all of column 5, against a response range of about 2.
    const assay = await judge(
      plate((_, column) => (column === 4 ? -0.2 : 0)),
      `${controls}, maximumColumnEffect: 0.05 }\n`,
    );
    expect(assay.plates?.[0]?.columns[4]).toBeLessThan(-0.05);
    const [test] = assay.tests;
    expect(test?.reasons.map((reason) => reason.code)).toContain('potency/plate-quality');
    expect(test?.outcomes).toMatchObject({ systemSuitability: 'fails', result: 'not-reportable' });
  });

  it("a Z' below its limit fails the assay run; a control that is not in the layout is an error", async () => {
    const noisy = plate((row, column) => (column === 6 ? (row % 2 === 0 ? 0.4 : -0.4) : 0));
    const assay = await judge(noisy, `${controls}, zPrime: { lower: 0.5 } }\n`);
    expect(assay.tests[0]?.reasons.map((reason) => sentenceOf(reason, 'en'))[0]).toMatch(
      /^Expected the Z' to be at least 0\.5, found 0\.\d+\.$/,
    );
    writeFileSync(join(folder, 'method.yaml'), 'model: 4pl\nplateQuality: { high: maxium }\n');
    const files = ['layout', 'method'].flatMap((name) => [`--${name}`, join(folder, `${name}.yaml`)]);
    expect(await runProgram(['potency', join(folder, 'plate.csv'), ...files])).toBe(65);
    expect(printed.err).toContain("Expected wells of the control 'maxium' in the assay");
  });

  it('a hook is flagged as information, and is a reason where the method says so', async () => {
    const hooked = plate((row, column) => (row === 7 && column >= 3 && column < 6 ? -0.3 : 0));
    const flagged = await judge(hooked, 'model: 4pl\n');
    expect(flagged.tests[0]?.notes?.map((note) => [note.code, note.scope])).toEqual([['potency/hook-effect', 'test-article']]);
    expect(flagged.tests[0]?.reasons.map((reason) => reason.code)).not.toContain('potency/hook-effect');
    printed.out = '';
    const failed = await judge(hooked, 'model: 4pl\nsampleSuitability: { hookEffect: { action: fail } }\n');
    expect(failed.tests[0]?.reasons.map((reason) => reason.code)).toContain('potency/hook-effect');
  });
});
