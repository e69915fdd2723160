import { sameBytes } from '../../audit-log/bytes.ts';
import { originOf } from '../../audit-log/checkpoint.ts';
import { keyEvent, type LogKeys, logKeysOf, type SigningKey } from '../../audit-log/log-keys.ts';
import { formatVerifierKey } from '../../audit-log/verifier-key.ts';
import { InputError } from '../../errors.ts';
import type { Shelf } from '../disk/draft.ts';
import { appendEntry } from './append-entry.ts';
import { beginLog, readBeginning } from './begin-log.ts';
import { cryptography, type KeyPair } from './ed25519.ts';
import { readEntries } from './read-entries.ts';
import { openReadLog, type ReadLog } from './read-log.ts';

/** The keys that the log of a store names, as its entries prove them. Codes as `readEntries`. */
export function readLogKeys(shelf: Pick<Shelf, 'disk' | 'root'>): LogKeys {
  return logKeysOf(readEntries(shelf), originOf(readBeginning(shelf).storeId), cryptography);
}

/** A key pair under the name of the store's log. Codes as `readBeginning`. */
export function storeKeyOf(shelf: Pick<Shelf, 'disk' | 'root'>, { publicKey, sign }: KeyPair): SigningKey {
  return { key: { name: originOf(readBeginning(shelf).storeId), type: 'ed25519', publicKey }, sign };
}

/**
 * The key as the one that signs the store's log: the first key that is used on a log is set by an entry. Begins the log where there is none. Throws
 * `usage/bad-argument` where another key is in force.
 */
export async function useStoreKey(shelf: Shelf, pair: KeyPair, log: ReadLog = openReadLog(shelf)): Promise<SigningKey> {
  await beginLog(shelf);
  const own = storeKeyOf(shelf, pair);
  if (log.keys().keys.length === 0) await appendEntry(shelf, keyEvent({ old: null, new: own }, null, cryptography));
  // Another process may have set its own at the same time: the first one counts.
  const inForce = log.keys().keys.at(-1)?.key;
  if (inForce !== undefined && sameBytes(inForce.publicKey, own.key.publicKey)) return own;
  const found = formatVerifierKey(own.key, cryptography.sha256);
  const expected = inForce === undefined ? 'a key that the log names' : formatVerifierKey(inForce, cryptography.sha256);
  throw new InputError(
    'usage/bad-argument',
    `Expected the key that signs the log of this store (${expected}), found another one (${found}). Give the right file after --log-key, or change the key by 'cytolot key rotate'.`,
    { file: shelf.root },
  );
}

/** Puts another key in the place of the one in force: an entry that both sign. Throws `usage/bad-argument` where the old one is not in force. */
export async function rotateStoreKey(
  shelf: Shelf,
  pairs: { readonly old: KeyPair; readonly new: KeyPair },
  reason: string | null,
): Promise<SigningKey> {
  const [old, next] = [await useStoreKey(shelf, pairs.old), storeKeyOf(shelf, pairs.new)];
  if (readLogKeys(shelf).keys.some(({ key }) => sameBytes(key.publicKey, next.key.publicKey))) {
    throw new InputError('usage/bad-argument', 'Expected a key that this log never had, found one that it has or had. Make a new one.', {
      file: shelf.root,
    });
  }
  await appendEntry(shelf, keyEvent({ old, new: next }, reason, cryptography));
  return next;
}
