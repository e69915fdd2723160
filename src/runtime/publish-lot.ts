import { hostname } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { InputError } from '../errors.ts';
import { formatManifest } from '../outputs/manifest.ts';
import type { EarlierAnalysis, OutputFile, ReportLanguage } from '../outputs/output.ts';
import { renderOutputs } from '../outputs/render-outputs.ts';
import { canonicalJson } from '../results/canonical-json.ts';
import { lotFolderName, type Subject, subjectFolderName, subjectTitle } from '../subject.ts';
import { version } from '../version.ts';
import type { AnalysedLotRecord } from './analyse-folder.ts';
import { analysisName, type ClaimedAnalysis, claimAnalysis, publishAnalysis } from './analysis-number.ts';
import { discardDraft, type Shelf } from './disk/draft.ts';
import { sha256Of } from './files.ts';
import { readEarlierAnalyses, subjectFolder } from './store.ts';
import { userName } from './user-name.ts';

export interface PublishedAnalysis {
  readonly number: number;
  readonly folder: string;
  readonly resultSha256: string;
  /** What was odd, a line each. */
  readonly warnings: readonly string[];
}

/** Publishes the result of one lot as its next analysis. Throws `usage/cannot-create`, and says what became of the unfinished files. */
export async function publishLot(shelf: Shelf, record: AnalysedLotRecord, language: ReportLanguage): Promise<PublishedAnalysis> {
  const resultSha256 = sha256Of(canonicalJson(record.result));
  for (;;) {
    const claim = await claimAnalysis(shelf, subjectFolder(shelf.root, record.subject));
    try {
      const files = filesOf(record, { claim, language, resultSha256 });
      if (publishAnalysis(shelf, claim, files) === 'published')
        return { number: claim.number, folder: claim.folder, resultSha256, warnings: gapWarnings(record.subject, claim) };
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
  if (!(error instanceof InputError)) return error;
  const say = (sentence: string) =>
    new InputError(error.code, `${error.message} Analysis ${analysisName(number)} ${sentence}.`, error.place);
  if (shelf.disk.kindOf(folder) === 'folder') return say(`stands in '${folder}', but the system did not confirm that it is on the disk`);
  if (failure === null) return say('was not published; its unfinished files were removed');
  return say(
    `was not published; its unfinished files stay in '${join(draft.folder, draft.name)}' (${failure}) and the next run clears them`,
  );
}

function gapWarnings(subject: Subject, { number, gaps }: ClaimedAnalysis): readonly string[] {
  return gaps.map(
    (gap) =>
      `lot ${subjectTitle(subject)}: analysis ${analysisName(number)} follows the number ${analysisName(gap.number)}, which ${gap.claimedBy ?? 'a run that ended early'} claimed and did not publish [store/analysis-gap]`,
  );
}

interface AnalysisParts {
  readonly claim: ClaimedAnalysis;
  readonly language: ReportLanguage;
  readonly resultSha256: string;
}

/** All files of the result folder; the last one, `manifest.sha256`, lists the others. */
function filesOf(record: AnalysedLotRecord, { claim, language, resultSha256 }: AnalysisParts): readonly OutputFile[] {
  const now = new Date();
  const earlier = readEarlierAnalyses(claim);
  const outputs = renderOutputs({
    result: record.result,
    figures: record.figures,
    language,
    deflate: (bytes) => deflateSync(bytes, { level: 6 }),
    envelope: {
      reportNumber: `${lotFolderName(record.subject.lot)}/${subjectFolderName(record.subject)}/${analysisName(claim.number)}`,
      // Analyses appear in the order of their numbers, so that this one is the last of those that there are.
      analysis: { number: claim.number, of: claim.number },
      gaps: claim.gaps,
      earlierAnalyses: earlier,
      generatedAt: localTime(now),
      resultSha256,
      signatures: [],
    },
  });
  const files: OutputFile[] = [
    { path: 'result.json', bytes: canonicalJson(record.result) },
    { path: 'record.json', bytes: `${JSON.stringify(envelopeRecord(record, { claim, now, resultSha256, earlier }), null, 2)}\n` },
    { path: 'figures.json', bytes: canonicalJson(record.figures) },
    ...outputs,
  ];
  const manifest = formatManifest(files.map(({ path, bytes }) => ({ path, sha256: sha256Of(bytes) })));
  return [...files, { path: 'manifest.sha256', bytes: manifest }];
}

interface EnvelopeParts {
  readonly claim: ClaimedAnalysis;
  readonly now: Date;
  readonly resultSha256: string;
  readonly earlier: readonly EarlierAnalysis[];
}

/** `record.json`: who, when, where, and which analyses came before. */
function envelopeRecord(record: AnalysedLotRecord, { claim, now, resultSha256, earlier }: EnvelopeParts) {
  return {
    schemaVersion: 1,
    ...record.subject,
    subject: subjectFolderName(record.subject),
    analysis: claim.number,
    earlierAnalyses: earlier,
    gaps: claim.gaps,
    resultSha256,
    disposition: record.result.disposition.proposed,
    counts: record.result.disposition.counts,
    product: record.result.lot.product.id,
    specification: `${record.result.specification.id} ${record.result.specification.revision}`,
    generatedAt: localTime(now),
    generatedAtUtc: now.toISOString(),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    user: userName(),
    host: hostname(),
    software: { cytolot: version, node: process.version, platform: `${process.platform} ${process.arch}` },
  };
}

/** ISO date and time with the offset of this machine. */
function localTime(date: Date): string {
  const offset = -date.getTimezoneOffset();
  const two = (value: number) => String(Math.trunc(Math.abs(value))).padStart(2, '0');
  const shifted = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, 19);
  return `${shifted}${offset < 0 ? '-' : '+'}${two(offset / 60)}:${two(offset % 60)}`;
}
