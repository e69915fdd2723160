import { fingerprintOf, formatVerifierKey, type VerifierKey } from '../../../audit-log/verifier-key.ts';
import { InputError } from '../../../errors.ts';
import { newKeyPem, sha256 } from '../../../runtime/audit-log/ed25519.ts';
import { readKeyFile } from '../../../runtime/audit-log/key-file.ts';
import { rotateStoreKey, storeKeyOf } from '../../../runtime/audit-log/store-key.ts';
import { writeCheckpoint } from '../../../runtime/audit-log/write-checkpoint.ts';
import { openShelf } from '../../../runtime/disk/draft.ts';
import { writePrivateFile } from '../../../runtime/disk/output-file.ts';
import { nodeSurroundings } from '../../../runtime/disk/surroundings.ts';
import { terminal } from '../../terminal/terminal.ts';
import { newKeyOfPerson } from './person-keys.ts';

interface NewOptions {
  readonly person?: string;
  readonly out?: string;
}

/** `cytolot key new FILE`: a private key without a passphrase; with `--person` one of a person. Codes: usage/bad-argument, usage/cannot-create, usage/no-terminal. */
export async function newKey(file: string | undefined, { person, out }: NewOptions): Promise<number> {
  const path = out ?? file;
  if (path === undefined || (out !== undefined && file !== undefined))
    throw new InputError('usage/bad-argument', 'Expected one file to write: `cytolot key new FILE`, or --out FILE.');
  if (person !== undefined) return newKeyOfPerson(person, path);
  writePrivateFile(path, newKeyPem());
  terminal.out(
    `${path}: a private key. Whoever has it can sign as the store: keep it out of the store, its copies and the export folder.\n`,
  );
  return 0;
}

/** `cytolot key show FILE --out OUT`: what a site writes down, to compare with what `verify` and a proof show. */
export function showKey(path: string, { out }: { readonly out: string }): Promise<number> {
  const shelf = openShelf(out, nodeSurroundings());
  const { key } = storeKeyOf(shelf, readKeyFile(shelf.disk, { path, notBelow: [out] }));
  terminal.out(keyText(key));
  return Promise.resolve(0);
}

interface RotateOptions {
  readonly logKey: string;
  readonly newKey: string;
  readonly reason: string;
}

/** `cytolot key rotate OUT`: an entry that both keys sign, and the first checkpoint of the new one. */
export async function rotateKey(out: string, { logKey, newKey: next, reason }: RotateOptions): Promise<number> {
  if (reason.trim() === '') throw new InputError('usage/bad-argument', 'Expected why the key is changed after --reason, found nothing.');
  const shelf = openShelf(out, nodeSurroundings());
  const read = (path: string) => readKeyFile(shelf.disk, { path, notBelow: [out] });
  const signing = await rotateStoreKey(shelf, { old: read(logKey), new: read(next) }, reason.trim());
  const { path } = await writeCheckpoint(shelf, signing);
  terminal.out(`${keyText(signing.key)}checkpoint: ${path}\n`);
  return 0;
}

function keyText(key: VerifierKey): string {
  return `key: ${formatVerifierKey(key, sha256)}\nfingerprint: ${fingerprintOf(key, sha256)}\n`;
}
