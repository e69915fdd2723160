import { base64Of, bytesOfBase64, parseWholeNumber, type Sha256, utf8 } from './bytes.ts';
import type { TreeHash } from './merkle-tree.ts';
import { formatNote, parseNote, type SignedNote } from './note.ts';
import { isKeyName, keyIdOf, type Sign, type VerifierKey } from './verifier-key.ts';

/** What a log was at one size (c2sp.org/tlog-checkpoint): whoever keeps its text can tell every later log that is not the same one grown. */
export interface Checkpoint {
  /** `cytolot/<store id>`. */
  readonly origin: string;
  /** Number of entries. */
  readonly size: number;
  readonly root: TreeHash;
}

/** A checkpoint as it lies in `log/checkpoints`, with its signatures. */
export interface SignedCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly note: SignedNote;
}

export function originOf(storeId: string): string {
  return `cytolot/${storeId}`;
}

/** `origin`, size and base64 of the root, a line each: what is signed. */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${base64Of(root)}\n`;
}

/** The checkpoint as a note, signed by the key of the store. */
export function signCheckpoint(checkpoint: Checkpoint, { key, sign, sha256 }: { key: VerifierKey; sign: Sign; sha256: Sha256 }): string {
  const text = checkpointText(checkpoint);
  return formatNote({ text, signatures: [{ name: key.name, keyId: keyIdOf(key, sha256), signature: sign(utf8(text)) }] });
}

/** Reads a checkpoint; what was found in its place where it is none. Its signatures are not checked. */
export function parseCheckpoint(whole: string): SignedCheckpoint | { readonly found: string } {
  const note = parseNote(whole);
  if ('found' in note) return note;
  const [origin = '', sizeText = '', rootText = '', ...others] = note.text.split('\n');
  const [size, root] = [parseWholeNumber(sizeText), bytesOfBase64(rootText)];
  if (!isKeyName(origin)) return { found: 'no origin in its first line' };
  if (size === null) return { found: `'${sizeText.slice(0, 40)}' in place of a number of entries` };
  if (root?.length !== 32) return { found: 'no hash of 32 bytes in its third line' };
  // Lines behind the third are of others' extensions: none of ours has one.
  if (others.length !== 1 || others[0] !== '') return { found: 'lines behind the third one' };
  return { checkpoint: { origin, size, root }, note };
}
