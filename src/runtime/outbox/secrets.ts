import { InputError } from '../../errors.ts';
import type { Disk } from '../disk/disk.ts';
import { readText } from '../disk/files.ts';

/** The longest secret that is taken: a private key in PEM. */
const MOST_BYTES = 65_536;

/**
 * The secret in a file, without the line end behind it. Its bytes go nowhere but into a connection. Throws `usage/secret-not-kept` where others may read the file or it holds
 * nothing, `usage/not-found`, `io/failed`.
 */
export function readSecret(disk: Disk, path: string): string {
  const state = disk.stateOf(path);
  if (state !== null && state.kind === 'file' && state.secrecy === 'shared')
    refuse(path, 'one that others may read: take their rights away (chmod 600), and change the secret if they may have read it');
  if (state !== null && state.size > MOST_BYTES) refuse(path, `one of ${state.size} bytes`);
  const secret = readText(path, disk).replace(/\r?\n$/, '');
  if (secret === '') refuse(path, 'an empty one');
  return secret;
}

/** A secret that is sent in a header as it is. Throws `usage/secret-not-kept` where a header cannot hold it, beside what `readSecret` throws. */
export function readToken(disk: Disk, path: string): string {
  const token = readSecret(disk, path);
  if (/^[!-~]+$/.test(token)) return token;
  throw new InputError(
    'usage/secret-not-kept',
    'Expected a token of printable ASCII characters on one line, without spaces, found others in it: write the token alone into the file.',
    { file: path },
  );
}

function refuse(path: string, found: string): never {
  throw new InputError('usage/secret-not-kept', `Expected a file with a secret that this account alone may read, found ${found}.`, {
    file: path,
  });
}

/** A text in which no secret stands, in whatever form it is sent: a target may answer with what it was told. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const forms = secrets.flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]);
  return [...new Set(forms)].sort((a, b) => b.length - a.length).reduce((rest, form) => rest.replaceAll(form, '***'), text);
}
