import type { ATTRIBUTE_REASONS } from './attributes/reasons.ts';
import type { ReasonScope } from './cause.ts';
import type { Message } from './message.ts';
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

/** Why a value does not count, or why its input is held: a code with the fields that its register declares (`docs/errors.md`), and whose validity it decides. */
export interface Reason extends Note {
  readonly scope: ReasonScope;
}

/** What is worth knowing of a value, whether or not it is valid. */
export interface Note extends Message {
  readonly code: ReasonCode;
  /** The assay that it is about, where the value stands on several. */
  readonly assay?: string;
}
