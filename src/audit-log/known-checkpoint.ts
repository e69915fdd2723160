import { parseCheckpoint, type SignedCheckpoint } from './checkpoint.ts';
import { parseTlogProof } from './tlog-proof.ts';

/** Reads a checkpoint that was kept outside of a store: as the store wrote it, as a witness signed it, or within a proof or a proof page. */
export function parseKnownCheckpoint(text: string): SignedCheckpoint | { readonly found: string } {
  const page = /<script type="application\/octet-stream" id="proof">\s*([A-Za-z0-9+/=]+)\s*<\/script>/.exec(text)?.[1];
  const plain = page === undefined ? text : new TextDecoder().decode(Uint8Array.from(atob(page), (character) => character.charCodeAt(0)));
  const proof = parseTlogProof(plain);
  return 'found' in proof ? parseCheckpoint(plain) : proof.checkpoint;
}
