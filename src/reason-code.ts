import type { ATTRIBUTE_REASONS } from './attributes/reasons.ts';
import type { PIPELINE_REASONS } from './pipeline/reasons.ts';
import type { POTENCY_REASONS } from './potency/reasons.ts';
import type { SPECIFICATION_REASONS } from './specification/reasons.ts';
import type { STUDY_REASONS } from './studies/study-reasons.ts';

/** Every code that a reason or a note may have: a search for one of them leads to its register, its places and its words. */
export type ReasonCode =
  | keyof typeof ATTRIBUTE_REASONS
  | keyof typeof PIPELINE_REASONS
  | keyof typeof POTENCY_REASONS
  | keyof typeof SPECIFICATION_REASONS
  | keyof typeof STUDY_REASONS;
