import { join } from 'node:path';
import { InputError } from '../../errors.ts';
import { formatManifest } from '../../outputs/manifest.ts';
import type { EarlierAnalysis, Envelope, ReportLanguage } from '../../outputs/output.ts';
import { canonicalJson } from '../../results/canonical-json.ts';
import { type Reversal, reversalNotes, reversalsOf } from '../../results/reversals.ts';
import { type RunNote, runNote } from '../../results/run-notes.ts';
import { lotFolderName, subjectFolderName } from '../../subject.ts';
import { version } from '../../version.ts';
import { type DraftFile, discardDraft, type Shelf } from '../disk/draft.ts';
import { sha256Of } from '../disk/files.ts';
import type { Clock } from '../disk/surroundings.ts';
import type { AnalysedLotRecord } from '../judge-lot.ts';
import type { Threads } from '../threads/threads.ts';
import { analysisName, type ClaimedAnalysis, claimAnalysis, publishAnalysis, publishedIn } from './analysis-number.ts';
import { readEarlierResults } from './earlier-results.ts';
import { type PublishedAnalysis, standingAnalysis } from './standing-analysis.ts';
import { readEarlierAnalyses, subjectFolder } from './store.ts';

export interface PublishOptions {
  /** On which files are rendered. */
  readonly threads: Threads;
  /** Told before anything of the subject appears. */
  readonly announce: (analysis: PublishedAnalysis) => void;
  readonly language: ReportLanguage;
  /** Why the subject is analysed again; `null` = nobody said. */
  readonly reason: string | null;
}

/**
 * Publishes the result of one subject as its next analysis; the same job again publishes nothing. Throws `usage/reason-needed` where something that was judged already
 * differs and nobody said why, `usage/cannot-create` with what became of the unfinished files.
 */
export async function publishLot(
  shelf: Shelf,
  record: AnalysedLotRecord,
  { language, reason, threads, announce }: PublishOptions,
): Promise<PublishedAnalysis> {
  const resultJson = canonicalJson(record.result);
  const resultSha256 = sha256Of(resultJson);
  const folder = subjectFolder(shelf.root, record.subject);
  // Before a number is claimed: what is not published needs none.
  const standing = standingAnalysis(record, { disk: shelf.disk, folder, numbers: publishedIn(shelf, folder), reason });
  if (standing !== null) {
    announce(standing);
    return standing;
  }
  for (;;) {
    const claim = await claimAnalysis(shelf, folder);
    try {
      // Another run may have published in the meantime: only now are the earlier ones all known.
      const since = standingAnalysis(record, { disk: shelf.disk, folder, numbers: claim.earlier, reason });
      if (since !== null) {
        discardDraft(shelf.disk, claim.draft);
        announce(since);
        return since;
      }
      const earlier = readEarlierResults(shelf.disk, folder, claim.earlier);
      const reversals = reversalsOf(record.result, earlier);
      const notes = reversalNotes(reversals, earlier);
      const files = await filesOf(record, { shelf, claim, language, resultJson, resultSha256, reason, reversals, notes, threads });
      const published: PublishedAnalysis = {
        state: 'new',
        number: claim.number,
        folder: claim.folder,
        resultSha256,
        disposition: record.result.disposition.proposed,
        notes,
        gaps: gapNotes(claim),
      };
      announce(published);
      if ((await publishAnalysis(shelf, claim, files)) === 'published') return published;
    } catch (error) {
      throw withWhatBecame(error, claim, { shelf, failure: discardDraft(shelf.disk, claim.draft) });
    }
  }
}

function withWhatBecame(
  error: unknown,
  { number, folder, draft }: ClaimedAnalysis,
  { shelf, failure }: { readonly shelf: Shelf; readonly failure: string | null },
): unknown {
  // A reason is missing, not a file: nothing was begun.
  if (!(error instanceof InputError) || error.code === 'usage/reason-needed') return error;
  const say = (sentence: string) =>
    new InputError(error.code, `${error.message} Analysis ${analysisName(number)} ${sentence}.`, error.place, { cause: error });
  if (shelf.disk.kindOf(folder) === 'folder') return say(`stands in '${folder}', but the system did not confirm that it is on the disk`);
  if (failure === null) return say('was not published; its unfinished files were removed');
  return say(
    `was not published; its unfinished files stay in '${join(draft.folder, draft.name)}' (${failure}) and the next run clears them`,
  );
}

function gapNotes({ number, gaps }: ClaimedAnalysis): readonly RunNote[] {
  return gaps.map((gap) => runNote('store/analysis-gap', { analysis: number, gap: gap.number, claimedBy: gap.claimedBy }));
}

interface AnalysisParts {
  readonly shelf: Shelf;
  readonly claim: ClaimedAnalysis;
  readonly language: ReportLanguage;
  readonly resultJson: string;
  readonly resultSha256: string;
  readonly reason: string | null;
  readonly reversals: readonly Reversal[];
  readonly notes: readonly RunNote[];
  readonly threads: Threads;
}

/** All files of the result folder; the last one, `manifest.sha256`, lists the others. */
async function filesOf(
  record: AnalysedLotRecord,
  { shelf, claim, language, resultJson, resultSha256, reason, reversals, notes, threads }: AnalysisParts,
): Promise<readonly DraftFile[]> {
  const now = shelf.clock.now();
  const earlier = readEarlierAnalyses(shelf.disk, claim);
  const envelope: Envelope = {
    reportNumber: `${lotFolderName(record.subject.lot)}/${subjectFolderName(record.subject)}/${analysisName(claim.number)}`,
    // Analyses appear in the order of their numbers, so that this one is the last of those that there are.
    analysis: { number: claim.number, of: claim.number },
    gaps: claim.gaps,
    earlierAnalyses: earlier,
    reason,
    reversals,
    notes,
    generatedAt: localTime(shelf.clock, now),
    resultSha256,
    signatures: [],
  };
  const figuresJson = canonicalJson(record.figures);
  const rendered = await threads.ask({ kind: 'render', resultJson, figuresJson, envelope, language }, 'rendered');
  const recordJson = `${JSON.stringify(envelopeRecord(record, { shelf, claim, now, resultSha256, earlier, reason, reversals, notes }), null, 2)}\n`;
  const files = [
    { path: 'result.json', bytes: resultJson, sha256: resultSha256 },
    { path: 'record.json', bytes: recordJson, sha256: sha256Of(recordJson) },
    ...rendered.files,
  ];
  return [...files, { path: 'manifest.sha256', bytes: formatManifest(files) }];
}

interface EnvelopeParts {
  readonly shelf: Shelf;
  readonly claim: ClaimedAnalysis;
  readonly now: Date;
  readonly resultSha256: string;
  readonly earlier: readonly EarlierAnalysis[];
  readonly reason: string | null;
  readonly reversals: readonly Reversal[];
  readonly notes: readonly RunNote[];
}

/** `record.json`: who, when, where, and which analyses came before. */
function envelopeRecord(record: AnalysedLotRecord, { shelf, claim, now, resultSha256, earlier, reason, reversals, notes }: EnvelopeParts) {
  return {
    schemaVersion: 1,
    ...record.subject,
    subject: subjectFolderName(record.subject),
    analysis: claim.number,
    earlierAnalyses: earlier,
    gaps: claim.gaps,
    reason,
    notes,
    reversals,
    resultSha256,
    disposition: record.result.disposition.proposed,
    counts: record.result.disposition.counts,
    product: record.result.lot.product.id,
    specification: `${record.result.specification.id} ${record.result.specification.revision}`,
    generatedAt: localTime(shelf.clock, now),
    generatedAtUtc: now.toISOString(),
    timeZone: shelf.clock.timeZone,
    user: shelf.actor,
    host: shelf.host.name,
    software: { cytolot: version, node: shelf.host.node, platform: shelf.host.platform },
  };
}

/** ISO date and time with the offset of the clock's zone. */
function localTime(clock: Clock, date: Date): string {
  const offset = clock.minutesAheadOfUtc(date);
  const two = (value: number) => String(Math.trunc(Math.abs(value))).padStart(2, '0');
  const shifted = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, 19);
  return `${shifted}${offset < 0 ? '-' : '+'}${two(offset / 60)}:${two(offset % 60)}`;
}
