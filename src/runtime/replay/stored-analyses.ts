import { join } from 'node:path';
import * as z from 'zod';
import { InputError } from '../../errors.ts';
import { quotedError } from '../../quoted-error.ts';
import { type KeptInputs, parseKeptInputs } from '../../results/kept-inputs.ts';
import type { ReleaseResult } from '../../results/release-result.ts';
import { releaseResultSchema } from '../../results/release-result-schema.ts';
import type { ReplayNote } from '../../results/replay-notes.ts';
import { lotFolderName } from '../../subject.ts';
import { type Disk, isOfTheDisk, messageOf } from '../disk/disk.ts';
import { namesInFolder, type Shelf } from '../disk/draft.ts';
import { readUnchanged, sha256Of, sha256OfSource } from '../disk/files.ts';
import { intakeFolder, intakePath } from '../intake/intake-path.ts';

/** An analysis of a store, with its result and what it was computed from; or why it cannot be computed again. */
export interface StoredAnalysis {
  /** `lots/<lot>/<subject>/0002`. */
  readonly folder: string;
  readonly replayable: { readonly result: ReleaseResult; readonly inputsSha256: string; readonly inputs: KeptInputs } | null;
  /** Empty where it is. */
  readonly obstacle: readonly ReplayNote[];
}

const SHA256 = z.string().regex(/^[0-9a-f]{64}$/);
const recordSchema = z.object({ resultSha256: SHA256, inputs: SHA256.optional() });

/** The latest analysis of every subject, or every analysis, by name. One that cannot be read has its obstacle. Throws what is of the disk as a whole. */
export function storedAnalyses(shelf: Pick<Shelf, 'root' | 'disk'>, which: 'latest' | 'all'): readonly StoredAnalysis[] {
  const { root, disk } = shelf;
  const below = (folder: string): readonly string[] =>
    namesInFolder(disk, join(root, folder))
      .filter((name) => !name.startsWith('.'))
      .map((name) => `${folder}/${name}`);
  return below('lots')
    .flatMap(below)
    .flatMap((subject) => {
      const numbers = below(subject).filter((path) => /\/\d{4,}$/.test(path));
      const byNumber = [...numbers].sort((a, b) => numberOf(a) - numberOf(b));
      return which === 'all' ? byNumber : byNumber.slice(-1);
    })
    .map((folder) => storedAnalysis(shelf, folder));
}

const numberOf = (path: string): number => Number(path.slice(path.lastIndexOf('/') + 1));

function storedAnalysis(store: Pick<Shelf, 'root' | 'disk'>, folder: string): StoredAnalysis {
  const not = (obstacle: ReplayNote): StoredAnalysis => ({ folder, replayable: null, obstacle: [obstacle] });
  try {
    return readAnalysis(store, folder, not);
  } catch (error) {
    if (isOfTheDisk(error)) throw error;
    const unreadable = new InputError('io/failed', `Expected the files of a published result, found: ${messageOf(error)}.`, {
      file: folder,
    });
    return not({ code: 'replay/failed', fields: { error: quotedError(unreadable) } });
  }
}

function readAnalysis(
  { root, disk }: Pick<Shelf, 'root' | 'disk'>,
  folder: string,
  not: (obstacle: ReplayNote) => StoredAnalysis,
): StoredAnalysis {
  const text = disk.readText(join(root, folder, 'result.json'));
  const record = recordSchema.parse(JSON.parse(disk.readText(join(root, folder, 'record.json'))));
  // The bytes, not what they mean: a result that was written again is another one.
  if (sha256Of(text) !== record.resultSha256) return not({ code: 'replay/damaged', fields: {} });
  const read: unknown = JSON.parse(text);
  const result = releaseResultSchema.safeParse(read);
  if (!result.success) return not({ code: 'replay/not-readable', fields: { schemaVersion: schemaVersionOf(read) } });
  const { lot } = result.data;
  if (!folder.startsWith(`lots/${lotFolderName(lot.id)}/${lot.subject}/`)) return not({ code: 'replay/damaged', fields: {} });
  const { inputs: inputsSha256 } = record;
  if (inputsSha256 === undefined) return not({ code: 'replay/no-inputs', fields: {} });
  const path = intakePath(intakeFolder(root), inputsSha256);
  const inputs = holds(disk, path, inputsSha256) ? parseKeptInputs(disk.readText(path)) : null;
  if (inputs === null)
    return not({ code: 'replay/content-gone', fields: { files: [`intake/sha256/${inputsSha256.slice(0, 2)}/${inputsSha256}`] } });
  return { folder, replayable: { result: result.data, inputsSha256, inputs }, obstacle: [] };
}

/** The files of a listing that the intake lacks, or of which it holds other bytes. */
export function missingContent({ root, disk }: Pick<Shelf, 'root' | 'disk'>, inputs: KeptInputs): readonly string[] {
  return [...inputs.method.files, ...inputs.files].flatMap(({ path, sha256 }) =>
    sha256 === null || holds(disk, intakePath(intakeFolder(root), sha256), sha256) ? [] : [path],
  );
}

function holds(disk: Disk, path: string, sha256: string): boolean {
  return disk.kindOf(path) === 'file' && readUnchanged(disk, { path, stamp: null }, sha256OfSource) === sha256;
}

function schemaVersionOf(value: unknown): number | null {
  if (typeof value !== 'object' || value === null || !('schemaVersion' in value)) return null;
  return Number.isInteger(value.schemaVersion) && typeof value.schemaVersion === 'number' ? value.schemaVersion : null;
}
