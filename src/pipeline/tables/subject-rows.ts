import type { Reason } from '../../reason.ts';
import { type Subject, subjectKey, subjectTitle } from '../../subject.ts';
import { pipelineReason } from '../reasons.ts';
import type { StatedSubject } from '../stated-subject.ts';
import { subjectOf } from './subject-columns.ts';

/** A row of a table that is for a lot: a count, or a result from elsewhere. */
export interface SubjectRow extends StatedSubject {
  readonly lot: string;
  readonly place: string;
  readonly reasons: readonly Reason[];
}

/** Every subject of which the folder knows: those that are judged, and those that a row names without a sample being there. */
export function subjectsKnown(planned: readonly Subject[], rows: readonly SubjectRow[]): Subject[] {
  const named = rows.flatMap((row) => (row.purpose === null ? [] : [subjectOf(row.lot, row)]));
  return [...new Map([...planned, ...named].map((subject) => [subjectKey(subject), subject])).values()];
}

/**
 * The rows of a table that one subject may use. A row with a purpose serves its subject only. A row without one serves the release where that is the lot's
 * only subject; else nobody can say whose it is, and every subject of the lot gets it with `held/subject-not-stated`, behind the rows that count.
 */
export function rowsOfSubject<Row extends SubjectRow>(subject: Subject, rows: readonly Row[], known: readonly Subject[]): Row[] {
  const others = known.filter((one) => one.lot === subject.lot && subjectKey(one) !== subjectKey(subject));
  const alone = subject.purpose === 'release' && others.length === 0;
  const own = rows.filter((row) => row.lot === subject.lot);
  const stated = own.filter((row) => row.purpose !== null && subjectKey(subjectOf(row.lot, row)) === subjectKey(subject));
  const unstated = own.filter((row) => row.purpose === null);
  if (alone) return own.filter((row) => stated.includes(row) || unstated.includes(row));
  return [...stated, ...unstated.map((row) => ({ ...row, reasons: [...row.reasons, notStated(row, [subject, ...others])] }))];
}

function notStated(row: SubjectRow, subjects: readonly Subject[]): Reason {
  return pipelineReason('held/subject-not-stated', 'attribute', {
    place: row.place,
    lot: row.lot,
    subjects: subjects.map(subjectTitle).sort(),
  });
}
