import { base64Of, bytesOfBase64, joinBytes, type Sha256, sameBytes, utf8 } from './bytes.ts';
import { type CheckSignature, isKeyName, keyIdOf, type VerifierKey } from './verifier-key.ts';

/** A signature under a note: `— name base64(keyId ‖ signature)`. */
export interface NoteSignature {
  readonly name: string;
  /** 4 bytes. */
  readonly keyId: Uint8Array;
  /** 64 bytes of Ed25519; of a witness 8 bytes of time before them. */
  readonly signature: Uint8Array;
}

/** A text with signatures (c2sp.org/signed-note). What is signed is the text with its last line end, without the blank line behind it. */
export interface SignedNote {
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

export function formatNote({ text, signatures }: SignedNote): string {
  return `${text}\n${signatures.map(formatSignature).join('')}`;
}

function formatSignature({ name, keyId, signature }: NoteSignature): string {
  return `— ${name} ${base64Of(joinBytes(keyId, signature))}\n`;
}

/** Reads a note with one signature or more; what was found in its place where it is none. */
export function parseNote(whole: string): SignedNote | { readonly found: string } {
  const split = whole.lastIndexOf('\n\n');
  if (split < 0) return { found: 'no blank line before signatures' };
  const [text, below] = [whole.slice(0, split + 1), whole.slice(split + 2)];
  if (!below.endsWith('\n')) return { found: 'a last line without an end' };
  const signatures = below.slice(0, -1).split('\n').map(parseSignature);
  const read = signatures.filter((one) => one !== null);
  return read.length === signatures.length ? { text, signatures: read } : { found: 'a line below the blank line that is no signature' };
}

function parseSignature(line: string): NoteSignature | null {
  const [dash, name = '', encoded = '', ...others] = line.split(' ');
  const bytes = bytesOfBase64(encoded);
  if (dash !== '—' || !isKeyName(name) || others.length > 0 || bytes === null || bytes.length < 5) return null;
  return { name, keyId: bytes.slice(0, 4), signature: bytes.slice(4) };
}

/** The signatures of a note that say that they are of the key. */
export function signaturesOf({ signatures }: SignedNote, key: VerifierKey, sha256: Sha256): readonly NoteSignature[] {
  const id = keyIdOf(key, sha256);
  return signatures.filter(({ name, keyId }) => name === key.name && sameBytes(keyId, id));
}

export interface Cryptography {
  readonly sha256: Sha256;
  readonly check: CheckSignature;
}

/** Whether a plain key signed the note: at least one signature says so, and all that do are right. */
export function isSignedBy(note: SignedNote, key: VerifierKey, { sha256, check }: Cryptography): boolean {
  const own = signaturesOf(note, key, sha256);
  const message = utf8(note.text);
  return own.length > 0 && own.every(({ signature }) => signature.length === 64 && check({ publicKey: key.publicKey, message, signature }));
}
