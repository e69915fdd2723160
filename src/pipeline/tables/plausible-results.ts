import { dayNumber } from '../../calendar.ts';
import { compareCodeUnits } from '../../order.ts';
import type { Reason } from '../../reason.ts';
import { pipelineReason } from '../reasons.ts';
import { dayOf } from './dates.ts';
import type { ExternalRow } from './external-results.ts';

/** Days after every other date of a subject within which a result without a `due` day may be dated: in-vivo tests and retests are done by then. */
const MOST_DAYS_LATER = 180;

export interface SubjectDates {
  /** When its samples and plates were acquired, its material was made or counted; `null` = not stated. */
  readonly others: readonly (string | null)[];
  /** Day until which the result of an attribute is expected, by the definition. */
  readonly dueOf: (attribute: string) => string | null;
}

/**
 * Rows of one subject, held where they are dated later than they can be: a year that was typed wrong. Earlier dates are normal, as of the karyotype of a bank. A result
 * may come until its due day, or where none is stated 180 days after the latest date before it; a date that is held allows no later one.
 */
export function withPlausibleDates(rows: readonly ExternalRow[], { others, dueOf }: SubjectDates): ExternalRow[] {
  let latest = days(others).at(-1) ?? days(rows.map(({ testedAt }) => testedAt))[0];
  const late = new Map<ExternalRow, Reason>();
  for (const row of [...rows].sort((a, b) => compareCodeUnits(a.testedAt ?? '', b.testedAt ?? ''))) {
    if (row.testedAt === null || latest === undefined) continue;
    const tested = dayOf(row.testedAt);
    const due = row.due === null ? dueOf(row.attribute) : dayOf(row.due);
    const isLate = due === null || due < latest ? daysBetween(latest, tested) > MOST_DAYS_LATER : tested > due;
    if (isLate)
      late.set(
        row,
        pipelineReason('held/date-implausible', 'attribute', { attribute: row.attribute, tested, latest, due, place: row.place }),
      );
    else if (tested > latest) latest = tested;
  }
  return rows.map((row) => {
    const reason = late.get(row);
    return reason === undefined ? row : { ...row, reasons: [...row.reasons, reason] };
  });
}

/** In the order of the calendar. */
function days(dates: readonly (string | null)[]): string[] {
  return dates.flatMap((date) => (date === null ? [] : [dayOf(date)])).sort(compareCodeUnits);
}

function daysBetween(earlier: string, later: string): number {
  return (dayNumber(later) ?? 0) - (dayNumber(earlier) ?? 0);
}
