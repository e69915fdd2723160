import type { AttributeEstimate } from '../../attributes/attribute-result.ts';
import type { LotPlan } from '../binding/plan-record.ts';

/** Adds to an estimate which plates and preparations behind it were repeated, by what, and why: none is left out because another stands in its place. */
export function withRepeats(plan: LotPlan, estimate: AttributeEstimate): AttributeEstimate {
  const samples = plan.samples.map(({ binding, replaces }) => ({ binding, replaced: replaces }));
  const plates = plan.assays.flatMap((assay) =>
    assay.plates.map(({ binding, replaces }) => ({
      binding,
      replaced: replaces === null ? null : replaces.plate === null ? replaces.file : `${replaces.file}, plate ${replaces.plate}`,
    })),
  );
  const flags = [...samples, ...plates].flatMap(({ binding, replaced }) => {
    if (replaced === null || !estimate.sources.includes(binding.file)) return [];
    const { kind, number, reason, reference } = binding.occasion;
    const why = [reason, reference].filter((part) => part !== null).join(', ');
    return [{ code: 'occasion/repeated', message: `'${binding.file}' (${kind} ${number}) repeats '${replaced}': ${why}.` }];
  });
  return flags.length === 0 ? estimate : { ...estimate, flags: [...estimate.flags, ...flags] };
}
