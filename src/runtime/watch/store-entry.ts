import type { AuditEvent } from '../../audit-log/audit-entry.ts';
import { sentenceOf } from '../../outputs/words/sentence.ts';
import { lotFolderName, type Subject, subjectFolderName } from '../../subject.ts';
import type { SettledSubject } from '../../watch/subject-state.ts';
import type { WatchedFile } from '../../watch/watched-file.ts';

/** A subject as the log names it: its folder below that of the results, whether or not it is there yet. */
function objectOf(subject: Subject): string {
  return `lots/${lotFolderName(subject.lot)}/${subjectFolderName(subject)}`;
}

/** That nothing is published of a subject, and why. */
export function heldEvent(subject: Subject, { outcome, why }: Pick<SettledSubject, 'outcome' | 'why'>): AuditEvent {
  return {
    action: 'held',
    object: objectOf(subject),
    objectSha256: null,
    old: null,
    new: { outcome },
    reason: why.map((one) => sentenceOf(one, 'en')).join(' '),
  };
}

/** That a file of the drop folder is not taken. */
export function heldFileEvent({ path, intake }: WatchedFile): AuditEvent {
  return {
    action: 'held',
    object: path,
    objectSha256: null,
    old: null,
    new: { outcome: 'file-held' },
    reason: intake.kind === 'refused' ? intake.error.message : null,
  };
}
