import { describe, expect, it } from 'vitest';
import { fcsAcquisitionDate, formatAcquisitionDate, formatFcsDate } from '../../src/pipeline/dates.ts';

describe('formatAcquisitionDate', () => {
  it.each([
    ['2026-11-18', '2026-11-18'],
    ['2026-11-18T09:40', '2026-11-18T09:40:00+08:00'],
    ['2026-11-18 09:40:05', '2026-11-18T09:40:05+08:00'],
    ['2026-11-18T09:40:05Z', '2026-11-18T09:40:05+00:00'],
    ['2026-11-18T09:40:05-0500', '2026-11-18T09:40:05-05:00'],
    ['2028-02-29', '2028-02-29'],
  ])('reads %s', (text, expected) => {
    expect(formatAcquisitionDate(text, '+08:00')).toBe(expected);
  });

  it.each(['18/11/2026', '2026-02-29', '2026-13-01', '2026-11-18T25:00', 'soon', ''])(
    'refuses %s: no order of day and month is guessed',
    (text) => {
      expect(formatAcquisitionDate(text, '+08:00')).toBeNull();
    },
  );
});

describe('formatFcsDate', () => {
  it.each([
    // FCS 3.1, 3.2.18: $DATE is dd-mmm-yyyy, $BTIM hh:mm:ss[.cc]; 3.0 has ticks after a third colon
    ['18-NOV-2026', '09:40:05.25', '2026-11-18T09:40:05+08:00'],
    ['18-Nov-2026', '09:40:05:30', '2026-11-18T09:40:05+08:00'],
    ['18-NOV-2026', undefined, '2026-11-18'],
    ['2026-11-18', '09:40:05', '2026-11-18T09:40:05+08:00'],
    // MACSQuant: ../shared/data/fcs/fcsparser/EY_2013-07-19_PBS_FCS_3.1_Well_A1.001.fcs
    ['2013-Jul-19', '18:25:41', '2013-07-19T18:25:41+08:00'],
    ['12 Nov 2004', undefined, '2004-11-12'],
  ])('reads %s %s', (date, time, expected) => {
    expect(formatFcsDate(date, time, '+08:00')).toBe(expected);
  });

  it.each(['31-FEB-2026', '18-11-26', '18-NOV-26', '2026-NOV-31', '2026-NOV-2026', '2026-13-01', '', 'NOV'])('refuses %s', (date) => {
    expect(formatFcsDate(date, '09:40:05', '+08:00')).toBeNull();
  });
});

describe('fcsAcquisitionDate', () => {
  it.each([
    // FCS 3.2: $BEGINDATETIME with an offset, with Z, without one; $DATE and $BTIM are deprecated and used where it is not there or not readable.
    [{ $BEGINDATETIME: '2026-11-18T09:40:05.25+01:00', $DATE: '17-NOV-2026' }, '2026-11-18T09:40:05+01:00'],
    [{ $BEGINDATETIME: '2026-11-18T09:40:05Z' }, '2026-11-18T09:40:05+00:00'],
    [{ $BEGINDATETIME: '2026-11-18T09:40:05' }, '2026-11-18T09:40:05+08:00'],
    [{ $BEGINDATETIME: 'soon', $DATE: '18-NOV-2026', $BTIM: '09:40:05' }, '2026-11-18T09:40:05+08:00'],
    [{ $ENDDATETIME: '2026-11-18T09:40:05Z' }, null],
  ])('%j', (keywords, expected) => {
    expect(fcsAcquisitionDate(new Map(Object.entries(keywords)), '+08:00')).toBe(expected);
  });
});
