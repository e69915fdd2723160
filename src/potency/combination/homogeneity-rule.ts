import { assumesHomogeneity, type CombinationVariant } from './combination-editions.ts';
import type { CombinationMethod } from './combination-schema.ts';

/** What a combination does with assays that are not homogeneous. */
export interface HomogeneityRule {
  readonly alpha: number;
  readonly action: 'information' | 'fail' | 'semi-weight';
}

/** The rule of a method for a variant; a weighted one fails where the method says nothing. */
export function homogeneityRule(variant: CombinationVariant, given: CombinationMethod['homogeneity'] | undefined): HomogeneityRule {
  const { alpha = 0.05, action } = given ?? {};
  return { alpha, action: action ?? (assumesHomogeneity(variant) ? 'fail' : 'information') };
}
