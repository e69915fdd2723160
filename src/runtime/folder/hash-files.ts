import { InputError } from '../../errors.ts';
import type { HashedFile } from '../../pipeline/lot/release-record.ts';
import type { Workers } from '../threads/workers.ts';
import type { ExportFile } from './export-folder.ts';
import type { PlannedFolder } from './plan-folder.ts';

/** What rounds over one folder find out about its files: the changed ones with a sentence, the others with their hash. */
export interface Findings {
  readonly changed: Map<string, string>;
  readonly hashes: Map<string, string>;
}

/**
 * The bytes and hash of every file that serves something: of tables and plates those that were parsed, of FCS files by the worker threads, while gating goes on.
 * A file that changed, or cannot be read, has no hash: what it serves is held.
 */
export async function hashFiles(planned: PlannedFolder, workers: Workers, findings: Findings): Promise<ReadonlyMap<string, HashedFile>> {
  const served = new Map(planned.bound.map(({ binding }) => [binding.file, binding.kind] as const));
  const fcs = [...planned.files.values()].filter((file) => served.has(file.path) && served.get(file.path) !== 'plate');
  const hashed = await Promise.all(
    fcs.map(async (file): Promise<HashedFile> => ({ path: file.path, bytes: file.bytes, sha256: await hashOf(file, workers, findings) })),
  );
  const whole = [...planned.files.keys()]
    .filter((path) => served.get(path) === 'plate' || planned.contents.read().has(path))
    .map((path) => wholeFile(planned, path, findings));
  return new Map([...hashed, ...whole].map((file) => [file.path, file]));
}

async function hashOf({ path, absolutePath, stamp }: ExportFile, workers: Workers, findings: Findings): Promise<string | null> {
  if (stamp === null || findings.changed.has(path)) return null;
  const known = findings.hashes.get(path);
  if (known !== undefined) return known;
  try {
    const sha256 = await workers.hash({ path: absolutePath, stamp });
    findings.hashes.set(path, sha256);
    return sha256;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    findings.changed.set(path, error.message);
    return null;
  }
}

/** A plate that could not be read has a reason of its own. A table that changed since keeps the hash of what was judged. */
function wholeFile({ contents, bound, files }: PlannedFolder, path: string, findings: Findings): HashedFile {
  const isPlate = bound.some(({ binding }) => binding.file === path);
  try {
    const { bytes, sha256 } = contents.contentOf(path);
    return { path, bytes: bytes.length, sha256: isPlate && findings.changed.has(path) ? null : sha256 };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { path, bytes: files.get(path)?.bytes ?? 0, sha256: null };
  }
}
