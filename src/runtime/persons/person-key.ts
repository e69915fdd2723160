import { base64Of } from '../../audit-log/bytes.ts';
import { InputError } from '../../errors.ts';
import { keyIdOfPublicKey, type PersonKeyFile, parsePersonKeyFile } from '../../persons/enrolment.ts';
import { nameSchema } from '../../persons/signed-fields.ts';
import { withSignature } from '../../persons/signed-json.ts';
import { cryptography, type KeyPair, keyPairOf, kindOfKey, sha256 } from '../audit-log/ed25519.ts';
import { isBelow, type KeyFile } from '../audit-log/key-file.ts';
import type { Disk } from '../disk/disk.ts';
import { readText } from '../disk/files.ts';
import { isWholeEncryptedKey, newEncryptedKeyPem } from './encrypted-key.ts';

/** Asks whoever sits at the terminal for what is not shown while it is typed. */
export type AskSecret = (prompt: string) => Promise<string>;

/** A person's key that was opened by its passphrase. */
export interface OpenedPersonKey extends KeyPair {
  /** SHA-256 of the public key. */
  readonly keyId: string;
}

/** Shorter ones are guessed. */
const LEAST_CHARACTERS = 8;

/** The two files of a new key: the private one, encrypted by a passphrase that is typed twice, and the public one, signed by the key. Throws `usage/bad-argument`. */
export async function newPersonKey(name: string, ask: AskSecret): Promise<{ readonly pem: string; readonly file: PersonKeyFile }> {
  const parsed = nameSchema.safeParse(name);
  if (!parsed.success)
    throw new InputError(
      'usage/bad-argument',
      'Expected the printed name of a person after --person: 1 to 120 characters, none of them invisible and no space at its ends.',
    );
  const passphrase = await ask(`New passphrase of the key of ${name}: `);
  if (Array.from(passphrase).length < LEAST_CHARACTERS)
    throw new InputError('usage/bad-argument', `Expected a passphrase of at least ${LEAST_CHARACTERS} characters, found a shorter one.`);
  if ((await ask('The same passphrase again: ')) !== passphrase)
    throw new InputError('usage/bad-argument', 'Expected the same passphrase twice, found two. No key was made.');
  const pem = newEncryptedKeyPem(passphrase);
  const pair = keyPairOf(pem, passphrase);
  if (pair === null) throw new Error('a key that was made a moment ago does not open');
  const keyId = keyIdOfPublicKey(pair.publicKey, sha256);
  return { pem, file: withSignature({ schemaVersion: 1, name, keyId, publicKey: base64Of(pair.publicKey) } as const, pair.sign) };
}

/** Reads `FILE.pub`. Throws `usage/not-found`, `usage/bad-argument`. */
export function readPersonKeyFile(disk: Disk, path: string): PersonKeyFile {
  const file = parsePersonKeyFile(readText(path, disk).trimEnd(), cryptography);
  if (!('found' in file)) return file;
  throw new InputError(
    'usage/bad-argument',
    `Expected the public key of a person, as 'cytolot key new --person' writes it beside the private one (FILE.pub), found ${file.found}.`,
    { file: path },
  );
}

/**
 * Opens the private key of a person by the passphrase that is asked for; `null` where the passphrase is another one, which a file that was changed inside looks like as well. Throws `usage/not-found`, `usage/bad-argument` where
 * the file is no encrypted key or lies where others read.
 */
export async function openPersonKey(disk: Disk, { path, notBelow }: KeyFile, ask: AskSecret): Promise<OpenedPersonKey | null> {
  const pem = readText(path, disk);
  const refuse = (found: string): never => {
    const sentence = `Expected the private key of a person (Ed25519, PKCS#8, encrypted by a passphrase), in a folder of its own, found ${found}. 'cytolot key new --person NAME --out FILE' makes one.`;
    throw new InputError('usage/bad-argument', sentence, { file: path });
  };
  for (const folder of notBelow) if (isBelow(disk, path, folder)) refuse(`it below '${folder}', which others read or write`);
  if (!/^-----BEGIN ENCRYPTED PRIVATE KEY-----\r?\n/.test(pem))
    refuse(keyPairOf(pem) === null ? 'something else' : 'a key without a passphrase, with which anybody signs who has the file');
  if (!isWholeEncryptedKey(pem)) refuse('a file of which a part is missing or changed: take a copy of the key');
  const passphrase = await ask('Passphrase of the key: ');
  const pair = keyPairOf(pem, passphrase);
  const kind = pair === null ? kindOfKey(pem, passphrase) : null;
  if (kind !== null) refuse(`a key of another kind (${kind}), which the passphrase opens`);
  return pair === null ? null : { ...pair, keyId: keyIdOfPublicKey(pair.publicKey, sha256) };
}
