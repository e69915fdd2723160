import { FLOW_CASES } from './flow-cases.ts';
import { POTENCY_CASES } from './potency-cases.ts';
import type { ReferenceCase } from './reference-case.ts';

/** Every reference case, in the order of the report. */
export const REFERENCE_CASES: readonly ReferenceCase[] = [...FLOW_CASES, ...POTENCY_CASES];
