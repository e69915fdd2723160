import type { SigningKey } from '../../../audit-log/log-keys.ts';
import { fingerprintOf, formatVerifierKey, isKeyName } from '../../../audit-log/verifier-key.ts';
import { InputError } from '../../../errors.ts';
import { sha256 } from '../../../runtime/audit-log/ed25519.ts';
import { isBelow, readKeyFile } from '../../../runtime/audit-log/key-file.ts';
import { collectCosignatures, requestCosignature, signRequests } from '../../../runtime/audit-log/witness.ts';
import { makeFolders, nodeDisk } from '../../../runtime/disk/disk.ts';
import { openShelf } from '../../../runtime/disk/draft.ts';
import { nodeSurroundings } from '../../../runtime/disk/surroundings.ts';
import { readVerifierKey } from '../../inputs/verifier-key-option.ts';
import { terminal } from '../../terminal/terminal.ts';

interface Drop {
  readonly drop: string;
}

/** `cytolot witness request OUT`. */
export function requestCommand(out: string, { name, drop }: Drop & { readonly name: string }): Promise<number> {
  refuseBadName(name);
  terminal.out(`${requestCosignature(openShelf(out, nodeSurroundings()), name, drop)}\n`);
  return Promise.resolve(0);
}

interface SignOptions extends Drop {
  readonly name: string;
  readonly witnessKey: string;
  readonly state: string;
  readonly log: readonly string[];
}

/** `cytolot witness sign`: what it saw is written down before it signs. */
export function signCommand({ name, witnessKey, state, drop, log }: SignOptions): Promise<number> {
  refuseBadName(name);
  if (isBelow(nodeDisk, state, drop))
    throw new InputError('usage/bad-argument', 'Expected a folder of its own for what the witness saw, found one in the drop folder.', {
      file: state,
    });
  const { publicKey, sign } = readKeyFile(nodeDisk, { path: witnessKey, notBelow: [drop] });
  const signing: SigningKey = { key: { name, type: 'cosignature/v1', publicKey }, sign };
  makeFolders(nodeDisk, state);
  const logs = log.map((text) => readVerifierKey(text, '--log', 'ed25519'));
  const written = signRequests(nodeSurroundings(), { signing, state, logs }, drop);
  terminal.out(`witness: ${formatVerifierKey(signing.key, sha256)}\nfingerprint: ${fingerprintOf(signing.key, sha256)}\n`);
  for (const answer of written) terminal.out(`signed: ${answer}\n`);
  return Promise.resolve(0);
}

/** `cytolot witness collect OUT`. */
export async function collectCommand(out: string, { witness, drop }: Drop & { readonly witness: string }): Promise<number> {
  const key = readVerifierKey(witness, '--witness', 'cosignature/v1');
  for (const path of await collectCosignatures(openShelf(out, nodeSurroundings()), key, drop)) terminal.out(`${path}\n`);
  return 0;
}

function refuseBadName(name: string): void {
  if (isKeyName(name)) return;
  throw new InputError(
    'usage/bad-argument',
    `Expected a name without spaces and '+' after --name, such as 'qa.example/witness-1', found '${name}'.`,
  );
}
