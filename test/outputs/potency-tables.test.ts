import { describe, expect, it } from 'vitest';
import { settingsOf } from '../../src/cli/commands/potency/potency-settings.ts';
import { renderPotencyReport } from '../../src/outputs/pages/potency-report.ts';
import { curveAlone } from '../../src/potency/drawing/curve-alone.ts';
import { fittedCurves } from '../../src/potency/drawing/fitted-curves.ts';
import { estimateAssay } from '../../src/potency/estimation/relative-potency.ts';
import { type PotencyMethodInput, potencyMethod } from '../../src/potency/method.ts';
import type { DosePoint } from '../../src/potency/potency-result.ts';
import { cellsUnder } from './page-tables.ts';

const point = (dose: number, response: number, rest: Partial<DosePoint> = {}): DosePoint => ({
  dose,
  response,
  well: null,
  plate: null,
  excluded: null,
  ...rest,
});

interface Samples {
  readonly reference: readonly DosePoint[];
  readonly test?: readonly DosePoint[];
}

/** The page of one assay of a reference standard and, where there is one, the article T. */
function pageOf({ reference, test }: Samples, input: PotencyMethodInput, language: 'en' | 'zh' = 'en'): string {
  const method = potencyMethod(input);
  const tests = test === undefined ? [] : [{ name: 'T', points: test }];
  const assay = estimateAssay(
    { name: 'A', doseUnit: 'ng/ml', responseUnit: null, reference: { name: 'S', points: reference }, tests },
    method,
  );
  const { preparation } = assay;
  return renderPotencyReport({
    title: 'a.csv',
    software: 'cytolot',
    language,
    methods: [settingsOf(null, method, null)],
    alone: preparation === undefined ? [] : [{ assay, preparation, curves: curveAlone(assay, preparation) }],
    figures: assay.tests.map((one) => ({
      attribute: 'T',
      title: { en: 'Relative potency of T', zh: 'T 的相对效价' },
      test: 'T',
      referenceName: 'S',
      assays: [assay],
      combined: null,
      limits: { lower: null, upper: null },
      curves: [fittedCurves(assay, one) ?? []].flat(),
    })),
  });
}

/** Eight doses 1 to 128 in duplicate. */
const CURVES = [
  [0.21, 0.24, 0.35, 0.33, 0.52, 0.55, 0.83, 0.8, 1.21, 1.26, 1.55, 1.53, 1.81, 1.78, 1.93, 1.97],
  [0.25, 0.22, 0.36, 0.41, 0.61, 0.58, 0.92, 0.97, 1.33, 1.29, 1.62, 1.66, 1.84, 1.88, 1.99, 1.94],
] as const;
const curvePoints = (which: 0 | 1): readonly DosePoint[] => CURVES[which].map((response, i) => point(2 ** Math.floor(i / 2), response));
const PAIR = { reference: curvePoints(0), test: curvePoints(1) };

describe('tables of the potency page: a 4PL against R 4.2.2 nls', () => {
  const html = pageOf(PAIR, { model: '4pl' });

  it('the analysis of variance has SS, df, MS, F and p, each under its name', () => {
    const table = cellsUnder(html, 'Analysis of variance');
    expect(table.head).toEqual(['source', 'SS', 'df', 'MS', 'F', 'p']);
    // nls of the common and of the two free curves; lm of the doses for pure error; pf. MS = SS / df.
    expect(table.rows).toEqual([
      ['Regression', '12.712', '4', '3.1779', '5,075', '9.56 × 10−35'],
      ['Non-parallelism', '2.1610 × 10−4', '3', '7.2034 × 10−5', '0.1150', '0.950'],
      ['Residual about the free fits', '0.015030', '24', '6.2623 × 10−4', '–', '–'],
      ['Non-linearity (lack of fit)', '0.0037296', '8', '4.6619 × 10−4', '0.6601', '0.718'],
      ['Pure error', '0.011300', '16', '7.0625 × 10−4', '–', '–'],
      ['Total', '12.727', '31', '–', '–', '–'],
    ]);
  });

  it('parameters of both fits with their standard errors, what is shared once, EC50 of the article by its own name', () => {
    const table = cellsUnder(html, 'Parameters');
    expect(table.head).toEqual(['parameter', 'of', 'constrained fit', 'standard error', 'free fit', 'standard error']);
    // summary(nls) and vcov; the free fits with the common residual variance; exp and its first-order error by the reader.
    expect(table.rows).toEqual([
      ['slope', 'Reference standard', '−1.1204', '0.0421', '−1.1149', '0.0635'],
      ['Test article', '−1.1215', '0.0630'],
      ['lower asymptote', 'Reference standard', '0.11911', '0.0219', '0.12293', '0.0311'],
      ['Test article', '0.11229', '0.0349'],
      ['upper asymptote', 'Reference standard', '2.0873', '0.0233', '2.0903', '0.0377'],
      ['Test article', '2.0862', '0.0327'],
      ['ln EC50', 'Reference standard', '2.5784', '0.0298', '2.5871', '0.0420'],
      ['Test article', '2.3819', '0.0299', '2.3719', '0.0408'],
      ['EC50', 'Reference standard', '13.175', '0.393', '13.291', '0.559'],
      ['Test article', '10.825', '0.323', '10.718', '0.437'],
      ['ln relative potency', '', '0.19650', '0.0234', '–', '–'],
      ['relative potency', '', '1.2171', '0.0285', '–', '–'],
    ]);
  });

  it('settings say what the method says, and what it does not', () => {
    const { rows } = cellsUnder(html, 'Settings');
    expect(rows).toEqual(
      expect.arrayContaining([
        ['Model', '4pl'],
        ['Weights', 'none'],
        ['Interval', 'log-delta, 95 %'],
        ['Parallelism, F test', 'alpha 0.05, decides'],
        ['Equivalence margins', 'none'],
      ]),
    );
  });

  it('equivalence margins and weights of a method stand there, in Chinese too', () => {
    const method: PotencyMethodInput = {
      model: '4pl',
      weights: '1/fitted^2',
      sampleSuitability: { parallelism: { equivalence: [{ parameter: 'slope-ratio', lower: 0.8, upper: 1.25 }] } },
    };
    const zh = cellsUnder(pageOf(PAIR, method, 'zh'), '计算设置');
    expect(zh.rows).toEqual(
      expect.arrayContaining([
        ['权重', '1/fitted^2'],
        ['等效界限', 'slope-ratio 0.8 – 1.25, 90 %, 判定有效性'],
      ]),
    );
  });

  it('the key stands above the plot, where no response can lie under it', () => {
    const falling = (shift: number): readonly DosePoint[] =>
      curvePoints(0).map((one, i) => ({ ...one, response: 2.2 - one.response + shift * (i % 2) }));
    const [plot = ''] = /<svg[\s\S]*?<\/svg>/.exec(pageOf({ reference: falling(0.01), test: falling(0.02) }, { model: '4pl' })) ?? [];
    const keys = [...plot.matchAll(/<g transform="translate\(0 (\d+)\)">/g)].map(([, y]) => Number(y));
    expect(keys).toHaveLength(3);
    // The marks of the key are drawn at its own origin, those of the responses at theirs.
    const responses = [...plot.matchAll(/<circle cx="[\d.]+" cy="([\d.]+)"/g)].map(([, y]) => Number(y)).filter((y) => y > 0);
    expect(responses.length).toBeGreaterThanOrEqual(16);
    expect(Math.max(...keys)).toBeLessThan(Math.min(...responses));
  });

  it('the data stand dose by dose', () => {
    const { rows } = cellsUnder(html, 'Data');
    expect(rows[0]).toEqual(['S', '1', '0.21, 0.24', '2', '0.22500', '0.0212']);
    expect(rows[8]).toEqual(['T', '1', '0.25, 0.22', '2', '0.23500', '0.0212']);
    expect(rows).toHaveLength(16);
  });
});

describe('lines and counts', () => {
  /** y = 1 + 10 x for S and 1 + 8 x for T, each 0.1 above and below: every sum of squares can be had by hand. */
  const slope = (b: number): readonly DosePoint[] => [0.1, 0.2, 0.3].flatMap((x) => [-0.1, 0.1].map((e) => point(x, 1 + b * x + e)));
  const html = pageOf({ reference: [...[-0.1, 0.1].map((e) => point(0, 1 + e)), ...slope(10)], test: slope(8) }, { model: 'slope-ratio' });

  it('a slope ratio has the compendial lines and a linear axis from 0, residuals under it, and no panel without content', () => {
    const { rows } = cellsUnder(html, 'Analysis of variance');
    expect(rows.map(([name]) => name)).toEqual([
      'Regression',
      'Blanks',
      'Intersection',
      'Non-linearity (lack of fit)',
      'Residual error',
      'Total',
    ]);
    // 14 responses in 7 treatments, each with 2 x 0.1².
    expect(rows.find(([name]) => name === 'Residual error')).toEqual(['Residual error', '0.14000', '7', '0.020000', '–', '–']);
    expect(html).toMatch(/text-anchor="middle"[^>]*>0<\/text>/);
    expect(html).not.toContain('log scale');
    expect(html).toContain('residual / s');
    expect(html).not.toContain('Residuals on the plate');
    expect(html).not.toContain('intervals in their margins');
  });

  it('counts have chi-squared tests in place of sums of squares, and fractions of all units', () => {
    const counts = (shift: number): readonly DosePoint[] =>
      [1, 3, 6, 9].map((responders, i) => point(2 ** i * shift, responders / 10, { counts: { responders, total: 10 } }));
    const quantal = pageOf({ reference: [...counts(1), ...counts(1)], test: counts(0.5) }, { model: 'probit' });
    const tests = cellsUnder(quantal, 'Chi-squared tests');
    expect(tests.head).toEqual(['source', 'χ²', 'df', 'p']);
    // Separate lines: (4 + 4 + 4 responses) − 4 parameters.
    expect(tests.rows.map(([name, , df]) => [name, df])).toEqual([
      ['Non-parallelism', '1'],
      ['Non-linearity (lack of fit)', '8'],
      ['Heterogeneity about the common slope', '9'],
    ]);
    expect(quantal).not.toContain('Analysis of variance');
    expect(cellsUnder(quantal, 'Data').rows[0]).toEqual(['S', '1', '1/10, 1/10', '2', '0.1000']);
  });

  it('responses of a design stand with their places, and the lines of a cross-over under their own names', () => {
    // Two subjects of each sequence; the second 1 higher than the first, and 0.1 apart within.
    const sequences = [
      [1, 2, 'S'],
      [2, 1, 'S'],
      [1, 2, 'T'],
      [2, 1, 'T'],
    ] as const;
    const side = (which: 'S' | 'T'): readonly DosePoint[] =>
      sequences.flatMap(([first, second, leads], i) =>
        [0, 1].map((k) => {
          const dose = (leads === which ? first : second) === 1 ? 1 : 4;
          const response = 10 + 5 * (dose === 4 ? 1 : 0) + k + (k === (leads === which ? 1 : 0) ? 0.1 : 0);
          return point(dose, response, { design: { subject: `${i + 1}${'ab'[k]}`, period: leads === which ? '1' : '2' } });
        }),
      );
    const page = pageOf({ reference: side('S'), test: side('T') }, { model: 'parallel-line' }, 'zh');
    const data = cellsUnder(page, '数据');
    expect(data.head[3]).toBe('受试单位 / 周期');
    expect(data.rows[0]?.[3]).toBe('1a/1, 1b/1, 4a/2, 4b/2');
    expect(cellsUnder(page, '方差分析').rows.map(([name, , df]) => [name, df])).toEqual([
      ['偏离平行', '1'],
      ['周期 × 试品', '1'],
      ['周期 × 回归', '1'],
      ['受试单位间误差', '4'],
      ['受试单位间', '7'],
      ['试品间', '1'],
      ['回归', '1'],
      ['周期间', '1'],
      ['周期 × 偏离平行', '1'],
      ['误差', '4'],
      ['总和', '15'],
    ]);
  });

  it('one preparation alone has its curve, parameters and data, and no table of relative potencies', () => {
    const alone = pageOf({ reference: curvePoints(0) }, { model: '4pl' });
    // nls of the first curve alone with its own residual variance; exp by the reader.
    const rows = cellsUnder(alone, 'Parameters').rows;
    expect(rows.map(([name]) => name)).toEqual(['slope', 'lower asymptote', 'upper asymptote', 'ln EC50', 'EC50']);
    expect(rows[3]?.[1]).toBe('2.5871');
    expect(rows[4]?.[1]).toBe('13.291');
    expect(alone).toContain('EC50 13.3');
    expect(alone).toContain('<path');
    expect(alone).not.toContain('Relative potency');
  });
});
