import { basename, dirname, join, resolve } from 'node:path';
import * as z from 'zod';
import { hexOf } from '../../audit-log/bytes.ts';
import { InputError } from '../../errors.ts';
import type { PendingOn } from '../../persons/step-refusal.ts';
import { type ReleaseRules, releaseRulesSchema } from '../../results/release-rules.ts';
import { CONSEQUENCES } from '../../specification/consequences.ts';
import { SUPERSEDED } from '../../specification/occasions.ts';
import { lotFolderName } from '../../subject.ts';
import { sha256 } from '../audit-log/ed25519.ts';
import { type ChosenResult, chooseResult } from '../audit-log/make-proof.ts';
import { wholeFile } from '../audit-log/whole-file.ts';
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

/** A document that a result was made by. */
export interface ResultDocument {
  readonly id: string;
  readonly sha256: string;
}

/** What a result on the disk says of its signing. */
export interface ResultOnDisk {
  readonly resultSha256: string;
  readonly manifestSha256: string;
  readonly rules: ReleaseRules;
  /** The method and the specification by which it was made. */
  readonly method: ResultDocument;
  readonly specification: ResultDocument;
  /** What it proposes. */
  readonly disposition: string;
  readonly waits: PendingOn;
  /** Account that ran the analysis; `null` = the record does not say. */
  readonly user: string | null;
}

const resultSchema = z.object({
  method: z.object({ id: z.string(), sha256: z.string(), release: releaseRulesSchema.default({}) }),
  specification: z.object({ id: z.string(), sha256: z.string() }),
  attributes: z.array(z.object({ notes: z.array(z.object({ code: z.string() })) })),
  disposition: z.object({ proposed: z.string(), counts: z.object({ pending: z.int().min(0) }) }),
});
const recordSchema = z.object({ user: z.string().nullable().default(null) });

/** Reads what is signed, its bytes hashed again. Throws `io/failed`, `audit-log/damaged`. */
export function readResultOnDisk({ disk, root }: StoreFolder, folder: string): ResultOnDisk {
  const bytesOf = (name: string): Uint8Array => wholeFile(disk, join(root, folder, name));
  const result = bytesOf('result.json');
  const read = resultSchema.safeParse(jsonOf(result));
  const record = recordSchema.safeParse(jsonOf(bytesOf('record.json')));
  if (!read.success || !record.success)
    throw new InputError('audit-log/damaged', "Expected a result with its record, found other JSON. Run 'cytolot verify'.", {
      file: join(root, folder),
    });
  return {
    resultSha256: hexOf(sha256(result)),
    manifestSha256: hexOf(sha256(bytesOf('manifest.sha256'))),
    rules: read.data.method.release,
    method: read.data.method,
    specification: read.data.specification,
    disposition: read.data.disposition.proposed,
    waits: { rows: read.data.disposition.counts.pending, questions: openQuestions(read.data) },
    user: record.data.user,
  };
}

/** Results that make the lot pending though they are in; one of a test that was repeated since asks nothing. */
function openQuestions({ attributes }: Pick<z.output<typeof resultSchema>, 'attributes'>): number {
  const open = Object.entries(CONSEQUENCES).flatMap(([code, makes]) => (makes === 'pending' ? [code] : []));
  const codes = attributes.map(({ notes }) => notes.map(({ code }) => code));
  return codes.filter((own) => !own.includes(SUPERSEDED) && own.some((code) => open.includes(code))).length;
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
