import { dirname, join } from 'node:path';
import { InputError } from '../../errors.ts';
import type { ReportLanguage } from '../../outputs/output.ts';
import { canonicalJson } from '../../results/canonical-json.ts';
import { jobId, jobOf } from '../../results/job.ts';
import { reversalNotes, reversalsOf } from '../../results/reversals.ts';
import { type RunNote, runNote } from '../../results/run-notes.ts';
import type { AnalysedLotRecord } from '../analysis/judge-lot.ts';
import { isThere } from '../disk/draft.ts';
import { sha256Of } from '../disk/files.ts';
import type { Threads } from '../threads/threads.ts';
import { analysisName, type ClaimedAnalysis, claimAnalysis, claimNumber, PAUSE_MILLISECONDS, publishedIn } from './analysis-number.ts';
import { readEarlierResults } from './earlier-results.ts';
import { finishPublication } from './finish-publication.ts';
import type { Store } from './publication.ts';
import { type PublicationKey, readKey } from './publication-key.ts';
import { type GivenUp, giveUp, type PreparedAnalysis, publishAnalysis } from './publish-analysis.ts';
import { readPublished } from './published-record.ts';
import { filesOf } from './result-files.ts';
import { type PublishedAnalysis, standingAnalysis } from './standing-analysis.ts';
import { subjectFolder } from './store.ts';

export interface PublishOptions {
  /** On which files are rendered. */
  readonly threads: Threads;
  /** Told before anything of the subject appears. */
  readonly announce: (analysis: PublishedAnalysis) => void;
  readonly language: ReportLanguage;
  /** Why the subject is analysed again; `null` = nobody said. */
  readonly reason: string | null;
  /** Hash of the listing of what it was computed from, in the intake; absent or `null` = it was not kept. */
  readonly inputs?: string | null;
  /**
   * Which repeat a reason is for, as whoever queued the job counted: how many analyses of the subject there were. Two runs of one job are one analysis then. Absent =
   * each run that gives a reason is a repeat of its own.
   */
  readonly rerun?: number;
  /** Result folders, from the store, that this very run has finished for one that ended; absent = none. */
  readonly finished?: ReadonlySet<string>;
}

/**
 * Publishes the result of one subject as its next analysis; the same job again publishes nothing, whoever else does it at the same time. Throws `usage/reason-needed`
 * where something that was judged already differs and nobody said why, `usage/cannot-create` and `io/failed` with what became of the unfinished files.
 */
export async function publishLot(store: Store, record: AnalysedLotRecord, options: PublishOptions): Promise<PublishedAnalysis> {
  const { announce, reason } = options;
  const folder = subjectFolder(store.root, record.subject);
  // Before a number is claimed: what is not published needs none.
  const standing = standingAnalysis(record, { disk: store.disk, folder, numbers: publishedIn(store, folder), reason });
  if (standing !== null) {
    announce(standing);
    return standing;
  }
  for (let lost: PublicationKey | null = null; ; ) {
    const tried: Tried = await tryOnce(store, record, { lost, options });
    if (tried.kind === 'stands') return tried.analysis;
    lost = tried.lost;
  }
}

/** Under the next number, or under that of a key whose files were lost, if nobody has put others there meanwhile. */
async function tryOnce(store: Store, record: AnalysedLotRecord, { lost, options }: Omit<Try, 'claim'>): Promise<Tried> {
  const folder = subjectFolder(store.root, record.subject);
  if (lost === null) return tryClaim(store, record, { claim: await claimAnalysis(store, folder), lost, options });
  const claim = await claimNumber(store, folder, lost.number);
  if (claim === null) return standsByKey(store, lost, { folder, announce: options.announce });
  return tryClaim(store, record, { claim, lost, options });
}

interface Try {
  readonly claim: ClaimedAnalysis;
  /** A key of this job whose files are gone. */
  readonly lost: PublicationKey | null;
  readonly options: PublishOptions;
}

type Tried =
  | { readonly kind: 'stands'; readonly analysis: PublishedAnalysis }
  | { readonly kind: 'again'; readonly lost: PublicationKey | null };

async function tryClaim(store: Store, record: AnalysedLotRecord, attempt: Try): Promise<Tried> {
  const { claim, lost, options } = attempt;
  const { announce, reason } = options;
  const folder = subjectFolder(store.root, record.subject);
  let ended: PublishedAnalysis | PublicationKey | 'overtaken';
  try {
    // Another run may have published in the meantime: only now are the earlier ones all known.
    const since = lost === null ? standingAnalysis(record, { disk: store.disk, folder, numbers: claim.earlier, reason }) : null;
    if (since !== null) {
      giveUp(store, claim);
      announce(since);
      return { kind: 'stands', analysis: since };
    }
    const { job, key } = lost === null ? jobFor(store, record, { claim, options }) : { job: lost.job, key: null };
    if (key !== null) {
      giveUp(store, claim);
      ended = key;
    } else {
      const prepared = await prepare(store, record, { claim, lost, options, job });
      announce(prepared.analysis);
      const outcome = await publishAnalysis(store, claim, prepared);
      ended = outcome.kind === 'published' ? prepared.analysis : outcome.kind === 'taken' ? outcome.key : outcome.kind;
    }
  } catch (error) {
    throw withWhatBecame(error, claim, { store, draft: giveUp(store, claim) });
  }
  if (ended === 'overtaken') return { kind: 'again', lost };
  return 'claim' in ended ? await standsByKey(store, ended, { folder, announce }) : { kind: 'stands', analysis: ended };
}

/**
 * The job of an analysis that is to be published, and its key if that was taken. A key that an earlier analysis has is not this one's: what came in addition since is no
 * input with a hash, such as a second reading, and makes it a repeat; but the same repeat that this very run has finished for one that ended is not made again.
 */
function jobFor(
  store: Store,
  { result, subject }: AnalysedLotRecord,
  { claim, options }: Pick<Try, 'claim' | 'options'>,
): { readonly job: string; readonly key: PublicationKey | null } {
  const { earlier } = claim;
  const of = (rerun: number) => {
    const job = jobId(jobOf(result, rerun));
    return { job, key: readKey(store, job) };
  };
  if (options.rerun !== undefined) return of(options.rerun);
  const [last] = earlier.slice(-1);
  if (options.reason !== null && last !== undefined) {
    const before = of(earlier.length - 1);
    const finished = before.key?.number === last && options.finished?.has(before.key.folder) === true;
    if (finished && readPublished(store.disk, join(store.root, before.key?.folder ?? '')).reason === options.reason) return before;
  }
  const first = of(options.reason === null ? 0 : earlier.length);
  // A key that names another subject is refused where it is looked into.
  const own =
    first.key !== null && join(store.root, first.key.folder) === join(subjectFolder(store.root, subject), analysisName(first.key.number));
  if (first.key === null || !own || !earlier.includes(first.key.number)) return first;
  // The same bytes are the same analysis, whatever else was compared.
  const published = readPublished(store.disk, join(store.root, first.key.folder));
  return published.resultSha256 === sha256Of(canonicalJson(result)) ? first : of(earlier.length);
}

/** How long whoever has the key of the same job is left alone with it, before it is finished for him. */
const GRACE_MILLISECONDS = 2000;

/** The job has a key: it is published, or about to be, or is finished here. Throws `io/failed` where the key names another subject's result. */
async function standsByKey(
  store: Store,
  key: PublicationKey,
  { folder, announce }: { readonly folder: string; readonly announce: PublishOptions['announce'] },
): Promise<Tried> {
  const target = join(store.root, key.folder);
  const place = { file: join(store.root, 'jobs', key.job, 'key.json') };
  if (dirname(target) !== folder)
    throw new InputError(
      'io/failed',
      `Expected the key of a result in '${folder}', found one of '${key.folder}'. 'cytolot verify' shows what else differs.`,
      place,
    );
  for (const since = store.clock.elapsed(); store.clock.elapsed() - since < GRACE_MILLISECONDS; ) {
    if (isThere(store.disk, target)) break;
    await store.clock.pause(PAUSE_MILLISECONDS);
  }
  if ((await finishPublication(store, key)) === 'files-lost') return { kind: 'again', lost: key };
  const { resultSha256, disposition, job } = readPublished(store.disk, target);
  if (job !== undefined && job !== key.job)
    throw new InputError(
      'io/failed',
      `Expected the result of this key's job, found that of the job ${job}. 'cytolot verify' shows what else differs.`,
      place,
    );
  const notes = [runNote('run/already-published', { analysis: key.number })];
  const analysis: PublishedAnalysis = {
    state: 'unchanged',
    number: key.number,
    folder: target,
    resultSha256,
    disposition,
    notes,
    gaps: [],
  };
  announce(analysis);
  return { kind: 'stands', analysis };
}

async function prepare(
  store: Store,
  record: AnalysedLotRecord,
  { claim, lost, options, job }: Try & { readonly job: string },
): Promise<PreparedAnalysis & { readonly analysis: PublishedAnalysis }> {
  const { language, reason, threads } = options;
  const resultJson = canonicalJson(record.result);
  const resultSha256 = sha256Of(resultJson);
  const earlier = readEarlierResults(store.disk, subjectFolder(store.root, record.subject), claim.earlier);
  const reversals = reversalsOf(record.result, earlier);
  const ofMethod = store.methodNotes?.(record.result, store.clock.now().toISOString()) ?? { notes: [], warned: [] };
  const ofEarlier = reversalNotes(reversals, earlier);
  const notes = [...ofEarlier, ...ofMethod.notes];
  const disposition = record.result.disposition.proposed;
  const inputs = options.inputs ?? null;
  const files = await filesOf(record, { store, claim, language, resultJson, resultSha256, job, inputs, reason, reversals, notes, threads });
  return {
    files,
    publication: { job, resultSha256, disposition, reason },
    key: lost === null ? 'to-take' : 'of-lost-files',
    analysis: {
      state: 'new',
      number: claim.number,
      folder: claim.folder,
      resultSha256,
      disposition,
      notes: [...ofEarlier, ...ofMethod.warned],
      gaps: gapNotes(claim),
    },
  };
}

function withWhatBecame(
  error: unknown,
  { number, folder, draft: { folder: above, name } }: ClaimedAnalysis,
  { store, draft }: { readonly store: Store; readonly draft: GivenUp },
): unknown {
  // A reason is missing, not a file: nothing was begun.
  if (!(error instanceof InputError) || error.code === 'usage/reason-needed') return error;
  const say = (sentence: string) =>
    new InputError(error.code, `${error.message} Analysis ${analysisName(number)} ${sentence}.`, error.place, { cause: error });
  if (store.disk.kindOf(folder) === 'folder') return say(`stands in '${folder}', but the system did not confirm that it is on the disk`);
  if (draft.kind === 'gone') return say('was not published; its unfinished files were removed');
  const place = join(above, name);
  if (draft.kind === 'left')
    return say(`was not published; its unfinished files stay in '${place}' (${draft.error}) and the next run clears them`);
  const when = draft.error === null ? '' : `, when this process has ended: its owner could not be taken out (${draft.error})`;
  return say(`is whole in '${place}', and the next run publishes it, since its job has its key${when}`);
}

function gapNotes({ number, gaps }: ClaimedAnalysis): readonly RunNote[] {
  return gaps.map((gap) => runNote('store/analysis-gap', { analysis: number, gap: gap.number, claimedBy: gap.claimedBy }));
}
