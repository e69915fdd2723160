import type { AuditEntry, JsonValue } from './audit-entry.ts';
import { type LogBeginning, parseBeginning } from './log-beginning.ts';

/** A manifest that the log lists of a result folder, and the entry that does. */
export interface ListedManifest {
  readonly index: number;
  readonly manifestSha256: string;
  /** `null` = of a result that was adopted: it had no job. */
  readonly job: string | null;
  /** Of the job's `key.json`; `null` = the entry does not say. */
  readonly keySha256: string | null;
}

/** A file that the log lists, with its bytes. */
export interface LoggedFile {
  readonly index: number;
  readonly sha256: string;
}

/** What must lie in a store by the entries of its log. */
export interface ListedRecord {
  readonly beginning: LogBeginning | null;
  /** Result folder → its manifests in the order of the log: the last one stands, others were of files that were lost before they appeared. */
  readonly results: ReadonlyMap<string, readonly ListedManifest[]>;
  /** Job → the entries of its publications. */
  readonly jobs: ReadonlyMap<string, readonly (ListedManifest & { readonly folder: string })[]>;
  /** Path of a file below `signatures` → its bytes. */
  readonly files: ReadonlyMap<string, LoggedFile>;
  /** SHA-256 of what was taken into the intake → the entry that says so. */
  readonly received: ReadonlyMap<string, number>;
}

export function listedRecord(entries: readonly AuditEntry[]): ListedRecord {
  const beginning = parseBeginning(entries[0]);
  const results = new Map<string, ListedManifest[]>();
  const jobs = new Map<string, (ListedManifest & { readonly folder: string })[]>();
  const files = new Map<string, LoggedFile>();
  const received = new Map<string, number>();
  const adopted = beginning?.adopted ?? [];
  for (const { folder, manifestSha256 } of adopted) results.set(folder, [{ index: 0, manifestSha256, job: null, keySha256: null }]);
  for (const entry of entries) {
    const { action, object, objectSha256, index } = entry;
    if (action === 'published' && objectSha256 !== null) {
      const job = textField(entry.new, 'job');
      const listed = { index, manifestSha256: objectSha256, job, keySha256: textField(entry.new, 'keySha256') };
      results.set(object, [...(results.get(object) ?? []), listed]);
      if (job !== null) jobs.set(job, [...(jobs.get(job) ?? []), { ...listed, folder: object }]);
    } else if (action === 'received') for (const sha256 of receivedHashes(entry.new)) received.set(sha256, index);
    else if (objectSha256 !== null && object.startsWith('signatures/')) files.set(object, { index, sha256: objectSha256 });
  }
  return { beginning, results, jobs, files, received };
}

function textField(value: JsonValue, name: string): string | null {
  const field = fieldOf(value, name);
  return typeof field === 'string' ? field : null;
}

function fieldOf(value: JsonValue, name: string): JsonValue | undefined {
  return typeof value === 'object' && value !== null && !isList(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** The hashes that the `new` of an entry `received` names: `{ files: [{ name, sha256 }] }`. */
export function receivedHashes(value: JsonValue): readonly string[] {
  const files = fieldOf(value, 'files') ?? null;
  return isList(files) ? files.flatMap((file) => textField(file, 'sha256') ?? []) : [];
}
