import type { Reason, ReasonScope } from '../potency/potency-result.ts';

/** Every reason that only a study gives, with its meaning; `docs/errors.md` lists them. Studies also give those of assays. */
export const STUDY_REASONS = {
  'study/no-working-range': 'No two neighbouring levels of a standard curve meet the limits of recovery and CV.',
  'study/control-recovery': 'A control of known concentration is not found within its limits.',
  'study/dilutions-differ': 'The dilutions of one sample give concentrations that differ by more than the method admits.',
  'study/validation-criterion': 'A level or the line of a validation study does not meet its criterion.',
  'study/no-variance-components': 'Without replicates within runs the variance between runs cannot be parted from that within them.',
  'study/too-few-assays': 'Fewer independent assays were found than the study needs for a value with an interval.',
  'study/not-equivalent': 'The interval of a ratio does not lie within its equivalence bounds.',
  'study/too-few-times': 'Fewer than three times were found, so there is no line over time.',
  'study/trend-not-excluded': 'The interval of a slope does not lie within its margin: a trend is not excluded.',
  'study/no-control-limits': 'Fewer than eight runs, or none that vary: there are no control limits.',
  'study/beyond-control-limits': 'Runs of the reference standard lie beyond its control limits.',
  'study/shelf-life-capped':
    'No limit meets its bound within the data and the extrapolation that the options allow, so the proposal ends there.',
  'study/outside-bounds': 'The limit of the line lies outside its bounds from the start.',
  'study/assay-left-out': 'A historic assay has no curve that determines its figures, so it is not part of the history.',
  'study/interval-not-defined': 'The data do not vary where an interval would come from, so there is none.',
  'study/not-discriminated': 'The interval of degraded against intact does not lie wholly beyond the margin.',
  'study/no-replicates': 'No doses have replicates that vary, so effects have no variance.',
  'study/no-single-effect': 'A combination has no effects of its components alone at the same doses to compare with.',
  'study/effect-outside-curve': 'A component alone does not give the effect of a combination, so its dose alone does not exist.',
} as const;

/** A reason of a study with its scope and what was found. */
export function studyReason(code: keyof typeof STUDY_REASONS, scope: ReasonScope, message: string): Reason {
  return { code, scope, message };
}
