import { join } from 'node:path';
import * as z from 'zod';
import { InputError } from '../../errors.ts';
import { type KeptInputs, parseKeptInputs } from '../../results/kept-inputs.ts';
import type { ReleaseResult } from '../../results/release-result.ts';
import { releaseResultSchema } from '../../results/release-result-schema.ts';
import type { ReplayNote } from '../../results/replay-notes.ts';
import { type Disk, messageOf } from '../disk/disk.ts';
import { namesInFolder, type Shelf } from '../disk/draft.ts';
import { readUnchanged, sha256OfSource } from '../disk/files.ts';
import { intakeFolder, intakePath } from '../intake/intake-path.ts';

/** An analysis of a store, with its result and what it was computed from; or why it cannot be computed again. */
export interface StoredAnalysis {
  /** `lots/<lot>/<subject>/0002`. */
  readonly folder: string;
  readonly replayable: { readonly result: ReleaseResult; readonly inputsSha256: string; readonly inputs: KeptInputs } | null;
  /** Empty where it is. */
  readonly obstacle: readonly ReplayNote[];
}

const recordSchema = z.object({ inputs: z.string().optional() });

/** The latest analysis of every subject, or every analysis, by name. Throws `io/failed` where a published file cannot be read. */
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

function storedAnalysis({ root, disk }: Pick<Shelf, 'root' | 'disk'>, folder: string): StoredAnalysis {
  const not = (obstacle: ReplayNote): StoredAnalysis => ({ folder, replayable: null, obstacle: [obstacle] });
  const read = readJson(disk, join(root, folder, 'result.json'));
  const result = releaseResultSchema.safeParse(read);
  if (!result.success) return not({ code: 'replay/not-readable', fields: { schemaVersion: schemaVersionOf(read) } });
  const { inputs: inputsSha256 } = recordSchema.parse(readJson(disk, join(root, folder, 'record.json')));
  if (inputsSha256 === undefined) return not({ code: 'replay/no-inputs', fields: {} });
  const path = (sha256: string): string => intakePath(intakeFolder(root), sha256);
  const inputs = holds(disk, path(inputsSha256), inputsSha256) ? parseKeptInputs(disk.readText(path(inputsSha256))) : null;
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

function readJson(disk: Disk, path: string): unknown {
  try {
    return JSON.parse(disk.readText(path));
  } catch (error) {
    throw new InputError(
      'io/failed',
      `Expected a published file as JSON, found: ${messageOf(error)}. 'cytolot verify' shows what else differs.`,
      {
        file: path,
      },
    );
  }
}

function schemaVersionOf(value: unknown): number | null {
  if (typeof value !== 'object' || value === null || !('schemaVersion' in value)) return null;
  return Number.isInteger(value.schemaVersion) && typeof value.schemaVersion === 'number' ? value.schemaVersion : null;
}
