import { formatManifest } from '../../outputs/manifest.ts';
import type { EarlierAnalysis, Envelope, ReportLanguage } from '../../outputs/output.ts';
import { canonicalJson } from '../../results/canonical-json.ts';
import type { Reversal } from '../../results/reversals.ts';
import type { RunNote } from '../../results/run-notes.ts';
import { lotFolderName, subjectFolderName } from '../../subject.ts';
import { version } from '../../version.ts';
import type { AnalysedLotRecord } from '../analysis/judge-lot.ts';
import type { DraftFile } from '../disk/draft.ts';
import { sha256Of } from '../disk/files.ts';
import type { Clock } from '../disk/surroundings.ts';
import type { Threads } from '../threads/threads.ts';
import { analysisName, type ClaimedAnalysis } from './analysis-number.ts';
import type { Store } from './publication.ts';
import { readEarlierAnalyses } from './store.ts';

/** What the files of an analysis are made of, beside its result. */
export interface AnalysisParts {
  readonly store: Store;
  readonly claim: ClaimedAnalysis;
  readonly language: ReportLanguage;
  readonly resultJson: string;
  readonly resultSha256: string;
  readonly job: string;
  readonly inputs: string | null;
  readonly reason: string | null;
  readonly reversals: readonly Reversal[];
  readonly notes: readonly RunNote[];
  readonly threads: Threads;
}

/** All files of the result folder; the last one, `manifest.sha256`, lists the others. */
export async function filesOf(
  record: AnalysedLotRecord,
  { store, claim, language, resultJson, resultSha256, job, inputs, reason, reversals, notes, threads }: AnalysisParts,
): Promise<readonly DraftFile[]> {
  const now = store.clock.now();
  const earlier = readEarlierAnalyses(store.disk, claim);
  const envelope: Envelope = {
    reportNumber: `${lotFolderName(record.subject.lot)}/${subjectFolderName(record.subject)}/${analysisName(claim.number)}`,
    // Analyses appear in the order of their numbers, so that this one is the last of those that there are.
    analysis: { number: claim.number, of: claim.number },
    gaps: claim.gaps,
    earlierAnalyses: earlier,
    reason,
    reversals,
    notes,
    generatedAt: localTime(store.clock, now),
    resultSha256,
    signatures: [],
  };
  const figuresJson = canonicalJson(record.figures);
  const rendered = await threads.ask({ kind: 'render', resultJson, figuresJson, envelope, language }, 'rendered');
  const recordJson = `${JSON.stringify(envelopeRecord(record, { store, claim, now, resultSha256, job, inputs, earlier, reason, reversals, notes }), null, 2)}\n`;
  const files = [
    { path: 'result.json', bytes: resultJson, sha256: resultSha256 },
    { path: 'record.json', bytes: recordJson, sha256: sha256Of(recordJson) },
    ...rendered.files,
  ];
  return [...files, { path: 'manifest.sha256', bytes: formatManifest(files) }];
}

interface EnvelopeParts {
  readonly store: Store;
  readonly claim: ClaimedAnalysis;
  readonly now: Date;
  readonly resultSha256: string;
  readonly job: string;
  readonly inputs: string | null;
  readonly earlier: readonly EarlierAnalysis[];
  readonly reason: string | null;
  readonly reversals: readonly Reversal[];
  readonly notes: readonly RunNote[];
}

/** `record.json`: who, when, where, and which analyses came before. */
function envelopeRecord(
  record: AnalysedLotRecord,
  { store, claim, now, resultSha256, job, inputs, earlier, reason, reversals, notes }: EnvelopeParts,
) {
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
    job,
    ...(inputs === null ? {} : { inputs }),
    resultSha256,
    disposition: record.result.disposition.proposed,
    counts: record.result.disposition.counts,
    product: record.result.lot.product.id,
    specification: `${record.result.specification.id} ${record.result.specification.revision}`,
    generatedAt: localTime(store.clock, now),
    generatedAtUtc: now.toISOString(),
    timeZone: store.clock.timeZone,
    user: store.actor,
    host: store.host.name,
    software: { cytolot: version, node: store.host.node, platform: store.host.platform },
  };
}

/** ISO date and time with the offset of the clock's zone. */
function localTime(clock: Clock, date: Date): string {
  const offset = clock.minutesAheadOfUtc(date);
  const two = (value: number) => String(Math.trunc(Math.abs(value))).padStart(2, '0');
  const shifted = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, 19);
  return `${shifted}${offset < 0 ? '-' : '+'}${two(offset / 60)}:${two(offset % 60)}`;
}
