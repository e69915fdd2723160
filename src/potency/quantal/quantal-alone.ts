import type { Reason } from '../../reason.ts';
import { checkReason } from '../check-reason.ts';
import type { CompendialTestName } from '../compendial-schema.ts';
import { suitabilityCheck } from '../dose-response/comparison/suitability.ts';
import type { PotencyMethod } from '../method.ts';
import type { SuitabilityCheck } from '../potency-result.ts';
import { reason } from '../reasons.ts';
import { finiteOrNull } from '../reasons-with-figures.ts';
import type { QuantalResult } from './quantal.ts';
import { isSignificant, relaxedNotes, slopeP } from './quantal-tests.ts';

/** What the tests of counts find about one preparation alone; relaxed ones are notes. */
export interface JudgedAlone {
  /** `null` where the doses make no difference, so that there is no dose at which half respond. */
  readonly lnEd50: number | null;
  readonly checks: readonly SuitabilityCheck[];
  readonly reasons: readonly Reason[];
  readonly notes: readonly Reason[];
}

/** Regression and linearity (Ph. Eur. 5.3, 4.2.2) against the rules of the method, and an ED50 without limits, which is never reportable. */
export function judgeAlone(result: QuantalResult, sample: string, method: PotencyMethod): JudgedAlone {
  const { regression, linearity } = method.sampleSuitability.compendial;
  const [own] = result.samples;
  const found = { regression: slopeP(result), linearity: result.linearity?.p ?? null };
  const slope = suitabilityCheck(
    { name: 'regression, p', found: found.regression, unit: null, limit: regression.action === 'fail' ? { upper: regression.alpha } : {} },
    'assay-run',
  );
  // A linearity that scales the variances does not decide.
  const decides = linearity.action === 'fail' && result.heterogeneityFactor === 1;
  const bend = suitabilityCheck(
    { name: 'non-linearity chi-squared, p', found: found.linearity, unit: null, limit: decides ? { lower: linearity.alpha } : {} },
    'assay-run',
  );
  const significant = isSignificant(result, method);
  const open = significant && own?.lower == null;
  return {
    lnEd50: significant ? (own?.lnEd50 ?? null) : null,
    checks: [slope, bend],
    reasons: [
      ...(slope.outcome === 'fails' ? [checkReason('potency/no-dose-response', slope, sample)] : []),
      ...(bend.outcome === 'fails' ? [checkReason('potency/lack-of-fit', bend, sample)] : []),
      ...(open ? [reason('potency/unbounded-interval', 'assay-run', { of: 'ed50', sample, g: finiteOrNull(own?.g ?? 0) })] : []),
    ],
    notes: relaxedNotes(result, {
      sample,
      scope: 'assay-run',
      tests: ['regression', 'linearity'],
      method,
      found: (name: CompendialTestName) => (name === 'regression' || name === 'linearity' ? found[name] : null),
    }),
  };
}
