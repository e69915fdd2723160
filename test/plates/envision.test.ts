import { describe, expect, it } from 'vitest';
import type { PlateReading } from '../../src/plates/plate-reading.ts';
import { readPlate } from '../../src/plates/reading/read-plate.ts';

const read = (content: string): Promise<PlateReading> => readPlate(Buffer.from(content), 'x.csv', { format: 'detect' });

const background = '\nBackground information\nPlate,Label,Result,Signal,\n3,HTRF,0,160,\n';
const matrix = ',01,02,03,\nA,10.5,9.5,8.5,\nB,7.5,6.5,5.5,\n';
const calculated = 'Plate information\nPlate,Repeat,Barcode,Formula,Measurement date,\n3,1,BC-77,Calc 1: Ratio,3/14/2024 1:05:06 PM,\n';
const measured = 'Plate information\nPlate,Repeat,Barcode,Label,Measurement date,\n3,1,BC-77,HTRF(1),3/14/2024 1:05:06 PM,\n';
const ends = '\nBasic assay information\nAssay ID: ,,,,9\n\nExported with EnVision Workstation version 1.14\n';

const readsOf = ({ plates }: PlateReading) => plates.flatMap(({ reads }) => reads.map(({ label, calculated: made }) => [label, made]));
const absentOf = ({ notes }: PlateReading) =>
  notes.flatMap(({ code, fields }) =>
    code === 'plate/export-incomplete' && fields.absent === 'title' ? [[fields.absent, fields.block]] : [],
  );

describe('the matrices of an EnVision export', () => {
  const titles = { calculated: 'Calculated results: Calc 1: Ratio = X / Y\n', measured: 'Results for HTRF(1) - channel 1 (Counts)\n' };
  const [named, result] = [
    ['Calc 1: Ratio = X / Y', true],
    ['HTRF(1) - channel 1 (Counts)', false],
  ];
  const [byFormula, byLabel] = [
    ['Calc 1: Ratio', true],
    ['HTRF(1)', false],
  ];

  it.each([
    ['both', titles.calculated, titles.measured, [named, result], []],
    ['the measured one', '', titles.measured, [byFormula, result], [['title', 'Calc 1: Ratio']]],
    ['the calculated one', titles.calculated, '', [named, byLabel], [['title', 'HTRF(1)']]],
    [
      'neither',
      '',
      '',
      [byFormula, byLabel],
      [
        ['title', 'Calc 1: Ratio'],
        ['title', 'HTRF(1)'],
      ],
    ],
  ])('are measured or calculated as their section says where %s of two has a title', async (_, first, second, reads, absent) => {
    for (const between of ['', background]) {
      const reading = await read(`${calculated}${between}\n${first}${matrix}\n${measured}${between}\n${second}${matrix}${ends}`);
      expect(readsOf(reading)).toEqual(reads);
      expect(absentOf(reading)).toEqual(absent);
    }
  });

  it('have no title in a line that says something else, which is noted', async () => {
    const reading = await read(`${calculated}\nCross talk was removed\n${matrix}${ends}`);
    expect(readsOf(reading)).toEqual([byFormula]);
    expect(reading.notes.filter(({ code }) => code === 'plate/not-read').map(({ fields }) => fields.lines)).toEqual([
      [{ line: 5, text: 'Cross talk was removed' }],
    ]);
  });

  it('do not lend their title to the next', async () => {
    const reading = await read(`${measured}\n${titles.measured}${matrix}\n${matrix}${ends}`);
    expect(readsOf(reading)).toEqual([result, byLabel]);
    expect(absentOf(reading)).toEqual([['title', 'HTRF(1)']]);
  });

  it('are refused where neither a title nor the plate information says what they are', async () => {
    const nameless = measured.replace('Label', 'Other');
    await expect(read(`${nameless}\n${matrix}${ends}`)).rejects.toMatchObject({
      code: 'plate/bad-export',
      message: expect.stringContaining('nothing says whether they were measured'),
    });
    expect(readsOf(await read(`${nameless}\n${titles.measured}${matrix}${ends}`))).toEqual([result]);
  });
});
