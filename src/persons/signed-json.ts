import { base64Of, bytesOfBase64, utf8 } from '../audit-log/bytes.ts';
import type { CheckSignature, Sign } from '../audit-log/verifier-key.ts';
import { canonicalJson } from '../results/canonical-json.ts';

/** What is signed of a record: the RFC 8785 form of all its members but `signature`, in UTF-8. */
export function bytesToSign(record: object): Uint8Array {
  return utf8(canonicalJson(Object.fromEntries(Object.entries(record).filter(([name]) => name !== 'signature'))));
}

/** The record with its signature: base64 of Ed25519 (RFC 8032) over `bytesToSign`. */
export function withSignature<Unsigned extends object>(record: Unsigned, sign: Sign): Unsigned & { readonly signature: string } {
  return { ...record, signature: base64Of(sign(bytesToSign(record))) };
}

/** Whether the signature of a record is of all else in it and of the key. */
export function isSignedJson(record: { readonly signature: string }, publicKey: Uint8Array, check: CheckSignature): boolean {
  const signature = bytesOfBase64(record.signature);
  return signature?.length === 64 && check({ publicKey, message: bytesToSign(record), signature });
}
