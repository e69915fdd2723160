import { DAYS_PER_MONTH, DAYS_PER_YEAR } from './calendar.ts';
import { compareCodeUnits } from './order.ts';
import { sha256OfText } from './sha256.ts';

/** What a result is for. One lot has one record with several uses; release is the first of them and the default. */
export const PURPOSES = ['release', 'in-process', 'stability', 'in-use', 'comparability', 'characterisation'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** Purposes whose samples are kept under a storage condition until a time point. Elsewhere both columns are mistakes. */
export const STORED_PURPOSES: readonly Purpose[] = ['stability', 'in-use', 'comparability'];

/** What one result belongs to. Nothing of one subject enters another unless its lines say that it is shared. */
export interface Subject {
  readonly lot: string;
  readonly purpose: Purpose;
  /** Storage condition as the protocol writes it, such as `25C/60RH`; `null` where none is given. */
  readonly condition: string | null;
  /** Canonical text of a time point, such as `6 months`; `null` where none is given. */
  readonly timePoint: string | null;
}

/** Units of a time point with their length in days: a year has 365.25, a month a twelfth of it. The length only sorts; nothing is converted. */
const UNITS = [
  { one: 'minute', many: 'minutes', days: 1 / 1440 },
  { one: 'hour', many: 'hours', days: 1 / 24 },
  { one: 'day', many: 'days', days: 1 },
  { one: 'week', many: 'weeks', days: 7 },
  { one: 'month', many: 'months', days: DAYS_PER_MONTH },
  { one: 'year', many: 'years', days: DAYS_PER_YEAR },
] as const;

export type TimeUnit = (typeof UNITS)[number]['many'];

/** A time after the start of storage or use. */
export interface TimePoint {
  readonly value: number;
  readonly unit: TimeUnit;
  /** As it is written everywhere: `6 months`, `1 month`, `1.5 hours`. */
  readonly text: string;
}

/** How a time point must be written, for a sentence that begins with "Expected". */
export const TIME_POINT_FORM = `a time point as a number, a space and a unit (${UNITS.map((unit) => unit.many).join(', ')}), such as 6 months`;

/**
 * Reads a time point; `null` where it is not one. The number has no sign, no exponent and no needless zeros, so that one time has one spelling in one
 * unit; `1 months` and `1 month` are the same and written `1 month`. Units are never converted: `12 months` and `1 year` are two time points.
 */
export function parseTimePoint(text: string): TimePoint | null {
  const [, number = '', name = ''] = /^((?:0|[1-9]\d{0,8})(?:\.\d{0,5}[1-9])?) ([a-z]+)$/.exec(text) ?? [];
  const unit = UNITS.find(({ one, many }) => name === one || name === many);
  if (unit === undefined) return null;
  return { value: Number(number), unit: unit.many, text: `${number} ${number === '1' ? unit.one : unit.many}` };
}

/** A key for maps: equal for equal subjects only. */
export function subjectKey({ lot, purpose, condition, timePoint }: Subject): string {
  return JSON.stringify([lot, purpose, condition, timePoint]);
}

/** By lot in code units, then purpose in the order of `PURPOSES`, condition, and time from early to late. */
export function compareSubjects(a: Subject, b: Subject): number {
  return (
    compareCodeUnits(a.lot, b.lot) ||
    PURPOSES.indexOf(a.purpose) - PURPOSES.indexOf(b.purpose) ||
    compareCodeUnits(a.condition ?? '', b.condition ?? '') ||
    daysOf(a) - daysOf(b) ||
    compareCodeUnits(a.timePoint ?? '', b.timePoint ?? '')
  );
}

function daysOf({ timePoint }: Subject): number {
  const parsed = timePoint === null ? null : parseTimePoint(timePoint);
  return parsed === null ? -1 : parsed.value * (UNITS.find((unit) => unit.many === parsed.unit)?.days ?? 0);
}

/** The subject in words: the lot alone for a release, else `LOT-1, stability, 25C/60RH, 6 months`. */
export function subjectTitle(subject: Subject): string {
  return subject.purpose === 'release' ? subject.lot : `${subject.lot}, ${subjectUse(subject)}`;
}

/** The subject in words without its lot: `release`, `stability, 25C/60RH, 6 months`. */
export function subjectUse({ purpose, condition, timePoint }: Omit<Subject, 'lot'>): string {
  return [purpose, condition, timePoint].filter((part) => part !== null).join(', ');
}

/**
 * The folder name of a subject within its lot: purpose, condition and time point, each encoded and joined by `.`, at most 100 bytes, else the SHA-256 of
 * that name. A part that is not given is left out at the end and empty in the middle (`stability..6%20months`): no two subjects share a name.
 */
export function subjectFolderName({ purpose, condition, timePoint }: Subject): string {
  const parts = timePoint !== null ? [purpose, condition ?? '', timePoint] : condition !== null ? [purpose, condition] : [purpose];
  return shortened(parts.map(encodedName).join('.'));
}

/** The folder name of a lot: encoded, at most 100 bytes, else the SHA-256 of the lot. */
export function lotFolderName(lot: string): string {
  const name = encodedName(lot);
  return name.length <= LONGEST && name !== '' ? name : sha256OfText(lot);
}

/** Whether a text is a result folder below that of the results, `lots/<lot>/<subject>/0007`, and leads nowhere else. */
export function isResultFolder(text: string): boolean {
  const [, lot = '', subject = ''] = /^lots\/([^/\\]+)\/([^/\\]+)\/\d{4,}$/.exec(text) ?? [];
  return ![lot, subject].some((name) => name === '' || name === '.' || name === '..');
}

/** Bytes that a name may have: with a number and a hidden `.partial` it stays below the 255 of every file system. */
const LONGEST = 100;

function shortened(name: string): string {
  return name.length <= LONGEST ? name : sha256OfText(name);
}

/** Names that Windows keeps for devices, in any case and with any ending after a point. Its COM¹ and CONIN$ are encoded for their own signs already. */
const RESERVED = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])$/i;

/** Percent-encoded outside `[A-Za-z0-9_-]`; of a name that Windows keeps for itself, the first letter too. */
function encodedName(text: string): string {
  const reserved = RESERVED.test(text);
  return [...new TextEncoder().encode(text)]
    .map((byte, index) => {
      const sign = String.fromCharCode(byte);
      return /[A-Za-z0-9_-]/.test(sign) && !(reserved && index === 0) ? sign : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}
