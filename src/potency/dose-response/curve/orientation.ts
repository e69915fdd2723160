import type { PotencyMethod } from '../../method.ts';
import type { ModelId } from '../models/registry.ts';

/** The models that a method fits: of 5pl one for each asymptote that its asymmetry may bend. */
export function modelIds(model: ModelId, orientation: PotencyMethod['orientation']): readonly ModelId[] {
  if (model !== '5pl' || orientation === undefined || orientation === 'lower') return [model];
  return orientation === 'upper' ? ['5pl-upper'] : ['5pl', '5pl-upper'];
}
