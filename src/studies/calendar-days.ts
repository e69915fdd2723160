/** A twelfth of 365.25 days. */
export const DAYS_PER_MONTH = 30.4375;

const MS_PER_DAY = 86_400_000;

/** Days from 1970 on of a date such as 2027-03-31; `null` where it is none. */
export function dayOfDate(text: string): number | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (parts === null) return null;
  const day = Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])) / MS_PER_DAY;
  return dateOfDay(day) === text ? day : null;
}

/** The date of a day from 1970 on. */
export function dateOfDay(day: number): string {
  return new Date(day * MS_PER_DAY).toISOString().slice(0, 10);
}
