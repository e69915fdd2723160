import { basename, dirname, join } from 'node:path';
import { InputError } from '../../errors.ts';
import type { Disk } from '../disk/disk.ts';
import type { Shelf } from '../disk/draft.ts';
import { vanished } from '../folder/export-file.ts';
import { type Links, listExportFolder } from '../folder/export-folder.ts';
import type { ListedFile, TakenFile, TakenFolder } from '../folder/taken-folder.ts';
import { type Intake, openIntake } from '../intake/open-intake.ts';
import type { Taking, TakingError } from '../intake/take-file.ts';
import type { MethodSource } from '../method/load-method.ts';
import type { Threads } from '../threads/threads.ts';

export interface FolderTaking {
  readonly folder: string;
  readonly links: Links;
  /** The files of the method, which a repetition needs too. */
  readonly method: readonly MethodSource[];
  readonly threads: Threads;
}

/**
 * Copies every file of an export folder, and those of the method, into the intake of a store. A file that cannot be read has its error and stops no other.
 * Throws `io/failed` where the intake takes nothing more, `io/changed` where the method is no longer what was loaded, and what the folder itself refuses.
 */
export async function takeFolder(shelf: Shelf, { folder, links, method, threads }: FolderTaking): Promise<TakenFolder> {
  const { disk } = shelf;
  const listed = listExportFolder(folder, disk, links);
  const root = disk.realPath(folder);
  const intake = openIntake(shelf);
  try {
    await takeMethod(disk, intake, { method, threads });
    // All of them are waited for, also where one fails: whoever closes the intake must not meet one that is still written.
    const files = await Promise.all(
      listed.files.map(async (file) =>
        file.error === null
          ? takeInto(intake, threads, { ...placeOf(disk, { folder, root, file, links }), name: basename(file.path) })
          : null,
      ),
    );
    for (const taking of files) if (taking?.outcome === 'not-kept') throw errorOf(taking.error);
    return { notes: listed.notes, files: listed.files.map((file, index) => took(file, files[index] ?? null)) };
  } finally {
    intake.close();
  }
}

interface Place {
  readonly root: string;
  readonly path: string;
}

async function takeInto(
  { folder: intake, partial }: Intake,
  threads: Threads,
  { root, path, name }: Place & { readonly name: string },
): Promise<Taking> {
  const request = { kind: 'take', root, path, name, intake, partial, stamp: null, mostBytes: null, probably: null } as const;
  try {
    return (await threads.ask(request, 'took')).taking;
  } catch (error) {
    // A thread that ends with it twice, or finds no end: the file is held, as where it is read.
    if (error instanceof InputError) return { outcome: 'unreadable', error };
    throw error;
  }
}

interface Listed {
  readonly folder: string;
  /** The folder without links. */
  readonly root: string;
  readonly file: ListedFile;
  readonly links: Links;
}

/**
 * A link that may be followed is its target, as it was listed: what has become a link since leads nowhere, since each step is opened below the folder without following any.
 * Where links may lead anywhere, they are looked up again.
 */
function placeOf(disk: Disk, { folder, root, file, links }: Listed): Place {
  if (links !== 'anywhere') return { root, path: file.linkTo ?? file.path };
  const target = placeOfTarget(disk, join(folder, file.path));
  return join(target.root, target.path) === join(root, file.path) ? { root, path: file.path } : target;
}

function placeOfTarget(disk: Disk, path: string): Place {
  const target = realPathOr(disk, path);
  return { root: dirname(target), path: basename(target) };
}

/** Where it is gone, whoever opens it says so. */
function realPathOr(disk: Disk, path: string): string {
  try {
    return disk.realPath(path);
  } catch {
    return path;
  }
}

function took(file: ListedFile, taking: Taking | null): TakenFile {
  if (taking === null) return { ...file, sha256: null };
  if (taking.outcome === 'taken') return { ...file, sha256: taking.sha256 };
  const { code, message, place } = taking.outcome === 'gone' ? vanished(file.path) : taking.error;
  return { ...file, sha256: null, error: { code, message, place } };
}

/** Copies the files of a method into the intake. Throws as `takeFolder`. */
export async function takeMethod(disk: Disk, intake: Intake, { method, threads }: Pick<FolderTaking, 'method' | 'threads'>): Promise<void> {
  const takings = await Promise.all(method.map(({ path }) => takeInto(intake, threads, { ...placeOfTarget(disk, path), name: path })));
  for (const taking of takings) if (taking.outcome === 'not-kept') throw errorOf(taking.error);
  for (const [index, source] of method.entries()) refuseOther(takings[index] ?? null, source);
}

function refuseOther(taking: Taking | null, { path, sha256 }: MethodSource): void {
  if (taking !== null && taking.outcome !== 'taken') throw errorOf({ ...taking.error, place: { file: path } });
  if (taking?.sha256 !== sha256)
    throw new InputError('io/changed', 'Expected the file of the method as it was loaded, found other bytes. Run again.', { file: path });
}

function errorOf({ code, message, place }: TakingError): InputError {
  return new InputError(code, message, place);
}
