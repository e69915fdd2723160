import type { AttributeResult } from '../attributes/attribute-result.ts';

/** Flag of a result that decides nothing because an invalid test was repeated. */
export const SUPERSEDED = 'specification/superseded';

/**
 * Marks, among the results of one row, which test occasions decide. A repeat replaces earlier tests only where none of them was valid.
 * Any other later test stands beside the earlier ones, and the worst valid outcome counts: the latest never wins by being latest.
 */
export function decideOccasions(results: readonly AttributeResult[]): AttributeResult[] {
  if (results.length < 2) return [...results];
  const ordered = [...results].sort((a, b) => a.occasion.number - b.occasion.number);
  const repeated = ordered.findLastIndex((result, index) => index > 0 && result.occasion.kind === 'repeat-after-invalid');
  const earlier = repeated < 0 ? [] : ordered.slice(0, repeated);
  const replaces = earlier.length > 0 && earlier.every((result) => result.outcome === 'no valid result');
  return ordered.map((result, index) => {
    if (replaces && index < repeated) return flagged(result, SUPERSEDED, 'Not valid, and repeated: the repeat decides.');
    if (index === 0 || (replaces && index === repeated)) return result;
    return flagged(
      result,
      'specification/retest-not-deciding',
      'A later test: it does not replace the earlier result, the worst valid outcome counts.',
    );
  });
}

function flagged(result: AttributeResult, code: string, message: string): AttributeResult {
  return { ...result, flags: [...result.flags, { code, message }] };
}
