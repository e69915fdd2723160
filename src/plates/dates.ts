import { dayOfParts, SECONDS_PER_DAY } from '../calendar.ts';
import type { NoteList } from './file/notes.ts';

/** A time cell of a workbook: the reader gives days from 1899-12-31 on as a date. */
const WORKBOOK_TIME = /^(?:1899-12-31|1900-0[12]-\d\d)T(\d{2}:\d{2}:\d{2})(?:\.\d+)?Z$/;

/**
 * A date (and time of day) of an export as `2024-05-31T14:02:11`, the wall clock of the instrument; `null` where it cannot be read or where day and
 * month could be exchanged and nothing says which comes first. A 12-hour clock or an American time zone beside it is taken as American order, with a note.
 */
export function parseExportTime(date: string, time: string, notes: NoteList): string | null {
  const clock = parseClock(WORKBOOK_TIME.exec(time.trim())?.[1] ?? time);
  const day = parseDay(date.trim().replace(/T00:00:00(?:\.0+)?Z$/, ''), { american: clock?.american ?? false, notes });
  if (day === null) return null;
  return clock === null ? day : `${day}T${clock.text}`;
}

/** The same for one text that holds both: `6/5/2023 6:09:56 PM`. */
export function parseExportDateTime(text: string, notes: NoteList): string | null {
  const match = /^(\S+?)[T\s]\s*(.*)$/.exec(text.trim());
  return match === null ? parseExportTime(text, '', notes) : parseExportTime(match[1] ?? '', match[2] ?? '', notes);
}

function parseDay(text: string, context: { readonly american: boolean; readonly notes: NoteList }): string | null {
  const iso = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/.exec(text);
  const parted = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})$/.exec(text);
  const day = iso === null ? null : dayOfParts(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const found = parted === null ? day : dayInOrder(text, parted, context);
  if (found === null && !/^(?:|N\/A|-)$/i.test(text)) context.notes.add('plate/date-order-assumed', { found: text, readAs: 'nothing' });
  return found;
}

/** Day, month and year in the order that the numbers or the clock prove. */
function dayInOrder(
  text: string,
  parted: RegExpExecArray,
  context: { readonly american: boolean; readonly notes: NoteList },
): string | null {
  const [first, second, year] = [Number(parted[1]), Number(parted[3]), Number(parted[4])];
  const dayFirst = dayOfParts(year, second, first);
  const monthFirst = dayOfParts(year, first, second);
  // Points part dates only where the day comes first.
  if (parted[2] === '.') return dayFirst;
  if (dayFirst === null || monthFirst === null || first === second) return dayFirst ?? monthFirst;
  if (!context.american) return null;
  context.notes.add('plate/date-order-assumed', { found: text, readAs: 'month/day/year' });
  return monthFirst;
}

function parseClock(text: string): { readonly text: string; readonly american: boolean } | null {
  const match = /^(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*(AM|PM)?/i.exec(text.trim());
  if (match === null) return null;
  const half = match[4]?.toUpperCase();
  const hour = Number(match[1]);
  if (hour > (half === undefined ? 23 : 12) || Number(match[2]) > 59 || Number(match[3] ?? 0) > 59) return null;
  const hours = half === undefined ? hour : (hour % 12) + (half === 'PM' ? 12 : 0);
  return {
    text: `${pad(hours, 2)}:${match[2] ?? ''}:${match[3] ?? '00'}`,
    american: half !== undefined || /\b[ECMP][DS]T$/.test(text.trim()),
  };
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

/** Seconds of a kinetic time: `1:02:30`, `0:30.5` (hours first where there are three parts), `90`, `90s`, or the day fraction or date of a workbook cell. */
export function parseSeconds(text: string, cell: 'text' | 'workbook'): number | null {
  const parts = /^(?:(\d+)[:.])?(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2}(?:\.\d+)?)$/.exec(text.trim());
  if (parts !== null) {
    const hours = Number(parts[1] ?? 0) * (parts[2] === undefined ? 1 : 24) + Number(parts[2] ?? 0);
    return hours * 3600 + Number(parts[3]) * 60 + Number(parts[4]);
  }
  const stamp = WORKBOOK_TIME.test(text.trim()) ? Date.parse(text.trim()) : Number.NaN;
  if (!Number.isNaN(stamp)) return (stamp - Date.parse('1899-12-31T00:00:00Z')) / 1000;
  const number = /^(\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)\s*(s?)$/.exec(text.trim());
  if (number === null) return null;
  return cell === 'workbook' && number[2] === '' ? Number(number[1]) * SECONDS_PER_DAY : Number(number[1]);
}
