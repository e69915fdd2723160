import { join } from 'node:path';
import { parseCheckpoint, type SignedCheckpoint } from '../../audit-log/checkpoint.ts';
import { cosign, cosignedAt } from '../../audit-log/cosignature.ts';
import type { SigningKey } from '../../audit-log/log-keys.ts';
import { consistencyProof, isConsistent, type TreeHash } from '../../audit-log/merkle-tree.ts';
import { formatNote, isSignedBy } from '../../audit-log/note.ts';
import { formatVerifierKey, parseVerifierKey, type VerifierKey } from '../../audit-log/verifier-key.ts';
import { formatWitnessRequest, parseWitnessRequest } from '../../audit-log/witness-request.ts';
import { InputError } from '../../errors.ts';
import { namesInFolder, type Shelf } from '../disk/draft.ts';
import { decodeUtf8 } from '../disk/files.ts';
import { createOutputFile } from '../disk/output-file.ts';
import type { Surroundings } from '../disk/surroundings.ts';
import { readBeginning } from './begin-log.ts';
import { checkpointFile, checkpointSizes, readCheckpoint } from './checkpoint-files.ts';
import { cryptography, sha256 } from './ed25519.ts';
import { publishFile } from './publish-file.ts';
import type { StoreFolder } from './record-tree.ts';
import { verifyEntries } from './verified-log.ts';
import { wholeFile } from './whole-file.ts';

/** The name of a witness as that of a file. */
const fileNameOf = (name: string): string => encodeURIComponent(name);
const textOf = (surroundings: Pick<Surroundings, 'disk'>, path: string): string => decodeUtf8(wholeFile(surroundings.disk, path), path);

/** Puts what a witness is to sign into the drop folder: the last checkpoint of a store, and that it grew from what the witness signed last. Gives the name of the file. */
export function requestCosignature(shelf: StoreFolder, witness: string, drop: string): string {
  const size = checkpointSizes(shelf).at(-1);
  if (size === undefined)
    throw damaged(shelf.root, "a signed checkpoint in the store, found none: give 'cytolot run' the key of the store (--log-key)");
  const old = lastCosigned(shelf, witness);
  const { leaves } = verifyEntries(shelf);
  if (leaves.length < size) throw damaged(checkpointFile(shelf, size), `at least ${size} entries in the log, found ${leaves.length}`);
  const checkpoint = textOf(shelf, checkpointFile(shelf, size));
  const text = formatWitnessRequest({ old, proof: consistencyProof(leaves.slice(0, size), old, sha256), checkpoint });
  const name = `${readBeginning(shelf).storeId}-${size}-${fileNameOf(witness)}.request`;
  replace(shelf, join(drop, name), text);
  return name;
}

/** The largest size under which a cosignature of the witness lies; 0 = none. */
function lastCosigned(shelf: StoreFolder, witness: string): number {
  const folder = join(shelf.root, 'log', 'cosignatures');
  const sizes = namesInFolder(shelf.disk, folder).filter((size) =>
    namesInFolder(shelf.disk, join(folder, size)).includes(`${fileNameOf(witness)}.txt`),
  );
  return Math.max(0, ...sizes.map(Number));
}

/** A witness: its key, and the folder in which it keeps what it saw, where no store can reach. */
export interface Witness {
  readonly signing: SigningKey;
  readonly state: string;
  /** Keys of logs that a person gave it; it remembers the one that it used last for each log. */
  readonly logs: readonly VerifierKey[];
}

/**
 * Signs every request for this witness in the drop folder, after it has written down what it signs: never two logs of one name, never one that shrank. Gives
 * the names of what it wrote. Throws `audit-log/damaged` where a log is not the one it saw, grown; `usage/bad-argument` for a log whose key it does not know.
 */
export function signRequests(surroundings: Surroundings, { signing, state, logs }: Witness, drop: string): readonly string[] {
  const ending = `-${fileNameOf(signing.key.name)}.request`;
  const names = namesInFolder(surroundings.disk, drop).filter((name) => name.endsWith(ending));
  return names.map((name) => {
    const parsed = parseWitnessRequest(textOf(surroundings, join(drop, name)));
    if ('found' in parsed) throw damaged(join(drop, name), `a request, found ${parsed.found}`);
    const { request, checkpoint } = parsed;
    const { origin } = checkpoint.checkpoint;
    const seen = seenBefore(surroundings, state, origin);
    const key = logs.find((log) => log.name === origin) ?? seen?.key;
    if (key === undefined) {
      const sentence = `Expected the key of the log '${origin}', found none: give it once (--log), after comparing its fingerprint with the site's.`;
      throw new InputError('usage/bad-argument', sentence, { file: name });
    }
    if (!isSignedBy(checkpoint.note, key, cryptography))
      throw damaged(name, `a checkpoint signed by '${formatVerifierKey(key, sha256)}', found another`);
    refuseOtherLog(name, { seen: seen?.checkpoint ?? null, now: checkpoint, proof: request.proof });
    // Written down before it is signed: what nobody remembers must not be out in the world.
    replace(surroundings, seenFile(state, origin), `${formatVerifierKey(key, sha256)}\n${request.checkpoint}`);
    const timeSeconds = Math.floor(surroundings.clock.now().getTime() / 1000);
    const line = cosign(checkpoint.note.text, { key: signing.key, timeSeconds }, { sign: signing.sign, sha256 });
    const answer = name.replace(/\.request$/, '.cosignature');
    replace(
      surroundings,
      join(drop, answer),
      formatNote({ text: checkpoint.note.text, signatures: [...checkpoint.note.signatures, line] }),
    );
    surroundings.disk.remove(join(drop, name));
    return answer;
  });
}

interface Seen {
  readonly key: VerifierKey;
  readonly checkpoint: SignedCheckpoint;
}

const seenFile = (state: string, origin: string): string => join(state, `${fileNameOf(origin)}.txt`);

function seenBefore(surroundings: Surroundings, state: string, origin: string): Seen | null {
  const file = seenFile(state, origin);
  if (surroundings.disk.kindOf(file) === 'nothing') return null;
  const text = textOf(surroundings, file);
  const end = text.indexOf('\n');
  const [key, checkpoint] = [parseVerifierKey(text.slice(0, end), sha256), parseCheckpoint(text.slice(end + 1))];
  if ('found' in key || 'found' in checkpoint) throw damaged(file, 'what this witness saw last, found another text');
  return { key, checkpoint };
}

function refuseOtherLog(
  name: string,
  { seen, now, proof }: { readonly seen: SignedCheckpoint | null; readonly now: SignedCheckpoint; readonly proof: readonly TreeHash[] },
): void {
  if (seen === null || isConsistent({ from: seen.checkpoint, to: now.checkpoint, proof }, sha256)) return;
  const [before, after] = [seen.checkpoint.size, now.checkpoint.size];
  throw damaged(name, `the log of ${before} entries that this witness saw, grown, found one of ${after} that does not follow from it`);
}

/** Takes what a witness signed from the drop folder into the log. Gives the paths below the store. Throws `audit-log/damaged` where one is not right. */
export async function collectCosignatures(shelf: Shelf, witness: VerifierKey, drop: string): Promise<readonly string[]> {
  const head = `${readBeginning(shelf).storeId}-`;
  const ending = `-${fileNameOf(witness.name)}.cosignature`;
  const paths: string[] = [];
  for (const name of namesInFolder(shelf.disk, drop).filter((one) => one.startsWith(head) && one.endsWith(ending))) {
    const text = textOf(shelf, join(drop, name));
    const read = parseCheckpoint(text);
    if ('found' in read) throw damaged(name, `a cosignature, found ${read.found}`);
    const { size } = read.checkpoint;
    if (cosignedAt(read.note, witness, cryptography) === null)
      throw damaged(name, `a cosignature of '${witness.name}', found another text`);
    if (readCheckpoint(shelf, size).note.text !== read.note.text)
      throw damaged(name, `a cosignature of the checkpoint over ${size} entries`);
    const path = `log/cosignatures/${size}/${fileNameOf(witness.name)}.txt`;
    // A witness that was asked twice signed at another time: the first stands.
    if (shelf.disk.kindOf(join(shelf.root, path)) === 'nothing') await publishFile(shelf, path, text);
    shelf.disk.remove(join(drop, name));
    paths.push(path);
  }
  return paths;
}

/** Replaces a small file by one rename, its bytes and its name on the disk. */
function replace({ disk }: Pick<Surroundings, 'disk'>, path: string, text: string): void {
  const output = createOutputFile({ path, inputs: [], existing: 'replace' }, disk);
  try {
    output.write(Buffer.from(text));
    output.publish();
    disk.syncFolder(join(path, '..'));
  } finally {
    output.discard();
  }
}

function damaged(file: string, expected: string): InputError {
  return new InputError('audit-log/damaged', `Expected ${expected}.`, { file });
}
