/** Calendar days are ISO texts, `yyyy-mm-dd`, of the proleptic Gregorian calendar. They have no zone and are counted in UTC, where every day has 24 hours. */

export const SECONDS_PER_DAY = 86_400;

/** The mean year of the Julian calendar, as in stability and trend calculations. */
export const DAYS_PER_YEAR = 365.25;

/** A twelfth of it: 30.4375. */
export const DAYS_PER_MONTH = DAYS_PER_YEAR / 12;

const MS_PER_DAY = 1000 * SECONDS_PER_DAY;

/** Days from 1970-01-01 on; `null` where the text is no day of the calendar. */
export function dayNumber(text: string): number | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (parts === null) return null;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(ms) || isoDay(ms / MS_PER_DAY) !== text ? null : ms / MS_PER_DAY;
}

/** The day `days` after 1970-01-01. */
export function isoDay(days: number): string {
  return new Date(days * MS_PER_DAY).toISOString().slice(0, 10);
}

/** The day before or after. Throws `RangeError` where the text is no day. */
export function dayBefore(day: string): string {
  return isoDay(numberOf(day) - 1);
}

export function dayAfter(day: string): string {
  return isoDay(numberOf(day) + 1);
}

function numberOf(day: string): number {
  const days = dayNumber(day);
  if (days === null) throw new RangeError(`expected a day of the calendar, found '${day}'`);
  return days;
}

export function isCalendarDay(text: string): boolean {
  return dayNumber(text) !== null;
}

/** The day of numbers as they were read, where there is one. */
export function dayOfParts(year: number, month: number, date: number): string | null {
  const text = `${pad(year, 4)}-${pad(month, 2)}-${pad(date, 2)}`;
  return isCalendarDay(text) ? text : null;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
