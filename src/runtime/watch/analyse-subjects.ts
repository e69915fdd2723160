import { relative } from 'node:path';
import { InputError, InputErrors } from '../../errors.ts';
import type { Message } from '../../message.ts';
import type { ReportLanguage } from '../../outputs/output.ts';
import { quotedError } from '../../quoted-error.ts';
import { type Subject, subjectKey } from '../../subject.ts';
import type { SubjectOutcome } from '../../watch/subject-attempts.ts';
import { watchNote } from '../../watch/watch-notes.ts';
import { isHeld, type Patience, type WatchedFiles } from '../../watch/watched-file.ts';
import { isOfTheDisk } from '../disk/disk.ts';
import type { TakenFile, TakenFolder } from '../folder/taken-folder.ts';
import type { RunJob, RunOutcome } from '../job/run-job.ts';
import type { Warning } from '../job/warning.ts';
import type { Engine } from '../run/engine.ts';

/** Subjects of one product that are analysed together, of one state of the folder. */
export interface SubjectGroup {
  readonly folder: string;
  readonly pipeline: string;
  readonly out: string;
  readonly subjects: readonly Subject[];
  readonly taken: TakenFolder;
  readonly language: ReportLanguage;
  /** A file that no thread could compute fails its subject, or, at the last try, is held in its result. */
  readonly notComputed: 'fails' | 'held';
  readonly secondReader: 'asked' | null;
  readonly log: string | null;
  /** Hash of the listing that it was ordered by; absent = it was not ordered. */
  readonly inputs?: string;
}

/** `stopped`: the disk takes nothing more, so that nobody can say of a subject that it failed. */
export type GroupOutcome =
  | { readonly kind: 'done'; readonly bySubject: ReadonlyMap<string, SubjectOutcome>; readonly warnings: readonly Warning[] }
  | { readonly kind: 'stopped'; readonly error: Message };

/** Analyses the subjects and publishes their results. Throws nothing that an input, the folder or the disk can bring about. */
export async function analyseSubjects(engine: Engine, group: SubjectGroup): Promise<GroupOutcome> {
  try {
    const outcome = await engine.run(jobOf(group));
    return { kind: 'done', bySubject: new Map(outcomesOf(group, outcome)), warnings: outcome.warnings };
  } catch (error) {
    const quoted = quotedError(toldError(error));
    if (isOfTheDisk(error)) return { kind: 'stopped', error: quoted };
    const failed: SubjectOutcome = { kind: 'failed', error: quoted };
    return { kind: 'done', bySubject: new Map(group.subjects.map((subject) => [subjectKey(subject), failed])), warnings: [] };
  }
}

function jobOf({ folder, pipeline, out, subjects, taken, language, notComputed, secondReader, log, inputs }: SubjectGroup): RunJob {
  return {
    folder,
    pipeline,
    specification: null,
    out,
    lot: null,
    subjects,
    taken,
    language,
    progress: 'quiet',
    ...(notComputed === 'fails' ? { notComputed } : {}),
    ...(secondReader === null ? {} : { secondReader }),
    ...(log === null ? {} : { log }),
    ...(inputs === undefined ? {} : { ordered: { inputs } }),
  };
}

function outcomesOf(
  { out, subjects }: SubjectGroup,
  { lots, refused, failed }: RunOutcome,
): readonly (readonly [string, SubjectOutcome])[] {
  const missing: SubjectOutcome = {
    kind: 'failed',
    error: quotedError(new InputError('internal/fault', 'Expected that the subject is in the folder that was planned, found none.')),
  };
  return [
    ...subjects.map((subject) => [subjectKey(subject), missing] as const),
    ...lots.map((lot) => {
      const { analysis, folder, disposition, resultSha256 } = lot;
      const place = relative(out, folder).replaceAll('\\', '/');
      return [subjectKey(lot), { kind: 'published', published: { analysis, folder: place, disposition, resultSha256 } }] as const;
    }),
    ...refused.map((one) => {
      const error = quotedError({ code: 'usage/reason-needed', place: {}, message: one.message });
      return [subjectKey(one), { kind: 'reason-needed', why: watchNote('watch/reason-needed', { after: one.after, error }) }] as const;
    }),
    ...failed.map((one) => [subjectKey(one), { kind: 'failed', error: quotedError(one) }] as const),
  ];
}

/** The first of several mistakes stands for them: the command `run` names them all. */
function toldError(error: unknown): InputError {
  const [first] = error instanceof InputErrors ? error.errors : [error];
  if (first instanceof InputError) return first;
  return new InputError('internal/fault', `Expected no fault of cytolot itself, please report it: ${String(first)}.`);
}

/**
 * The folder as it is judged: every file that is taken, but for copies of what was judged. One that could not be taken has its error, as where `run` cannot read it; one that
 * is still being written has not arrived.
 */
export function judgedFolder(files: WatchedFiles, left: ReadonlySet<string>, patience: Patience): TakenFolder {
  const found = [...files.values()].flatMap((file): TakenFile[] => {
    const { path, intake } = file;
    if (left.has(path)) return [];
    if (intake.kind === 'taken') return [{ path, sha256: intake.sha256, error: null }];
    if (intake.kind !== 'refused' || !isHeld(file, patience)) return [];
    return [{ path, sha256: null, error: intake.error }];
  });
  return { files: found, notes: [] };
}
