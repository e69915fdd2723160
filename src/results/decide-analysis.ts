import { type AnalysisComparison, compareAnalyses } from './compare-analyses.ts';
import type { Difference } from './differences.ts';
import type { ReleaseResult } from './release-result.ts';
import type { EarlierResult } from './reversals.ts';

/** What becomes of a computed analysis: it is published, is the one that there is already, or needs a reason first. */
export type AnalysisDecision =
  | { readonly kind: 'publish' }
  | { readonly kind: 'unchanged'; readonly as: number }
  | { readonly kind: 'needs-reason'; readonly after: number; readonly differences: readonly Difference[] };

/** Decides by the latest analysis of the subject. A reason publishes anything, the same job again too: it is a counted repeat. */
export function decideAnalysis(now: ReleaseResult, earlier: readonly EarlierResult[], reason: string | null): AnalysisDecision {
  const latest = earlier.reduce<EarlierResult | null>((last, one) => (last === null || one.number > last.number ? one : last), null);
  if (latest === null || reason !== null) return { kind: 'publish' };
  const comparison: AnalysisComparison =
    latest.result === null
      ? { kind: 'changed', differences: [{ code: 'difference/not-readable', fields: {} }] }
      : compareAnalyses(latest.result, now);
  if (comparison.kind === 'same') return { kind: 'unchanged', as: latest.number };
  if (comparison.kind === 'extended') return { kind: 'publish' };
  return { kind: 'needs-reason', after: latest.number, differences: comparison.differences };
}
