import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describeShared } from '../../shared-data.ts';
import { runStudy, studyJson } from './run-study.ts';

const HEAD = 'figure,assay,value\n';

describe('potency-study margins', () => {
  it('takes the exact factor, not that of Howe', async () => {
    // ISO 16269-6: n = 10, 0.95 with 0.95: 3.393; Howe's would be 3.382.
    const steps = [-4, -3, -2, -1, 0, 0, 1, 2, 3, 4];
    const { json } = await studyJson('margins', HEAD + steps.map((step, i) => `slope-ratio,${i},${Math.exp(0.01 * step)}\n`).join(''));
    const [{ margins }] = json.figures;
    // s² = Σ step²/9 × 1e-4 = 60/9 × 1e-4.
    expect(Math.log(margins.upper) / Math.sqrt((60 / 9) * 1e-4)).toBeCloseTo(3.393, 3);
    expect(margins.lower * margins.upper).toBeCloseTo(1, 12);
  });

  it('proposes nothing from few assays, or from ones that do not vary', async () => {
    const few = await studyJson('margins', `${HEAD}slope-ratio,1,1\nslope-ratio,2,1.1\n`);
    expect([few.json.figures[0].margins, few.json.reasons[0].code]).toEqual([null, 'study/too-few-assays']);
    const equal = await studyJson('margins', HEAD + Array.from({ length: 12 }, (_, i) => `slope-ratio,${i},1\n`).join(''));
    expect(equal.json.figures[0].margins).toBeNull();
  });

  it.each([
    [
      `${HEAD}slope-ratio,1,-1\n`,
      "a.csv:2: Expected a value above 0 of 'slope-ratio' on the scale ln, found -1. Name the figure under linear.",
    ],
    [`${HEAD}slope-ratio,1,1\nslope-ratio,1,2\n`, "a.csv:3: Expected one value of 'slope-ratio' an assay, found '1' twice."],
    [
      `${HEAD}slope-ratio,1,<0.5\n`,
      "a.csv:2: Expected a number with a decimal point as the value of the figure in the assay, found '<0.5'.",
    ],
  ])('refuses %j with its line', async (table, sentence) => {
    const ran = await runStudy('margins', table);
    expect([ran.code, ran.err]).toEqual([65, expect.stringContaining(sentence)]);
  });
});

describe('potency-study margins-from-assays', () => {
  it('leaves out an assay without a curve and says so', async () => {
    const rows = ['RS', 'again'].flatMap((sample) =>
      [1, 2, 4, 8, 16, 32].flatMap((dose) => [1, 2].map((y) => `A,${sample},${dose},${y}\n`)),
    );
    const { json } = await studyJson('margins-from-assays', `assay,sample,dose,response\n${rows.join('')}`, 'reference: RS');
    expect(json.history).toEqual([]);
    expect(json.reasons[0].code).toBe('study/assay-left-out');
  });

  it('refuses an assay without its reference, with its line', async () => {
    const ran = await runStudy('margins-from-assays', 'assay,sample,dose,response\nA,X,1,1\n');
    expect([ran.code, ran.err]).toEqual([
      65,
      expect.stringContaining("a.csv:2: Expected the reference 'reference' and another preparation in the assay 'A', found 'X'."),
    ]);
  });
});

describeShared('simparallel_dev: the history of the parallel assays', (shared) => {
  const lines = (name: string): string[][] =>
    readFileSync(`${shared}data/potency/simparallel_dev_${name}.csv`, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(','));

  it("is R's, assay by assay", async () => {
    const parallel = new Set(lines('truth').flatMap(([id = '', condition]) => (condition === 'parallel' ? [id] : [])));
    const [head = [], ...reference] = lines('reference');
    const [, ...data] = lines('data');
    const table = data
      .filter(([id = '']) => parallel.has(id))
      .map(([id, sample, dose, , response]) => `${id},${sample},${dose},${response}\n`)
      .join('');
    const { json } = await studyJson('margins-from-assays', `assay,sample,dose,response\n${table}`, 'reference: ref');
    const expected = new Map(reference.map((row) => [row[0] ?? '', row]));
    const column = (name: string, row: readonly string[]): number => Number(row[head.indexOf(name)]);
    const history: { assay: string; figure: string; value: number }[] = json.history;
    expect(history.length).toBe(4 * parallel.size);
    for (const { assay, figure, value } of history) {
      const row = expected.get(assay)!;
      if (figure === 'rsse') {
        // A difference of sums of squares that R prints with 12 digits.
        const difference = column('rss_restricted', row) - column('rss_unrestricted', row);
        expect(Math.abs(value - difference), `${assay} rsse`).toBeLessThan(1e-7 * column('rss_restricted', row));
      } else {
        const name = { 'upper-asymptote-ratio': 'upper_ratio', 'slope-ratio': 'slope_ratio' }[figure] ?? 'lower_diff_over_range';
        expect(Math.abs(value - column(name, row)), `${assay} ${figure}`).toBeLessThan(1e-5);
      }
    }
  });
});
