import { describe, expect, it } from 'vitest';
import { parseFcsDay, parseFcsTime, parseIsoMoment } from '../../src/fcs/keywords/moment.ts';

describe('parseIsoMoment', () => {
  it.each([
    ['2026-11-18', { day: '2026-11-18', time: null, fraction: 0, offset: null }],
    ['2026-11-18T09:40:05', { day: '2026-11-18', time: '09:40:05', fraction: 0, offset: null }],
    ['2026-11-18T09:40:05.25Z', { day: '2026-11-18', time: '09:40:05', fraction: 0.25, offset: '+00:00' }],
    ['2026-11-18T09:40:05-0330', { day: '2026-11-18', time: '09:40:05', fraction: 0, offset: '-03:30' }],
  ])('reads %s', (text, expected) => {
    expect(parseIsoMoment(text)).toEqual(expected);
  });

  // Kiribati is the zone farthest from UTC, at +14:00.
  it.each(['2026-02-30', '2026-11-18T24:00:00', '2026-11-18T09:40:60', '2026-11-18T09:40:05+14:15', '2026-11-18T09:40:05+01:60', ''])(
    'refuses %s',
    (text) => {
      expect(parseIsoMoment(text)).toBeNull();
    },
  );
});

describe('parseFcsDay', () => {
  it.each([
    // FCS 3.1, 3.2.18: $DATE is dd-mmm-yyyy.
    ['18-NOV-2026', '2026-11-18'],
    ['18-Nov-2026', '2026-11-18'],
    [' 2026-11-18 ', '2026-11-18'],
    // MACSQuant: ../shared/data/fcs/fcsparser/EY_2013-07-19_PBS_FCS_3.1_Well_A1.001.fcs
    ['2013-Jul-19', '2013-07-19'],
    ['12 Nov 2004', '2004-11-12'],
    ['29-FEB-2028', '2028-02-29'],
  ])('reads %s', (text, expected) => {
    expect(parseFcsDay(text)).toBe(expected);
  });

  it.each(['31-FEB-2026', '29-FEB-2026', '18-11-26', '18-11-2026', '18-NOV-26', '2026-NOV-31', '2026-NOV-2026', '2026-13-01', '', 'NOV'])(
    'refuses %s',
    (text) => {
      expect(parseFcsDay(text)).toBeNull();
    },
  );
});

describe('parseFcsTime', () => {
  it.each([
    ['09:40:05', 'FCS2.0', '09:40:05', 0],
    // FCS 3.0: sixtieths of a second behind a third colon; 3.1: hundredths behind a point.
    ['09:40:05:15', 'FCS3.0', '09:40:05', 0.25],
    ['09:40:05:15', 'FCS3.1', '09:40:05', 0],
    ['09:40:05:60', 'FCS3.0', '09:40:05', 0],
    ['09:40:05:509', 'FCS3.0', '09:40:05', 0],
    ['09:40:05.25', 'FCS3.1', '09:40:05', 0.25],
    ['9:40:05', 'FCS3.0', '09:40:05', 0],
  ])('reads %s of %s', (text, version, time, fraction) => {
    expect(parseFcsTime(text, version)).toEqual({ time, fraction });
  });

  it.each(['09:40', '24:00:00', '09:60:00', '09:00:60', 'noon', ''])('refuses %s', (text) => {
    expect(parseFcsTime(text, 'FCS3.1')).toBeNull();
  });
});
