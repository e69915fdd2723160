import type { Reason, ReasonScope } from '../potency-result.ts';

/** Every reason that only a study gives, with its meaning; `docs/errors.md` lists them. Studies also give those of assays. */
export const STUDY_REASONS = {
  'study/no-working-range': 'No two neighbouring levels of a standard curve meet the limits of recovery and CV.',
  'study/control-recovery': 'A control of known concentration is not found within its limits.',
  'study/dilutions-differ': 'The dilutions of one sample give concentrations that differ by more than the method admits.',
  'study/validation-criterion': 'A level or the line of a validation study does not meet its criterion.',
  'study/no-variance-components': 'Without replicates within runs the variance between runs cannot be parted from that within them.',
} as const;

/** A reason of a study with its scope and what was found. */
export function studyReason(code: keyof typeof STUDY_REASONS, scope: ReasonScope, message: string): Reason {
  return { code, scope, message };
}
