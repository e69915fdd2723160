import { parseVerifierKey, type VerifierKey } from '../../audit-log/verifier-key.ts';
import { InputError } from '../../errors.ts';
import { sha256 } from '../../runtime/audit-log/ed25519.ts';
import { nodeDisk } from '../../runtime/disk/disk.ts';
import { readText } from '../../runtime/disk/files.ts';

/** A verifier key as text, or in a file. Codes: usage/bad-argument. */
export function readVerifierKey(textOrFile: string, option: string, type: VerifierKey['type']): VerifierKey {
  const text = nodeDisk.kindOf(textOrFile) === 'file' ? readText(textOrFile) : textOrFile;
  const key = parseVerifierKey(text, sha256);
  const found = 'found' in key ? key.found : key.type === type ? null : `one of the kind ${key.type}`;
  if (!('found' in key) && found === null) return key;
  throw new InputError(
    'usage/bad-argument',
    `Expected a verifier key (name+hex+base64, of the kind ${type}) after ${option}, or a file that holds one; found ${found}.`,
  );
}
