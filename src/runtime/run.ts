import { hostname, userInfo } from 'node:os';
import { deflateSync } from 'node:zlib';
import { InputError } from '../errors.ts';
import { formatManifest } from '../outputs/manifest.ts';
import type { EarlierAnalysis, OutputFile, ReportLanguage } from '../outputs/output.ts';
import { renderOutputs } from '../outputs/render-outputs.ts';
import { canonicalJson } from '../results/canonical-json.ts';
import type { DispositionWord } from '../results/release-result.ts';
import { type Subject, subjectFolderName, subjectTitle } from '../subject.ts';
import { version } from '../version.ts';
import { type AnalysedLotRecord, analyseFolder, type FolderAnalysis } from './analyse-folder.ts';
import { sha256Of } from './files.ts';
import { loadMethod } from './load-method.ts';
import { type ClaimedAnalysis, claimAnalysis, publishAnalysis, readEarlierAnalyses, refuseUnwritable } from './store.ts';

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
  /** Every FCS file is read again with the package `fcs`, and a difference holds it; absent = as the definition says. */
  readonly secondReader?: 'asked';
  /** File of the operational log; absent = none. */
  readonly log?: string;
}

/** What became of one subject. */
export interface RunLot extends Subject {
  /** The name of the subject's folder within its lot. */
  readonly subject: string;
  readonly disposition: DispositionWord;
  /** The published result folder. */
  readonly folder: string;
  readonly resultSha256: string;
}

export interface RunOutcome {
  readonly lots: readonly RunLot[];
  readonly warnings: readonly string[];
}

/**
 * The main job: export folder → a published release result for every lot. A lot that does not meet its specification is a result.
 * Throws for a folder, definition, specification or list that cannot be used; bad data files hold their lots only.
 */
export async function run(request: RunRequest): Promise<RunOutcome> {
  const { openLog } = await import('./log.ts');
  const log = openLog(request.log ?? null);
  log.info('run started', { folder: request.folder, pipeline: request.pipeline, out: request.out, jobs: request.jobs });
  try {
    const outcome = await runLots(request);
    for (const warning of outcome.warnings) log.warn('warning', { warning });
    for (const lot of outcome.lots) log.info('lot published', { ...lot });
    log.info('run finished', { lots: outcome.lots.length });
    return outcome;
  } catch (error) {
    log.error('run failed', { error: error instanceof Error ? error.message : String(error) });
    throw error;
  }
}

async function runLots(request: RunRequest): Promise<RunOutcome> {
  const method = await loadMethod(request.pipeline, request.specification);
  refuseUnwritable(request.out);
  const analysis = await analyseFolder(method, request.folder, request);
  if (analysis.lots.length === 0) throw nothingToDo(request, analysis);
  const flags = analysis.lots.flatMap(flagLines);
  return { lots: analysis.lots.map((record) => publishLot(record, request)), warnings: [...analysis.warnings, ...flags] };
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

function publishLot(record: AnalysedLotRecord, request: RunRequest): RunLot {
  const json = canonicalJson(record.result);
  const resultSha256 = sha256Of(json);
  const subject = subjectFolderName(record.subject);
  const claim = claimAnalysis(request.out, record.subject);
  const generatedAt = localTime(new Date());
  const earlier = readEarlierAnalyses(claim);
  const outputs = renderOutputs({
    result: record.result,
    figures: record.figures,
    language: request.language,
    deflate: (bytes) => deflateSync(bytes, { level: 6 }),
    envelope: {
      reportNumber: `${record.subject.lot}/${subject}/${String(claim.number).padStart(4, '0')}`,
      analysis: { number: claim.number, of: earlier.length + 1 },
      earlierAnalyses: earlier,
      generatedAt,
      resultSha256,
      signatures: [],
    },
  });
  const files: OutputFile[] = [
    { path: 'result.json', bytes: json },
    { path: 'record.json', bytes: `${JSON.stringify(envelopeRecord(record, { claim, generatedAt, resultSha256, earlier }), null, 2)}\n` },
    { path: 'figures.json', bytes: canonicalJson(record.figures) },
    ...outputs,
  ];
  const manifest = formatManifest(files.map(({ path, bytes }) => ({ path, sha256: sha256Of(bytes) })));
  publishAnalysis(claim, [...files, { path: 'manifest.sha256', bytes: manifest }]);
  return { ...record.subject, subject, disposition: record.result.disposition.proposed, folder: claim.folder, resultSha256 };
}

interface EnvelopeParts {
  readonly claim: ClaimedAnalysis;
  readonly generatedAt: string;
  readonly resultSha256: string;
  readonly earlier: readonly EarlierAnalysis[];
}

/** `record.json`: who, when, where, and which analyses came before. */
function envelopeRecord(record: AnalysedLotRecord, parts: EnvelopeParts) {
  const now = new Date();
  return {
    schemaVersion: 1,
    ...record.subject,
    subject: subjectFolderName(record.subject),
    analysis: parts.claim.number,
    earlierAnalyses: parts.earlier,
    resultSha256: parts.resultSha256,
    disposition: record.result.disposition.proposed,
    generatedAt: parts.generatedAt,
    generatedAtUtc: now.toISOString(),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    user: userInfo().username,
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
