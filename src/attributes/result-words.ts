/** Closed lists of words that results and messages share. */

/**
 * Status of a method: `validated`, or `verified` where a pharmacopoeia describes it, releases; `qualified` (early clinical) only where the specification
 * accepts it; the others give information.
 */
export const METHOD_STATUSES = ['draft', 'under-validation', 'validated', 'verified', 'qualified', 'retired'] as const;
export type MethodStatus = (typeof METHOD_STATUSES)[number];

/** Which test in the laboratory a value comes from. */
export const OCCASION_KINDS = ['initial', 'repeat-after-invalid', 'retest'] as const;

/** What a row does for the release. */
export const ROLES = ['release', 'supportive', 'parallel', 'information'] as const;
export type Role = (typeof ROLES)[number];

/** Confidence of one-sided limits: those of rare events, and those with which too few events may prove a failure. */
export const ONE_SIDED_LEVEL = 0.95;

/** What an investigation concluded: an assignable cause in the laboratory, no impact on the material, or that the result stays. */
export const CONCLUSIONS = ['laboratory-error', 'no-impact', 'confirmed'] as const;
