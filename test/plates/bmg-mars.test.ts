import { describe, expect, it } from 'vitest';
import { readPlate } from '../../src/plates/reading/read-plate.ts';

const HEAD = ['User: USER,Path: C:\\data,Test ID: 12', 'Test name: ELISA,Date: 14/03/2024,Time: 13:05:06', 'ID1: P1', 'Absorbance', ''];

async function read(...lines: readonly string[]) {
  const { plates, notes } = await readPlate(Buffer.from([...HEAD, ...lines, ''].join('\n')), 'x.csv', { format: 'detect' });
  return {
    reads: plates[0]?.reads.map(({ label, wavelengthsNm, calculated, values, series, timesSeconds }) => ({
      label,
      wavelengthsNm,
      calculated,
      values,
      ...(series === undefined ? {} : { series, timesSeconds }),
    })),
    codes: [...new Set(notes.map(({ code }) => code))],
  };
}

describe("MARS's table view", () => {
  it('takes a line of wavelengths below the heading as a spectrum: a read each', async () => {
    const { reads } = await read(
      'Well,Content,Raw Data (280-281),Raw Data (280-281)',
      ',Wavelength [nm],280,281',
      'A01,Sample X1,0.1,0.2',
      'A02,Sample X2,0.3,0.4',
    );
    expect(reads).toEqual([
      { label: 'Raw Data (280-281), 280 nm', wavelengthsNm: [280], calculated: false, values: { A1: 0.1, A2: 0.3 } },
      { label: 'Raw Data (280-281), 281 nm', wavelengthsNm: [281], calculated: false, values: { A1: 0.2, A2: 0.4 } },
    ]);
  });

  it.each([
    [
      ['0', '300'],
      [0, 300],
    ],
    [
      ['0 s', '90.5 s'],
      [0, 90.5],
    ],
    [
      ['0 h', '0 h 5 min'],
      [0, 300],
    ],
    [
      ['1 h 5 min 30 s', '2 h'],
      [3930, 7200],
    ],
    [
      ['0:00:00', '0:05:00'],
      [0, 300],
    ],
  ])('takes a line of times, in whatever words, as cycles: %s', async (times, timesSeconds) => {
    const { reads } = await read(
      'Well Row,Well Col,Content,Raw Data (600),Raw Data (600)',
      `,,Time,${times.join(',')}`,
      'A,1,Sample X1,0.1,0.2',
    );
    expect(reads).toMatchObject([{ label: 'Raw Data (600)', series: { A1: [0.1, 0.2] }, timesSeconds }]);
  });

  it('refuses a time that it cannot read', async () => {
    await expect(read('Well,Content,Raw Data (600),Raw Data (600)', ',Time,0,soon', 'A01,X,0.1,0.2')).rejects.toThrow(
      "Expected a time such as 90, 0:01:30 or 1 min 30 s, found 'soon'.",
    );
  });

  it('reads every table, to an empty line or the next heading, beside matrices too', async () => {
    const { reads, codes } = await read(
      'Raw Data (450)',
      ',1,2',
      'A,0.1,0.2',
      '',
      'Well,Content,Raw Data (620)',
      'A01,X1,0.3',
      'A02,X2,0.4',
      '',
      'Well,Content,Average based on Raw Data (620)',
      'A01,X1,0.35',
    );
    expect(reads?.map(({ label, calculated, values }) => [label, calculated, values])).toEqual([
      ['Raw Data (450)', false, { A1: 0.1, A2: 0.2 }],
      ['Raw Data (620)', false, { A1: 0.3, A2: 0.4 }],
      ['Average based on Raw Data (620)', true, { A1: 0.35 }],
    ]);
    expect(codes).not.toContain('plate/not-read');
  });

  it('knows columns that say what stands in a well', async () => {
    const { reads, codes } = await read('Well,Content,Group,Sample IDs,Dilution,Raw Data (450)', 'A01,Sample X1,A,lot 7,10,0.1');
    expect(reads?.map(({ label }) => label)).toEqual(['Raw Data (450)']);
    expect(codes).not.toContain('plate/non-numeric');
  });
});
