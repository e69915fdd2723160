import { ATTRIBUTE_REASONS } from '../attributes/reasons.ts';
import type { Cause, ReasonScope } from '../cause.ts';
import { POTENCY_REASONS } from '../potency/reasons.ts';
import { SPECIFICATION_REASONS } from '../specification/reasons.ts';
import { PIPELINE_REASONS } from './reasons.ts';

/** One code in one scope, and its cause. */
export interface DeclaredCause {
  readonly code: string;
  readonly scope: ReasonScope;
  readonly cause: Cause;
}

/** Every cause that the registers of a release declare. */
export const DECLARED_CAUSES: readonly DeclaredCause[] = [
  ...[ATTRIBUTE_REASONS, SPECIFICATION_REASONS].flatMap((register) =>
    Object.entries(register).map(([code, { scope, cause }]): DeclaredCause => ({ code, scope, cause })),
  ),
  ...[POTENCY_REASONS, PIPELINE_REASONS].flatMap((register) =>
    Object.entries(register).flatMap(([code, { causes }]) => causesOf(code, causes)),
  ),
];

function causesOf(code: string, causes: Readonly<Partial<Record<ReasonScope, Cause>>>): DeclaredCause[] {
  const scopes = ['assay-run', 'test-article', 'attribute'] as const;
  return scopes.flatMap((scope) => {
    const cause = causes[scope];
    return cause === undefined ? [] : [{ code, scope, cause }];
  });
}

const BY_CODE_AND_SCOPE: ReadonlyMap<string, Cause> = new Map(DECLARED_CAUSES.map(({ code, scope, cause }) => [`${code} ${scope}`, cause]));

/** The cause of a reason. What no register declares is a fault of ours. */
export function causeOf({ code, scope }: { readonly code: string; readonly scope: ReasonScope }): Cause {
  const cause = BY_CODE_AND_SCOPE.get(`${code} ${scope}`);
  if (cause === undefined) throw new TypeError(`No register declares the cause of '${code}' in the scope '${scope}'.`);
  return cause;
}
