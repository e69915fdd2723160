import { basename, dirname, join, resolve } from 'node:path';
import * as z from 'zod';
import { hexOf } from '../../audit-log/bytes.ts';
import { InputError } from '../../errors.ts';
import { parseManifest } from '../../outputs/manifest.ts';
import type { PublishedResult } from '../../persons/published-result.ts';
import { type DecidedFacts, decidedFacts } from '../../results/decided-facts.ts';
import { lotFolderName } from '../../subject.ts';
import { sha256 } from '../audit-log/ed25519.ts';
import { type ChosenResult, chooseResult } from '../audit-log/make-proof.ts';
import { sha256OfFile, wholeFile } from '../audit-log/whole-file.ts';
import type { Shelf } from '../disk/draft.ts';

type StoreFolder = Pick<Shelf, 'disk' | 'root'>;

/**
 * The result that a command means: by the path of a lot, a subject or an analysis below a store, or, with the store given beside it, by the lot's own name or
 * `LOT/SUBJECT` as the folders are called. Throws `usage/bad-argument`.
 */
export function actedResult(disk: Shelf['disk'], lot: string, out: string | null): ChosenResult {
  if (out === null) return chooseResult(disk, lot);
  const lots = join(out, 'lots');
  const named = join(lots, lotFolderName(lot));
  const path = disk.kindOf(named) === 'folder' ? named : disk.kindOf(join(lots, lot)) === 'folder' ? join(lots, lot) : lot;
  const chosen = chooseResult(disk, path);
  if (resolve(chosen.root) === resolve(out)) return chosen;
  throw new InputError('usage/bad-argument', `Expected a lot of the store that is given after --out, found one of '${chosen.root}'.`, {
    file: lot,
  });
}

/** What a result on the disk says of its signing. */
export interface ResultOnDisk extends DecidedFacts {
  readonly resultSha256: string;
  readonly manifestSha256: string;
  /** Account that ran the analysis; `null` = the record does not say. */
  readonly user: string | null;
}

const recordSchema = z.object({ user: z.string().nullable().default(null) });

/** Reads what is signed, its bytes hashed again. Throws `io/failed`, `audit-log/damaged`. */
export function readResultOnDisk({ disk, root }: StoreFolder, folder: string): ResultOnDisk {
  const bytesOf = (name: string): Uint8Array => wholeFile(disk, join(root, folder, name));
  const result = bytesOf('result.json');
  const facts = decidedFacts(jsonOf(result));
  const record = recordSchema.safeParse(jsonOf(bytesOf('record.json')));
  if (facts === null || !record.success)
    throw new InputError('audit-log/damaged', "Expected a result with its record, found other JSON. Run 'cytolot verify'.", {
      file: join(root, folder),
    });
  return {
    ...facts,
    resultSha256: hexOf(sha256(result)),
    manifestSha256: hexOf(sha256(bytesOf('manifest.sha256'))),
    user: record.data.user,
  };
}

/** Every file of a published result is what its manifest lists, and the manifest what was published: what is read before it is signed. Throws `audit-log/damaged`, `io/failed`. */
export function checkPublishedFiles({ disk, root }: StoreFolder, { folder, manifestSha256 }: PublishedResult): void {
  const manifest = wholeFile(disk, join(root, folder, 'manifest.sha256'));
  const refuse = (name: string, expected: string, found: string): never => {
    const sentence = `Expected the file that was published with the result (SHA-256 ${expected}), found ${found}: nothing was signed. Run 'cytolot verify', and restore the folder from a copy.`;
    throw new InputError('audit-log/damaged', sentence, { file: `${folder}/${name}` });
  };
  const own = hexOf(sha256(manifest));
  if (own !== manifestSha256) refuse('manifest.sha256', manifestSha256, own);
  for (const { path, sha256: expected } of parseManifest(Buffer.from(manifest).toString('utf8')) ?? []) {
    const file = join(root, folder, path);
    if (disk.kindOf(file) !== 'file') refuse(path, expected, 'none');
    const found = sha256OfFile(disk, file);
    if (found !== expected) refuse(path, expected, found);
  }
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return null;
  }
}

/** The name of a subject as people read it: its folders below `lots`. */
export function placeOf(folder: string): string {
  return `${basename(dirname(dirname(folder)))}/${basename(dirname(folder))}/${basename(folder)}`;
}
