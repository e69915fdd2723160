import type { OCCASION_KINDS } from '../attributes/result-words.ts';
import type { FTest } from '../numerics/regression/extra-sum-of-squares.ts';
import type {
  AssayResult,
  ChiSquaredTest,
  EquivalenceTest,
  RelativePotency,
  SuitabilityCheck,
  TestArticleResult,
} from '../potency/potency-result.ts';
import type { Reason } from '../reason.ts';

/** One assay in which the lot was a test article: the plate it stands on, the curves and tests behind its relative potency. Logarithms are natural. */
export interface PlateAssayRecord {
  /** As the replicates of the attribute name it. */
  readonly name: string;
  /** The definition's id of the assay. */
  readonly assay: string;
  readonly file: string;
  /** `null` = the only plate of the file, without a name. */
  readonly plate: string | null;
  readonly assayRun: string | null;
  readonly occasion: { readonly kind: (typeof OCCASION_KINDS)[number]; readonly number: number };
  readonly acquiredAt: string | null;
  readonly model: string;
  readonly responseTransform: NonNullable<AssayResult['transform']>;
  /** Weights are 1/fitted^(2p) of this p; `null` = the method has no such weights. */
  readonly weightExponent: number | null;
  readonly doseUnit: string | null;
  readonly responseUnit: string | null;
  readonly reference: {
    readonly name: string;
    /** Its own curve; `null` = it has none, or the model fits lines of all samples together. */
    readonly curve: CurveFit | null;
    readonly checks: readonly SuitabilityCheck[];
  };
  /** `null` = not one number. */
  readonly relativePotency: RelativePotency | null;
  /** Reference standard and test article with curves of their own, and with all but the location in common. */
  readonly free: CurveFit | null;
  readonly constrained: CurveFit | null;
  readonly parallelism: {
    readonly fTest: FTest | null;
    readonly chiSquared: ChiSquaredTest | null;
    readonly equivalence: readonly EquivalenceTest[];
  };
  readonly lackOfFit: FTest | null;
  readonly checks: readonly SuitabilityCheck[];
  readonly outcomes: TestArticleResult['outcomes'];
  /** Of the assay run and of the test article. */
  readonly reasons: readonly Reason[];
}

/** A fit with what tells how well it stands. */
export interface CurveFit {
  readonly parameters: readonly CurveParameter[];
  /** Weighted residual sum of squares. */
  readonly residualSumOfSquares: number;
  readonly residualDegreesOfFreedom: number;
  readonly stopped: string;
  readonly iterations: number;
}

export interface CurveParameter {
  readonly name: string;
  readonly sample: 'reference' | 'test' | 'common';
  readonly estimate: number;
  /** `null` = it was fixed, or has none. */
  readonly standardError: number | null;
}
