import type { AttributeEstimate } from '../attribute-result.ts';
import { note } from '../reasons.ts';
import type { MethodStatus } from '../result-words.ts';
import { type EarlierValue, earlierFields } from './earlier-values.ts';

/** From what releases nothing to what releases: a value can do no more than the weakest of what it is computed from. */
const STRENGTH: Readonly<Record<MethodStatus, number>> = {
  retired: 0,
  draft: 0,
  'under-validation': 0,
  qualified: 1,
  verified: 2,
  validated: 2,
};

/** The status that a computed value has: its own, or that of the first input whose method may do less. */
export function inheritedStatus(own: MethodStatus, inputs: readonly MethodStatus[]): MethodStatus {
  return inputs.reduce((weakest, status) => (STRENGTH[status] < STRENGTH[weakest] ? status : weakest), own);
}

/** The method of a computed value, with a note where an input takes its status down. */
export function inheritedMethod(
  method: AttributeEstimate['method'],
  inputs: readonly EarlierValue[],
): Pick<AttributeEstimate, 'method' | 'notes'> {
  const known = inputs.flatMap(({ estimate, reference }) => (estimate === null ? [] : [{ reference, status: estimate.method.status }]));
  const status = inheritedStatus(
    method.status,
    known.map((one) => one.status),
  );
  if (status === method.status) return { method, notes: [] };
  const from = known.flatMap((one) => (one.status === status ? [earlierFields(one.reference)] : []));
  return { method: { ...method, status }, notes: [note('attribute/input-not-validated', { inputs: from, status, own: method.status })] };
}
