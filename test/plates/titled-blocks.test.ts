import { describe, expect, it } from 'vitest';
import type { PlateReading } from '../../src/plates/plate-reading.ts';
import { readPlate } from '../../src/plates/reading/read-plate.ts';

const read = (content: string, options?: object): Promise<PlateReading> =>
  readPlate(Buffer.from(content), 'x.csv', options === undefined ? { format: 'detect' } : { format: 'detect', options });

/** Rows A to H of a plate; `cell` gives the text of each well, row by row from 0. */
const block = (cell: (well: number) => string): string =>
  [
    ',1,2,3,4,5,6,7,8,9,10,11,12',
    ...Array.from('ABCDEFGH', (letter, row) => [letter, ...Array.from({ length: 12 }, (_, column) => cell(12 * row + column))].join(',')),
  ].join('\n');
const counts = block((well) => String(well));
const names = block((well) => `CEF ${well}`);

const readsOf = ({ plates }: PlateReading) =>
  plates.flatMap(({ reads }) =>
    reads.map(({ label, unit, values, nonNumeric }) => [label, unit, Object.keys(values).length, Object.keys(nonNumeric).length]),
  );
const blocksNotRead = ({ notes }: PlateReading) =>
  notes.filter(({ code, fields }) => code === 'plate/not-read' && fields.part === 'block').map(({ fields }) => [fields.name, fields.line]);

describe('a second block of a plate of spots', () => {
  const head = `AID ELISpot Reader\nPlate:,P7\n\nSpots Number\n${counts}\n`;
  const first = ['Spots Number', 'spots', 96, 0];

  it.each([
    ['Spots Number CEF antigen', counts, [['Spots Number CEF antigen', 'spots', 96, 0]], []],
    ['Spot count stimulated', counts, [['Spot count stimulated', 'spots', 96, 0]], []],
    ['SFU dilution 2', counts, [['SFU dilution 2', 'spots', 96, 0]], []],
    ['Counts of sample 2', counts, [['Counts of sample 2', 'spots', 96, 0]], []],
    // Wells with too many spots to count are markers, in one or in all of them.
    ['Spots Number CEF antigen', block((well) => (well === 0 ? 'TNTC' : '5')), [['Spots Number CEF antigen', 'spots', 95, 1]], []],
    ['Spots Number CEF antigen', block(() => 'TNTC'), [['Spots Number CEF antigen', 'spots', 0, 96]], []],
    // What was put in: names say nothing of a reading, a number among them may.
    ['Antigen', names, [], []],
    ['Antigen', block((well) => (well === 5 ? '7' : `CEF ${well}`)), [], [['Antigen', 15]]],
    ['Dilution', block(() => '100'), [], [['Dilution', 15]]],
    ['Cells per well', block(() => '200000'), [], [['Cells per well', 15]]],
    ['Plate layout of spots', names, [], []],
  ] as const)("below '%s' is read, passed over as names, or noted", async (title, second, reads, noted) => {
    const reading = await read(`${head}\n${title}\n${second}\n`);
    expect(readsOf(reading)).toEqual([first, ...reads]);
    expect(blocksNotRead(reading)).toEqual(noted);
  });
});

describe('a second block of a Byonoy plate, which has no title', () => {
  const foot = '\n\nSample Wavelength (nm),450\nReference Wavelength (nm),-1\n';
  const exportOf = (second: string): string => `${counts}\n\n\n${second}${foot}`;
  const refusal = { code: 'plate/bad-export', message: expect.stringContaining('found a block of numbers that begins with') };

  it('is passed over where it holds names or nothing', async () => {
    for (const second of [names, block(() => '')]) {
      const reading = await read(exportOf(second));
      expect(readsOf(reading)).toEqual([['OD450', 'OD', 96, 0]]);
      expect(reading.notes.filter(({ code }) => code === 'plate/not-read')).toEqual([]);
    }
  });

  it.each([
    ['all', block((well) => String(well / 100))],
    ['three rows', block((well) => (well < 36 ? String(well / 100) : 'OVRFLW'))],
    ['three rows, the others empty,', block((well) => (well < 36 ? String(well / 100) : ''))],
  ])('is refused where %s of it are numbers, until the definition passes it over', async (_, second) => {
    await expect(read(exportOf(second))).rejects.toMatchObject(refusal);
    const reading = await read(exportOf(second), { ignore: ['A12:M20'] });
    expect(readsOf(reading)).toEqual([['OD450', 'OD', 96, 0]]);
    expect(reading.notes.filter(({ code }) => code === 'plate/passed-over')).toHaveLength(1);
  });

  it('is noted where one of its cells is a number', async () => {
    const reading = await read(exportOf(block((well) => (well === 0 ? '7' : `S ${well}`))));
    expect(reading.notes.filter(({ code }) => code === 'plate/not-read').map(({ fields }) => [fields.part, fields.count])).toEqual([
      ['lines', 9],
    ]);
  });
});

describe('the date of a plate of spots', () => {
  const dated = (date: string): Promise<PlateReading> => read(`AID ELISpot Reader\nPlate:,P7\n${date}\n\nSpots Number\n${counts}\n`);
  const found = ({ plates, notes }: PlateReading) => [
    plates[0]?.readAt,
    notes.filter(({ code }) => code === 'plate/date-order-assumed').map(({ fields }) => fields.found),
  ];

  it.each([
    ['a day that can be no other', 'Date:,2024-03-14', '2024-03-14', []],
    ['none', 'User:,x', null, []],
    // The fourth of March, or the third of April.
    ['one that could be two', 'Date:,03/04/2024', null, ['03/04/2024']],
    ['no date at all', 'Date:,yesterday', null, ['yesterday']],
  ])('is read, or noted where it cannot be: %s', async (_, line, readAt, noted) => {
    expect(found(await dated(line))).toEqual([readAt, noted]);
  });
});

describe('a title with a comma that nothing quotes', () => {
  it.each([
    ['Spots Number, CEF antigen', 'spots', false],
    // The first of its cells alone would be spots that were counted.
    ['Spots, Mean Size', null, true],
    ['Spots, Mean Size, mm2', null, true],
  ])('is one title: %s', async (title, unit, calculated) => {
    const reading = await read(`AID ELISpot Reader\nPlate:,P7\n\n${title}\n${counts}\n`);
    expect(reading.plates[0]?.reads).toMatchObject([{ label: title, unit, calculated }]);
    expect(reading.notes.map(({ code }) => code)).not.toContain('plate/not-read');
  });
});
