import { randomUUID } from 'node:crypto';
import { basename, dirname, join, relative } from 'node:path';
import { InputError } from '../../errors.ts';
import { canonicalJson } from '../../results/canonical-json.ts';
import type { KeptInputs } from '../../results/kept-inputs.ts';
import { creating, makeFolders } from '../disk/disk.ts';
import type { Shelf } from '../disk/draft.ts';
import { readBytes, sha256Of } from '../disk/files.ts';
import type { TakenFolder } from '../folder/taken-folder.ts';
import type { MethodSource } from '../method/load-method.ts';
import { type Intake, openIntake } from './open-intake.ts';

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

/** Bytes under their hash, durably and by one rename; what is there already stands. */
function keepBytes({ disk }: Shelf, intake: Intake, bytes: Uint8Array): string {
  const sha256 = sha256Of(bytes);
  const path = intake.pathOf(sha256);
  creating(path, () => {
    if (disk.kindOf(path) === 'file') return;
    const temporary = join(intake.partial, `${randomUUID()}.partial`);
    disk.writeNew(temporary, bytes);
    makeFolders(disk, dirname(path));
    disk.rename(temporary, path);
    disk.syncFolder(dirname(path));
  });
  return sha256;
}
