import { describe, expect, it } from 'vitest';
import type { FcsDataSet } from '../../src/fcs/fcs-file.ts';
import { readDataSets } from '../../src/fcs/reading/data-set.ts';
import { departuresOf } from '../../src/pipeline/binding/listed-date.ts';
import { makeBinding } from '../../src/pipeline/binding.ts';
import { acquisition } from '../cli/new-user-folder.ts';

/** Acquired on 18 November 2026. */
const [dataSet] = readDataSets(sourceOf(acquisition('LOT-1', 10)));

function sourceOf(bytes: Uint8Array) {
  return {
    name: 'a.fcs',
    byteLength: bytes.length,
    read: (offset: number, target: Uint8Array) => target.set(bytes.subarray(offset, offset + target.length)),
  };
}

function codes(acquiredAt: string | null, of: FcsDataSet | null | undefined = dataSet): readonly string[] {
  const binding = { ...makeBinding({ file: 'a.fcs', kind: 'sample', source: 'samples.csv:2' }), acquiredAt };
  return departuresOf({ site: { timeZone: '+08:00' } }, binding, of ?? null).map(({ code }) => code);
}

describe('the day of the sample list beside that of the file', () => {
  it.each([
    [null, []],
    ['2026-11-18', []],
    ['2026-11-18T23:00:00+08:00', []],
    // Past midnight, or a clock of another zone.
    ['2026-11-17', []],
    ['2026-11-19', []],
    ['2026-11-16', ['fcs/date-not-listed']],
    ['2026-11-20', ['fcs/date-not-listed']],
    ['2025-11-18', ['fcs/date-not-listed']],
  ])('%s', (acquiredAt, expected) => {
    expect(codes(acquiredAt)).toEqual(expected);
  });

  it('says nothing where the file states no day, or is not there', () => {
    const keywords = new Map([...(dataSet?.keywords ?? [])].filter(([name]) => name !== '$DATE'));
    expect(codes('2020-01-01', dataSet === undefined ? null : { ...dataSet, keywords })).toEqual([]);
    expect(codes('2020-01-01', null)).toEqual([]);
  });
});
