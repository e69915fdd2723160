import { describe, expect, it } from 'vitest';
import { InputErrors } from '../../src/errors.ts';
import { parseSampleList } from '../../src/pipeline/sample-list.ts';

const rowsOf = (text: string) => text.split('\n').map((line, index) => ({ line: index + 1, cells: line.split(',') }));

function mistakes(text: string): string[] {
  try {
    parseSampleList(rowsOf(text), 'samples.csv', '+08:00');
  } catch (error) {
    if (error instanceof InputErrors) return error.errors.map((one) => `${one.place.line}: ${one.message}`);
    throw error;
  }
  return [];
}

describe('sample list', () => {
  it('binds samples, controls and plates', () => {
    const bindings = parseSampleList(
      rowsOf(
        'file,kind,lot,assay_run,stage,tube,control,assay,slots,acquired_at\na.fcs,sample,L1,AR1,final,t,,,,2026-11-18\nf.fcs,control,,AR1,,t,fmo,,,\np.csv,plate,,AR1,,,,elisa,reference=RS-07;test-1=L1,2026-11-18T10:00',
      ),
      'samples.csv',
      '+08:00',
    );
    expect(bindings.map((one) => [one.kind, one.lot, one.control, one.slots, one.acquiredAt, one.source])).toEqual([
      ['sample', 'L1', null, {}, '2026-11-18', 'samples.csv:2'],
      ['control', null, 'fmo', {}, null, 'samples.csv:3'],
      ['plate', null, null, { reference: 'RS-07', 'test-1': 'L1' }, '2026-11-18T10:00:00+08:00', 'samples.csv:4'],
    ]);
  });

  it('names every mistake with its line', () => {
    expect(mistakes('file,kind,lot,stage,tube\na.fcs,sampel,L,final,t\nb.fcs,sample,,final,t\nc.fcs,sample,L,final')).toEqual([
      '4: Expected 5 cells as in the heading, found 4. Quote a cell that holds the delimiter, or add the missing ones.',
    ]);
    expect(mistakes('file,kind,lot,stage,tube\na.fcs,sampel,L,final,t\nb.fcs,sample,,final,t')).toEqual([
      "2: Expected kind to be sample, control, plate; found 'sampel'.",
      '3: Expected a value in the column lot, which a sample needs; found nothing.',
    ]);
  });

  it('suggests a misspelled column', () => {
    expect(mistakes('file,kind,asay_run\na,control,AR')).toEqual(["1: Unknown column 'asay_run'. Did you mean 'assay_run'?"]);
  });

  it('refuses a data set that serves two things', () => {
    expect(mistakes('file,kind,lot,stage,tube\na.fcs,sample,L1,final,t\na.fcs,sample,L2,final,t')).toEqual([
      "3: Expected one row for 'a.fcs', data set 1; the first is samples.csv:2.",
    ]);
  });

  it('wants a reason for a retest', () => {
    expect(mistakes('file,kind,lot,stage,tube,occasion\na.fcs,sample,L1,final,t,retest')).toEqual([
      '2: Expected occasion_reason for a retest, found nothing.',
    ]);
  });
});
