import { InputError } from '../../../errors.ts';
import { type DoseResponseModel, locationIndex, type ParameterName } from '../models/model.ts';
import { DOSE_RESPONSE_MODELS, type ModelId } from '../models/registry.ts';

/** A dose-response model with some of its parameters held at declared values. */
export interface CurveModel {
  readonly model: DoseResponseModel;
  /** Indices of the free parameters in the model's list. */
  readonly free: readonly number[];
  /** Fixed values in their places, 0 elsewhere. */
  readonly template: Float64Array;
  /** Index of the location among the free parameters. */
  readonly location: number;
}

/** Asymptotes that a method holds at a declared value. */
export interface FixedAsymptotes {
  readonly lowerAsymptote?: FixedValue | undefined;
  readonly upperAsymptote?: FixedValue | undefined;
}

/** A number, or the control whose mean it is: that must be put in its place before a curve is fitted (`withControlMeans`). */
type FixedValue = number | { readonly control: string };

/** Binds a model to the asymptotes that the method fixes (`potency/bad-model` where the model has no such parameter). */
export function curveModel(id: ModelId, fixed: FixedAsymptotes = {}): CurveModel {
  const model: DoseResponseModel = DOSE_RESPONSE_MODELS.of(id);
  const template = new Float64Array(model.parameters.length);
  const held = new Set<number>();
  for (const name of ['lowerAsymptote', 'upperAsymptote'] as const) {
    const value = fixed[name];
    if (value === undefined) continue;
    if (typeof value !== 'number') {
      throw new InputError(
        'potency/bad-model',
        `Expected the mean of the control '${value.control}' for the fixed '${name}', found no wells of it here; give a number.`,
      );
    }
    const index = model.parameters.indexOf(name);
    if (index < 0) {
      throw new InputError(
        'potency/bad-model',
        `Expected a model with the parameter '${name}' to fix, found '${id}', which has none; take '4pl'.`,
      );
    }
    template[index] = value;
    held.add(index);
  }
  const free = model.parameters.map((_, index) => index).filter((index) => !held.has(index));
  return { model, free, template, location: free.indexOf(locationIndex(model)) };
}

/** Names of the free parameters, in order. */
export function freeNames(curve: CurveModel): readonly ParameterName[] {
  return curve.free.map((index) => curve.model.parameters[index]!);
}

/** All parameters of the model from the free ones. */
export function fullParameters(curve: CurveModel, free: ArrayLike<number>): Float64Array {
  const full = Float64Array.from(curve.template);
  curve.free.forEach((index, j) => {
    full[index] = free[j]!;
  });
  return full;
}

/** The free parameters of the same curve in the model's order of asymptotes, or `null` where they are not this model's. */
export function orderedFree(curve: CurveModel, free: readonly number[]): readonly number[] | null {
  const full = Array.from(fullParameters(curve, free));
  const ordered = curve.model.ordered(full);
  if (ordered === null) return null;
  const keepsFixed = ordered.every((value, index) => curve.free.includes(index) || value === curve.template[index]);
  return keepsFixed ? curve.free.map((index) => ordered[index]!) : null;
}
