import { base64Of, bytesOfBase64, parseWholeNumber } from './bytes.ts';
import { parseCheckpoint, type SignedCheckpoint } from './checkpoint.ts';
import type { TreeHash } from './merkle-tree.ts';

const FIRST_LINE = 'c2sp.org/tlog-proof@v1';
/** A tree of 2^63 leaves has no longer path. */
const LONGEST_PATH = 63;

/** That an entry is in a log: everything but the entry itself, as one text (c2sp.org/tlog-proof). */
export interface TlogProof {
  readonly index: number;
  readonly path: readonly TreeHash[];
  /** The note of the checkpoint, as it was written. */
  readonly checkpoint: string;
}

export function formatTlogProof({ index, path, checkpoint }: TlogProof): string {
  return [FIRST_LINE, `index ${index}`, ...path.map(base64Of), '', checkpoint].join('\n');
}

/** Reads a proof; what was found in its place where it is none. */
export function parseTlogProof(
  text: string,
): { readonly proof: TlogProof; readonly checkpoint: SignedCheckpoint } | { readonly found: string } {
  const end = text.indexOf('\n\n');
  const [first, ...lines] = text.slice(0, Math.max(0, end)).split('\n');
  if (first !== FIRST_LINE) return { found: `no '${FIRST_LINE}' in its first line` };
  // What a log adds for its own use: not part of the proof.
  const [indexLine = '', ...hashes] = lines[0]?.startsWith('extra ') === true ? lines.slice(1) : lines;
  const index = indexLine.startsWith('index ') ? parseWholeNumber(indexLine.slice('index '.length)) : null;
  if (index === null) return { found: 'no index' };
  const path = hashes.map(bytesOfBase64).filter((hash) => hash?.length === 32);
  if (path.length < hashes.length || path.length > LONGEST_PATH) return { found: 'a line that is no hash' };
  const whole = text.slice(end + 2);
  const checkpoint = parseCheckpoint(whole);
  if ('found' in checkpoint) return { found: `a checkpoint with ${checkpoint.found}` };
  return { proof: { index, path: path.filter((hash) => hash !== null), checkpoint: whole }, checkpoint };
}
