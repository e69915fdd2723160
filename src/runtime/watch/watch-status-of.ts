import { distinctMessages, type Message } from '../../message.ts';
import { sentenceOf } from '../../outputs/words/sentence.ts';
import { quotedError } from '../../quoted-error.ts';
import type { DecidedSubject } from '../../watch/decide-subjects.ts';
import type { WaitingRules } from '../../watch/subject-state.ts';
import { watchNote } from '../../watch/watch-notes.ts';
import type { MessageInWords, StatusOfSubject, WatchStatus } from '../../watch/watch-status.ts';
import { isHeld, type Patience, type WatchedFiles } from '../../watch/watched-file.ts';
import type { WatchJob } from './watch-job.ts';
import type { WatchMemory } from './watch-memory.ts';
import type { WatchedProduct } from './watched-products.ts';

export interface StatusGround {
  readonly job: Pick<WatchJob, 'folder'>;
  readonly products: readonly WatchedProduct[];
  readonly rules: WaitingRules;
  readonly updatedAtUtc: string;
}

/** What a watch does now, in words and counts. Subjects that were published and are no longer in the folder are counted, not listed. */
export function statusOf(memory: WatchMemory, { job, products, rules, updatedAtUtc }: StatusGround): WatchStatus {
  const subjects = memory.decided.map((one) => subjectStatus(memory, one));
  const count = (...states: readonly StatusOfSubject['state'][]) => subjects.filter(({ state }) => states.includes(state)).length;
  const listed = new Set(memory.decided.map(({ key }) => key));
  const gone = [...memory.histories].filter(([key, { settled }]) => !listed.has(key) && settled?.outcome === 'published').length;
  const notReady = notReadyOf(memory);
  return {
    schemaVersion: 1,
    folder: job.folder,
    products: products.map(({ product }) => product),
    waiting: count('waiting', 'ready'),
    held: count('held'),
    running: count('running'),
    published: count('published') + gone,
    outbox: 0,
    ready: notReady.length === 0 && memory.scans > 0,
    notReady: notReady.map(said),
    files: filesOf(memory, rules),
    notes: notesOf(memory, rules).map(said),
    subjects,
    scans: memory.scans,
    updatedAtUtc,
  };
}

/** Why nothing can be taken or published at all. */
export function notReadyOf({ folderTrouble, diskTroubles, changedMethods }: WatchMemory): readonly Message[] {
  const changed = [...changedMethods].map((product) => watchNote('watch/method-changed', { product }));
  return distinctMessages([...(folderTrouble === null ? [] : [folderTrouble]), ...diskTroubles.values(), ...changed]);
}

/** What is held or odd of the folder, beside its subjects. */
export function notesOf({ files, lookNotes, planNotes }: WatchMemory, { patience }: WaitingRules): readonly Message[] {
  const held = heldFiles(files, patience).map(({ path, intake }) =>
    watchNote('watch/file-held', { file: path, tries: intake.tries, error: quotedError(intake.error) }),
  );
  return [...held, ...lookNotes, ...planNotes];
}

function heldFiles(files: WatchedFiles, patience: Patience) {
  return [...files.values()].flatMap((file) => {
    const { path, intake } = file;
    return intake.kind === 'refused' && isHeld(file, patience) ? [{ path, intake }] : [];
  });
}

function filesOf({ files }: WatchMemory, { patience }: WaitingRules): WatchStatus['files'] {
  const taken = [...files.values()].filter(({ intake }) => intake.kind === 'taken').length;
  const held = heldFiles(files, patience).length;
  return { seen: files.size, writing: files.size - taken - held, taken, held };
}

function subjectStatus(memory: WatchMemory, { key, product, subject, state }: DecidedSubject): StatusOfSubject {
  const history = memory.histories.get(key);
  const published = history?.settled?.published ?? null;
  return {
    product,
    ...subject,
    state: memory.running.has(key) ? 'running' : state.state,
    waitedSeconds: Math.floor((history?.waitedMs ?? 0) / 1000),
    awaited: 'awaited' in state ? state.awaited.map(said) : [],
    why: 'why' in state ? state.why.map(said) : [],
    analysis: published?.analysis ?? null,
    disposition: published?.disposition ?? null,
    folder: published?.folder ?? null,
  };
}

function said(message: Message): MessageInWords {
  return { code: message.code, fields: message.fields, sentence: sentenceOf(message, 'en') };
}
