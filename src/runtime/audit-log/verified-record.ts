import { join } from 'node:path';
import type { ListedManifest, ListedRecord } from '../../audit-log/listed-record.ts';
import { type VerifyNote, verifyNote } from '../../audit-log/verify-notes.ts';
import { parseManifest } from '../../outputs/manifest.ts';
import { messageOf } from '../disk/disk.ts';
import { namesInFolder } from '../disk/draft.ts';
import { nameIn, type RecordItem, type StoreFolder } from './record-tree.ts';
import { isSignatureDrafted } from './verified-acts.ts';
import { keyAt, verifyJobs } from './verified-jobs.ts';
import { itemsOf } from './verified-log.ts';
import { sha256OfFile, wholeFile } from './whole-file.ts';

export interface VerifiedRecord {
  /** Results and files whose bytes were hashed. */
  readonly results: number;
  readonly files: number;
  readonly notes: readonly VerifyNote[];
}

/** What is checked, with what was found so far. */
interface Checking {
  readonly store: StoreFolder;
  readonly listed: ListedRecord;
  readonly notes: VerifyNote[];
  readonly counts: { results: number; files: number };
}

/** Hashes every file of the results, the jobs, the intake and the signatures, and compares them with what the log lists. */
export function verifyRecord(store: StoreFolder, listed: ListedRecord): VerifiedRecord {
  const notes: VerifyNote[] = [];
  const counts = { results: 0, files: 0 };
  const checking: Checking = { store, listed, notes, counts };
  verifyResults(checking);
  notes.push(...verifyJobs(store, listed));
  verifySignatures(checking);
  verifyIntake(checking);
  notes.push(
    ...unlisted(itemsOf(store, 'log', notes).filter(({ path }) => !['entries', 'checkpoints', 'cosignatures'].includes(nameIn(path)))),
  );
  return { ...counts, notes };
}

function unlisted(items: readonly RecordItem[]): readonly VerifyNote[] {
  return items.map(({ path, kind }) => verifyNote('verify/unlisted', path, { kind }));
}

function verifyResults(checking: Checking): void {
  const { store, listed, notes } = checking;
  const folders = subjectItems(store, notes);
  for (const item of folders) if (item.kind !== 'folder' || !listed.results.has(item.path)) notes.push(...unlisted([item]));
  const there = new Set(folders.map(({ path }) => path));
  for (const [folder, manifests] of listed.results) {
    const last = manifests.at(-1);
    if (last === undefined) continue;
    if (there.has(folder)) verifyResult(checking, folder, last);
    else
      notes.push(
        isUnfinished(store, folder, last)
          ? verifyNote('verify/unfinished', folder, {})
          : verifyNote('verify/missing', folder, { index: last.index }),
      );
  }
}

/** What lies in the folders of subjects; what lies above them and is no folder is put there. */
function subjectItems(store: StoreFolder, notes: VerifyNote[]): readonly RecordItem[] {
  let items = itemsOf(store, 'lots', notes);
  for (let level = 0; level < 2; level += 1) {
    notes.push(...unlisted(items.filter(({ kind }) => kind !== 'folder')));
    items = items.filter(({ kind }) => kind === 'folder').flatMap(({ path }) => itemsOf(store, path, notes));
  }
  return items;
}

/** Between the entry and the rename: the key stands, and its files lie whole under the name that nobody reads. */
function isUnfinished(store: StoreFolder, folder: string, { job, manifestSha256 }: ListedManifest): boolean {
  const key = job === null ? null : keyAt(store, job);
  if (key === null || 'found' in key || key.folder !== folder) return false;
  const partial = join(store.root, folder.slice(0, folder.lastIndexOf('/')), `.${nameIn(folder)}.partial`);
  return namesInFolder(store.disk, partial).some((claim) => {
    const manifest = join(partial, claim, 'content', 'manifest.sha256');
    return store.disk.kindOf(manifest) === 'file' && sha256OfFile(store.disk, manifest) === manifestSha256;
  });
}

function verifyResult(checking: Checking, folder: string, { index, manifestSha256 }: ListedManifest): void {
  const { store, notes, counts } = checking;
  counts.results += 1;
  const files = filesBelow(store, folder, notes);
  const place = `${folder}/manifest.sha256`;
  if (!files.includes(place)) {
    notes.push(verifyNote('verify/missing', place, { index }));
    return;
  }
  if (!hasBytes(checking, place, { index, sha256: manifestSha256 })) return;
  const manifest = parseManifest(Buffer.from(wholeFile(store.disk, join(store.root, place))).toString('utf8')) ?? [];
  const listed = new Map(manifest.map(({ path, sha256 }) => [`${folder}/${path}`, sha256]));
  for (const [path, sha256] of listed)
    if (files.includes(path)) hasBytes(checking, path, { index, sha256 });
    else notes.push(verifyNote('verify/missing', path, { index }));
  const more = files.filter((path) => path !== place && !listed.has(path));
  notes.push(...more.map((path) => verifyNote('verify/unlisted', path, { kind: 'file' })));
}

/** Every file below a folder; a note for whatever is neither file nor folder, and for a folder of a result that holds nothing. */
function filesBelow(store: StoreFolder, folder: string, notes: VerifyNote[]): readonly string[] {
  const items = itemsOf(store, folder, notes);
  notes.push(...unlisted(items.filter(({ kind }) => kind === 'link' || kind === 'other')));
  return items.flatMap(({ path, kind }) => {
    if (kind !== 'folder') return kind === 'file' ? [path] : [];
    const inner = filesBelow(store, path, notes);
    // In a result, which appears at once; elsewhere a folder is made before what comes into it.
    if (inner.length === 0 && path.startsWith('lots/')) notes.push(verifyNote('verify/unlisted', path, { kind: 'folder' }));
    return inner;
  });
}

function hasBytes(
  { store, notes, counts }: Checking,
  place: string,
  expected: { readonly index: number | null; readonly sha256: string },
): boolean {
  counts.files += 1;
  try {
    const found = sha256OfFile(store.disk, join(store.root, place));
    if (found === expected.sha256) return true;
    notes.push(verifyNote('verify/changed', place, { index: expected.index, expected: expected.sha256, found }));
  } catch (error) {
    notes.push(verifyNote('verify/unreadable', place, { found: messageOf(error) }));
  }
  return false;
}

function verifySignatures(checking: Checking): void {
  const { store, listed, notes } = checking;
  const files = filesBelow(store, 'signatures', notes);
  for (const [path, file] of listed.files)
    if (files.includes(path)) hasBytes(checking, path, file);
    else
      notes.push(
        isSignatureDrafted(store, path, file.sha256)
          ? verifyNote('verify/unfinished', path, {})
          : verifyNote('verify/missing', path, { index: file.index }),
      );
  notes.push(...files.filter((path) => !listed.files.has(path)).map((path) => verifyNote('verify/unlisted', path, { kind: 'file' })));
}

/** A file of the intake is named for its bytes. What no entry lists may have come before a run that was killed: its name still says what it must hold. */
function verifyIntake(checking: Checking): void {
  const { store, listed, notes } = checking;
  const files = filesBelow(store, 'intake', notes);
  const there = new Set<string>();
  for (const path of files) {
    const sha256 = /^intake\/sha256\/([0-9a-f]{2})\/(\1[0-9a-f]{62})$/.exec(path)?.[2];
    if (sha256 === undefined) notes.push(verifyNote('verify/unlisted', path, { kind: 'file' }));
    else {
      there.add(sha256);
      hasBytes(checking, path, { index: listed.received.get(sha256) ?? null, sha256 });
    }
  }
  for (const [sha256, index] of listed.received)
    if (!there.has(sha256)) notes.push(verifyNote('verify/missing', `intake/sha256/${sha256.slice(0, 2)}/${sha256}`, { index }));
}
