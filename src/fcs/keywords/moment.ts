import { isCalendarDay } from '../../calendar.ts';
import { trimValue } from '../number-text.ts';

/** A day, or a time of a day, as a file states it: no zone is added, no century and no order of day and month guessed. */
export interface Moment {
  /** `yyyy-mm-dd`. */
  readonly day: string;
  /** `hh:mm:ss`; `null` where only the day is stated. */
  readonly time: string | null;
  /** Fraction of the second, from 0 to below 1; 0 where none is stated. */
  readonly fraction: number;
  /** Offset from UTC, `+hh:mm`; `null` where none is stated. */
  readonly offset: string | null;
}

export type TimeOfDay = Pick<Moment, 'time' | 'fraction'>;

const iso = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(\.\d{1,20})?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/;
const months: readonly string[] = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** A day, or a day and a time, in ISO 8601; `null` where the text is none. */
export function parseIsoMoment(text: string): Moment | null {
  const match = iso.exec(text.trim());
  if (match === null) return null;
  const [, day = '', hour, minute = '', second = '00', fraction = '0', zone] = match;
  const offset = zone === undefined ? null : readOffset(zone);
  if (!isCalendarDay(day) || (zone !== undefined && offset === null)) return null;
  if (hour === undefined) return { day, time: null, fraction: 0, offset };
  return isTimeOfDay(hour, minute, second) ? { day, time: `${hour}:${minute}:${second}`, fraction: Number(fraction), offset } : null;
}

/** `null` beyond 14 hours: no zone is farther from UTC. */
function readOffset(zone: string): string | null {
  if (zone === 'Z') return '+00:00';
  const [hours, minutes] = [zone.slice(1, 3), zone.slice(-2)];
  return 60 * Number(hours) + Number(minutes) > 840 || Number(minutes) > 59 ? null : `${zone.charAt(0)}${hours}:${minutes}`;
}

/**
 * `$DATE` as `yyyy-mm-dd`: `dd-mmm-yyyy` (FCS 3.0 and later), and what instruments write in its place and cannot be misread: `yyyy-mmm-dd`
 * (MACSQuant), ISO, blanks for hyphens. The two-digit years of FCS 2.0 are `null`: no century is guessed.
 */
export function parseFcsDay(text: string): string | null {
  const stated = trimValue(text);
  if (/^\d{4}-\d{2}-\d{2}$/.test(stated)) return isCalendarDay(stated) ? stated : null;
  const [first = '', name = '', last = '', ...rest] = stated.split(/[-/ ]/);
  const [date, year] = /^\d{4}$/.test(first) ? [last, first] : [first, last];
  const month = months.indexOf(name.toUpperCase().slice(0, 3)) + 1;
  if (rest.length > 0 || !/^\d{4}$/.test(year) || !/^\d{1,2}$/.test(date)) return null;
  const day = `${year}-${String(month).padStart(2, '0')}-${date.padStart(2, '0')}`;
  return isCalendarDay(day) ? day : null;
}

/**
 * `$BTIM` and `$ETIM`: `hh:mm:ss`, then `:tt` in sixtieths of a second (FCS 3.0) or `.cc` in hundredths (3.1, 3.2). Anything else behind the seconds
 * (`:509`) has no fraction that is known, and gives none. `null` where there is no time of day.
 */
export function parseFcsTime(text: string, version: string): TimeOfDay | null {
  const match = /^(\d{1,2}):(\d{2}):(\d{2})(.*)$/s.exec(trimValue(text));
  if (match === null) return null;
  const [, hour = '', minute = '', second = '', rest = ''] = match;
  if (!isTimeOfDay(hour, minute, second)) return null;
  return { time: `${hour.padStart(2, '0')}:${minute}:${second}`, fraction: readFraction(rest, version) };
}

function readFraction(text: string, version: string): number {
  if (/^\.\d{1,20}$/.test(text)) return Number(text);
  // Later versions have no such form: sixtieths and hundredths cannot be told apart there.
  const ticks = version === 'FCS3.0' && /^:\d{2}$/.test(text) ? Number(text.slice(1)) : 0;
  return ticks < 60 ? ticks / 60 : 0;
}

function isTimeOfDay(hour: string, minute: string, second: string): boolean {
  return Number(hour) <= 23 && Number(minute) <= 59 && Number(second) <= 59;
}
