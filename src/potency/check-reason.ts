import type { SuitabilityCheck } from './potency-result.ts';
import { type PotencyReason, type PotencyReasonCode, reason } from './reasons.ts';

/** Codes of a figure that does not meet its limits, and what they say beside other findings of the same code. */
export type CheckCode = Extract<
  PotencyReasonCode,
  | 'potency/not-parallel'
  | 'potency/no-intersection'
  | 'potency/blanks-differ'
  | 'potency/lack-of-fit'
  | 'potency/interval-too-wide'
  | 'potency/outside-range'
  | 'potency/unsuitable-reference'
  | 'potency/outliers'
  | 'potency/too-many-excluded'
  | 'potency/plate-quality'
  | 'potency/replicates-differ'
  | 'potency/no-dose-response'
  | 'potency/hook-effect'
>;

/** A figure that does not meet its limits: of one sample, or, without a name, of the assay run. */
export function checkReason(code: CheckCode, line: SuitabilityCheck, sample: string | null = null): PotencyReason {
  const { name: check, scope, lower, upper, found } = line;
  const fields = { sample, check, lower, upper, found };
  switch (code) {
    case 'potency/replicates-differ':
    case 'potency/no-dose-response':
    case 'potency/hook-effect':
      return reason(code, scope, { ...fields, finding: 'check' });
    default:
      return reason(code, scope, fields);
  }
}
