import { describe, expect, it } from 'vitest';
import { fcsAcquisitionDate, formatAcquisitionDate } from '../../src/pipeline/tables/dates.ts';

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

describe('fcsAcquisitionDate', () => {
  it.each([
    // FCS 3.2: $BEGINDATETIME with an offset, with Z, without one; $DATE and $BTIM are deprecated and used where it is not there or not readable.
    [{ $BEGINDATETIME: '2026-11-18T09:40:05.25+01:00', $DATE: '17-NOV-2026' }, '2026-11-18T09:40:05+01:00'],
    [{ $BEGINDATETIME: '2026-11-18T09:40:05Z' }, '2026-11-18T09:40:05+00:00'],
    [{ $BEGINDATETIME: '2026-11-18T09:40:05' }, '2026-11-18T09:40:05+08:00'],
    [{ $BEGINDATETIME: 'soon', $DATE: '18-NOV-2026', $BTIM: '09:40:05' }, '2026-11-18T09:40:05+08:00'],
    [{ $DATE: '18-NOV-2026', $BTIM: '09:40:05:30' }, '2026-11-18T09:40:05+08:00'],
    [{ $DATE: '18-NOV-2026' }, '2026-11-18'],
    [{ $DATE: '18-NOV-26', $BTIM: '09:40:05' }, null],
    [{ $ENDDATETIME: '2026-11-18T09:40:05Z' }, null],
  ])('%j', (keywords, expected) => {
    expect(fcsAcquisitionDate({ keywords: new Map(Object.entries(keywords)), version: 'FCS3.1' }, '+08:00')).toBe(expected);
  });
});
