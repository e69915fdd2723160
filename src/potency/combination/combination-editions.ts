/** How a variant weights independent assays. W = 4t²/L² is the reciprocal variance of an assay's ln RP, from the length L of its interval. */
interface VariantRule {
  readonly weights: 'equal' | 'by-interval';
  /** Variance between assays that is added to 1/W; `null` = none. */
  readonly between: 'variance' | 'variance-less-within' | 'dersimonian-laird' | null;
  /** Student's t on the number of assays less one, or on all residual degrees of freedom together. */
  readonly degreesOfFreedom: 'assays' | 'summed';
  /** What is computed, and where it stands. */
  readonly source: string;
}

const UNWEIGHTED = { weights: 'equal', between: null, degreesOfFreedom: 'assays' } as const;
const WEIGHTED = { weights: 'by-interval', between: null, degreesOfFreedom: 'summed' } as const;
const SEMI_WEIGHTED = { weights: 'by-interval', between: 'variance-less-within', degreesOfFreedom: 'assays' } as const;

/**
 * Variants of the combination, by what they compute and by edition. `docs/methods/combination.md` says where every attribution comes from; the printed
 * edition decides.
 */
export const COMBINATION_VARIANTS = {
  unweighted: { ...UNWEIGHTED, source: 'geometric mean, t on n − 1' },
  weighted: { ...WEIGHTED, source: 'weights W, t on the summed degrees of freedom' },
  'semi-weighted': { ...SEMI_WEIGHTED, source: 'weights 1/(1/W + v), v = max(0, var M − mean 1/W), t on n − 1' },
  'semi-weighted-summed-df': {
    ...SEMI_WEIGHTED,
    degreesOfFreedom: 'summed',
    source: 'weights 1/(1/W + v), v = max(0, var M − mean 1/W), t on the summed degrees of freedom',
  },
  'dersimonian-laird': {
    weights: 'by-interval',
    between: 'dersimonian-laird',
    degreesOfFreedom: 'assays',
    source: 'weights 1/(1/W + τ²) of DerSimonian and Laird, t on n − 1',
  },
  'ph-eur-10-unweighted': { ...UNWEIGHTED, source: 'Ph. Eur. 10, 5.3, 6.3: geometric mean, t on n − 1' },
  'ph-eur-10-weighted': { ...WEIGHTED, source: 'Ph. Eur. 10, 5.3, 6.2: weights W, t on the summed degrees of freedom' },
  'ph-eur-10-semi-weighted': {
    ...SEMI_WEIGHTED,
    source: 'Ph. Eur. 10, 5.3, 6.2: weights 1/(1/W + v), v = max(0, var M − mean 1/W), t on n − 1',
  },
  'ph-eur-9-unweighted': { ...UNWEIGHTED, source: 'Ph. Eur. 9, 5.3, 6.3: geometric mean, t on n − 1' },
  'ph-eur-9-weighted': { ...WEIGHTED, source: 'Ph. Eur. 9, 5.3, 6.2: weights W, t on the summed degrees of freedom' },
  'ph-eur-9-semi-weighted': {
    weights: 'by-interval',
    between: 'variance',
    degreesOfFreedom: 'summed',
    source: 'Ph. Eur. 9, 5.3, 6.2.4: weights 1/(1/W + var M), t on the summed degrees of freedom (about 2)',
  },
  'usp-1034-unweighted': { ...UNWEIGHTED, source: 'USP <1034>: geometric mean, t on n − 1' },
  'usp-1034-weighted': { ...WEIGHTED, source: 'USP <1034>: weights W, t on the summed degrees of freedom' },
  'usp-1034-semi-weighted': {
    ...SEMI_WEIGHTED,
    source: 'USP <1034>: weights 1/(1/W + v), v = max(0, var M − mean 1/W), t on n − 1',
  },
} as const satisfies Record<string, VariantRule>;

export type CombinationVariant = keyof typeof COMBINATION_VARIANTS;

/** The same edition's variant for assays that are not homogeneous. */
export function heterogeneousVariant(variant: CombinationVariant): CombinationVariant {
  const other = variant === 'weighted' ? 'semi-weighted' : variant.replace(/-weighted$/, '-semi-weighted');
  return !variant.endsWith('semi-weighted') && isCombinationVariant(other) ? other : variant;
}

export function isCombinationVariant(id: string): id is CombinationVariant {
  return Object.hasOwn(COMBINATION_VARIANTS, id);
}

/** Whether a variant weights assays as if they were homogeneous, so that it does not hold where they are not. */
export function assumesHomogeneity(variant: CombinationVariant): boolean {
  const { weights, between } = COMBINATION_VARIANTS[variant];
  return weights === 'by-interval' && between === null;
}

/**
 * Names of earlier versions with the name of what they computed. The formulas of USP <111> are pictures that were not at hand, so that no variant bears its
 * name any more.
 */
export const EARLIER_VARIANTS: ReadonlyMap<string, CombinationVariant> = new Map([
  ['usp-111-weighted', 'weighted'],
  ['usp-111-semi-weighted', 'semi-weighted'],
]);

/** Potencies combine as logarithms, those of slope-ratio assays as they are (Ph. Eur. 5.3, 6.1). */
export type CombinationScale = 'logarithm' | 'ratio';

/** A variant with its source, in English. */
export function combinationName(
  variant: CombinationVariant,
  { replicates, scale }: { readonly replicates: number; readonly scale: CombinationScale },
): string {
  const { source } = COMBINATION_VARIANTS[variant];
  const usual =
    scale === 'ratio' ? 'arithmetic mean of the ratios, t interval between assays' : 'geometric mean, t interval between assays';
  const own =
    scale === 'ratio' ? `${variant} (${source.replace('geometric', 'arithmetic')}), on the scale of the ratios` : `${variant} (${source})`;
  const named = variant === 'unweighted' ? usual : own;
  return replicates === 1 ? named : `${named}, of means of ${replicates} replicates a run`;
}
