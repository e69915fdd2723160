import type { Member } from '../registry.ts';
import type { Figures } from '../results/figures.ts';
import type { ReleaseResult } from '../results/release-result.ts';
import type { Reversal } from '../results/reversals.ts';
import type { RunNote } from '../results/run-notes.ts';
import type { Rasters } from './rasters.ts';

/** `both` puts Chinese after or below the English; `zh` puts Chinese first, at full size. */
export type ReportLanguage = 'en' | 'zh' | 'both';

/** A signature over `result.json`, as stored beside it. */
export interface ReportSignature {
  readonly role: 'tested' | 'reviewed' | 'approved';
  readonly name: string;
  /** Date and time with offset, as text. */
  readonly signedAt: string;
  readonly meaning: string;
}

/** What the report says of this analysis that `result.json` must not hold: who and when, and which other analyses there are. */
export interface Envelope {
  /** `lot/subject/0001`, as the folders are named. */
  readonly reportNumber: string;
  /** This analysis and how many numbers had been given when it was published, counting from 1; with `gaps` and `earlierAnalyses` all are accounted for. */
  readonly analysis: { readonly number: number; readonly of: number };
  /** Numbers below this one that were claimed and never published, with who claimed them where that is known. */
  readonly gaps: readonly { readonly number: number; readonly claimedBy: string | null }[];
  readonly earlierAnalyses: readonly EarlierAnalysis[];
  /** Why the subject was analysed again; `null` where nobody said. */
  readonly reason: string | null;
  /** Earlier outcomes that this analysis takes back. */
  readonly reversals: readonly Reversal[];
  /** The same as messages, with the earlier analyses that could not be compared. */
  readonly notes: readonly RunNote[];
  /** Time of writing with its offset, as text. */
  readonly generatedAt: string;
  /** SHA-256 of the bytes of `result.json`, 64 hexadecimal digits. */
  readonly resultSha256: string;
  readonly signatures: readonly ReportSignature[];
}

export interface EarlierAnalysis {
  readonly number: number;
  readonly generatedAt: string;
  /** Why there is another analysis; `null` where nobody said. */
  readonly reason: string | null;
  readonly disposition: string | null;
  readonly resultSha256: string;
}

/** Earlier lots of one attribute, oldest first, in the unit of its reported value: the column "Last 20 lots" and the Trend section. */
export interface TrendSeries {
  readonly attribute: string;
  readonly component: string | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly lots: readonly { readonly lot: string; readonly value: number | null }[];
}

/** Everything an output is made from. */
export interface OutputInput {
  readonly result: ReleaseResult;
  readonly figures: Figures;
  readonly envelope: Envelope;
  readonly language: ReportLanguage;
  readonly rasters: Rasters;
  readonly trend?: readonly TrendSeries[];
}

/** A file of the result folder; `path` is relative to it, with `/`. Text is written as UTF-8. */
export interface OutputFile {
  readonly path: string;
  readonly bytes: Uint8Array | string;
}

/** The files that one output makes. */
export interface Output extends Member {
  readonly render: (input: OutputInput) => readonly OutputFile[];
}

/** Makes a member of the registry. */
export function defineOutput(output: Output): Output {
  return output;
}
