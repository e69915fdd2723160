import type { Member } from '../../../registry.ts';

/** Names of the parameters of dose-response models, in the order in which every model lists those that it has. */
export const PARAMETER_NAMES = ['slope', 'lowerAsymptote', 'upperAsymptote', 'lnEc50', 'lnLocation', 'asymmetry', 'hormesis'] as const;

export type ParameterName = (typeof PARAMETER_NAMES)[number];

/**
 * A dose-response model. Doses are natural logarithms; the zero dose is −Infinity, where the model takes its limit.
 * A new model is one file with such a record and one line in `registry.ts`.
 */
export interface DoseResponseModel<Id extends string = string> extends Member<Id> {
  readonly title: string;
  /** With x the dose and e the location, as documentation. */
  readonly formula: string;
  readonly parameters: readonly ParameterName[];
  /** The parameters in which the response is linear; the others are searched on a grid for starts. */
  readonly linear: readonly ParameterName[];
  /** Slopes and, where the model has one, asymmetries that the search for starts tries. */
  readonly startSlopes: readonly number[];
  readonly startAsymmetries: readonly number[];
  /**
   * The response at a dose; fills `gradient` with the derivatives by each parameter, then the one by ln dose in the last place.
   * Called for every dose in every step of a fit: no allocation.
   */
  readonly evaluate: (lnDose: number, parameters: Float64Array, gradient: Float64Array) => number;
  /** ln of the dose with the response half-way between the asymptotes. */
  readonly lnEc50: (parameters: ArrayLike<number>) => number;
  /** The same curve with the lower asymptote below the upper one, or `null` where such parameters are not this model's. */
  readonly ordered: (parameters: readonly number[]) => readonly number[] | null;
}

/** Makes a member of the registry; its id is among those that a method may name. */
export function defineModel<const Id extends string>(model: DoseResponseModel<Id>): DoseResponseModel<Id> {
  return model;
}

/** Where a parameter stands in the model's list; −1 where the model has none of that name. */
export function indexOf(model: DoseResponseModel, name: ParameterName): number {
  return model.parameters.indexOf(name);
}

/** Index of the parameter that a relative potency shifts. */
export function locationIndex(model: DoseResponseModel): number {
  const at = indexOf(model, 'lnEc50');
  return at >= 0 ? at : indexOf(model, 'lnLocation');
}
