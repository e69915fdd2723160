import { join } from 'node:path';
import * as z from 'zod';
import type { ListedRecord } from '../../audit-log/listed-record.ts';
import { type VerifyNote, verifyNote } from '../../audit-log/verify-notes.ts';
import { messageOf } from '../disk/disk.ts';
import { nameIn, type StoreFolder } from './record-tree.ts';
import { itemsOf } from './verified-log.ts';
import { sha256OfFile, wholeFile } from './whole-file.ts';

const keySchema = z.object({ job: z.string(), folder: z.string(), manifestSha256: z.string() });

/** What verification reads of `jobs/<job id>/key.json`. */
export type JobKey = Readonly<z.infer<typeof keySchema>>;

/** Compares the key of every job with the entries of its publication. One without an entry is of a publication that was begun. */
export function verifyJobs(store: StoreFolder, listed: ListedRecord): readonly VerifyNote[] {
  const notes: VerifyNote[] = [];
  const there = new Set<string>();
  for (const { path, kind } of itemsOf(store, 'jobs', notes)) {
    const inner = kind === 'folder' ? itemsOf(store, path, notes) : [];
    const strange = kind === 'folder' ? inner.filter((item) => item.path !== `${path}/key.json` || item.kind !== 'file') : [{ path, kind }];
    notes.push(...strange.map((item) => verifyNote('verify/unlisted', item.path, { kind: item.kind })));
    if (kind !== 'folder') continue;
    there.add(nameIn(path));
    notes.push(...keyNotes(store, nameIn(path), listed));
  }
  for (const [job, [first]] of listed.jobs)
    if (!there.has(job)) notes.push(verifyNote('verify/missing', `jobs/${job}/key.json`, { index: first?.index ?? null }));
  return notes;
}

function keyNotes(store: StoreFolder, job: string, listed: ListedRecord): readonly VerifyNote[] {
  const place = `jobs/${job}/key.json`;
  const key = keyAt(store, job);
  if ('found' in key) return [verifyNote('verify/job-differs', place, { found: key.found })];
  if (key.job !== job) return [verifyNote('verify/job-differs', place, { found: `the key of the job ${key.job}` })];
  const entries = listed.jobs.get(job);
  if (entries === undefined) return [verifyNote('verify/unfinished', place, {})];
  const strange = entries.find(({ folder }) => folder !== key.folder);
  if (strange !== undefined) return [verifyNote('verify/job-differs', place, { found: `the folder '${key.folder}'` })];
  // The key keeps the manifest of its first files: those that were lost before they appeared were computed again, under an entry of their own.
  const [{ keySha256 } = { keySha256: null }] = entries;
  const found = keySha256 === null ? null : sha256OfFile(store.disk, join(store.root, place));
  if (keySha256 !== null && found !== null && found !== keySha256)
    return [verifyNote('verify/changed', place, { index: entries[0]?.index ?? null, expected: keySha256, found })];
  if (keySha256 !== null || entries.some(({ manifestSha256 }) => manifestSha256 === key.manifestSha256)) return [];
  return [verifyNote('verify/job-differs', place, { found: `the manifest ${key.manifestSha256}` })];
}

/** Reads the key of a job; what was found in its place where it is none. */
export function keyAt({ disk, root }: StoreFolder, job: string): JobKey | { readonly found: string } {
  const path = join(root, 'jobs', job, 'key.json');
  if (disk.kindOf(path) !== 'file') return { found: 'none' };
  try {
    const parsed = keySchema.safeParse(JSON.parse(Buffer.from(wholeFile(disk, path)).toString('utf8')));
    return parsed.success ? parsed.data : { found: 'a text of another form' };
  } catch (error) {
    return { found: messageOf(error) };
  }
}
