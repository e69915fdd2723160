import { describe, expect, it } from 'vitest';
import { parseExportDateTime, parseExportTime, parseSeconds } from '../../src/plates/dates.ts';
import { createNotes } from '../../src/plates/file/notes.ts';
import { parseNumber, provenDecimal } from '../../src/plates/numbers.ts';

describe('parseNumber', () => {
  it.each([
    ['1.5', 1.5],
    ['+1234.5', 1234.5],
    ['-0.000', -0],
    ['1.03E+00', 1.03],
    ['.5', 0.5],
    ['7.', 7],
    ['1e-320', 1e-320],
  ])('reads %s', (text, value) => {
    expect(parseNumber(text, '.')).toBe(value);
  });

  it.each([
    'OVRFLW',
    '>99999',
    'NaN',
    'Infinity',
    '-inf',
    '',
    '-',
    '1234,5',
    '12,345.6',
    '12 345',
    "12'345",
    '1-Dec',
    '1234abc',
    '50%',
    '0x1F',
    '1.2.3',
    '−1234',
    '=1+1',
    'TRUE',
    '１２３',
    '1e400',
    '*0.356*',
  ])('does not make a number of %j', (text) => {
    expect(parseNumber(text, '.')).toBeNull();
  });
});

describe('provenDecimal', () => {
  it.each([
    ['no comma', ['1.5', '2', 'OVER'], '.'],
    ['only commas, one of which no thousands sign can be', ['1,5', '2,125', '3'], ','],
    ['a zero before the comma', ['0,125'], ','],
    ['commas that could part thousands', ['1,125', '2,250'], null],
    ['a point anywhere', ['1,5', '2.5'], '.'],
    ['a number with both signs', ['1,5', '12,345.6'], null],
    ['commas in a marker', ['<0,05', '1,5'], ','],
  ])('%s', (_, texts, sign) => {
    expect(provenDecimal(texts)).toBe(sign);
  });
});

describe('parseExportDateTime', () => {
  it.each([
    ['2024-03-14 13:05:06', '2024-03-14T13:05:06', []],
    ['2024-03-14T13:05', '2024-03-14T13:05:00', []],
    ['29/02/2016 14:34:46', '2016-02-29T14:34:46', []],
    ['8/22/2023 12:16:57 PM', '2023-08-22T12:16:57', []],
    ['8/22/2023 12:16:57 AM', '2023-08-22T00:16:57', []],
    ['3.4.2024 08:00:00', '2024-04-03T08:00:00', []],
    ['5/5/2024 08:00:00', '2024-05-05T08:00:00', []],
    ['3/4/2024 8:00:00 AM', '2024-03-04T08:00:00', ['plate/date-order-assumed']],
    ['3/4/2024 08:00:00', null, ['plate/date-order-assumed']],
    ['30/30/2024 08:00:00', null, ['plate/date-order-assumed']],
    ['29/02/2023 08:00:00', null, ['plate/date-order-assumed']],
  ])('%s', (text, expected, codes) => {
    const notes = createNotes();
    expect(parseExportDateTime(text, notes)).toBe(expected);
    expect(notes.all().map((note) => note.code)).toEqual(codes);
  });
});

describe('parseExportTime', () => {
  it('reads the date and time cells of a workbook', () => {
    expect(parseExportTime('2024-03-14T00:00:00.000Z', '1899-12-31T09:05:06.000Z', createNotes())).toBe('2024-03-14T09:05:06');
  });
});

describe('parseSeconds', () => {
  it.each([
    ['0:01:30', 'text', 90],
    ['1:02:03', 'text', 3723],
    ['00:30', 'text', 30],
    ['1.02:00:00', 'text', 93_600],
    ['90', 'text', 90],
    ['24.5s', 'text', 24.5],
    ['0.0006944444444444445', 'workbook', 60],
    ['1899-12-31T00:01:30.000Z', 'workbook', 90],
    // 1.25 days, as a workbook's time cell comes out: 30 hours.
    ['1900-01-01T06:00:00.000Z', 'workbook', 108_000],
    ['noon', 'text', null],
  ] as const)('%s in %s', (text, cell, seconds) => {
    expect(parseSeconds(text, cell)).toBe(seconds);
  });
});
