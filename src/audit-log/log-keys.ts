import * as z from 'zod';
import type { AuditEntry, AuditEvent } from './audit-entry.ts';
import { base64Of, bytesOfBase64, sameBytes, utf8 } from './bytes.ts';
import type { Cryptography } from './note.ts';
import { formatVerifierKey, parseVerifierKey, type Sign, type VerifierKey } from './verifier-key.ts';

/** A key that signs the checkpoints of a store, from the entry on that says so. */
export interface KeyInForce {
  readonly from: number;
  readonly key: VerifierKey;
}

/** The keys of a log in their order, and the indices of entries that claim a key and prove none. */
export interface LogKeys {
  readonly keys: readonly KeyInForce[];
  readonly unproven: readonly number[];
}

/** A key with what signs by it. */
export interface SigningKey {
  readonly key: VerifierKey;
  readonly sign: Sign;
}

const OBJECT = 'log/key';

/** What both keys sign: that the one takes the place of the other in this log. */
function statement(origin: string, keys: { readonly old: string | null; readonly new: string }): Uint8Array {
  return utf8(`cytolot/log-key/v1\n${origin}\n${keys.old ?? 'none'}\n${keys.new}\n`);
}

/** The entry by which a key signs from here on, signed by it, and by the one before where there was one. */
export function keyEvent(
  { old, new: next }: { readonly old: SigningKey | null; readonly new: SigningKey },
  reason: string | null,
  { sha256 }: Cryptography,
): AuditEvent {
  const texts = { old: old === null ? null : formatVerifierKey(old.key, sha256), new: formatVerifierKey(next.key, sha256) };
  const message = statement(next.key.name, texts);
  const signature = base64Of(next.sign(message));
  return {
    action: old === null ? 'log-key-set' : 'log-key-rotated',
    object: OBJECT,
    objectSha256: null,
    old: texts.old === null ? null : { key: texts.old },
    new: { key: texts.new, signature, ...(old === null ? {} : { signatureOfOld: base64Of(old.sign(message)) }) },
    reason,
  };
}

const stated = z.strictObject({ key: z.string(), signature: z.string(), signatureOfOld: z.string().optional() });

/** Follows the keys through the entries that name one. The first signed itself; each later one was signed by itself and by the one before. */
export function logKeysOf(entries: Iterable<AuditEntry>, origin: string, cryptography: Cryptography): LogKeys {
  const keys: KeyInForce[] = [];
  const unproven: number[] = [];
  for (const entry of entries) {
    if (entry.action !== 'log-key-set' && entry.action !== 'log-key-rotated') continue;
    const key = provenKey(entry, { origin, last: keys.at(-1)?.key ?? null }, cryptography);
    // Of two that set the first key at once, as of any entry that is repeated, the first counts.
    if (key === null) unproven.push(entry.index);
    else if (!isAmong(keys, key) || entry.action === 'log-key-rotated') keys.push({ from: entry.index, key });
  }
  return { keys, unproven };
}

function isAmong(keys: readonly KeyInForce[], { publicKey }: VerifierKey): boolean {
  return keys.some(({ key }) => sameBytes(key.publicKey, publicKey));
}

function provenKey(
  entry: AuditEntry,
  { origin, last }: { readonly origin: string; readonly last: VerifierKey | null },
  { sha256, check }: Cryptography,
): VerifierKey | null {
  const parsed = stated.safeParse(entry.new);
  const key = parsed.success ? parseVerifierKey(parsed.data.key, sha256) : null;
  if (!parsed.success || key === null || 'found' in key || key.name !== origin || key.type !== 'ed25519') return null;
  const old = last === null || entry.action === 'log-key-set' ? null : last;
  // The first key, said twice by two that set it at once.
  if (entry.action === 'log-key-set' && last !== null && !sameBytes(last.publicKey, key.publicKey)) return null;
  if (entry.action === 'log-key-rotated' && old === null) return null;
  const message = statement(origin, { old: old === null ? null : formatVerifierKey(old, sha256), new: parsed.data.key });
  const isBy = (signer: VerifierKey, text: string | undefined): boolean => {
    const signature = bytesOfBase64(text ?? '');
    return signature?.length === 64 && check({ publicKey: signer.publicKey, message, signature });
  };
  if (!isBy(key, parsed.data.signature)) return null;
  return old === null || isBy(old, parsed.data.signatureOfOld) ? key : null;
}

/** The key by which a checkpoint over so many entries is signed; `null` where none was set by then. */
export function keyOfSize(keys: readonly KeyInForce[], size: number): VerifierKey | null {
  return keys.filter(({ from }) => from < size).at(-1)?.key ?? null;
}
