import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AuditEvent } from '../../../src/audit-log/audit-entry.ts';
import { base64Of } from '../../../src/audit-log/bytes.ts';
import { originOf } from '../../../src/audit-log/checkpoint.ts';
import type { SigningKey } from '../../../src/audit-log/log-keys.ts';
import { formatVerifierKey } from '../../../src/audit-log/verifier-key.ts';
import { formatManifest } from '../../../src/outputs/manifest.ts';
import { actEvent } from '../../../src/persons/act-event.ts';
import { enrolmentEvent, keyIdOfPublicKey, type PersonKeyFile, withdrawalEvent } from '../../../src/persons/enrolment.ts';
import { approvalEvent } from '../../../src/persons/method-approval.ts';
import { formatSignatureRecord, type SignatureRecord } from '../../../src/persons/signature-record.ts';
import { withSignature } from '../../../src/persons/signed-json.ts';
import { canonicalJson } from '../../../src/results/canonical-json.ts';
import { appendEntry } from '../../../src/runtime/audit-log/append-entry.ts';
import { readBeginning } from '../../../src/runtime/audit-log/begin-log.ts';
import { type KeyPair, keyPairOf, newKeyPem, sha256 } from '../../../src/runtime/audit-log/ed25519.ts';
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

/** What a result says of how it was made and what it proposes: as much as decides who may sign what under it. */
export function resultText(lot: string, proposed = 'conforms', release: object = {}): string {
  const made = { method: { id: 'M', sha256: hash('method'), release }, specification: { id: 'S', sha256: hash('specification') } };
  return JSON.stringify({ lot, ...made, attributes: [], disposition: { proposed, counts: { pending: 0 } } });
}

interface ResultOptions {
  /** Where its files are put. */
  readonly at?: string;
  readonly text?: string;
  /** Account that analysed; without one there is no record. */
  readonly user?: string;
}

/** The files of a result and the key of its job, below a folder that may be a draft. */
export function putResult(
  shelf: Shelf,
  name: string,
  { at = `lots/${name}/release/0001`, text = resultText(name), user }: ResultOptions = {},
): Publication {
  const folder = `lots/${name}/release/0001`;
  const files = {
    'plots/dose.svg': `<svg>${name}</svg>`,
    'report.html': `<!doctype html><p>${name}</p>`,
    'result.json': text,
    ...(user === undefined ? {} : { 'record.json': JSON.stringify({ user }) }),
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

export async function log(
  shelf: Shelf,
  { job, folder, manifest, resultSha256 }: Publication,
  key: string,
  disposition = 'conforms',
): Promise<void> {
  await appendEntry(shelf, {
    action: 'published',
    object: folder,
    objectSha256: hash(manifest),
    old: null,
    new: { disposition, job, keySha256: hash(key), resultSha256 },
    reason: null,
  });
}

export async function publish(
  shelf: Shelf,
  name: string,
  { disposition = 'conforms', ...options }: ResultOptions & { readonly disposition?: string } = {},
): Promise<Publication> {
  const draft = `lots/${name}/release/.0001.partial`;
  const publication = putResult(shelf, name, { ...options, at: `${draft}/content` });
  await log(shelf, publication, putKey(shelf, publication), disposition);
  renameSync(join(shelf.root, draft, 'content'), join(shelf.root, publication.folder));
  rmSync(join(shelf.root, draft), { recursive: true });
  return publication;
}

export interface TestPerson {
  readonly file: PersonKeyFile;
  readonly pair: KeyPair;
}

export function personNamed(name: string): TestPerson {
  const pair = newPair();
  const unsigned = {
    schemaVersion: 1,
    name,
    keyId: keyIdOfPublicKey(pair.publicKey, sha256),
    publicKey: base64Of(pair.publicKey),
  } as const;
  return { file: withSignature(unsigned, pair.sign), pair };
}

/** A person enrolled by the key of the store, for every role. */
export function enrolmentOf(shelf: Shelf, { file }: TestPerson, signing: SigningKey): AuditEvent {
  const by = { storeKey: formatVerifierKey(signing.key, sha256) };
  const store = originOf(readBeginning(shelf).storeId);
  const roles = ['reviewer', 'approver'] as const;
  return enrolmentEvent({ schemaVersion: 1, store, person: file, roles, account: null, replaces: null, by }, signing.sign, null);
}

/** A key withdrawn by the key of the store. */
export function withdrawalOf(shelf: Shelf, { file }: TestPerson, signing: SigningKey): AuditEvent {
  const by = { storeKey: formatVerifierKey(signing.key, sha256) };
  const store = originOf(readBeginning(shelf).storeId);
  const { keyId, name } = file;
  return withdrawalEvent({ schemaVersion: 1, store, keyId, name, reason: 'lost', by }, signing.sign);
}

/** What a signature names of the store and of a publication. */
export function signedFields(shelf: Shelf, { resultSha256, manifest }: Pick<Publication, 'resultSha256' | 'manifest'>) {
  return { store: originOf(readBeginning(shelf).storeId), resultSha256, manifestSha256: hash(manifest) };
}

export function signatureOf(
  { file, pair }: TestPerson,
  fields: Pick<SignatureRecord, 'store' | 'resultSha256' | 'manifestSha256' | 'meaning' | 'reason'>,
): SignatureRecord {
  const time = { timeUtc: '2026-11-18T06:05:00.000Z', zone: 'Asia/Shanghai' } as const;
  return withSignature({ schemaVersion: 1, name: file.name, keyId: file.keyId, ...time, ...fields } as const, pair.sign);
}

/** The approval of the method that made every result here, for all time. */
export function methodApprovalOf(shelf: Shelf, { file, pair }: TestPerson): AuditEvent {
  const documentOf = (id: string, text: string) => ({ id, version: '1', sha256: hash(text), text });
  const unsigned = {
    schemaVersion: 1,
    store: originOf(readBeginning(shelf).storeId),
    method: documentOf('M', 'method'),
    specifications: [documentOf('S', 'specification')],
    files: [],
    from: '2020-01-01T00:00:00.000Z',
    retrospective: 'used before the store had approvals',
    supersedes: null,
    differences: null,
    name: file.name,
    keyId: file.keyId,
    reason: 'validated',
    timeUtc: shelf.clock.now().toISOString(),
    zone: shelf.clock.timeZone,
  } as const;
  return approvalEvent(unsigned, pair.sign);
}

export interface SignedStore {
  readonly shelf: Shelf;
  readonly pair: KeyPair;
  readonly signing: SigningKey;
  /** The text of the checkpoint over the first four entries, kept elsewhere. */
  readonly kept: string;
  /** Who signed lot B. */
  readonly person: TestPerson;
  /** What was published of lot B. */
  readonly signed: Publication;
}

export const INPUT = 'the bytes of an export';

/**
 * Entries: 0 the beginning, 1 the key, 2 lot A, 3 lot B (a checkpoint over these four), 4 what was received, 5 a reviewer who
 * is enrolled, 6 the signature of that reviewer under lot B, 7 lot C (a checkpoint over all eight).
 */
export async function signedStore(): Promise<SignedStore> {
  const shelf = shelfHere();
  const pair = newPair();
  const signing = await useStoreKey(shelf, pair);
  await publish(shelf, 'A');
  const signed = await publish(shelf, 'B');
  const { path } = await writeCheckpoint(shelf, signing);
  const kept = textAt(shelf, path);
  const input = hash(INPUT);
  put(shelf, `intake/sha256/${input.slice(0, 2)}/${input}`, INPUT);
  const files = [{ name: 'plate.csv', sha256: input }];
  await appendEntry(shelf, { action: 'received', object: 'B', objectSha256: null, old: null, new: { files }, reason: null });
  const person = personNamed('Rui Reviewer');
  await appendEntry(shelf, enrolmentOf(shelf, person, signing));
  const record = signatureOf(person, { ...signedFields(shelf, signed), meaning: 'reviewed', reason: 'complete' });
  const event = actEvent({ folder: 'lots/B/release/0001', from: 'analysed', signature: record, number: 1 }, sha256);
  put(shelf, event.object, formatSignatureRecord(record));
  await appendEntry(shelf, event);
  await publish(shelf, 'C');
  await writeCheckpoint(shelf, signing);
  return { shelf, pair, signing, kept, person, signed };
}
