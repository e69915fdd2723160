import { bytesOfUint64, joinBytes, type Sha256, uint64Of, utf8 } from './bytes.ts';
import { type Cryptography, type NoteSignature, type SignedNote, signaturesOf } from './note.ts';
import { keyIdOf, type Sign, type VerifierKey } from './verifier-key.ts';

/** What a witness says of a checkpoint that it saw (c2sp.org/tlog-cosignature, version 1): that it grew from all that it saw before. */
export interface Cosignature {
  readonly key: VerifierKey;
  /** Seconds since 1970, UTC. */
  readonly timeSeconds: number;
}

/** `cosignature/v1`, the time and the text of the checkpoint. */
function cosignedMessage(text: string, timeSeconds: number): Uint8Array {
  return utf8(`cosignature/v1\ntime ${timeSeconds}\n${text}`);
}

/** A signature line of a witness under the text of a checkpoint: its 72 bytes begin with the time. */
export function cosign(text: string, { key, timeSeconds }: Cosignature, { sign, sha256 }: { sign: Sign; sha256: Sha256 }): NoteSignature {
  return {
    name: key.name,
    keyId: keyIdOf(key, sha256),
    signature: joinBytes(bytesOfUint64(timeSeconds), sign(cosignedMessage(text, timeSeconds))),
  };
}

/** When the witness of a key signed the note, in seconds since 1970; `null` where it did not, or a line that says so is wrong. */
export function cosignedAt(note: SignedNote, key: VerifierKey, { sha256, check }: Cryptography): number | null {
  const times = signaturesOf(note, key, sha256).map(({ signature }) => {
    const timeSeconds = signature.length === 72 ? uint64Of(signature) : null;
    if (timeSeconds === null) return null;
    const message = cosignedMessage(note.text, timeSeconds);
    return check({ publicKey: key.publicKey, message, signature: signature.slice(8) }) ? timeSeconds : null;
  });
  return times.reduce((latest, time) => (latest === null || time === null ? null : Math.max(latest, time)), times[0] ?? null);
}
