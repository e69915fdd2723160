import { dayNumber, SECONDS_PER_DAY } from '../../calendar.ts';
import type { ExpectedForm } from '../expected-form.ts';
import { type KeywordForm, type NoteForm, readForm, statedText } from '../keyword-form.ts';
import { type Moment, parseFcsDay, parseFcsTime, parseIsoMoment } from './moment.ts';

/** What states when a data set was acquired. */
export interface TimeKeywords {
  readonly keywords: ReadonlyMap<string, string>;
  readonly version: string;
}

/** `$BEGINDATETIME` (FCS 3.2), else `$DATE` with `$BTIM`, which 3.2 deprecates; `null` where none can be read. */
export function acquisitionBegin({ keywords, version }: TimeKeywords): Moment | null {
  return parseIsoMoment(keywords.get('$BEGINDATETIME') ?? '') ?? olderMoment({ keywords, version }, '$BTIM');
}

/**
 * `$ENDDATETIME` (FCS 3.2), else `$DATE` with `$ETIM`; `null` where none can be read, or where `$ETIM` lies before `$BTIM`: the acquisition went on
 * past midnight, or the clock was set, and the day of the end is not stated.
 */
export function acquisitionEnd({ keywords, version }: TimeKeywords): Moment | null {
  const stated = parseIsoMoment(keywords.get('$ENDDATETIME') ?? '');
  if (stated !== null) return stated;
  const [begin, end] = [olderMoment({ keywords, version }, '$BTIM'), olderMoment({ keywords, version }, '$ETIM')];
  if (end === null || end.time === null) return null;
  return begin !== null && localSeconds(end) < localSeconds(begin) ? null : end;
}

function olderMoment({ keywords, version }: TimeKeywords, timeKeyword: '$BTIM' | '$ETIM'): Moment | null {
  const day = parseFcsDay(keywords.get('$DATE') ?? '');
  if (day === null) return null;
  const time = parseFcsTime(keywords.get(timeKeyword) ?? '', version) ?? { time: null, fraction: 0 };
  return { day, ...time, offset: null };
}

/** Dates and times that are not of their form: $BEGINDATETIME and $ENDDATETIME of FCS 3.2, $DATE, $BTIM and $ETIM of the file's version. */
export function noteTimeForms(time: TimeKeywords, note: NoteForm): void {
  const reading = { keywords: time.keywords, note };
  const code = 'fcs/date';
  for (const keyword of ['$BEGINDATETIME', '$ENDDATETIME'])
    readForm(reading, keyword, { code, expected: 'date-time-with-offset', parse: isoDateTime });
  readForm(reading, '$DATE', { code, ...dateForm(time.version) });
  const { form, expected } = timeForms(time.version);
  const clock = (text: string): string | null => (form.test(text) && parseFcsTime(text, time.version) !== null ? text : null);
  for (const keyword of ['$BTIM', '$ETIM']) readForm(reading, keyword, { code, expected, parse: clock });
  noteOrder(time, note);
}

function dateForm(version: string): Pick<KeywordForm<string>, 'expected' | 'parse'> {
  if (version !== 'FCS2.0')
    return { expected: 'day-of-four-digit-year', parse: (text) => (/^\d{2}-[A-Z]{3}-\d{4}$/i.test(text) ? parseFcsDay(text) : null) };
  // Any century serves to see whether the day is one: only the form is asked.
  const fullYear = (text: string): string => (text.length === 9 ? `${text.slice(0, 7)}20${text.slice(7)}` : text);
  return {
    expected: 'day-of-two-digit-year',
    parse: (text) => (/^\d{2}-[A-Z]{3}-\d{2}(\d{2})?$/i.test(text) ? parseFcsDay(fullYear(text)) : null),
  };
}

function isoDateTime(text: string): Moment | null {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/.test(text) ? parseIsoMoment(text) : null;
}

function timeForms(version: string): { readonly form: RegExp; readonly expected: ExpectedForm } {
  if (version === 'FCS2.0') return { form: /^\d{2}:\d{2}:\d{2}$/, expected: 'time-of-seconds' };
  return version === 'FCS3.0'
    ? { form: /^\d{2}:\d{2}:\d{2}(:[0-5]\d)?$/, expected: 'time-of-sixtieths' }
    : { form: /^\d{2}:\d{2}:\d{2}(\.\d{2})?$/, expected: 'time-of-hundredths' };
}

/** The end must not lie before the begin; they compare where both or neither state an offset. */
function noteOrder({ keywords }: TimeKeywords, note: NoteForm): void {
  const begin = parseIsoMoment(keywords.get('$BEGINDATETIME') ?? '');
  const end = parseIsoMoment(keywords.get('$ENDDATETIME') ?? '');
  if (begin === null || end === null || (begin.offset === null) !== (end.offset === null)) return;
  if (utcSeconds(end) >= utcSeconds(begin)) return;
  const [value, other] = [statedText(keywords, '$ENDDATETIME') ?? '', statedText(keywords, '$BEGINDATETIME') ?? ''];
  const begun = { keywords: ['$BEGINDATETIME'], value: other };
  note({ code: 'fcs/date', keyword: '$ENDDATETIME', value, expected: 'not-before', other: begun });
}

/** Where a keyword of FCS 3.2 and those that it follows state different times: the newer is used, but not in silence. */
export function noteTimeConflicts(time: TimeKeywords, note: NoteForm): void {
  noteConflict(time, { keyword: '$BEGINDATETIME', timeKeyword: '$BTIM', laterDays: [0] }, note);
  // $DATE is the day of the begin: an end past midnight lies on the next.
  noteConflict(time, { keyword: '$ENDDATETIME', timeKeyword: '$ETIM', laterDays: [0, 1] }, note);
}

interface TimePair {
  readonly keyword: string;
  readonly timeKeyword: '$BTIM' | '$ETIM';
  readonly laterDays: readonly number[];
}

function noteConflict(time: TimeKeywords, { keyword, timeKeyword, laterDays }: TimePair, note: NoteForm): void {
  const value = statedText(time.keywords, keyword);
  const newer = value === null ? null : parseIsoMoment(value);
  const older = newer === null ? null : olderMoment(time, timeKeyword);
  if (value === null || newer === null || older === null || agree(newer, older, laterDays)) return;
  const stated = `${older.day}${older.time === null ? '' : ` ${older.time}`}`;
  note({ code: 'fcs/date-conflict', keyword, value, expected: 'as-stated-by', other: { keywords: ['$DATE', timeKeyword], value: stated } });
}

/** No zone is farther from UTC. */
const farthestZoneSeconds = 50_400;

/**
 * To the second, whose fraction one of them may have rounded. `$DATE` and `$BTIM` are local time without an offset, so that a time stated with its own
 * may differ from them by a whole number of quarters of an hour, as zones do.
 */
function agree(newer: Moment, older: Moment, laterDays: readonly number[]): boolean {
  if (newer.time === null || older.time === null) {
    const days = daysOf(newer) - daysOf(older);
    return laterDays.some((later) => Math.abs(days - later) <= (newer.offset === null ? 0 : 1));
  }
  return laterDays.some((later) => {
    const difference = localSeconds(newer) - localSeconds(older) - later * SECONDS_PER_DAY;
    const besideQuarters = Math.abs(difference - 900 * Math.round(difference / 900));
    const zones = newer.offset !== null && Math.abs(difference) <= farthestZoneSeconds && besideQuarters <= 1;
    return Math.abs(difference) <= 1 || zones;
  });
}

function localSeconds({ day, time, fraction }: Moment): number {
  const [hours = 0, minutes = 0, seconds = 0] = (time ?? '').split(':').map(Number);
  return SECONDS_PER_DAY * daysOf({ day }) + 3600 * hours + 60 * minutes + seconds + fraction;
}

function utcSeconds(moment: Moment): number {
  const [hours = 0, minutes = 0] = (moment.offset ?? '+00:00').slice(1).split(':').map(Number);
  const ahead = 3600 * hours + 60 * minutes;
  return localSeconds(moment) - (moment.offset?.startsWith('-') === true ? -ahead : ahead);
}

/** Days since 1970-01-01: the day of a moment is one of the calendar. */
function daysOf({ day }: Pick<Moment, 'day'>): number {
  return dayNumber(day) ?? Number.NaN;
}
