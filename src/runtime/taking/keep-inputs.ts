import { randomUUID } from 'node:crypto';
import { basename, dirname, join, relative } from 'node:path';
import { InputError } from '../../errors.ts';
import { canonicalJson } from '../../results/canonical-json.ts';
import type { KeptInputs } from '../../results/kept-inputs.ts';
import { creating, type Disk, makeFolders } from '../disk/disk.ts';
import { isThere, type Shelf } from '../disk/draft.ts';
import { readBytes, readUnchanged, sha256Of, sha256OfSource } from '../disk/files.ts';
import type { TakenFolder } from '../folder/taken-folder.ts';
import { type Intake, openIntake } from '../intake/open-intake.ts';
import type { MethodSource } from '../method/load-method.ts';

/** What a job was computed from. */
export interface KeptJob {
  readonly pipeline: string;
  readonly specification: string | null;
  readonly secondReader?: 'asked';
}

/**
 * Writes into the intake what an analysis is computed from: a listing of the folder and the method by content, which `record.json` names by its hash, and the files of the
 * method where the intake lacks them. Gives the hash. Throws `io/changed`, `usage/cannot-create`, `io/failed`.
 */
export function keepInputs(
  shelf: Shelf,
  job: KeptJob,
  { folder, method }: { readonly folder: TakenFolder; readonly method: readonly MethodSource[] },
): string {
  const intake = openIntake(shelf);
  try {
    for (const { path, sha256 } of method) {
      const bytes = readBytes(path, shelf.disk);
      if (sha256Of(bytes) !== sha256)
        throw new InputError('io/changed', 'Expected the file of the method as it was loaded, found other bytes. Run again.', {
          file: path,
        });
      keepBytes(shelf, intake, bytes);
    }
    return keepBytes(shelf, intake, Buffer.from(canonicalJson(listing(job, folder, method))));
  } finally {
    intake.close();
  }
}

function listing({ pipeline, specification, secondReader }: KeptJob, folder: TakenFolder, method: readonly MethodSource[]): KeptInputs {
  const fromDefinition = (path: string): string => relative(dirname(pipeline), path).replaceAll('\\', '/');
  return {
    schemaVersion: 1,
    files: folder.files.map(({ path, sha256, error, linkTo }) => ({
      path,
      sha256,
      error: error === null ? null : { code: error.code, message: error.message, place: { ...error.place } },
      ...(linkTo === undefined ? {} : { linkTo }),
    })),
    method: {
      pipeline: basename(pipeline),
      specification: specification === null ? null : fromDefinition(specification),
      files: method.map(({ path, sha256 }) => ({ path: fromDefinition(path), sha256 })),
    },
    secondReader: secondReader ?? 'by-method',
  };
}

function refuseDamaged(disk: Disk, path: string, sha256: string): void {
  const found = readUnchanged(disk, { path, stamp: null }, sha256OfSource);
  if (found !== sha256)
    throw new InputError(
      'io/failed',
      `Expected the bytes of SHA-256 ${sha256} in the intake, found ${found}. Put a copy of the file into its place.`,
      { file: path },
    );
}

/** Bytes under their hash, durably and by one rename; what is there already stands. */
function keepBytes({ disk }: Shelf, intake: Intake, bytes: Uint8Array): string {
  const sha256 = sha256Of(bytes);
  const path = intake.pathOf(sha256);
  creating(path, () => {
    if (isThere(disk, path)) {
      refuseDamaged(disk, path, sha256);
      disk.syncFolder(dirname(path));
      return;
    }
    const temporary = join(intake.partial, `${randomUUID()}.partial`);
    disk.writeNew(temporary, bytes);
    makeFolders(disk, dirname(path));
    disk.rename(temporary, path);
    disk.syncFolder(dirname(path));
  });
  return sha256;
}
