import type { AttributeEstimate } from '../../attributes/attribute-result.ts';
import type { Note } from '../../reason.ts';
import type { LotPlan } from '../binding/plan-record.ts';
import { pipelineReason } from '../reasons.ts';

/** Adds to an estimate which plates and preparations behind it were repeated, by what, and why: none is left out because another stands in its place. */
export function withRepeats(plan: LotPlan, estimate: AttributeEstimate): AttributeEstimate {
  const samples = plan.samples.map(({ binding, replaces }) => ({
    binding,
    replaced: replaces === null ? null : { file: replaces, plate: null },
  }));
  const plates = plan.assays.flatMap((assay) =>
    assay.plates.map(({ binding, replaces }) => ({
      binding,
      replaced: replaces === null ? null : { file: replaces.file, plate: replaces.plate },
    })),
  );
  const notes = [...samples, ...plates].flatMap(({ binding, replaced }): Note[] => {
    if (replaced === null || !estimate.sources.includes(binding.file)) return [];
    const { kind, number, reason, reference } = binding.occasion;
    const { code, fields } = pipelineReason('occasion/repeated', 'test-article', {
      file: binding.file,
      occasion: kind,
      number,
      replaced,
      reason,
      reference,
    });
    return [{ code, fields }];
  });
  return notes.length === 0 ? estimate : { ...estimate, notes: [...estimate.notes, ...notes] };
}
