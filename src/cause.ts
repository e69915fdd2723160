/**
 * Where a reason lies, for every code and scope declared once in its register: in the material that is tested, a file, the method (definition or
 * specification), the plan (which files, occasions and tables there are), a control, the reference standard, the laboratory (instruments, plates,
 * pipetting), or in another reason that stands beside it and has a cause of its own.
 */
export const CAUSES = ['test article', 'file', 'method', 'plan', 'control', 'reference', 'laboratory', 'another reason'] as const;
export type Cause = (typeof CAUSES)[number];

/** Whose validity a reason decides: the assay run's with its controls, the test article's, or one attribute's. */
export const REASON_SCOPES = ['assay-run', 'test-article', 'attribute'] as const;
export type ReasonScope = (typeof REASON_SCOPES)[number];

/** Whether the test article is the cause: at least one reason lies in it, and none in anything else. */
export function liesInTestArticle(causes: readonly Cause[]): boolean {
  return causes.includes('test article') && causes.every((cause) => cause === 'test article' || cause === 'another reason');
}
