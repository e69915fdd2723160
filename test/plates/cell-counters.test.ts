import { describe, expect, it } from 'vitest';
import { sentenceOf } from '../../src/outputs/words/sentence.ts';
import type { PlateReading } from '../../src/plates/plate-reading.ts';
import { readPlate } from '../../src/plates/reading/read-plate.ts';

const read = (content: string): Promise<PlateReading> => readPlate(Buffer.from(content), 'x.csv', { format: 'detect' });
const resultsOf = ({ plates }: PlateReading) =>
  plates.map(({ reads }) => reads.map(({ values, nonNumeric }) => values.A1 ?? nonNumeric.A1));
const viabilityNotes = ({ notes }: PlateReading) =>
  notes
    .filter(({ code, fields }) => code === 'plate/statistic-contradicts' || fields.about === 'viability-without-counts')
    .map((note) => sentenceOf(note, 'en'));

const ncView = (lines: readonly string[], sign = ';'): string =>
  [['NAME', 'STATUS', 'TOTAL (cells/ml)', 'LIVE (cells/ml)', 'DEAD (cells/ml)', 'VIABILITY (%)'].join(sign), ...lines, ''].join('\n');
const cedex = (lines: readonly string[]): string =>
  ['Sample identifier;Viability [%];Total Cell Conc. [10^5 cells/ml];Viable Cell Conc. [10^5 cells/ml];Avg. Diameter [um]', ...lines].join(
    '\n',
  );
const vi = (lines: readonly string[]): string =>
  ['Sample ID;Cell count;Viable cells;Viability (%);Average circularity', ...lines].join('\n');
const nucleo = (percent: string, dead: string, total: string): string =>
  `Image;img;\nViability (%);${percent};\nDead (cells/ml);${dead};\nTotal (cells/ml);${total};\nInstrument type;NucleoView NC-200;\n`;

describe("the decimal sign of a counter's table", () => {
  it.each([
    // 124 of 274 is 45.26 %, printed from cells that were rounded: within 1 % of it.
    ['no sign', ncView(['a;OK;200;100;100;50']), [[200, 100, 100, 50]]],
    ['a point', ncView(['a;OK;274 000;124 000;150 000;45.1']), [[274000, 124000, 150000, 45.1]]],
    ['a comma', ncView(['a;OK;274 000;124 000;150 000;45,1']), [[274000, 124000, 150000, 45.1]]],
    [
      'a comma between quotes',
      '"NAME";"TOTAL (cells/ml)";"LIVE (cells/ml)";"DEAD (cells/ml)";"VIABILITY (%)"\n"a, b";"200";"100";"100";"50,0"\n',
      [[200, 100, 100, 50]],
    ],
    ['an apostrophe between thousands', ncView(["a;OK;1'250'000;1'000'000;250'000;80.0"]), [[1250000, 1000000, 250000, 80]]],
    // Where one cell proves a decimal comma, 274.000 is no number of it, and no 274.
    ['a comma beside points', ncView(['a;OK;274.000;124.000;150.000;45,1']), [['274.000', '124.000', '150.000', 45.1]]],
    [
      'a point beside commas',
      ncView(['a|OK|274,000|124,000|150,000|45.1'].map((line) => line.replaceAll('|', ';'))),
      [['274,000', '124,000', '150,000', 45.1]],
    ],
    // Proven in one line and column, it holds in all of them.
    [
      'a comma in one line',
      cedex(['C1;80,0;12,5;10,0;14,234', 'C2;50,0;8,125;4,0625;13,1']),
      [
        [80, 12.5, 10, 14.234],
        [50, 8.125, 4.0625, 13.1],
      ],
    ],
  ] as const)('is proven once: %s', async (_, content, expected) => {
    const reading = await read(content);
    expect(resultsOf(reading)).toEqual(expected);
  });

  it.each([
    ['two signs', ncView(['a;OK;274 000;124 000;150 000;45,1', 'b;OK;274 000;124 000;150 000;45.1']), "found '45,1' and '45.1'"],
    ['no proof beside a number that could be two', ncView(['a;OK;274.000;124.000;150.000;45']), "found none beside '274.000'"],
  ])('is refused with %s', async (_, content, found) => {
    await expect(read(content)).rejects.toMatchObject({ code: 'plate/bad-export', message: expect.stringContaining(found) });
  });

  it('is proven so in lists of wells too', async () => {
    const list = (first: string, second: string) => `Well;Viability (%);Live Cells/mL\nA1;${first};${second}\nA2;80,5;2,125\n`;
    const valuesOf = async (content: string) => (await read(content)).plates[0]?.reads.map(({ values }) => values.A1 ?? null);
    expect(await valuesOf(list('90,5', '1,125'))).toEqual([90.5, 1.125]);
    expect(await valuesOf(list('90,5', '1.125'))).toEqual([90.5, null]);
    await expect(valuesOf(list('90.5', '1,125'))).rejects.toMatchObject({ code: 'plate/bad-export' });
  });
});

describe('a viability is recomputed from its counts', () => {
  it.each([
    ['NC-View, right', ncView(['a;OK;274 000;124 000;150 000;45.1']), []],
    [
      'NC-View, wrong',
      ncView(['a;OK;274 000;124 000;150 000;95.1']),
      ["Sample 'a': viability 95.1 % is not that of its counts (124000 of 274000)."],
    ],
    [
      'NC-View with a comma, wrong',
      ncView(['a;OK;274 000;124 000;150 000;95,1']),
      ["Sample 'a': viability 95.1 % is not that of its counts (124000 of 274000)."],
    ],
    [
      'Cedex with commas, one wrong',
      cedex(['C1;80,0;12,5;2,0;14,2', 'C2;50,0;8,5;4,25;13,1']),
      ["Sample 'C1': viability 80 % is not that of its counts (2 of 12.5)."],
    ],
    ['Vi-CELL BLU with commas, right', vi(['V;1000;915;91,5;0,85']), []],
    [
      'Vi-CELL BLU with commas, wrong',
      vi(['V;1000;900;91,5;0,85']),
      ["Sample 'V': viability 91.5 % is not that of its counts (900 of 1000)."],
    ],
    ['NucleoView with commas, right', nucleo('80,0', '4,00E5', '2,00E6'), []],
    [
      'NucleoView with commas, wrong',
      nucleo('90,0', '4,00E5', '2,00E6'),
      ['Viability 90 % is not that of 400000 dead of 2000000 cells/ml (80 %).'],
    ],
  ] as const)('%s', async (_, content, expected) => {
    expect(viabilityNotes(await read(content))).toEqual(expected);
  });

  const sentence = (sample: string, counted: string, viable: string) =>
    `Sample '${sample}': the viability of 45.1 % cannot be checked, since its counts are '${counted}' and '${viable}'. Count it again, or export its counts as numbers.`;
  it.each([
    ['NC-View', ncView(['a;OK;274,000;124,000;150,000;45.1']), sentence('a', '274,000', '124,000')],
    ['Vi-CELL BLU', vi(['V;0;0;45.1;0.85']), sentence('V', '0', '0')],
    ['NucleoView', nucleo('45.1', '', '2.00E6'), sentence('img', '2.00E6', '')],
  ])('or noted where it cannot be: %s', async (_, content, expected) => {
    expect(viabilityNotes(await read(content))).toEqual([expected]);
  });
});

describe('the viability of a Cellaca', () => {
  const cellaca = (line: string): string =>
    ['Cellaca MX', 'Well Name,Sample ID,Total Cells/mL,Live Cells/mL,Viability (%)', line, ''].join('\n');

  it.each([
    ['is that of its counts', cellaca('A1,s1,2.00E+06,1.60E+06,80'), [], 'agrees'],
    // 1.5 of 2 million are 75 %.
    [
      'is not',
      cellaca('A1,s1,2.00E+06,1.50E+06,80'),
      ["Sample 'A1': viability 80 % is not that of its counts (1500000 of 2000000)."],
      'contradicts',
    ],
    [
      'has counts that are no numbers',
      cellaca('A1,s1,--,1.50E+06,80'),
      [
        "Sample 'A1': the viability of 80 % cannot be checked, since its counts are '--' and '1.50E+06'. Count it again, or export its counts as numbers.",
      ],
      'without-counts',
    ],
  ])('%s', async (_, content, notes, viability) => {
    const reading = await read(content);
    expect(viabilityNotes(reading)).toEqual(notes);
    expect(reading.plates[0]?.counted?.A1).toEqual({ sample: 's1', dilution: null, state: null, viability });
  });
});
