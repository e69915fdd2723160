import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeFcs, type FcsContent } from '../../src/fcs/encode-fcs.ts';
import { secondReading } from '../../src/runtime/second-reader.ts';
import { describeShared } from '../shared-data.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'second-reader-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function readTwice(content: Partial<FcsContent>) {
  const path = join(folder, 'made.fcs');
  writeFileSync(
    path,
    encodeFcs({
      parameters: [
        { name: 'A', bits: 16 },
        { name: 'B', bits: 16 },
      ],
      events: [1, 2, 3, 4, 5, 65_535],
      ...content,
    }),
  );
  return secondReading(path);
}

describe('the npm package fcs reads again what it reads correctly', () => {
  it.each([
    { dataType: 'F', byteOrder: '1,2,3,4' },
    { dataType: 'F', byteOrder: '4,3,2,1' },
    { dataType: 'D', byteOrder: '4,3,2,1' },
    { dataType: 'I', byteOrder: '1,2,3,4' },
    { dataType: 'I', byteOrder: '4,3,2,1' },
  ] as const)('$dataType $byteOrder agrees bit for bit', (layout) => {
    expect(readTwice(layout)).toEqual({ outcome: 'agrees', reader: 'fcs 0.0.7', eventsCompared: 3, valuesCompared: 6 });
  });

  it('masks its integers as $PnR says before comparing', () => {
    const parameters = [
      { name: 'A', bits: 16, range: 1024 },
      { name: 'B', bits: 16 },
    ];
    expect(readTwice({ dataType: 'I', parameters, events: [0xfc01, 2] })).toMatchObject({ outcome: 'agrees' });
  });

  it.each([
    [{ dataType: 'I', parameters: [{ name: 'A', bits: 24 }] }, 'it reads integers of 16 or 32 bits, all of one width'],
    [
      {
        dataType: 'I',
        parameters: [
          { name: 'A', bits: 16 },
          { name: 'B', bits: 32 },
        ],
      },
      'it reads integers of 16 or 32 bits, all of one width',
    ],
  ] as const)('%j is outside its range', (content, reason) => {
    expect(readTwice(content)).toEqual({ outcome: 'outside range', reader: 'fcs 0.0.7', reason });
  });
});

describeShared('the npm package fcs on the shared files', (shared) => {
  it('never differs: it agrees, or the file is outside its range', () => {
    const expected: readonly { readonly file: string; readonly error?: string }[] = JSON.parse(
      readFileSync(`${shared}data/fcs/expected.json`, 'utf8'),
    );
    const files = expected.filter(({ file, error }) => error === undefined && file !== 'npm-fcs/AriaFile1.fcs').map(({ file }) => file);
    const outcomes = files.map((file) => ({ file, ...secondReading(`${shared}data/fcs/${file}`) }));
    const count = (wanted: string): number => outcomes.filter(({ outcome }) => outcome === wanted).length;
    console.info(
      `second reader: ${count('agrees')} agree, ${count('outside range')} outside its range, ${count('differs')} differ of ${files.length}`,
    );
    expect(outcomes.filter(({ outcome }) => outcome === 'differs')).toEqual([]);
    expect(count('agrees')).toBeGreaterThan(20);
  });
});
