import type { Shelf } from '../disk/draft.ts';
import type { TakenSource } from '../folder/folder-source.ts';
import type { TakenFolder } from '../folder/taken-folder.ts';
import { intakeFolder, intakePath } from '../intake/intake-path.ts';
import { refuseMisplaced } from '../intake/misplaced.ts';
import type { LoadedMethod } from '../method/load-method.ts';
import type { Threads } from '../threads/threads.ts';
import { takeFolder } from './take-folder.ts';

/** What a job says of its inputs. */
export interface TakingJob {
  readonly folder: string;
  readonly out: string;
  readonly keepInputs?: 'asked';
  readonly taken?: TakenFolder;
}

/**
 * The folder as it stands in the intake, into which folder and method are copied first where that is asked; `null` = the folder itself is read. Throws `usage/misplaced`
 * where one of folder and store lies in the other.
 */
export async function takenSource(
  shelf: Shelf,
  { folder, out, keepInputs, taken }: TakingJob,
  { method, threads }: { readonly method: LoadedMethod; readonly threads: Threads },
): Promise<TakenSource | null> {
  const intake = intakeFolder(shelf.root);
  const sourceOf = (found: TakenFolder): TakenSource => ({ folder: found, pathOf: (sha256) => intakePath(intake, sha256) });
  if (taken !== undefined) return sourceOf(taken);
  if (keepInputs === undefined) return null;
  refuseMisplaced(shelf.disk, { folder, out, method: [] });
  const { links } = method.definition.inputs;
  return sourceOf(await takeFolder(shelf, { folder, links, method: method.sources, threads }));
}
