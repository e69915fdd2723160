const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/;
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** A date or time in ISO form with its offset; `zone` (`+08:00`) where the text has none. `null` where the text is no date. */
export function formatAcquisitionDate(text: string, zone: string): string | null {
  const match = ISO.exec(text.trim());
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, offset] = match;
  if (!isCalendarDay(Number(year), Number(month), Number(day))) return null;
  const date = `${year}-${month}-${day}`;
  if (hour === undefined) return date;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second ?? 0) > 59) return null;
  const suffix =
    offset === undefined ? zone : offset === 'Z' ? '+00:00' : offset.includes(':') ? offset : `${offset.slice(0, 3)}:${offset.slice(3)}`;
  return `${date}T${hour}:${minute}:${second ?? '00'}${suffix}`;
}

/**
 * FCS `$DATE` (`dd-mmm-yyyy`; MACSQuant writes `yyyy-mmm-dd`) and `$BTIM` (`hh:mm:ss`, with ticks or hundredths that are dropped) as ISO; `null` where
 * the day cannot be read. No century is guessed for two digits.
 */
export function formatFcsDate(date: string | undefined, time: string | undefined, zone: string): string | null {
  const text = (date ?? '').trim();
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return formatAcquisitionDate(text, zone) === null ? null : withTime(text, time, zone);
  const [first = '', name = '', last = '', ...rest] = text.split(/[-/ ]/);
  const [day, year] = /^\d{4}$/.test(first) ? [last, first] : [first, last];
  const month = MONTHS.indexOf(name.toUpperCase().slice(0, 3)) + 1;
  if (rest.length > 0 || !/^\d{4}$/.test(year) || !/^\d{1,2}$/.test(day) || !isCalendarDay(Number(year), month, Number(day))) return null;
  return withTime(`${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`, time, zone);
}

/**
 * When a data set was acquired, by its keywords: `$BEGINDATETIME` (FCS 3.2: ISO 8601, with its offset or none), else `$DATE` with `$BTIM`, which 3.2
 * deprecates; `null` where none can be read.
 */
export function fcsAcquisitionDate(keywords: ReadonlyMap<string, string>, zone: string): string | null {
  const begin = formatAcquisitionDate(keywords.get('$BEGINDATETIME') ?? '', zone);
  return begin ?? formatFcsDate(keywords.get('$DATE'), keywords.get('$BTIM'), zone);
}

function withTime(day: string, time: string | undefined, zone: string): string {
  const match = /^(\d{1,2}):(\d{2}):(\d{2})/.exec((time ?? '').trim());
  if (match === null) return day;
  return formatAcquisitionDate(`${day}T${(match[1] ?? '').padStart(2, '0')}:${match[2]}:${match[3]}`, zone) ?? day;
}

function isCalendarDay(year: number, month: number, day: number): boolean {
  if (!Number.isInteger(day) || month < 1 || month > 12 || day < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day <= days;
}

/** The calendar day (`yyyy-mm-dd`) of an ISO date as it was written, at the site. */
export function dayOf(date: string): string {
  return date.slice(0, 10);
}
