import { base64Of, bytesOfBase64, hexOf, joinBytes, type Sha256, utf8 } from './bytes.ts';

/** The kinds of signatures of a note by their number (c2sp.org/signed-note): plain Ed25519, and Ed25519 of a witness with the time at which it signed. */
export const SIGNATURE_TYPES = { ed25519: 0x01, 'cosignature/v1': 0x04 } as const;

/** A public key by which a note is checked, written as one word: `name+1a2b3c4d+base64`. */
export interface VerifierKey {
  readonly name: string;
  readonly type: keyof typeof SIGNATURE_TYPES;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
}

/** Signs bytes with a private key that nobody else sees: Ed25519 (RFC 8032), 64 bytes. */
export type Sign = (message: Uint8Array) => Uint8Array;

/** Whether an Ed25519 signature is of the bytes and the key. */
export type CheckSignature = (parts: {
  readonly publicKey: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}) => boolean;

/** Neither a space nor `+`, which end a name in a signature and in a key. */
export function isKeyName(name: string): boolean {
  return name !== '' && !/[\s+]/u.test(name);
}

/** First 4 bytes of SHA-256(name ‖ 0x0A ‖ type ‖ public key). */
export function keyIdOf({ name, type, publicKey }: VerifierKey, sha256: Sha256): Uint8Array {
  return sha256(joinBytes(utf8(name), Uint8Array.of(0x0a, SIGNATURE_TYPES[type]), publicKey)).subarray(0, 4);
}

export function formatVerifierKey(key: VerifierKey, sha256: Sha256): string {
  return `${key.name}+${hexOf(keyIdOf(key, sha256))}+${base64Of(joinBytes(Uint8Array.of(SIGNATURE_TYPES[key.type]), key.publicKey))}`;
}

/** What a person compares with what hangs on the wall of the site: SHA-256 of the public key, in groups of four digits. */
export function fingerprintOf({ publicKey }: Pick<VerifierKey, 'publicKey'>, sha256: Sha256): string {
  return (hexOf(sha256(publicKey)).match(/.{4}/g) ?? []).join(' ');
}

/** Reads a key; what was found in its place where it is none. */
export function parseVerifierKey(text: string, sha256: Sha256): VerifierKey | { readonly found: string } {
  const match = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text.trim());
  if (match === null) return { found: 'a text of another form' };
  const [, name = '', id, encoded = ''] = match;
  const bytes = bytesOfBase64(encoded);
  const type = bytes === null ? undefined : typeOfNumber(bytes[0] ?? 0);
  if (bytes === null || type === undefined || bytes.length !== 33 || !isKeyName(name)) return { found: 'no Ed25519 key in it' };
  const key: VerifierKey = { name, type, publicKey: bytes.slice(1) };
  return hexOf(keyIdOf(key, sha256)) === id
    ? key
    : { found: 'a key whose identity in the middle is of another one: it was not copied whole' };
}

function typeOfNumber(number: number): VerifierKey['type'] | undefined {
  if (number === SIGNATURE_TYPES.ed25519) return 'ed25519';
  return number === SIGNATURE_TYPES['cosignature/v1'] ? 'cosignature/v1' : undefined;
}
