import { exp, ln } from '../../numerics/elementary.ts';
import { fitTrendLine, slopeLimits } from '../../numerics/regression/trend-line.ts';
import type { Reason } from '../../reason.ts';
import { isUnmet } from '../assay-run.ts';
import { suitabilityCheck } from '../dose-response/comparison/suitability.ts';
import type { PotencyMethod } from '../method.ts';
import type { AssayResult, SuitabilityCheck } from '../potency-result.ts';
import { reason } from '../reasons.ts';

/** How a mean moves over the plates of a run, in their order. */
export interface PlateDrift {
  readonly of: 'high' | 'low' | 'reference';
  readonly plates: readonly { readonly assay: string; readonly plate: string | null; readonly mean: number }[];
  /** Largest over smallest mean, less 1. */
  readonly change: number | null;
  /** Relative change from plate to plate, exp(slope of ln mean) − 1, with its limits; `null` with fewer than three plates or a mean that is not positive. */
  readonly slope: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly level: number;
  readonly checks: readonly SuitabilityCheck[];
  readonly reasons: readonly Reason[];
}

/** Drift over the plates of several assays that were run one after the other; `null` where the method asks for none. */
export function plateDrift(assays: readonly AssayResult[], method: PotencyMethod): PlateDrift | null {
  const rule = method.plateQuality.drift;
  if (rule === undefined) return null;
  const plates = assays.flatMap((assay) =>
    (assay.plates ?? []).flatMap(({ name, means }) => {
      const mean = means[rule.of];
      return mean === null ? [] : [{ assay: assay.name, plate: name, mean }];
    }),
  );
  const means = plates.map((one) => one.mean);
  const positive = means.length > 1 && means.every((mean) => mean > 0);
  const change = positive ? Math.max(...means) / Math.min(...means) - 1 : null;
  const trend = positive && means.length > 2 ? trendOf(means, rule.level) : NO_TREND;
  const slope = rule.maximumSlope;
  // Two plates have a change but no slope with limits; one plate has neither, and nothing to compare it with.
  const checks = [
    suitabilityCheck({ name: 'change between plates', found: change, unit: 'fraction', limit: { upper: rule.maximumChange } }, 'assay-run'),
    suitabilityCheck(
      {
        name: 'drift from plate to plate, lower',
        found: trend.lower,
        unit: 'fraction',
        limit: { lower: slope === undefined ? undefined : -slope },
      },
      'assay-run',
    ),
    suitabilityCheck(
      { name: 'drift from plate to plate, upper', found: trend.upper, unit: 'fraction', limit: { upper: slope } },
      'assay-run',
    ),
  ];
  const reasons = checks.filter(isUnmet).map(({ name: check, lower, upper, found }) => {
    const drift = { sample: null, check, lower, upper, found, plates: plates.length };
    return reason('potency/plate-drift', 'assay-run', drift);
  });
  return { of: rule.of, plates, change, ...trend, level: rule.level, checks, reasons };
}

/** The figures of drift among the checks of the assay run, beside those of its plate. */
export function withDriftChecks(result: AssayResult, { checks }: PlateDrift): AssayResult {
  return { ...result, reference: { ...result.reference, checks: [...result.reference.checks, ...checks] } };
}

const NO_TREND = { slope: null, lower: null, upper: null } as const;

function trendOf(means: readonly number[], level: number): { slope: number | null; lower: number | null; upper: number | null } {
  const line = fitTrendLine(
    means.map((_, i) => i),
    means.map(ln),
  );
  if (line === null) return NO_TREND;
  const { lower, upper } = slopeLimits(line, level);
  return { slope: exp(line.slope) - 1, lower: exp(lower) - 1, upper: exp(upper) - 1 };
}
