import { type Message, messageKey } from '../message.ts';
import { quotedError } from '../quoted-error.ts';
import { sha256OfText } from '../sha256.ts';
import type { Subject } from '../subject.ts';
import type { SubjectNeed } from './subject-needs.ts';
import { watchNote } from './watch-notes.ts';
import { isHeld, type Patience, type WatchedFiles } from './watched-file.ts';

/** What became of a subject when it was analysed last. */
export interface SettledSubject {
  /** What it was analysed from. */
  readonly fingerprint: string;
  /** The bytes of all tables then. */
  readonly tables: string;
  readonly outcome: 'published' | 'reason-needed' | 'failed';
  /** Data files that were judged. */
  readonly files: readonly JudgedFile[];
  /** What it was not waited for, by `awaitedKey`. */
  readonly awaited: readonly string[];
  /** Why nothing was published. */
  readonly why: readonly Message[];
  /** The analysis that stands; `null` = none. */
  readonly published: PublishedSubject | null;
}

export interface PublishedSubject {
  readonly analysis: number;
  /** Its result folder, below that of the results. */
  readonly folder: string;
  readonly disposition: string;
  readonly resultSha256: string;
}

export interface JudgedFile {
  readonly path: string;
  readonly sha256: string;
}

/** What is remembered of a subject, over the end of the process too. */
export interface SubjectHistory {
  readonly product: string;
  readonly subject: Subject;
  /** How long it has waited while somebody watched. */
  readonly waitedMs: number;
  readonly settled: SettledSubject | null;
  /** Analyses that were begun and came to no end, of one and the same content. */
  readonly tries: { readonly of: string; readonly count: number };
}

/** What is known of a subject at one moment. */
export interface SubjectNow {
  readonly need: SubjectNeed;
  readonly files: WatchedFiles;
  /** Names of the tables that its definition names. */
  readonly tables: readonly string[];
  /** Rows of tables that may mean it. */
  readonly tableRows: readonly string[];
  readonly history: SubjectHistory;
}

export type SubjectState =
  | { readonly state: 'waiting'; readonly awaited: readonly Message[] }
  /** `awaited`: what it is not waited for any longer. */
  | { readonly state: 'ready'; readonly awaited: readonly Message[] }
  | { readonly state: 'held'; readonly why: readonly Message[] }
  | { readonly state: 'published' };

export interface WaitingRules {
  readonly timeoutMs: number;
  readonly patience: Patience;
}

/** What a subject is analysed from: what binds its files, the bytes of those that are there, and the rows of tables that mean it. */
export function subjectFingerprint({ need, files, tableRows }: SubjectNow): string {
  const contents = need.files.map(({ path }) => [path, takenHash(files, path)]);
  return sha256OfText(JSON.stringify([need.rows, contents, tableRows]));
}

/** The bytes of all tables, whichever rows of them mean the subject. */
export function tablesKey(files: WatchedFiles, tables: readonly string[]): string {
  return sha256OfText(JSON.stringify(tables.map((name) => [name, takenHash(files, name)])));
}

function takenHash(files: WatchedFiles, path: string): string | null {
  const intake = files.get(path)?.intake;
  return intake?.kind === 'taken' ? intake.sha256 : null;
}

/** The files of a subject that are judged now, with what they hold. */
export function judgedFiles({ need, files }: Pick<SubjectNow, 'need' | 'files'>): readonly JudgedFile[] {
  return need.files.flatMap(({ path }) => {
    const sha256 = takenHash(files, path);
    return sha256 === null ? [] : [{ path, sha256 }];
  });
}

/**
 * Whether a subject is analysed now. It is when all that it needs is there and still, or when it has waited for the time-out and its tables are there. What was published
 * stands: it is analysed again only where something of it changed while everything that was judged is still there; whether that needs a reason, the analysis itself finds.
 * What failed, or needs a reason, is left until something of it changes.
 */
export function decideSubject(now: SubjectNow, rules: WaitingRules): SubjectState {
  const { need, files, tables, history } = now;
  const { settled } = history;
  const missing = {
    files: awaitedFiles(now, rules),
    tables: tables.flatMap((name) => awaitedFile(files, { path: name, source: null }, rules)),
  };
  const awaited = [...missing.tables, ...missing.files, ...need.awaited];
  if (settled !== null) {
    const same = settled.fingerprint === subjectFingerprint(now);
    if (settled.outcome === 'published')
      return same || !mayBeJudgedAgain(settled, files, awaited) ? { state: 'published' } : { state: 'ready', awaited };
    if (same && (settled.outcome === 'reason-needed' || settled.tables === tablesKey(files, tables)))
      return { state: 'held', why: settled.why };
  }
  if (awaited.length === 0) return { state: 'ready', awaited };
  const canBeJudged = missing.tables.length === 0 && judgedFiles(now).length > 0;
  return history.waitedMs >= rules.timeoutMs && canBeJudged ? { state: 'ready', awaited } : { state: 'waiting', awaited };
}

/** What is awaited: a file whatever became of it, else the whole message. */
export function awaitedKey(message: Message): string {
  const { file } = message.fields;
  return typeof file === 'string' ? JSON.stringify([file]) : messageKey(message);
}

/** Nothing that was judged is gone, nothing is being written, and nothing is awaited that was not then. */
function mayBeJudgedAgain(settled: SettledSubject, files: WatchedFiles, awaited: readonly Message[]): boolean {
  const wasAwaited = (one: Message) => one.code !== 'watch/being-written' && settled.awaited.includes(awaitedKey(one));
  return settled.files.every(({ path }) => files.has(path)) && awaited.every(wasAwaited);
}

function awaitedFiles({ need, files }: SubjectNow, rules: WaitingRules): readonly Message[] {
  return need.files.flatMap((file) => awaitedFile(files, file, rules));
}

function awaitedFile(
  files: WatchedFiles,
  { path, source }: { readonly path: string; readonly source: string | null },
  { patience }: WaitingRules,
): readonly Message[] {
  const file = files.get(path);
  if (file === undefined)
    return [source === null ? watchNote('watch/awaits-table', { file: path }) : watchNote('watch/awaits-file', { file: path, source })];
  if (file.intake.kind === 'taken') return [];
  if (file.intake.kind === 'refused' && isHeld(file, patience))
    return [watchNote('watch/file-held', { file: path, tries: file.intake.tries, error: quotedError(file.intake.error) })];
  return [watchNote('watch/being-written', { file: path })];
}
