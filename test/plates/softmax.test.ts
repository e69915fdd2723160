import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/errors.ts';
import type { PlateReading } from '../../src/plates/plate-reading.ts';
import { readPlate } from '../../src/plates/reading/read-plate.ts';

const LINES = readFileSync(new URL('./fixtures/softmax-pro.txt', import.meta.url), 'utf8').split('\n');

async function read(lines: readonly string[]): Promise<PlateReading> {
  return readPlate(new TextEncoder().encode(lines.join('\n')), 'x.txt', { format: 'softmax-pro' });
}

async function refusalOf(lines: readonly string[]): Promise<string | null> {
  try {
    await read(lines);
    return null;
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}

/** The line that begins so, once more right below. */
function twice(start: string): readonly string[] {
  return LINES.flatMap((line) => (line.startsWith(start) ? [line, line] : [line]));
}

function without(start: string): readonly string[] {
  return LINES.filter((line) => !line.startsWith(start));
}

const incompleteOf = ({ notes }: PlateReading) =>
  notes.filter(({ code }) => code === 'plate/export-incomplete').map(({ fields }) => [fields.absent, fields.block]);

describe('a line of a SoftMax Pro export that stands twice or is lost', () => {
  it.each([
    ['the column numbers of the measured values', '\tTemperature', /column headings again, from '1' on/],
    ['the column numbers of the reduced values', '\t\t1\t2\t3', /column headings again, from '1' on/],
    ['the Plate line', 'Plate:', /Expected a block .*found 'Plate:'/],
    ['the Group line', 'Group:', /Expected a block .*found 'Group: Standards'/],
    ['the first well of a sample', '01\t', /Expected each line of the group 'Standards' once, found that of the well A1 of '01' twice/],
    ['a further well of a sample', ' \t \tB1', /found that of the well B1 of '01' twice/],
  ])('is refused where it is %s twice', async (_, start, expected) => {
    expect(await refusalOf(LINES)).toBeNull();
    expect(await refusalOf(twice(start))).toMatch(expected);
  });

  it('is noted where reduced values are lost below their headings, and where the first sample name is', async () => {
    expect(incompleteOf(await read(LINES))).toEqual([]);
    const reduced = LINES.filter((line) => !/^\t\t1\.(?:450|340)/.test(line));
    expect(incompleteOf(await read(reduced))).toEqual([['values', 'Plate: P1']]);
    expect(incompleteOf(await read(without('01\t')))).toEqual([['sample', 'Group: Standards']]);
  });

  it('reads the values of a narrow plate that look like column numbers', async () => {
    // One column of two rows; the values 3 and 4 are no column numbers.
    const plate = 'Plate:\tP1\t1.3\tPlateFormat\tEndpoint\tLuminescence\tRaw\tFALSE\t1\t\t\t\t\t\t1\tLm1\t1\t1\t6\t\t\t\t\t\t\t\t\t\t1\t2';
    const lines = ['##BLOCKS= 1', plate, '\tTemperature(°C)\t1', '\t25.0\t7', '\t\t8', '', '\t\t1', '\t\t3', '\t\t4', '~End', ''];
    const [one] = (await read(lines)).plates;
    expect(one?.reads.map(({ values }) => values)).toEqual([
      { A1: 7, B1: 8 },
      { A1: 3, B1: 4 },
    ]);
  });
});
