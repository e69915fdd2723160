import { InputError } from '../errors.ts';
import type { ReportLanguage } from '../outputs/output.ts';
import { REVERSES_EARLIER, reversalSentence } from '../results/reversals.ts';
import { type Subject, subjectFolderName, subjectTitle } from '../subject.ts';
import { type AnalysedLotRecord, analyseFolder, type FolderAnalysis } from './analyse-folder.ts';
import { openShelf, type Shelf } from './disk/draft.ts';
import { nodeSurroundings, type Surroundings } from './disk/surroundings.ts';
import { loadMethod } from './method/load-method.ts';
import type { RunLot } from './run-record.ts';
import { clearAbandoned } from './store/abandoned-drafts.ts';
import { analysisName } from './store/analysis-number.ts';
import { publishLot } from './store/publish-lot.ts';
import { type FinishedRun, recordRun } from './store/run-table.ts';
import type { PublishedAnalysis } from './store/standing-analysis.ts';
import { refuseUnwritable } from './store/store.ts';

/** What `cytolot run` was asked to do. */
export interface RunRequest {
  readonly folder: string;
  readonly pipeline: string;
  /** `null` = the one that the definition names. */
  readonly specification: string | null;
  readonly out: string;
  /** All subjects of this lot; `null` = of every lot of the folder. */
  readonly lot: string | null;
  /** Worker threads; `null` = one a processor. */
  readonly jobs: number | null;
  readonly language: ReportLanguage;
  readonly progress: 'shown' | 'quiet';
  /** Why subjects are analysed again, where something that was judged already differs; absent = nobody said. */
  readonly reason?: string;
  /** Every FCS file is read again with the package `fcs`, and a difference holds it; absent = as the definition says. */
  readonly secondReader?: 'asked';
  /** File of the operational log; absent = none. */
  readonly log?: string;
}

/** A subject that was computed and not published, since its analysis needs a reason. */
export interface RefusedSubject extends Subject {
  readonly subject: string;
  /** What differs, and what to type. */
  readonly message: string;
}

export interface RunOutcome {
  readonly lots: readonly RunLot[];
  readonly refused: readonly RefusedSubject[];
  /** The table over all of them, `runs/<time>/results.csv`; `null` where it could not be written. */
  readonly table: string | null;
  readonly warnings: readonly string[];
}

/**
 * The main job: export folder → a published release result for every lot. A lot that does not meet its specification is a result.
 * Throws for a folder, definition, specification or list that cannot be used; bad data files hold their lots only.
 */
export async function run(request: RunRequest, surroundings: Surroundings = nodeSurroundings()): Promise<RunOutcome> {
  const { openLog } = await import('./log.ts');
  const log = openLog(request.log ?? null, surroundings);
  log.info('run started', { folder: request.folder, pipeline: request.pipeline, out: request.out, jobs: request.jobs });
  try {
    const outcome = await runLots(request, surroundings);
    for (const warning of outcome.warnings) log.warn('warning', { warning });
    for (const lot of outcome.lots) log.info('lot published', { ...lot });
    log.info('run finished', { lots: outcome.lots.length });
    return outcome;
  } catch (error) {
    log.error('run failed', { error: error instanceof Error ? error.message : String(error) });
    throw error;
  } finally {
    log.close();
  }
}

async function runLots(request: RunRequest, surroundings: Surroundings): Promise<RunOutcome> {
  const { disk, clock } = surroundings;
  const startedAt = clock.now();
  const method = await loadMethod(request.pipeline, request.specification, disk);
  refuseUnwritable(disk, request.out);
  const shelf = openShelf(request.out, surroundings);
  const cleared = clearAbandoned(shelf);
  const analysis = await analyseFolder(method, request.folder, { ...request, surroundings });
  if (analysis.lots.length === 0) throw nothingToDo(request, analysis);
  const flags = analysis.lots.flatMap(flagLines);
  const published = await publishLots(shelf, analysis.lots, { ...request, startedAt });
  const { lots, refused } = published;
  // A subject that was not published is in no table; without any there is none.
  const { table, warnings } =
    lots.length === 0 ? { table: null, warnings: [] } : recordRun(shelf, { startedAt, language: request.language, lots });
  return { lots, refused, table, warnings: [...cleared, ...analysis.warnings, ...flags, ...published.warnings, ...warnings] };
}

/** One after another. Where one cannot be published, the error says which ones were. */
async function publishLots(
  shelf: Shelf,
  records: readonly AnalysedLotRecord[],
  run: Pick<FinishedRun, 'startedAt' | 'language'> & Pick<RunRequest, 'reason'>,
): Promise<Pick<RunOutcome, 'lots' | 'refused' | 'warnings'>> {
  const lots: RunLot[] = [];
  const refused: RefusedSubject[] = [];
  const warnings: string[] = [];
  for (const record of records) {
    try {
      const published = await publishLot(shelf, record, { language: run.language, reason: run.reason ?? null });
      const { state, number, disposition, folder, resultSha256, reversals } = published;
      const flags = reversals.length === 0 ? [] : [REVERSES_EARLIER];
      const subject = subjectFolderName(record.subject);
      lots.push({ ...record.subject, subject, disposition, state, analysis: number, flags, folder, resultSha256 });
      warnings.push(...published.warnings, ...standingWarnings(record.subject, published));
    } catch (error) {
      if (error instanceof InputError && error.code === 'usage/reason-needed') {
        refused.push({ ...record.subject, subject: subjectFolderName(record.subject), message: error.message });
        continue;
      }
      // Those that stand are listed as after any other run.
      if (lots.length > 0) recordRun(shelf, { ...run, lots });
      throw withWhatStands(error, record.subject, lots);
    }
  }
  return { lots, refused, warnings };
}

/** What the person who ran it must know of an analysis beside its disposition. */
function standingWarnings(subject: Subject, { state, number, reversals }: PublishedAnalysis): string[] {
  const of = `lot ${subjectTitle(subject)}`;
  if (state === 'unchanged')
    return [`${of}: unchanged since analysis ${analysisName(number)}, which stands; no new one was made [analysis/unchanged]`];
  return reversals.length === 0 ? [] : [`${of}: ${reversalSentence(reversals)} [${REVERSES_EARLIER}]`];
}

function withWhatStands(error: unknown, subject: Subject, published: readonly RunLot[]): unknown {
  if (!(error instanceof InputError)) return error;
  const stands =
    published.length === 0
      ? 'No result of this run was published.'
      : `Published before: ${published.map(({ folder }) => folder).join(', ')}.`;
  return new InputError(error.code, `Lot '${subjectTitle(subject)}': ${error.message} ${stands}`, error.place);
}

/** What a reviewer must see of a lot's attributes: reasons and flags, a line each, with the attributes that share it. What holds the lot is told already. */
function flagLines({ subject, result }: AnalysedLotRecord): string[] {
  const held = new Set(result.disposition.held.map(({ message }) => message));
  const told = new Map<string, string[]>();
  for (const { attribute, component, reasons, flags } of result.attributes) {
    for (const { code, message } of [...reasons, ...flags].filter((one) => !held.has(one.message))) {
      const line = `${message} [${code}]`;
      told.set(line, [...(told.get(line) ?? []), component === null ? attribute : `${attribute} (${component})`]);
    }
  }
  return [...told].map(([line, names]) => `lot ${subjectTitle(subject)}, ${names.join(', ')}: ${line}`);
}

function nothingToDo(request: RunRequest, analysis: FolderAnalysis): InputError {
  const lots = [...new Set(analysis.planned.plan.lots.map((plan) => `'${plan.lot}'`))].join(', ');
  const found = lots === '' ? 'no file that belongs to a lot' : `the lots ${lots}`;
  const expected =
    request.lot === null ? 'files of at least one lot in the export folder' : `the lot '${request.lot}' in the export folder`;
  return new InputError('usage/not-found', `Expected ${expected}, found ${found}. 'cytolot check' shows what every file serves.`, {
    file: request.folder,
  });
}
