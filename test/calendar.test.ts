import { describe, expect, it } from 'vitest';
import { DAYS_PER_MONTH, dayAfter, dayBefore, dayNumber, dayOfParts, isCalendarDay, isoDay } from '../src/calendar.ts';

describe('days of the calendar', () => {
  // 1970-01-01 is day 0; 2000-03-01 is day 11017: 30 years of 365 days, 7 leap days before 2000, and 31 + 29 days of 2000.
  it.each([
    ['1970-01-01', 0],
    ['1970-01-02', 1],
    ['1969-12-31', -1],
    ['2000-03-01', 30 * 365 + 7 + 31 + 29],
  ])('counts %s as day %i', (text, days) => {
    expect([dayNumber(text), isoDay(days)]).toEqual([days, text]);
  });

  // Gregorian rule: every fourth year is a leap year, but of the full centuries only every fourth.
  it.each([
    ['2028-02-29', true],
    ['2026-02-29', false],
    ['2100-02-29', false],
    ['2000-02-29', true],
    ['2026-04-31', false],
    ['2026-13-01', false],
    ['2026-00-10', false],
    ['2026-1-1', false],
    ['2026-01-01T00:00', false],
    ['', false],
  ])('says of %s whether it is one: %s', (text, isOne) => {
    expect(isCalendarDay(text)).toBe(isOne);
  });

  it('goes to the next and the last day over months and years', () => {
    expect([dayAfter('2026-12-31'), dayBefore('2028-03-01'), dayBefore('2026-03-01')]).toEqual(['2027-01-01', '2028-02-29', '2026-02-28']);
    expect(() => dayAfter('2026-02-30')).toThrow("expected a day of the calendar, found '2026-02-30'");
  });

  it('joins numbers that were read', () => {
    expect([dayOfParts(2026, 2, 9), dayOfParts(2026, 9, 31), dayOfParts(800, 1, 1)]).toEqual(['2026-02-09', null, '0800-01-01']);
  });

  it('has twelve mean months in a mean year', () => {
    expect(DAYS_PER_MONTH).toBe(30.4375);
  });
});
