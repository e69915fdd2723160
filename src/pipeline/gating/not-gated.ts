import type { Reason } from '../../reason.ts';
import type { Plan } from '../binding/plan-record.ts';
import type { Definition } from '../definition/definition.ts';
import type { GatingTools } from './gating-record.ts';
import { unusableGates } from './usable-gates.ts';

/** A file that the gates of its tube do not fit. */
export interface NotGated {
  readonly file: string;
  readonly tube: string;
  readonly reasons: readonly Reason[];
}

/** Each file of samples and controls once a tube, those that are held apart: they are not gated anyway. */
export function notGatedOf(
  definition: Definition,
  plan: Plan,
  { dataSetOf, matrices }: Parameters<typeof unusableGates>[2] & Pick<GatingTools, 'dataSetOf'>,
): readonly NotGated[] {
  const samples = plan.lots.flatMap((lot) => lot.samples);
  const served = samples.flatMap(({ tube, binding, held, controls }) => [
    ...(held.length === 0 ? [{ tube, binding }] : []),
    ...controls.flatMap((control) => (control.binding === null || control.reasons.length > 0 ? [] : [{ tube, binding: control.binding }])),
  ]);
  const distinct = new Map(served.map((one) => [JSON.stringify([one.tube, one.binding.file, one.binding.dataSet]), one]));
  return [...distinct.values()].flatMap(({ tube: id, binding }): NotGated[] => {
    const tube = definition.tubes.find((known) => known.id === id);
    const dataSet = dataSetOf(binding.file, binding.dataSet);
    const reasons = tube === undefined || dataSet === null ? [] : unusableGates(definition, { tube, dataSet }, { matrices });
    return reasons.length === 0 ? [] : [{ file: binding.file, tube: id, reasons }];
  });
}
