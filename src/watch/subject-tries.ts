import type { Message } from '../message.ts';
import { quotedError } from '../quoted-error.ts';
import { type SubjectNow, subjectFingerprint, tablesKey } from './subject-state.ts';
import { watchNote } from './watch-notes.ts';

/** Analyses of one content that are begun before it is held. */
export const MOST_TRIES = 3;

/** Analyses of what it holds now that were begun. */
export function triesOf(now: SubjectNow): number {
  const { of, count } = now.history.tries;
  return of === attemptOf(now) ? count : 0;
}

/** Why a subject is not tried again although nobody settled it: the process ended in every try of what it holds now; `null` = it may be. */
export function endedInEveryTry(now: SubjectNow): Message | null {
  const tries = triesOf(now);
  if (tries < MOST_TRIES) return null;
  const sentence =
    'Expected that the analysis comes to an end, found each time that the process was ended in it. Give it more memory if that was short.';
  return watchNote('watch/not-analysed', { tries, error: quotedError({ code: 'internal/fault', message: sentence, place: {} }) });
}

/** What an analysis would be of. */
export function attemptOf(now: SubjectNow): string {
  return `${subjectFingerprint(now)} ${tablesKey(now.files, now.tables)}`;
}
