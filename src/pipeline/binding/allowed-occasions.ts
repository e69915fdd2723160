import type { Reason } from '../../reason.ts';
import type { OccasionCount } from '../../specification/occasions.ts';
import { pipelineReason } from '../reasons.ts';

/** Test occasions beyond the number that the method fixes: testing until it conforms is not a method. */
export function beyondAllowed(occasions: readonly OccasionCount[], title: string): Reason[] {
  return occasions
    .filter(({ found, allowed }) => found > allowed)
    .map(({ kind, found, allowed }) =>
      pipelineReason('held/occasion-not-allowed', 'test-article', { occasion: kind, subject: title, found, allowed }),
    );
}
