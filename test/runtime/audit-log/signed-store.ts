import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SigningKey } from '../../../src/audit-log/log-keys.ts';
import { formatManifest } from '../../../src/outputs/manifest.ts';
import { canonicalJson } from '../../../src/results/canonical-json.ts';
import { appendEntry } from '../../../src/runtime/audit-log/append-entry.ts';
import { type KeyPair, keyPairOf, newKeyPem } from '../../../src/runtime/audit-log/ed25519.ts';
import { useStoreKey } from '../../../src/runtime/audit-log/store-key.ts';
import { writeCheckpoint } from '../../../src/runtime/audit-log/write-checkpoint.ts';
import type { Shelf } from '../../../src/runtime/disk/draft.ts';
import { shelfHere } from './log-here.ts';

export const hash = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

export function newPair(): KeyPair {
  const pair = keyPairOf(newKeyPem());
  if (pair === null) throw new Error('no key');
  return pair;
}

export function put(shelf: Pick<Shelf, 'root'>, path: string, text: string): void {
  mkdirSync(dirname(join(shelf.root, path)), { recursive: true });
  writeFileSync(join(shelf.root, path), text);
}

export const textAt = (shelf: Pick<Shelf, 'root'>, path: string): string => readFileSync(join(shelf.root, path), 'utf8');

/** What a publication leaves behind, step by step. */
export interface Publication {
  readonly folder: string;
  readonly job: string;
  readonly manifest: string;
  readonly resultSha256: string;
}

/** The files of a result and the key of its job, below a folder that may be a draft. */
export function putResult(shelf: Shelf, name: string, at = `lots/${name}/release/0001`): Publication {
  const folder = `lots/${name}/release/0001`;
  const files = {
    'plots/dose.svg': `<svg>${name}</svg>`,
    'report.html': `<!doctype html><p>${name}</p>`,
    'result.json': `{"lot":"${name}"}`,
  };
  for (const [path, text] of Object.entries(files)) put(shelf, `${at}/${path}`, text);
  const manifest = formatManifest(Object.entries(files).map(([path, text]) => ({ path, sha256: hash(text) })));
  put(shelf, `${at}/manifest.sha256`, manifest);
  return { folder, job: hash(`job ${name}`), manifest, resultSha256: hash(files['result.json']) };
}

export function putKey(shelf: Shelf, { job, folder, manifest }: Publication): string {
  const key = canonicalJson({ job, folder, number: 1, claim: '00000000-0000-4000-8000-000000000001', manifestSha256: hash(manifest) });
  put(shelf, `jobs/${job}/key.json`, key);
  return key;
}

export async function log(shelf: Shelf, { job, folder, manifest, resultSha256 }: Publication, key: string): Promise<void> {
  await appendEntry(shelf, {
    action: 'published',
    object: folder,
    objectSha256: hash(manifest),
    old: null,
    new: { disposition: 'conforms', job, keySha256: hash(key), resultSha256 },
    reason: null,
  });
}

export async function publish(shelf: Shelf, name: string): Promise<Publication> {
  const draft = `lots/${name}/release/.0001.partial`;
  const publication = putResult(shelf, name, `${draft}/content`);
  await log(shelf, publication, putKey(shelf, publication));
  renameSync(join(shelf.root, draft, 'content'), join(shelf.root, publication.folder));
  rmSync(join(shelf.root, draft), { recursive: true });
  return publication;
}

export interface SignedStore {
  readonly shelf: Shelf;
  readonly pair: KeyPair;
  readonly signing: SigningKey;
  /** The text of the checkpoint over the first four entries, kept elsewhere. */
  readonly kept: string;
}

export const INPUT = 'the bytes of an export';

/**
 * Entries: 0 the beginning, 1 the key, 2 lot A, 3 lot B (a checkpoint over these four), 4 what was received, 5 a signature, 6 lot C (a checkpoint over all seven).
 */
export async function signedStore(): Promise<SignedStore> {
  const shelf = shelfHere();
  const pair = newPair();
  const signing = await useStoreKey(shelf, pair);
  await publish(shelf, 'A');
  const { resultSha256 } = await publish(shelf, 'B');
  const { path } = await writeCheckpoint(shelf, signing);
  const kept = textAt(shelf, path);
  const input = hash(INPUT);
  put(shelf, `intake/sha256/${input.slice(0, 2)}/${input}`, INPUT);
  const files = [{ name: 'plate.csv', sha256: input }];
  await appendEntry(shelf, { action: 'received', object: 'B', objectSha256: null, old: null, new: { files }, reason: null });
  const signature = `signatures/${resultSha256}/0001.json`;
  const text = JSON.stringify({ meaning: 'reviewed', resultSha256 });
  put(shelf, signature, text);
  const bytes = hash(text);
  await appendEntry(shelf, { action: 'reviewed', object: signature, objectSha256: bytes, old: null, new: null, reason: 'complete' });
  await publish(shelf, 'C');
  await writeCheckpoint(shelf, signing);
  return { shelf, pair, signing, kept };
}
