import type { AssayResult } from '../potency-result.ts';
import { type CombinedAssays, combineAssays } from './combination.ts';
import type { CombinationScale, CombinationVariant } from './combination-editions.ts';
import type { CombinationMethod } from './combination-schema.ts';
import { independentAssay } from './independent-assay.ts';

/** The reportable value of one test article over the assays of a table. */
export interface TableCombination extends CombinedAssays {
  readonly test: string;
  readonly homogeneityP: number | null;
}

/** How the assays of a table are combined. */
export interface CombinationRequest {
  readonly variant: CombinationVariant;
  /** `null` = all must be reportable. */
  readonly minimum: number | null;
  readonly level: number;
  readonly homogeneity?: CombinationMethod['homogeneity'];
  readonly maximumGcvPercent?: number;
}

/** Every test article over its assays; each assay of the table counts as planned, and all must be reportable unless a smaller number is enough. */
export function combineTable(
  assays: readonly AssayResult[],
  asked: CombinationRequest,
  failed: readonly string[] = [],
): readonly TableCombination[] {
  const names = [...new Set(assays.flatMap((assay) => assay.tests.map((test) => test.name)))];
  // An assay that could not be read was planned all the same.
  const lost = failed.map((name) => ({ name, run: null, relativePotency: null }));
  return names.map((name) => {
    const read = assays.flatMap((assay) =>
      assay.tests.filter((test) => test.name === name).map((test) => independentAssay(assay, test, { run: null, valid: true })),
    );
    const own = [...read, ...lost];
    const { minimum, ...same } = asked;
    const plan = { planned: own.length, minimum: minimum ?? own.length, ...same };
    const combined = combineAssays(own, plan);
    return { test: name, ...combined, homogeneityP: combined.homogeneity?.p ?? null };
  });
}

/** A potency that was computed elsewhere, with what its combination needs. */
export interface StatedPotency {
  readonly assay: string;
  readonly sample: string;
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  readonly df: number;
}

/** Potencies that were computed elsewhere, combined sample by sample; those of slope-ratio assays as they are. */
export function combineGiven(
  given: readonly StatedPotency[],
  asked: CombinationRequest,
  scale: CombinationScale,
): readonly TableCombination[] {
  return [...new Set(given.map((one) => one.sample))].map((test) => {
    const own = given
      .filter((one) => one.sample === test)
      .map(({ assay, estimate, lower, upper, df }) => ({
        name: assay,
        relativePotency: { estimate },
        interval: { lower, upper, df },
        scale,
      }));
    const { minimum, ...same } = asked;
    const combined = combineAssays(own, { planned: own.length, minimum: minimum ?? own.length, ...same });
    return { test, ...combined, homogeneityP: combined.homogeneity?.p ?? null };
  });
}
