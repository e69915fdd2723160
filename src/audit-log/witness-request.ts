import { base64Of, bytesOfBase64, parseWholeNumber } from './bytes.ts';
import { parseCheckpoint, type SignedCheckpoint } from './checkpoint.ts';
import type { TreeHash } from './merkle-tree.ts';

/** What a witness is asked to sign (the body of `add-checkpoint` in c2sp.org/tlog-witness): that a log grew from what it saw last. */
export interface WitnessRequest {
  /** Number of entries that the witness saw last; 0 = none. */
  readonly old: number;
  /** From there to the checkpoint. */
  readonly proof: readonly TreeHash[];
  /** The note of the checkpoint, as the store wrote it. */
  readonly checkpoint: string;
}

export function formatWitnessRequest({ old, proof, checkpoint }: WitnessRequest): string {
  return [`old ${old}`, ...proof.map(base64Of), '', checkpoint].join('\n');
}

/** Reads a request; what was found in its place where it is none. */
export function parseWitnessRequest(
  text: string,
): { readonly request: WitnessRequest; readonly checkpoint: SignedCheckpoint } | { readonly found: string } {
  const end = text.indexOf('\n\n');
  const [first = '', ...lines] = text.slice(0, Math.max(0, end)).split('\n');
  const old = first.startsWith('old ') ? parseWholeNumber(first.slice('old '.length)) : null;
  if (old === null) return { found: "no 'old' with a number of entries in its first line" };
  const proof = lines.map(bytesOfBase64).filter((hash) => hash?.length === 32);
  if (proof.length < lines.length) return { found: 'a line that is no hash' };
  const whole = text.slice(end + 2);
  const checkpoint = parseCheckpoint(whole);
  if ('found' in checkpoint) return { found: `a checkpoint with ${checkpoint.found}` };
  return { request: { old, proof: proof.filter((hash) => hash !== null), checkpoint: whole }, checkpoint };
}
