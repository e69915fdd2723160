import { basename, dirname, join, resolve } from 'node:path';
import type { AuditAction } from '../../audit-log/audit-actions.ts';
import { type AuditEntry, entryPath } from '../../audit-log/audit-entry.ts';
import { base64Of, utf8 } from '../../audit-log/bytes.ts';
import { originOf } from '../../audit-log/checkpoint.ts';
import { listedRecord } from '../../audit-log/listed-record.ts';
import { keyOfSize, logKeysOf } from '../../audit-log/log-keys.ts';
import { inclusionProof } from '../../audit-log/merkle-tree.ts';
import { formatTlogProof } from '../../audit-log/tlog-proof.ts';
import { formatVerifierKey } from '../../audit-log/verifier-key.ts';
import { InputError } from '../../errors.ts';
import { type ProofLink, type ProofSignature, proofPage } from '../../outputs/pages/proof-page.ts';
import { parseSignedEntry } from '../../persons/act-event.ts';
import { numberOfFolder, subjectOfFolder } from '../../persons/published-result.ts';
import { namesInFolder, type Shelf } from '../disk/draft.ts';
import { decodeUtf8 } from '../disk/files.ts';
import { readBeginning } from './begin-log.ts';
import { checkpointFile, checkpointSizes } from './checkpoint-files.ts';
import { cryptography, sha256 } from './ed25519.ts';
import { entryFile } from './log-folder.ts';
import { PROOF_SCRIPT } from './proof-script.ts';
import type { StoreFolder } from './record-tree.ts';
import { type VerifiedLog, verifyEntries } from './verified-log.ts';
import { wholeFile } from './whole-file.ts';

/** A published result as a path leads to it. */
export interface ChosenResult {
  readonly root: string;
  /** `lots/<lot>/<subject>/0001`. */
  readonly folder: string;
}

/** The result that a path below a store means: an analysis, the last one of a subject, or of a lot that has one subject. Throws `usage/bad-argument`. */
export function chooseResult(disk: Shelf['disk'], path: string): ChosenResult {
  const refuse = (found: string): never => {
    const sentence = `Expected the folder of a lot, a subject or an analysis below a store (OUT/lots/LOT/SUBJECT/0001), found ${found}.`;
    throw new InputError('usage/bad-argument', sentence, { file: path });
  };
  const parts: string[] = [];
  let above = resolve(path);
  for (; basename(above) !== 'lots'; above = dirname(above)) {
    if (dirname(above) === above || parts.length === 3) return refuse('another path');
    parts.unshift(basename(above));
  }
  const root = dirname(above);
  const [lot, subject = onlyName(disk, join(above, lot ?? ''))] = parts;
  if (lot === undefined || subject === null) return refuse('a lot with no subject, or several: name one of them');
  const numbers = namesInFolder(disk, join(above, lot, subject)).filter((name) => /^\d{4,}$/.test(name));
  const number = parts[2] ?? numbers.toSorted((a, b) => Number(a) - Number(b)).at(-1);
  if (number === undefined || !numbers.includes(number)) return refuse('no published analysis');
  return { root, folder: `lots/${lot}/${subject}/${number}` };
}

function onlyName(disk: Shelf['disk'], folder: string): string | null {
  const names = namesInFolder(disk, folder).filter((name) => !name.startsWith('.'));
  return names.length === 1 ? (names[0] ?? null) : null;
}

/**
 * The page that proves a result: its bytes, the entry that lists it, and the path from there to the root that the key of the store signed. Throws `audit-log/damaged` where the log
 * does not list the result so, `usage/not-found` where no checkpoint is over its entry.
 */
export function makeProof(shelf: StoreFolder, folder: string): string {
  const log = verifyEntries(shelf);
  const [broken] = log.notes;
  if (broken !== undefined) throw damaged(join(shelf.root, broken.place), 'a log that is whole');
  const listed = listedRecord(log.entries);
  const index = listed.results.get(folder)?.at(-1)?.index;
  const entry = log.entries.find((one) => one.index === index);
  if (index === undefined || entry?.action !== 'published') {
    const sentence =
      'Expected a result that an entry of the log says was published, found none: of one that was adopted with an older store the log lists the manifest alone.';
    throw new InputError('usage/not-found', sentence, { file: join(shelf.root, folder) });
  }
  const bytes = (name: string): Uint8Array => wholeFile(shelf.disk, join(shelf.root, folder, name));
  const prove = proverOf(shelf, log);
  const { key, proof } = prove(index);
  const signed = signaturesUnder(log.entries, { folder, resultSha256: resultHash(bytes('result.json')) });
  const linkOf = (of: number): ProofLink => ({
    entry: base64Of(wholeFile(shelf.disk, entryFile(shelf, of))),
    proof: base64Of(utf8(prove(of).proof)),
  });
  const signatures = signed.map(
    ({ object, index: of }): ProofSignature => ({
      file: base64Of(wholeFile(shelf.disk, join(shelf.root, object))),
      ...linkOf(of),
    }),
  );
  const chain = signed.length === 0 ? [] : chainOf(log.entries, folder).map(linkOf);
  return proofPage(
    {
      key: base64Of(utf8(key)),
      proof: base64Of(utf8(proof)),
      entry: base64Of(wholeFile(shelf.disk, entryFile(shelf, index))),
      manifest: base64Of(bytes('manifest.sha256')),
      result: base64Of(bytes('result.json')),
      report: base64Of(bytes('report.html')),
      signatures,
      chain,
    },
    { script: PROOF_SCRIPT, base64: (text) => base64Of(utf8(text)), sha256Base64: (text) => base64Of(sha256(utf8(text))) },
  );
}

/** The signatures under an analysis; one of the same bytes in another folder has its own. What cannot be read is shown as well. */
function signaturesUnder(
  entries: readonly AuditEntry[],
  { folder, resultSha256 }: { readonly folder: string; readonly resultSha256: string },
): readonly AuditEntry[] {
  const under = entries.filter(({ object, objectSha256 }) => objectSha256 !== null && object.startsWith(`signatures/${resultSha256}/`));
  return under.filter((entry) => (parseSignedEntry(entry)?.folder ?? folder) === folder);
}

/** The entries by which a signature counts or not: keys of the store, keys of persons, and later analyses of the subject. */
function chainOf(entries: readonly AuditEntry[], folder: string): readonly number[] {
  const ofKeys: readonly AuditAction[] = ['log-key-set', 'log-key-rotated', 'key-enrolled', 'key-withdrawn'];
  const later = ({ action, object }: AuditEntry): boolean =>
    action === 'published' && subjectOfFolder(object) === subjectOfFolder(folder) && numberOfFolder(object) > numberOfFolder(folder);
  return entries.filter((entry) => ofKeys.includes(entry.action) || later(entry)).map(({ index }) => index);
}

const resultHash = (bytes: Uint8Array): string => Buffer.from(sha256(bytes)).toString('hex');

/** Proves entries by the last checkpoint of the store, which is over them all. */
function proverOf(shelf: StoreFolder, log: VerifiedLog): (index: number) => { readonly key: string; readonly proof: string } {
  const size = checkpointSizes(shelf).at(-1) ?? 0;
  const origin = originOf(readBeginning(shelf).storeId);
  const key = keyOfSize(logKeysOf(log.entries, origin, cryptography).keys, size);
  return (index) => {
    if (index >= size || key === null || size > log.size) {
      const sentence = `Expected a signed checkpoint over entry ${index} of the log, found ${size === 0 ? 'none' : `the last one over ${size} entries`}: give 'cytolot run' the key of the store (--log-key).`;
      throw new InputError('usage/not-found', sentence, { file: `log/entries/${entryPath(index)}` });
    }
    const checkpoint = decodeUtf8(wholeFile(shelf.disk, checkpointFile(shelf, size)), 'checkpoint');
    const path = inclusionProof(log.leaves.slice(0, size), index, sha256);
    return { key: formatVerifierKey(key, sha256), proof: formatTlogProof({ index, path, checkpoint }) };
  };
}

function damaged(file: string, expected: string): InputError {
  return new InputError('audit-log/damaged', `Expected ${expected}, found it is not. Run 'cytolot verify'.`, { file });
}
