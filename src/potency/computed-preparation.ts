import { exp } from '../numerics/elementary.ts';
import { type Limits, limitsOfRatio } from '../numerics/intervals/ratio-limits.ts';
import type { PreparationResult, SuitabilityCheck } from './potency-result.ts';

/** What a model computes of one preparation alone; its checks are those of the assay run. */
export interface ComputedPreparation extends Omit<PreparationResult, 'name' | 'level' | 'outcome'> {
  readonly checks?: readonly SuitabilityCheck[];
  /** Of a curve: the model that was fitted. */
  readonly model?: string;
  readonly weightExponent?: number | null;
}

/** A dose from its logarithm. */
export function doseOfLog(value: number, limits: Limits): Limits & { readonly estimate: number | null } {
  const estimate = exp(value);
  return estimate > 0 && estimate < Number.POSITIVE_INFINITY
    ? { estimate, ...limitsOfRatio(limits) }
    : { estimate: null, lower: null, upper: null };
}
