import { InputError } from '../errors.ts';
import { meanInAnyOrder } from '../numerics/mean.ts';
import type { PotencyMethod } from './method.ts';
import type { PotencyAssay } from './potency-assay.ts';
import { RESPONSE_TRANSFORMS } from './response-transform.ts';

/** The controls that a method holds asymptotes at. */
export function asymptoteControls({ fixed }: PotencyMethod): readonly string[] {
  return [fixed.lowerAsymptote, fixed.upperAsymptote].flatMap((value) => (typeof value === 'object' ? [value.control] : []));
}

/** The method with numbers where it holds an asymptote at the mean of a control of the assay, on the scale of the transform. Errors: potency/bad-data. */
export function withControlMeans(method: PotencyMethod, assay: PotencyAssay): PotencyMethod {
  if (asymptoteControls(method).length === 0) return method;
  const { lowerAsymptote: lower, upperAsymptote: upper } = method.fixed;
  return {
    ...method,
    fixed: {
      ...(lower === undefined ? {} : { lowerAsymptote: asymptoteOf(lower, method, assay) }),
      ...(upper === undefined ? {} : { upperAsymptote: asymptoteOf(upper, method, assay) }),
    },
  };
}

function asymptoteOf(fixed: number | { readonly control: string }, method: PotencyMethod, assay: PotencyAssay): number {
  if (typeof fixed === 'number') return fixed;
  const { transform, admits } = RESPONSE_TRANSFORMS[method.responseTransform];
  const { wells = [], problems = [] } = (assay.controls ?? []).find((control) => control.name === fixed.control) ?? {};
  const responses = wells.filter((well) => well.excluded === null).map((well) => well.response);
  const unusable = responses.find((response) => !Number.isFinite(response) || !admits(response));
  if (responses.length > 0 && unusable === undefined) return meanInAnyOrder(responses.map(transform));
  const without = problems.length === 0 ? 'none' : `${problems.length} without a number`;
  const found = unusable === undefined ? without : `the response ${unusable}`;
  throw new InputError(
    'potency/bad-data',
    `Expected wells of the control '${fixed.control}' in the assay '${assay.name}' whose mean an asymptote is held at, found ${found}.`,
  );
}
