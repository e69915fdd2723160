import type { AttributeEstimate } from '../../attributes/attribute-result.ts';
import { isAwaited } from '../../attributes/reasons.ts';
import { causeOf } from '../causes.ts';

/** Reasons that only say again that something is not there. Beside what has not arrived they say nothing. */
const FOLLOWS: ReadonlySet<string> = new Set([
  'attribute/no-population',
  'control/no-threshold',
  'population/not-clustered',
  'population/clusters-without-control',
  'population/clusters-of-samples',
  'population/not-gated',
  'population/gating-failed',
]);

/**
 * What has not arrived is pending; what arrived and cannot be trusted has no valid result. An estimate whose only reasons are that a file, a plate, a
 * preparation or a count has not arrived has no value yet, whatever could be computed from the rest.
 */
export function awaitArrivals(estimate: AttributeEstimate): AttributeEstimate {
  const awaited = estimate.reasons.filter(isAwaited);
  const untrusted = estimate.reasons.filter(
    (reason) => !isAwaited(reason) && causeOf(reason) !== 'another reason' && !FOLLOWS.has(reason.code),
  );
  if (awaited.length === 0 || untrusted.length > 0) return estimate;
  const notes = awaited.map(({ code, fields }) => ({ code, fields }));
  const empty = { estimate: null, text: null, interval: null, k: null, N: null, reasons: [] };
  return { ...estimate, ...empty, status: 'pending', notes: [...estimate.notes, ...notes] };
}
