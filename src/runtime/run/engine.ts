import { basename } from 'node:path';
import { InputError } from '../../errors.ts';
import { distinctMessages, messageKey } from '../../message.ts';
import { sentenceOf } from '../../outputs/words/sentence.ts';
import type { SharedLearning } from '../../pipeline/gating/gating-record.ts';
import { runNote } from '../../results/run-notes.ts';
import { type Subject, subjectFolderName, subjectTitle } from '../../subject.ts';
import { type FolderRun, openFolder, openPlannedFolder } from '../analysis/analyse-folder.ts';
import type { AnalysedLotRecord } from '../analysis/judge-lot.ts';
import { isOfTheDisk } from '../disk/disk.ts';
import { openShelf } from '../disk/draft.ts';
import type { Surroundings } from '../disk/surroundings.ts';
import type { PlannedFolder } from '../folder/plan-folder.ts';
import type { TakenFolder } from '../folder/taken-folder.ts';
import type { FailedSubject, RefusedSubject, RunJob, RunOutcome } from '../job/run-job.ts';
import type { RunLot } from '../job/run-record.ts';
import { type Warning, warningLine } from '../job/warning.ts';
import { type LoadedMethod, loadMethod } from '../method/load-method.ts';
import type { Store } from '../store/publication.ts';
import { publishLot } from '../store/publish-lot.ts';
import { openJournal, type RunJournal } from '../store/run-journal.ts';
import { recordRun } from '../store/run-table.ts';
import { type PublishedAnalysis, ReasonNeeded } from '../store/standing-analysis.ts';
import { refuseUnwritable } from '../store/store.ts';
import { keepInputs } from '../taking/keep-inputs.ts';
import { takenSource } from '../taking/taken-source.ts';
import { openThreads, type Threads } from '../threads/threads.ts';
import { type LogTarget, openLog } from './log.ts';
import { mendStore } from './mend-store.ts';
import { openMethodNotes } from './method-notes.ts';
import { openPublicationLog } from './publication-log.ts';
import { logReceived, type ReceivedFile } from './received-log.ts';

/** What does jobs, one after the other or several at once. Threads, caches and buffers are its own, and go when it is closed. */
export interface Engine {
  /**
   * The main job: export folder → a published release result for every lot. A lot that does not meet its specification is a result.
   * Throws for a folder, definition, specification or list that cannot be used; bad data files hold their lots only.
   */
  readonly run: (job: RunJob) => Promise<RunOutcome>;
  /** Ends its threads; what is under way fails, and what was published stands. */
  readonly close: () => Promise<void>;
}

export interface EngineOptions {
  readonly surroundings: Surroundings;
  /** How many threads at most, `null` = one a processor; or those of another pool, which whoever opened it closes. */
  readonly threads: number | Threads | null;
  /** How long a task of its own threads may take; absent = 600 s. */
  readonly taskSeconds?: number;
  /** How ordered jobs share what controls taught; absent = each learns it. */
  readonly shared?: SharedLearning;
}

export function openEngine({ surroundings, threads: wanted, taskSeconds, shared }: EngineOptions): Engine {
  const own = typeof wanted === 'number' || wanted === null;
  const most = typeof wanted === 'number' ? wanted : surroundings.host.processors;
  // A thread takes as long to start as a method takes to load; two serve the smallest folder.
  const threads = own ? openThreads({ most, startNow: 2, ...(taskSeconds === undefined ? {} : { taskSeconds }) }) : wanted;
  const plans: Plans = new Map();
  return {
    run: (job) => runLogged(job, { surroundings, threads, plans, shared }),
    close: async () => {
      if (own) await threads.close();
    },
  };
}

interface Means {
  readonly surroundings: Surroundings;
  readonly threads: Threads;
  readonly plans: Plans;
  readonly shared: SharedLearning | undefined;
}

/** The folder of the last ordered job, by the hash of its listing: many jobs are of one. */
type Plans = Map<string, { readonly method: LoadedMethod; readonly planned: PlannedFolder }>;

async function runLogged(job: RunJob, means: Means): Promise<RunOutcome> {
  const log = openLog(logTarget(job), means.surroundings);
  log.info('run started', { folder: job.folder, pipeline: job.pipeline, out: job.out, threads: means.threads.most });
  try {
    const outcome = await runJob(job, means);
    for (const warning of outcome.warnings) log.warn('warning', { ...warning, warning: warningLine(warning) });
    for (const lot of outcome.lots) log.info('lot published', { ...lot });
    for (const lot of outcome.failed) log.error('lot failed', { ...lot });
    log.info('run finished', { lots: outcome.lots.length });
    return outcome;
  } catch (error) {
    log.error('run failed', { error: error instanceof Error ? error.message : String(error) });
    throw error;
  } finally {
    log.close();
  }
}

function logTarget({ log, folder, pipeline, specification }: RunJob): LogTarget | null {
  return log === undefined ? null : { path: log, inputs: [folder, pipeline, ...(specification === null ? [] : [specification])] };
}

async function runJob(job: RunJob, { surroundings, threads, plans, shared }: Means): Promise<RunOutcome> {
  const { disk, clock } = surroundings;
  const startedAt = clock.now();
  const known = job.ordered === undefined ? undefined : plans.get(job.ordered.inputs);
  const method = known?.method ?? (await loadMethod(job.pipeline, job.specification, disk));
  refuseUnwritable(disk, job.out);
  const shelf = openShelf(job.out, surroundings);
  const store: Store = { ...shelf, log: openPublicationLog(shelf), methodNotes: openMethodNotes(shelf) };
  const cleared = job.ordered === undefined ? await mendStore(store) : [];
  const { taken: _, ...asked } = job;
  const taken = await takenSource(store, job, { method, threads });
  const inputs = job.ordered?.inputs ?? (taken === null ? null : await keepListing(store, job, { method, folder: taken.folder }));
  const options = {
    ...asked,
    ...(taken === null ? {} : { taken }),
    ...(job.ordered === undefined || shared === undefined ? {} : { shared }),
    surroundings,
    threads,
  };
  const folder = await (known === undefined ? openFolder(method, job.folder, options) : openPlannedFolder(method, known.planned, options));
  if (job.ordered !== undefined && known === undefined) {
    plans.clear();
    plans.set(job.ordered.inputs, { method, planned: folder.planned });
  }
  if (folder.lots.length === 0) throw nothingToDo(job, folder);
  const journal = job.ordered === undefined ? openJournal(store, startedAt) : NO_JOURNAL;
  const finished = new Set(
    cleared.flatMap(({ code, place }) => (code === 'store/publication-finished' && place !== undefined ? [place] : [])),
  );
  const published = await publishLots(store, folder, { job, threads, startedAt, journal, inputs, finished });
  const { lots, refused, failed } = published;
  // A subject that was not published is in no table; without any there is none.
  const { table, warnings } =
    lots.length === 0 || job.ordered !== undefined
      ? { table: null, warnings: [] }
      : await recordRun(store, { startedAt, language: job.language, lots });
  journal.close();
  const unapproved = distinctMessages(lots.flatMap(({ notes }) => notes.filter(({ code }) => code === 'method/no-approval')));
  const approvals = unapproved.map((note) => ({ ...note, place: job.out }));
  return { lots, refused, failed, table, warnings: [...cleared, ...approvals, ...folder.warnings(), ...published.warnings, ...warnings] };
}

/** Nothing is written down of a run that no table lists. */
const NO_JOURNAL: RunJournal = { announce: () => undefined, close: () => undefined };

async function keepListing(
  store: Store,
  job: RunJob,
  { method, folder }: { readonly method: LoadedMethod; readonly folder: TakenFolder },
): Promise<string> {
  const sha256 = keepInputs(store, job, { folder, method: method.sources });
  const received = job.taken === undefined ? receivedFiles(method, folder) : [];
  await logReceived(store, [...received, { name: 'inputs.json', sha256 }]);
  return sha256;
}

function receivedFiles(method: LoadedMethod, folder: TakenFolder): readonly ReceivedFile[] {
  return [
    ...method.sources.map(({ path, sha256 }) => ({ name: basename(path), sha256 })),
    ...folder.files.flatMap(({ path, sha256 }) => (sha256 === null ? [] : [{ name: path, sha256 }])),
  ];
}

interface Publishing {
  readonly job: RunJob;
  readonly threads: Threads;
  readonly startedAt: Date;
  readonly journal: RunJournal;
  /** Hash of the listing of what was kept; `null` = nothing was. */
  readonly inputs: string | null;
  /** Result folders that were finished for runs that ended before. */
  readonly finished: ReadonlySet<string>;
}

/** What became of one lot that was computed. */
type Settled =
  | { readonly kind: 'published'; readonly lot: RunLot; readonly ofRows: readonly Warning[]; readonly warnings: readonly Warning[] }
  | { readonly kind: 'refused'; readonly subject: RefusedSubject; readonly ofRows: readonly Warning[] }
  | { readonly kind: 'failed'; readonly subject: FailedSubject };

/**
 * Lot after lot: computed, rendered, published and forgotten. As many are under way as keep all threads busy. One that fails does not stop the others; where the disk takes
 * nothing more no other is begun, and the error says which ones stand.
 */
async function publishLots(
  store: Store,
  folder: FolderRun,
  { job, threads, startedAt, journal, inputs, finished }: Publishing,
): Promise<Pick<RunOutcome, 'lots' | 'refused' | 'failed' | 'warnings'>> {
  const settled: Settled[] = [];
  const stopped: { readonly subject: Subject; readonly error: unknown }[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < folder.lots.length && stopped.length === 0; index = next++) {
      const plan = folder.lots[index];
      if (plan === undefined) return;
      try {
        settled[index] = await settle(store, await folder.analyse(plan), { job, threads, journal, inputs, finished });
      } catch (error) {
        if (isOfTheDisk(error)) stopped.push({ subject: plan.subject, error });
        else settled[index] = { kind: 'failed', subject: failedSubject(plan.subject, error) };
      }
    }
  };
  await Promise.all(Array.from({ length: threads.most + 1 }, worker));
  folder.finish();
  const all = settled.flat();
  const lots = all.flatMap((one) => (one.kind === 'published' ? [one.lot] : []));
  const [failure] = stopped;
  if (failure !== undefined) {
    // Those that stand are listed as after any other run.
    if (lots.length > 0 && job.ordered === undefined) await recordRun(store, { startedAt, language: job.language, lots });
    journal.close();
    throw withWhatStands(failure.error, failure.subject, lots);
  }
  return {
    lots,
    refused: all.flatMap((one) => (one.kind === 'refused' ? [one.subject] : [])),
    failed: all.flatMap((one) => (one.kind === 'failed' ? [one.subject] : [])),
    warnings: [
      ...all.flatMap((one) => (one.kind === 'failed' ? [] : one.ofRows)),
      ...all.flatMap((one) => (one.kind === 'published' ? one.warnings : [])),
    ],
  };
}

async function settle(
  store: Store,
  record: AnalysedLotRecord,
  { job, threads, journal, inputs, finished }: Omit<Publishing, 'startedAt'>,
): Promise<Settled> {
  const subject = subjectFolderName(record.subject);
  const ofRows = rowWarnings(record);
  if (job.notComputed === 'fails') refuseNotComputed(record);
  try {
    const published = await publishLot(store, record, {
      language: job.language,
      reason: job.reason ?? null,
      inputs,
      finished,
      threads,
      announce: (analysis) => journal.announce(lotOf(record.subject, analysis)),
    });
    const lot = lotOf(record.subject, published);
    return { kind: 'published', lot, ofRows, warnings: standingWarnings(record.subject, published) };
  } catch (error) {
    if (error instanceof ReasonNeeded) {
      const { after, differences, message } = error;
      return { kind: 'refused', subject: { ...record.subject, subject, after, differences, message }, ofRows };
    }
    throw error;
  }
}

function refuseNotComputed({ subject, result }: AnalysedLotRecord): void {
  const lost = result.disposition.held.find(({ code }) => code === 'held/not-computed');
  if (lost !== undefined) throw new InputError('internal/thread-ended', `Lot '${subjectTitle(subject)}': ${sentenceOf(lost, 'en')}`);
}

function lotOf(subject: Subject, { state, number, disposition, folder, resultSha256, notes }: PublishedAnalysis): RunLot {
  return { ...subject, subject: subjectFolderName(subject), disposition, state, analysis: number, notes, folder, resultSha256 };
}

/** What the person who ran it must know of an analysis beside its disposition. */
function standingWarnings(subject: Subject, { state, number, notes, gaps }: PublishedAnalysis): Warning[] {
  const said = notes.some(({ code }) => code === 'run/already-published');
  const unchanged = state === 'unchanged' && !said ? [runNote('analysis/unchanged', { analysis: number })] : [];
  // That a method is not approved is said once for all lots that it judged.
  const own = notes.filter(({ code }) => code !== 'method/no-approval');
  return [...gaps, ...unchanged, ...own].map((one) => ({ ...one, subject: subjectTitle(subject) }));
}

/** What is no error of an input is a fault of our own. */
function failedSubject(subject: Subject, error: unknown): FailedSubject {
  const known = error instanceof InputError ? error : new InputError('internal/fault', faultSentence(error));
  return { ...subject, subject: subjectFolderName(subject), code: known.code, place: known.place, message: known.message };
}

function faultSentence(error: unknown): string {
  return `Expected no fault of cytolot itself, please report it: ${error instanceof Error ? error.message : String(error)}.`;
}

function withWhatStands(error: unknown, subject: Subject, published: readonly RunLot[]): unknown {
  if (!(error instanceof InputError)) return error;
  const stands =
    published.length === 0
      ? 'No result of this run was published.'
      : `Published before: ${published.map(({ folder }) => folder).join(', ')}.`;
  return new InputError(error.code, `Lot '${subjectTitle(subject)}': ${error.message} ${stands}`, error.place, { cause: error });
}

/** What a reviewer must see of a lot's attributes: reasons and notes, each once with the attributes that share it. What holds the lot is told already. */
function rowWarnings({ subject, result }: AnalysedLotRecord): Warning[] {
  const held = new Set(result.disposition.held.map(messageKey));
  const found = new Map<string, Warning & { readonly attributes: string[] }>();
  for (const { attribute, component, reasons, notes } of result.attributes) {
    for (const { code, fields, assay } of [...reasons, ...notes].filter((one) => !held.has(messageKey(one)))) {
      const key = `${assay ?? ''} ${messageKey({ code, fields })}`;
      const known = found.get(key) ?? {
        code,
        fields,
        subject: subjectTitle(subject),
        attributes: [],
        ...(assay === undefined ? {} : { assay }),
      };
      known.attributes.push(component === null ? attribute : `${attribute} (${component})`);
      found.set(key, known);
    }
  }
  return [...found.values()];
}

function nothingToDo(request: RunJob, { planned }: FolderRun): InputError {
  const lots = [...new Set(planned.plan.lots.map((plan) => `'${plan.lot}'`))].join(', ');
  const found = lots === '' ? 'no file that belongs to a lot' : `the lots ${lots}`;
  const expected =
    request.lot === null ? 'files of at least one lot in the export folder' : `the lot '${request.lot}' in the export folder`;
  return new InputError('usage/not-found', `Expected ${expected}, found ${found}. 'cytolot check' shows what every file serves.`, {
    file: request.folder,
  });
}
