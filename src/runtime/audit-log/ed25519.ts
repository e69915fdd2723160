import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign as signWith, verify } from 'node:crypto';
import type { Sha256 } from '../../audit-log/bytes.ts';
import type { Cryptography } from '../../audit-log/note.ts';
import type { CheckSignature, Sign } from '../../audit-log/verifier-key.ts';

export const sha256: Sha256 = (bytes) => createHash('sha256').update(bytes).digest();

/** What stands before the 32 bytes of a public key in its SubjectPublicKeyInfo (RFC 8410, section 4). */
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex');

const check: CheckSignature = ({ publicKey, message, signature }) => {
  try {
    const key = createPublicKey({ key: Buffer.concat([SPKI_HEAD, publicKey]), format: 'der', type: 'spki' });
    return verify(null, message, key, signature);
  } catch {
    return false;
  }
};

export const cryptography: Cryptography = { sha256, check };

/** A private key as what it can do, and its public part. */
export interface KeyPair {
  readonly publicKey: Uint8Array;
  readonly sign: Sign;
}

/** Reads a PEM of a private key (PKCS#8), encrypted where a passphrase is given; `null` where it is none, not of Ed25519, or the passphrase is another one. */
export function keyPairOf(pem: string, passphrase: string | null = null): KeyPair | null {
  const key = privateKeyOf(pem, passphrase);
  if (key?.asymmetricKeyType !== 'ed25519') return null;
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  return { publicKey: new Uint8Array(spki.subarray(SPKI_HEAD.length)), sign: (message) => signWith(null, message, key) };
}

/** Of what kind a private key is (`ed25519`, `rsa`), of whichever it is; `null` where it cannot be opened so. */
export function kindOfKey(pem: string, passphrase: string): string | null {
  return privateKeyOf(pem, passphrase)?.asymmetricKeyType ?? null;
}

/** A new private key as PEM (PKCS#8), without a passphrase. */
export function newKeyPem(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
}

function privateKeyOf(pem: string, passphrase: string | null): KeyObject | null {
  try {
    return createPrivateKey(passphrase === null ? pem : { key: pem, passphrase });
  } catch {
    return null;
  }
}
