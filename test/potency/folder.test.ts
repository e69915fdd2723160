import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { runProgram } from '../../src/cli/program.ts';
import { sentenceOf } from '../../src/outputs/words/sentence.ts';
import type { PlateDrift } from '../../src/potency/plate/plate-drift.ts';
import type { AssayResult } from '../../src/potency/potency-result.ts';
import type { Warning } from '../../src/runtime/job/warning.ts';
import { catchPrinted } from '../cli/captured-command.ts';
import { cellsUnder } from '../outputs/page-tables.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'fixtures/dopaminergic');
const pipeline = join(root, 'pipelines/dopaminergic-progenitors/pipeline.yaml');

interface Output {
  readonly assays: readonly (AssayResult & { readonly assay: string })[];
  readonly combinations: readonly {
    readonly assay: string;
    readonly test: string;
    readonly estimate: number;
    readonly used: readonly string[];
  }[];
  readonly drifts: readonly (PlateDrift & { readonly assayRun: string | null })[];
}

describe('cytolot potency FOLDER --pipeline', () => {
  const printed = catchPrinted();

  afterEach(() => void vi.restoreAllMocks());

  it("computes a definition's assays and combinations over the plates of a folder, near what the plates were made with", async () => {
    expect(await runProgram(['potency', folder, '--pipeline', pipeline, '--assay', 'dopamine-release', '--json']), printed.err).toBe(0);
    const { assays, combinations }: Output = JSON.parse(printed.out);
    const { plates }: { plates: Record<string, { relativePotency: Record<string, number> }> } = JSON.parse(
      readFileSync(join(root, 'fixtures/dopaminergic.truth.json'), 'utf8'),
    );
    let compared = 0;
    for (const assay of assays) {
      expect(assay.assay).toBe('dopamine-release');
      const [, truth] = Object.entries(plates).find(([name]) => assay.name.includes(name.replace(/\.csv$/, ''))) ?? [];
      for (const test of assay.tests) {
        const expected = truth?.relativePotency[test.name];
        const { estimate = 0, lower = 0, upper = 0 } = test.relativePotency ?? {};
        // Four standard errors: the 95 % limits are two away from the estimate, and the generator (qualification/generator/plates.mjs) varies assays by 0.035.
        const within = (Math.log(upper ?? 0) - Math.log(lower ?? 0)) / 4;
        const error = Math.sqrt(within * within + 0.035 * 0.035);
        expect(Math.abs(Math.log(estimate) - Math.log(expected ?? 0)), `${assay.name} ${test.name}`).toBeLessThan(4 * error);
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThanOrEqual(9);
    for (const { test, estimate, used } of combinations) {
      const logs = assays.flatMap((assay) =>
        assay.tests.filter((one) => one.name === test).map((one) => Math.log(one.relativePotency?.estimate ?? 0)),
      );
      expect(logs).toHaveLength(used.length);
      // The geometric mean; the reference standard's assigned potency is 1.
      expect(Math.log(estimate)).toBeCloseTo(logs.reduce((sum, value) => sum + value, 0) / logs.length, 12);
    }
    expect(combinations.map((one) => one.test)).toEqual(['DAP-2026-014', 'DAP-2026-015', 'DAP-2026-016', 'DAP-2026-017', 'DAP-2026-018']);
  });

  it('takes one plate file of the folder: its lots are short of the planned assays, which is said', async () => {
    const plate = join(folder, 'QC-2026-0329_dopamine-release_plate-1.csv');
    expect(await runProgram(['potency', plate, '--pipeline', pipeline, '--json'])).toBe(0);
    const { assays, combinations }: Output = JSON.parse(printed.out);
    expect(assays).toHaveLength(1);
    expect(combinations.map((one) => one.used.length)).toEqual([1, 1]);
    expect(printed.err).toContain(
      "'DAP-2026-014', combined: Expected 3 reportable independent assays of 3 planned, found 1. [potency/too-few-assays]",
    );
  });

  it.each([
    ['none', []],
    ['one', ['QC-2026-0329_dopamine-release_plate-2.csv']],
    ['all', /_dopamine-release_plate-\d\.csv$/],
  ] as const)('its warnings are data with sentences in both languages: %s of the plates cut off', async (_, cut) => {
    const copy = mkdtempSync(join(tmpdir(), 'cytolot-warnings-'));
    try {
      const tables = readdirSync(folder).filter((name) => name.endsWith('.csv'));
      const isCut = (name: string): boolean => (cut instanceof RegExp ? cut.test(name) : cut.some((one) => one === name));
      for (const name of tables) {
        const text = readFileSync(join(folder, name), 'utf8');
        // Without the rows E to H of the plate.
        writeFileSync(join(copy, name), isCut(name) ? text.slice(0, text.indexOf('\nE,')) : text);
      }
      const exitCode = await runProgram(['potency', copy, '--pipeline', pipeline, '--assay', 'dopamine-release', '--json']);
      const { warnings = [] }: { readonly warnings?: readonly (Warning & { readonly text: string })[] } = JSON.parse(printed.out);
      expect(exitCode).toBe(0);
      const unreadable = warnings.filter((one) => one.code === 'plate/unreadable');
      expect(unreadable.map(({ place, assay }) => [place, assay])).toEqual(tables.filter(isCut).map((name) => [name, 'dopamine-release']));
      for (const { text, ...warning } of unreadable) {
        expect(text).toBe(sentenceOf(warning, 'en'));
        expect(sentenceOf(warning, 'zh')).toMatch(/[\u4e00-\u9fff]/);
        expect(Object.values(warning.fields)).toContain(warning.place);
      }
      // One line for each, or one for all of them with how many more there are.
      const lines = printed.err.split('\n').filter((line) => line.includes(': dopamine-release: ') && line.endsWith('[plate/unreadable]'));
      expect(lines).toHaveLength(Math.min(unreadable.length, 1));
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  });

  it.each([
    ['neither', []],
    ['the sample list', ['samples.csv']],
    ['the register', ['reference-standards.csv']],
    ['both', ['reference-standards.csv', 'samples.csv']],
  ] as const)('says that the last line of a table has no line end: %s', async (_, cut) => {
    const copy = mkdtempSync(join(tmpdir(), 'cytolot-tables-'));
    try {
      const tables = readdirSync(folder).filter((name) => name.endsWith('.csv'));
      for (const name of tables) cpSync(join(folder, name), join(copy, name));
      cpSync(dirname(pipeline), join(copy, 'method'), { recursive: true });
      for (const name of cut) {
        const path = [join(copy, name), join(copy, 'method', name)].find((one) => existsSync(one)) ?? '';
        writeFileSync(path, readFileSync(path, 'utf8').trimEnd());
      }
      const method = join(copy, 'method/pipeline.yaml');
      expect(await runProgram(['potency', copy, '--pipeline', method, '--assay', 'dopamine-release', '--json']), printed.err).toBe(0);
      const { warnings = [] }: { readonly warnings?: readonly Warning[] } = JSON.parse(printed.out);
      const noted = warnings.filter(({ code }) => code === 'plate/no-final-line-end');
      expect(noted.map(({ place = '' }) => basename(place))).toEqual(cut);
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  });

  it('prints the drift of every assay run, with the means that stand in its plates', async () => {
    const method = mkdtempSync(join(tmpdir(), 'cytolot-drift-'));
    try {
      cpSync(dirname(pipeline), method, { recursive: true });
      const drifting = join(method, 'pipeline.yaml');
      const rule = '      plateQuality: { drift: { of: reference, maximumChange: 0.9 } }';
      writeFileSync(
        drifting,
        readFileSync(pipeline, 'utf8').replace(/^ {6}model: 4pl$/m, (model) => `${model}\n${rule}`),
      );
      expect(await runProgram(['potency', folder, '--pipeline', drifting, '--assay', 'dopamine-release', '--json']), printed.err).toBe(0);
      const { drifts, assays }: Output = JSON.parse(printed.out);
      expect(drifts.map((one) => one.assayRun)).toEqual(['QC-2026-0329', 'QC-2026-0503', 'QC-2026-0607']);
      for (const { assayRun, change, plates } of drifts) {
        // Columns 2 to 4 are the reference standard; the block begins under three lines and the numbers of the columns.
        const means = [1, 2, 3].map((plate) => {
          const lines = readFileSync(join(folder, `${assayRun}_dopamine-release_plate-${plate}.csv`), 'utf8')
            .split('\n')
            .slice(4, 12);
          const wells = lines.flatMap((line) => line.split(',').slice(2, 5).map(Number));
          return wells.reduce((sum, value) => sum + value, 0) / 24;
        });
        for (const [i, { mean }] of plates.entries()) expect(mean / means[i]!).toBeCloseTo(1, 12);
        expect(change).toBeCloseTo(Math.max(...means) / Math.min(...means) - 1, 12);
        const own = assays.filter((one) => one.name.startsWith(assayRun ?? ''));
        expect(own).toHaveLength(3);
        for (const { reference } of own) {
          const line = reference.checks.find((check) => check.name === 'change between plates');
          expect(line).toMatchObject({ scope: 'assay-run', found: change, upper: 0.9, outcome: 'meets' });
        }
      }
      printed.out = '';
      await runProgram(['potency', folder, '--pipeline', drifting, '--assay', 'dopamine-release']);
      expect(printed.out).toMatch(
        /\ndopamine-release, QC-2026-0503: reference standard over 3 plates: change [\d.]+ %, a plate -?[\d.]+ % \(/,
      );
    } finally {
      rmSync(method, { recursive: true, force: true });
    }
  });

  it('writes a page with the settings of the method and of its combination, and a section a lot', async () => {
    const out = mkdtempSync(join(tmpdir(), 'cytolot-page-'));
    const html = join(out, 'p.html');
    expect(await runProgram(['potency', folder, '--pipeline', pipeline, '--html', html, '--language', 'zh']), printed.err).toBe(0);
    const page = readFileSync(html, 'utf8');
    const settings = cellsUnder(page, '计算设置').rows;
    expect(settings).toEqual(
      expect.arrayContaining([
        ['模型', '4pl'],
        ['合并计算方法', 'unweighted'],
      ]),
    );
    // The five lots of the plates, each over its assays.
    expect([...page.matchAll(/的相对效价<\/span>/g)].length).toBe(5);
    expect(cellsUnder(page, '合并计算').rows.map(([lot]) => lot)).toEqual([
      'DAP-2026-014',
      'DAP-2026-015',
      'DAP-2026-016',
      'DAP-2026-017',
      'DAP-2026-018',
    ]);
    const [, method, , chiSquared, df] = cellsUnder(page, '合并计算').rows[0] ?? [];
    expect(method).toContain('几何均值');
    // Three assays about their weighted mean.
    expect([df, Number(chiSquared) > 0]).toEqual(['2', true]);
    rmSync(out, { recursive: true });
  });

  it('refuses what the definition says already, an assay that it has not, and a folder without its plates', async () => {
    expect(await runProgram(['potency', folder, '--pipeline', pipeline, '--model', '4pl'])).toBe(65);
    expect(printed.err).toContain('error: Expected --pipeline without --model: the definition says it. Leave one of them out.');
    expect(await runProgram(['potency', folder, '--pipeline', pipeline, '--assay', 'ido'])).toBe(65);
    expect(printed.err).toContain("Expected --assay with an assay of the definition ('dopamine-release'), found 'ido'.");
    const empty = mkdtempSync(join(tmpdir(), 'cytolot-empty-'));
    try {
      expect(await runProgram(['potency', empty, '--pipeline', pipeline])).toBe(66);
    } finally {
      rmSync(empty, { recursive: true, force: true });
    }
  });
});
