import type { Message } from '../message.ts';
import { subjectTitle } from '../subject.ts';
import type { SubjectHistory } from './subject-state.ts';
import { watchNote } from './watch-notes.ts';
import type { WatchedFiles } from './watched-file.ts';

/** Files with the bytes of one that was judged already under another name. */
export interface DuplicateCopies {
  readonly notes: readonly Message[];
  /** Those that no sample list names: they serve nothing. One that a list names is judged as `run` judges it, and holds what it serves. */
  readonly left: ReadonlySet<string>;
}

export function duplicateCopies(files: WatchedFiles, histories: Iterable<SubjectHistory>, listed: ReadonlySet<string>): DuplicateCopies {
  const judged = new Map<string, { readonly path: string; readonly subject: string }[]>();
  for (const { settled, subject } of histories)
    for (const { path, sha256 } of settled?.outcome === 'published' ? settled.files : [])
      judged.set(sha256, [...(judged.get(sha256) ?? []), { path, subject: subjectTitle(subject) }]);
  const copies = [...files.values()].flatMap(({ path, intake }) => {
    const same = intake.kind === 'taken' ? (judged.get(intake.sha256) ?? []) : [];
    const [first] = same;
    return first === undefined || same.some((one) => one.path === path) ? [] : [{ path, of: first.path, subject: first.subject }];
  });
  return {
    notes: copies.map(({ path: file, of, subject }) => watchNote('watch/duplicate-copy', { file, of, subject })),
    left: new Set(copies.map(({ path }) => path).filter((path) => !listed.has(path))),
  };
}
