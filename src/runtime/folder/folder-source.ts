import { basename, join } from 'node:path';
import { InputError } from '../../errors.ts';
import type { Disk } from '../disk/disk.ts';
import { describeFile, type ExportFile, plainFile, type ReadPlace } from './export-file.ts';
import { type Links, listExportFolder } from './export-folder.ts';
import type { ListedFile, ListedFolder, TakenFile, TakenFolder } from './taken-folder.ts';

/** Which files an export folder has, and where each is read. */
export interface FolderSource {
  readonly listed: ListedFolder;
  readonly placeOf: (file: string) => ReadPlace;
}

/** The files where they lie. Throws `usage/not-found`, or `io/failed`, for the folder itself. */
export function folderSource(folder: string, disk: Disk, links: Links): FolderSource {
  return { listed: listExportFolder(folder, disk, links), placeOf: (file) => ({ path: join(folder, file) }) };
}

/** A folder whose files stand in the intake, and where the bytes of a hash lie there. */
export interface TakenSource {
  readonly folder: TakenFolder;
  readonly pathOf: (sha256: string) => string;
}

/** Every file by its content, under the name that it has in the export folder. */
export function intakeSource({ folder, pathOf }: TakenSource): FolderSource {
  const files = new Map<string, TakenFile>(folder.files.map((file) => [file.path, file]));
  return {
    listed: folder,
    placeOf: (file) => {
      const sha256 = files.get(file)?.sha256 ?? null;
      const name = basename(file);
      // Nothing is read of a file that could not be taken: its error stands in its place.
      return sha256 === null ? { path: join(pathOf(''), name), name } : { path: pathOf(sha256), name, sha256 };
    },
  };
}

/** Looks at every file that may be read. */
export function describeFiles({ listed, placeOf }: FolderSource, disk: Disk): readonly ExportFile[] {
  return listed.files.map((file) => withLink(described(file, placeOf(file.path), disk), file));
}

function described({ path, error }: ListedFile, place: ReadPlace, disk: Disk): ExportFile {
  return error === null ? describeFile(disk, place, path) : plainFile(place, path, new InputError(error.code, error.message, error.place));
}

function withLink(file: ExportFile, { linkTo }: ListedFile): ExportFile {
  return linkTo === undefined ? file : { ...file, linkTo };
}
