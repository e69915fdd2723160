import type { SubjectDate } from '../../specification/revisions.ts';
import type { LotPlan } from '../binding/plan-record.ts';
import type { Binding } from '../binding.ts';
import type { Definition } from '../definition/definition.ts';
import { dayOf } from '../tables/dates.ts';

/** When the material of one subject was acquired, or tested elsewhere. ISO dates; `null` = not stated. */
export interface SubjectTimes {
  readonly acquired: readonly (string | null)[];
  /** Of counts and results from elsewhere, which choose only where nothing was acquired. */
  readonly tested: readonly (string | null)[];
}

/** The date of a subject that chooses its revision of the specification, by the definition's rule. Days as they were written, at the site. */
export function subjectDate(definition: Pick<Definition, 'specificationDate'>, plan: LotPlan, times: SubjectTimes): SubjectDate {
  const rule = definition.specificationDate;
  if (rule === 'first-acquisition') {
    const acquired = stated(times.acquired);
    return { rule, days: (acquired.length > 0 ? acquired : stated(times.tested)).slice(0, 1) };
  }
  const pick = (binding: Binding) => (rule === 'manufacture' ? binding.manufacturedAt : binding.protocolDate);
  return { rule, days: [...new Set(stated(ownBindings(plan).map(pick)))] };
}

/** The earliest of ISO dates by their local calendar text, of those that are stated; `null` where none is. */
export function earliestKnown(dates: readonly (string | null)[]): string | null {
  return dates.filter((date) => date !== null).sort()[0] ?? null;
}

/** Samples are the lot's alone; a plate serves several lots, and dates one only where it has no sample. */
function ownBindings(plan: LotPlan): readonly Binding[] {
  return plan.samples.length > 0
    ? plan.samples.map((sample) => sample.binding)
    : plan.assays.flatMap((assay) => assay.plates.map((plate) => plate.binding));
}

function stated(dates: readonly (string | null)[]): string[] {
  return dates.flatMap((date) => (date === null ? [] : [dayOf(date)])).sort();
}
