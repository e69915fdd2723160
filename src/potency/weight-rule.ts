import type { Weights } from './weights-schema.ts';

/** What weights are a power of. */
export type WeightRule =
  | { readonly of: 'none' | 'variance' }
  | { readonly of: 'y' | 'mean'; readonly exponent: number }
  | { readonly of: 'fitted'; readonly exponent: number | 'estimated' };

/** What the words of weights mean: weight = 1/size^exponent. */
export function weightRule(weights: Weights): WeightRule {
  if (weights === 'none') return { of: 'none' };
  if (weights === '1/variance') return { of: 'variance' };
  if (weights === '1/fitted^estimated') return { of: 'fitted', exponent: 'estimated' };
  const [, of, power] = /^1\/(y|mean|fitted)(?:\^(.+))?$/.exec(weights) ?? [];
  const exponent = power === undefined ? 1 : Number(power);
  return of === 'fitted' ? { of, exponent } : { of: of === 'y' ? 'y' : 'mean', exponent };
}
