import { join } from 'node:path';
import { InputError } from '../../errors.ts';
import { sentenceOf } from '../../outputs/words/sentence.ts';
import { canonicalJson } from '../../results/canonical-json.ts';
import { decideAnalysis } from '../../results/decide-analysis.ts';
import type { Difference } from '../../results/differences.ts';
import type { DispositionWord } from '../../results/release-result.ts';
import type { RunNote } from '../../results/run-notes.ts';
import { subjectTitle } from '../../subject.ts';
import type { AnalysedLotRecord } from '../analysis/judge-lot.ts';
import type { Disk } from '../disk/disk.ts';
import { sha256Of } from '../disk/files.ts';
import { analysisName } from './analysis-number.ts';
import { readEarlierResults } from './earlier-results.ts';

/** What became of the computed result of one subject. */
export interface PublishedAnalysis {
  /** `unchanged`: the same job was published before, as this analysis; nothing new was. */
  readonly state: 'new' | 'unchanged';
  readonly number: number;
  readonly folder: string;
  readonly resultSha256: string;
  readonly disposition: DispositionWord;
  /** Earlier outcomes that it takes back, and analyses that could not be compared. */
  readonly notes: readonly RunNote[];
  /** Numbers below it that no analysis has. */
  readonly gaps: readonly RunNote[];
}

/** What an earlier analysis judged differs, and nobody said why: nothing is published. */
export class ReasonNeeded extends InputError {
  /** Number of the earlier analysis. */
  readonly after: number;
  readonly differences: readonly Difference[];

  constructor(subject: string, { after, differences }: { readonly after: number; readonly differences: readonly Difference[] }) {
    const said = differences.map((one) => sentenceOf(one, 'en')).join('; ');
    const sentence = `Lot '${subject}': expected --reason, since what analysis ${analysisName(after)} judged differs: ${said}. Nothing was published for it. Run again with --reason "why it is analysed again".`;
    super('usage/reason-needed', sentence);
    this.after = after;
    this.differences = differences;
  }
}

interface Standing {
  readonly disk: Disk;
  /** Of the subject's analyses. */
  readonly folder: string;
  /** Of those that are published. */
  readonly numbers: readonly number[];
  readonly reason: string | null;
}

/** The analysis that is this one already; `null` = this one is to be published. Throws `usage/reason-needed`. */
export function standingAnalysis(
  { result, subject }: AnalysedLotRecord,
  { disk, folder, numbers, reason }: Standing,
): PublishedAnalysis | null {
  // With a reason nothing needs to be compared.
  if (reason !== null) return null;
  const earlier = readEarlierResults(disk, folder, numbers.slice(-1));
  const decision = decideAnalysis(result, earlier, reason);
  if (decision.kind === 'publish') return null;
  if (decision.kind === 'needs-reason') {
    throw new ReasonNeeded(subjectTitle(subject), decision);
  }
  const found = earlier.find(({ number }) => number === decision.as)?.result ?? result;
  return {
    state: 'unchanged',
    number: decision.as,
    folder: join(folder, analysisName(decision.as)),
    resultSha256: sha256Of(canonicalJson(found)),
    disposition: found.disposition.proposed,
    notes: [],
    gaps: [],
  };
}
