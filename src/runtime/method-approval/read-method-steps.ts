import type { AuditEntry } from '../../audit-log/audit-entry.ts';
import { originOf } from '../../audit-log/checkpoint.ts';
import { parseBeginning } from '../../audit-log/log-beginning.ts';
import { logKeysOf } from '../../audit-log/log-keys.ts';
import { type ApprovalFound, approvalOf, type MethodSteps, type MethodUse, methodStepsOf } from '../../persons/method-approval.ts';
import { type PersonKey, personKeysOf } from '../../persons/person-keys.ts';
import type { DecidedFacts } from '../../results/decided-facts.ts';
import { cryptography } from '../audit-log/ed25519.ts';

/** The approvals and withdrawals of methods that the entries of a log prove, and the keys of the persons who sign them. */
export function methodStepsIn(entries: readonly AuditEntry[]): MethodSteps & { readonly keys: readonly PersonKey[] } {
  const origin = originOf(parseBeginning(entries[0])?.storeId ?? '');
  const { keys } = personKeysOf(entries, { origin, logKeys: logKeysOf(entries, origin, cryptography), cryptography });
  const found = methodStepsOf(entries, { origin, keys, check: cryptography.check });
  return { ...found, keys };
}

/** The approval that counted for a result when it was made (`at`, UTC, and the entry of its publication), or why there is none. */
export function approvalOfResult(
  { steps }: Pick<MethodSteps, 'steps'>,
  { method, specification, files }: Pick<DecidedFacts, 'method' | 'specification' | 'files'>,
  { at, index }: Pick<MethodUse, 'at' | 'index'>,
): ApprovalFound {
  return approvalOf(steps, {
    methodId: method.id,
    methodSha256: method.sha256,
    specificationId: specification.id,
    specificationSha256: specification.sha256,
    files,
    at,
    index,
  });
}
