import { canonicalJson } from '../results/canonical-json.ts';
import type { DispositionWord } from '../results/release-result.ts';
import type { ResultRow } from '../results/result-columns.ts';
import { sha256OfText } from '../sha256.ts';
import type { Purpose } from '../subject.ts';

/** `result`: a result that stands. `reopened`: what was sent before no longer stands, since the lot is open again. */
export type DispatchKind = 'result' | 'reopened';

/** What names one sending of a result to a target. */
export interface DispatchName {
  readonly target: string;
  readonly kind: DispatchKind;
  /** SHA-256 of the bytes of `result.json`, which names lot, purpose, condition and time point. */
  readonly resultSha256: string;
  /** 1 for the first sending of a subject to the target; each correction and re-opening counts one up. */
  readonly revision: number;
}

/** The key of a sending: the same result, target and revision have the same key, whoever sends it and however often. 64 hexadecimal digits. */
export function dispatchKey({ target, kind, resultSha256, revision }: DispatchName): string {
  return sha256OfText(canonicalJson({ kind, resultSha256, revision, target }));
}

/**
 * Whether a person's approval of the result stands. `not asked` = the target gets results whether they are approved or not: the message of a key is the same at every attempt, and an approval may come
 * between two of them.
 */
export const APPROVALS = ['approved', 'not approved', 'not asked'] as const;
export type Approval = (typeof APPROVALS)[number];

/** One sending with all that its message may say. It holds no time of sending: the same key has the same message. */
export interface Dispatch extends DispatchName {
  readonly key: string;
  /** Key of the sending that this one stands in place of; `null` = the first. */
  readonly replaces: string | null;
  /** `lot/subject/0001`. */
  readonly analysis: string;
  readonly lot: string;
  readonly product: string;
  readonly purpose: Purpose;
  readonly condition: string | null;
  readonly timePoint: string | null;
  readonly method: { readonly id: string; readonly version: string; readonly status: string };
  readonly specification: { readonly id: string; readonly revision: string };
  readonly software: string;
  /** What was proposed; a person decides. `none` of what no longer stands. */
  readonly disposition: DispositionWord | 'none';
  /** UTC; when the analysis was published, by the log. */
  readonly publishedAt: string;
  readonly approval: Approval;
  readonly instruments: readonly string[];
  /** As `results.csv` has them; behind them, without values, those that were sent before and that this sending takes back (`takenBackRow`). */
  readonly rows: readonly ResultRow[];
  /** Rows of what was sent of the subject before, or may have been, with their values: by them a target knows which of its values are ours. */
  readonly earlier: readonly ResultRow[];
}
