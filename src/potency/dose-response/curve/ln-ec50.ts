import { type CurveModel, fullParameters } from './curve-model.ts';

/** ln EC50 of a curve with its derivatives by the free parameters, by central differences: every model's formula of it is smooth. */
export function lnEc50WithSlopes(
  curve: CurveModel,
  free: readonly number[],
): { readonly value: number; readonly slopes: readonly number[] } {
  const at = (values: readonly number[]): number => curve.model.lnEc50(fullParameters(curve, values));
  const slopes = free.map((value, j) => {
    const step = 1e-5 * Math.max(1e-3, Math.abs(value));
    const moved = (by: number): number => at(free.map((one, i) => (i === j ? one + by : one)));
    return (moved(step) - moved(-step)) / (2 * step);
  });
  return { value: at(free), slopes };
}
