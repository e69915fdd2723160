import { describe, expect, it } from 'vitest';
import { InputErrors } from '../../src/errors.ts';
import { parseSampleList } from '../../src/pipeline/tables/sample-list.ts';

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

  const TWICE = (line: number) =>
    `${line}: Expected one row for 'a.fcs', data set 1; the first is samples.csv:2. A file stands on several rows only where each says shared with one name and serves another subject, control or assay run.`;

  it.each([
    ['two lots', 'L1,,,', 'L2,,,', [TWICE(3)]],
    ['two subjects of a lot', 'L1,,,', 'L1,stability,25C,6 months', [TWICE(3)]],
    ['two subjects, shared on the first row alone', 'L1,,,,t0', 'L1,stability,25C,0 months,', [TWICE(3)]],
    ['two subjects, shared under two names', 'L1,,,,t0', 'L1,stability,25C,0 months,t1', [TWICE(3)]],
    ['one subject twice, although shared', 'L1,,,,t0', 'L1,release,,,t0', [TWICE(3)]],
    ['two subjects, shared', 'L1,,,,t0', 'L1,stability,25C,0 months,t0', []],
    ['two lots, shared', 'L1,,,,pool', 'L2,,,,pool', []],
  ])('a data set that serves %s', (_title, first, second, found) => {
    const row = (subject: string) => ['a.fcs', 'sample', 'final', 't', ...subject.split(','), ''].slice(0, 9).join(',');
    expect(mistakes(`file,kind,stage,tube,lot,purpose,condition,time_point,shared\n${row(first)}\n${row(second)}`)).toEqual(found);
  });

  it.each([
    ['stability,25C,6 months', []],
    ['in-use,,0.5 hours', []],
    ['comparability,frozen,', []],
    ['characterisation,,', []],
    ['in-process,,', []],
    [',,', []],
    [
      'shelf-life,,',
      ["2: Expected purpose to be release, in-process, stability, in-use, comparability, characterisation; found 'shelf-life'."],
    ],
    [
      'stability,25C,6 mo',
      [
        "2: Expected a time point as a number, a space and a unit (minutes, hours, days, weeks, months, years), such as 6 months; found '6 mo'.",
      ],
    ],
    [
      ',25C,',
      [
        "2: Expected no condition outside the purposes stability, in-use, comparability; found '25C' with no purpose. Give the purpose, or leave condition empty.",
      ],
    ],
    [
      'release,,6 months',
      [
        "2: Expected no time_point outside the purposes stability, in-use, comparability; found '6 months' with the purpose 'release'. Give the purpose, or leave time_point empty.",
      ],
    ],
  ])('reads the subject %s', (subject, found) => {
    expect(mistakes(`file,kind,lot,stage,tube,purpose,condition,time_point\na.fcs,sample,L,final,t,${subject}`)).toEqual(found);
  });

  it('writes a time point in one way', () => {
    const [one] = parseSampleList(
      rowsOf('file,kind,lot,stage,tube,purpose,time_point\na.fcs,sample,L,final,t,stability,1 months'),
      'samples.csv',
      '+08:00',
    );
    expect(one).toMatchObject({ purpose: 'stability', condition: null, timePoint: '1 month', shared: null });
  });

  it('wants a reason for a retest', () => {
    expect(mistakes('file,kind,lot,stage,tube,occasion\na.fcs,sample,L1,final,t,retest')).toEqual([
      '2: Expected occasion_reason for a retest, found nothing.',
    ]);
  });

  it('wants what a repeat stands in place of, and of nothing else', () => {
    const head = 'file,kind,lot,stage,tube,occasion,occasion_reason,replaces';
    expect(mistakes(`${head}\na.fcs,sample,L1,final,t,repeat-after-invalid,lost,\nb.fcs,sample,L1,final,t,retest,plan,initial`)).toEqual([
      '2: Expected replaces for a repeat-after-invalid: the occasion, plate, preparation or file that it repeats; found nothing.',
      "3: Expected replaces for a repeat-after-invalid alone, found 'initial' for the occasion retest.",
    ]);
    expect(
      parseSampleList(rowsOf(`${head}\na.fcs,sample,L1,final,t,repeat-after-invalid,lost,initial`), 's.csv', '+08:00')[0]?.occasion,
    ).toEqual({
      kind: 'repeat-after-invalid',
      number: 2,
      reason: 'lost',
      reference: null,
      replaces: 'initial',
    });
  });

  it('takes a sample that was not tested with its reason', () => {
    const head = 'file,kind,lot,stage,tube,status,status_reason';
    expect(
      mistakes(`${head}\na.fcs,sample,L1,final,t,lost,\nb.fcs,sample,L1,final,t,not-tested,\nc.fcs,sample,L1,final,t,,broken`),
    ).toEqual([
      "2: Expected status to be tested or not-tested, found 'lost'.",
      '3: Expected status_reason for the status not-tested, such as lost or broken; found nothing.',
      "4: Expected status_reason beside the status not-tested alone, found 'broken'.",
    ]);
    const [lost, there] = parseSampleList(
      rowsOf(`${head}\na.fcs,sample,L1,final,t,not-tested,broken\nb.fcs,sample,L1,final,t,tested,`),
      's.csv',
      '+08:00',
    );
    expect([lost?.notTested, there?.notTested]).toEqual(['broken', null]);
  });
});
