import * as z from 'zod';
import { type AuditEntry, isSameEvent } from '../audit-log/audit-entry.ts';
import { bytesOfBase64 } from '../audit-log/bytes.ts';
import { keyOfSize, type LogKeys } from '../audit-log/log-keys.ts';
import type { Cryptography } from '../audit-log/note.ts';
import { formatVerifierKey } from '../audit-log/verifier-key.ts';
import { isSameName } from '../person-name.ts';
import { type Authority, type Enrolment, enrolmentSchema, isOwnKey, personObject, withdrawalSchema } from './enrolment.ts';
import { isSignedJson } from './signed-json.ts';
import type { PersonRole } from './steps.ts';

/** A key of a person as the log enrolled it. */
export interface PersonKey {
  readonly keyId: string;
  readonly name: string;
  readonly publicKey: Uint8Array;
  readonly roles: readonly PersonRole[];
  readonly account: string | null;
  readonly by: Authority;
  /** Index of the entry by which it counts. */
  readonly from: number;
  /** Index of the entry from which it counts no longer; `null` = it counts. */
  readonly until: number | null;
}

/** The keys of persons in the order of their entries, and the indices of entries that claim an enrolment or withdrawal and prove none. */
export interface PersonKeys {
  readonly keys: readonly PersonKey[];
  readonly unproven: readonly number[];
  /** Indices of enrolments and withdrawals that the key of the store stands for. */
  readonly byStoreKey: readonly number[];
}

/** What the entries are checked against. */
export interface EnrolmentContext {
  /** `cytolot/<store id>`. */
  readonly origin: string;
  readonly logKeys: LogKeys;
  readonly cryptography: Cryptography;
}

/**
 * Follows the keys of persons through the log. The key of the store enrols while no approver's key counts; from then on an approver does. A key is enrolled
 * once and never again after it was withdrawn; of an entry that is repeated the first counts. A key is withdrawn by an approver, by itself, or, where it is that of
 * the only approver, by the key of the store, which is what is left where that person lost it.
 */
export function personKeysOf(entries: Iterable<AuditEntry>, context: EnrolmentContext): PersonKeys {
  let keys: readonly PersonKey[] = [];
  const unproven: number[] = [];
  const byStoreKey: number[] = [];
  const proven: AuditEntry[] = [];
  for (const entry of entries) {
    if (entry.action !== 'key-enrolled' && entry.action !== 'key-withdrawn') continue;
    if (proven.some((earlier) => isSameEvent(earlier, entry))) continue;
    const next = entry.action === 'key-enrolled' ? enrolled(entry, keys, context) : withdrawn(entry, keys, context);
    if (next === null) unproven.push(entry.index);
    else {
      keys = next;
      proven.push(entry);
      if (isByStoreKey(entry)) byStoreKey.push(entry.index);
    }
  }
  return { keys, unproven, byStoreKey };
}

function enrolled(entry: AuditEntry, keys: readonly PersonKey[], context: EnrolmentContext): readonly PersonKey[] | null {
  const parsed = enrolmentSchema.safeParse(entry.new);
  if (!parsed.success) return null;
  const enrolment: Enrolment = parsed.data;
  const { person, by, replaces } = enrolment;
  const publicKey = bytesOfBase64(person.publicKey);
  if (publicKey === null || enrolment.store !== context.origin || entry.object !== personObject(person.keyId)) return null;
  if (!isOwnKey(person, context.cryptography) || !isSignedByAuthority(enrolment, { by, keys, index: entry.index }, context)) return null;
  if (enrolmentRefusal(enrolment, keys) !== null) return null;
  const { name, keyId } = person;
  const { roles, account } = enrolment;
  const before = replaces === null ? keys : ended(keys, replaces, entry.index);
  return [...before, { keyId, name, publicKey, roles, account, by, from: entry.index, until: null }];
}

/** Why a key cannot be enrolled beside those that there are; `null` = it can. */
export function enrolmentRefusal(
  { person, by, replaces }: Omit<Enrolment, 'signature'>,
  keys: readonly PersonKey[],
): EnrolmentRefusal | null {
  if (keys.some(({ keyId }) => keyId === person.keyId)) return 'key-known';
  const inForce = keys.filter(({ until }) => until === null);
  if ('storeKey' in by && inForce.some(({ roles }) => roles.includes('approver'))) return 'approver-enrols';
  const sameName = inForce.filter(({ name }) => isSameName(name, person.name));
  if (replaces !== null && !sameName.some(({ keyId }) => keyId === replaces)) return 'replaces-other';
  return sameName.some(({ keyId }) => keyId !== replaces) ? 'name-taken' : null;
}

export type EnrolmentRefusal = 'key-known' | 'approver-enrols' | 'replaces-other' | 'name-taken';

function withdrawn(entry: AuditEntry, keys: readonly PersonKey[], context: EnrolmentContext): readonly PersonKey[] | null {
  const parsed = withdrawalSchema.safeParse(entry.new);
  if (!parsed.success) return null;
  const { keyId, by, store, name } = parsed.data;
  const key = keys.find((one) => one.keyId === keyId);
  if (key === undefined || key.name !== name || store !== context.origin || entry.object !== personObject(keyId)) return null;
  if (key.until !== null) return keys;
  if ('storeKey' in by && !isOnlyApprover(keys, keyId)) return null;
  return isSignedByAuthority(parsed.data, { by, keys, index: entry.index }, context, keyId) ? ended(keys, keyId, entry.index) : null;
}

function isByStoreKey({ new: now }: AuditEntry): boolean {
  const { data } = z.object({ by: z.object({ storeKey: z.string() }) }).safeParse(now);
  return data !== undefined;
}

/** Whether a key is that of the only approver whose key counts: what the key of the store may withdraw. */
export function isOnlyApprover(keys: readonly PersonKey[], keyId: string): boolean {
  const approvers = keys.filter(({ until, roles }) => until === null && roles.includes('approver'));
  return approvers.length === 1 && approvers[0]?.keyId === keyId;
}

function ended(keys: readonly PersonKey[], keyId: string, index: number): readonly PersonKey[] {
  return keys.map((key) => (key.keyId === keyId && key.until === null ? { ...key, until: index } : key));
}

interface Asked {
  readonly by: Authority;
  readonly keys: readonly PersonKey[];
  readonly index: number;
}

/** `own`: a key that may do it whatever its roles. */
function isSignedByAuthority(
  record: { readonly signature: string },
  { by, keys, index }: Asked,
  { logKeys, cryptography }: EnrolmentContext,
  own: string | null = null,
): boolean {
  const { sha256, check } = cryptography;
  if ('storeKey' in by) {
    const key = keyOfSize(logKeys.keys, index);
    return key !== null && formatVerifierKey(key, sha256) === by.storeKey && isSignedJson(record, key.publicKey, check);
  }
  const key = keyInForce(keys, by.keyId, index);
  return (
    key !== null &&
    key.name === by.name &&
    (key.roles.includes('approver') || key.keyId === own) &&
    isSignedJson(record, key.publicKey, check)
  );
}

/** The key that counts for an entry of this index; `null` where none of the id does. */
export function keyInForce(keys: readonly PersonKey[], keyId: string, index: number): PersonKey | null {
  return keys.find((key) => key.keyId === keyId && key.from < index && (key.until === null || index < key.until)) ?? null;
}
