import type { ReasonScope } from '../cause.ts';
import type { FieldsOf } from '../message.ts';
import { GATING_REASONS } from './gating-reasons.ts';
import { HELD_REASONS } from './held-reasons.ts';
import { MATERIAL_REASONS } from './material-reasons.ts';

/** Reasons that the pipeline itself gives, beside those of the attributes and of potency. `docs/errors.md` lists them. */
export const PIPELINE_REASONS = { ...HELD_REASONS, ...GATING_REASONS, ...MATERIAL_REASONS } as const;

export type PipelineReasonCode = keyof typeof PIPELINE_REASONS;
type Fields<Code extends PipelineReasonCode> = FieldsOf<(typeof PIPELINE_REASONS)[Code]['fields']>;

/** Scopes for which a code declares its cause; in no other can it be given. */
export type ScopeOf<Code extends PipelineReasonCode> = Code extends PipelineReasonCode
  ? keyof (typeof PIPELINE_REASONS)[Code]['causes']
  : never;

/** A reason with a scope for which its code has a cause. */
export function pipelineReason<Code extends PipelineReasonCode>(
  code: Code,
  scope: ScopeOf<Code> & ReasonScope,
  fields: Fields<Code>,
): { readonly code: Code; readonly scope: ReasonScope; readonly fields: Fields<Code> } {
  return { code, scope, fields };
}
