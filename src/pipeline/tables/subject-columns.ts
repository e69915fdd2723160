import { PURPOSES, parseTimePoint, STORED_PURPOSES, type Subject, TIME_POINT_FORM } from '../../subject.ts';
import type { StatedSubject } from '../stated-subject.ts';

/** The columns of every table that say what subject a row is for. */
export const SUBJECT_COLUMNS = ['purpose', 'condition', 'time_point', 'shared'] as const;

/** Reads what a row, a file name or a keyword says of the subject. `refuse` is given a sentence for the first mistake. */
export function readStatedSubject(
  said: (name: (typeof SUBJECT_COLUMNS)[number]) => string | null,
  refuse: (sentence: string) => never,
): StatedSubject {
  const text = (name: (typeof SUBJECT_COLUMNS)[number]) => {
    const value = said(name)?.trim() ?? '';
    return value === '' ? null : value;
  };
  const [purposeText, condition, timeText] = [text('purpose'), text('condition'), text('time_point')];
  const purpose = purposeText === null ? null : (PURPOSES.find((known) => known === purposeText) ?? null);
  if (purposeText !== null && purpose === null) refuse(`Expected purpose to be ${PURPOSES.join(', ')}; found '${purposeText}'.`);
  const timePoint = timeText === null ? null : parseTimePoint(timeText);
  if (timeText !== null && timePoint === null) refuse(`Expected ${TIME_POINT_FORM}; found '${timeText}'.`);
  const kept = purpose !== null && STORED_PURPOSES.includes(purpose);
  for (const [name, value] of [
    ['condition', condition],
    ['time_point', timeText],
  ] as const) {
    if (value !== null && !kept)
      refuse(
        `Expected no ${name} outside the purposes ${STORED_PURPOSES.join(', ')}; found '${value}' with ${purpose === null ? 'no purpose' : `the purpose '${purpose}'`}. Give the purpose, or leave ${name} empty.`,
      );
  }
  return { purpose, condition, timePoint: timePoint?.text ?? null, shared: text('shared') };
}

/** The subject of a row of one lot; without a purpose it is the release, to which the in-process stages of a release list belong. */
export function subjectOf(lot: string, { purpose, condition, timePoint }: Omit<StatedSubject, 'shared'>): Subject {
  return { lot, purpose: purpose ?? 'release', condition, timePoint };
}
