import { describe, expect, it } from 'vitest';
import { renderPotencyReport } from '../../src/outputs/pages/potency-report.ts';
import { estimateAssay } from '../../src/potency/estimation/relative-potency.ts';
import { potencyMethod } from '../../src/potency/method.ts';
import type { PotencyAssay } from '../../src/potency/potency-assay.ts';
import type { DosePoint } from '../../src/potency/potency-result.ts';

/** Eight doses in rows A to H, triplicates in columns, one far well of the article. */
function assay(): PotencyAssay {
  const points = (potency: number, first: number, spoil: (row: number, i: number) => number): DosePoint[] =>
    [1, 2, 4, 8, 16, 32, 64, 128].flatMap((dose, row) =>
      [0.99, 1, 1.012].map((f, i) => ({
        dose,
        response: f * (0.1 + 2 / (1 + 12 / (potency * dose))) * spoil(row, i),
        well: `${'ABCDEFGH'[row]}${first + i}`,
        plate: 'P1',
        excluded: null,
      })),
    );
  return {
    name: 'run-1',
    doseUnit: null,
    responseUnit: null,
    reference: { name: 'RS', points: points(1, 2, () => 1) },
    tests: [{ name: 'LOT', points: points(1.1, 5, (row, i) => (row === 4 && i === 1 ? 0.6 : 1)) }],
  };
}

function page(language: 'en' | 'zh'): string {
  const result = estimateAssay(assay(), potencyMethod({ model: '4pl', outliers: { test: 'rout' } }));
  return renderPotencyReport({
    title: 'a.csv',
    software: 'cytolot',
    language,
    combinations: [
      {
        test: 'LOT',
        estimate: null,
        lower: null,
        upper: null,
        level: 0.95,
        used: [],
        planned: 1,
        reasons: [
          {
            code: 'potency/too-few-assays',
            scope: 'test-article',
            fields: { of: 'assays', needed: 1, found: 0, planned: 1, replicates: 1, run: null },
          },
        ],
      },
    ],
    figures: [
      {
        attribute: 'LOT',
        title: { en: 'Relative potency of LOT', zh: 'LOT 的相对效价' },
        test: 'LOT',
        referenceName: 'RS',
        assays: [result],
        combined: null,
        limits: { lower: null, upper: null },
        curves: [],
      },
    ],
  });
}

describe('page of cytolot potency', () => {
  it('shows original and reduced data side by side, the outlier on the curve and on the plate, and combinations with their reasons on top', () => {
    const html = page('en');
    expect(html).toContain('With and without the wells taken out');
    expect(html).toMatch(/original(?:<\/b>)?<\/td>[\s\S]*without outliers/);
    expect(html).toContain('outlier E6');
    expect(html).toContain('Residuals on the plate');
    expect(html.indexOf('potency/too-few-assays')).toBeLessThan(html.indexOf('id="potency"'));
  });

  it('says the same in Chinese, and every opacity of the plate map is a number from 0 to 1', () => {
    const html = page('zh');
    expect(html).toContain('剔除前后结果对照');
    expect(html).toContain('离群值 E6');
    const opacities = [...html.matchAll(/fill-opacity="([^"]*)"/g)].map((match) => match[1] ?? '');
    expect(opacities.length).toBeGreaterThanOrEqual(48);
    for (const opacity of opacities) expect(opacity).toMatch(/^(?:0|1|0\.\d{1,2})$/);
  });
});
