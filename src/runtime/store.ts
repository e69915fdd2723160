import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { InputError } from '../errors.ts';
import { lotFolderName, type Subject, subjectFolderName } from '../subject.ts';

/**
 * Looks whether results can be written below `outFolder`, before hours are spent on them. Creates nothing. Throws `usage/cannot-create`.
 */
export function refuseUnwritable(outFolder: string): void {
  const above = nearestThatExists(outFolder);
  const refuse = (found: string): never => {
    throw new InputError(
      'usage/cannot-create',
      `Expected a folder in which results can be written, found ${found}. Give another folder after --out, or have its rights changed.`,
      { file: outFolder },
    );
  };
  if (!isFolder(above)) refuse(`that '${above}' is a file`);
  try {
    accessSync(above, constants.W_OK | constants.X_OK);
  } catch {
    refuse(`no permission to write in '${above}'`);
  }
  refuseOldLayout(outFolder);
}

/** Stores once held a lot's analyses beside each other, without the subjects between: two layouts in one store would number them twice. */
function refuseOldLayout(outFolder: string): void {
  const lots = join(outFolder, 'lots');
  for (const lot of namesIn(lots)) {
    const analysis = namesIn(join(lots, lot)).find((name) => /^\.?\d{4,9}(\.partial)?$/.test(name));
    if (analysis === undefined) continue;
    throw new InputError(
      'usage/cannot-create',
      `Expected a store with a folder for each subject (lots/<lot>/<subject>/0001), found '${join('lots', lot, analysis)}' of the older layout; give another folder after --out and keep this one as it is, or move its 'lots' folder away first.`,
      { file: outFolder },
    );
  }
}

/** Names in a folder, in order; none where it is not there, is a file or may not be read. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function nearestThatExists(path: string): string {
  return kindOf(path) !== 'nothing' || dirname(path) === path ? path : nearestThatExists(dirname(path));
}

function isFolder(path: string): boolean {
  return kindOf(path) === 'folder';
}

function kindOf(path: string): 'folder' | 'file' | 'nothing' {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file';
  } catch {
    return 'nothing'; // also where a part of the path is a file, or may not be looked into
  }
}

/** Makes a folder and those above it one by one: Node's recursive mkdir never comes back where a file system answers ENOENT, as /proc does. */
function makeFolders(path: string): void {
  if (isFolder(path)) return;
  if (dirname(path) !== path) makeFolders(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another run may have made it since.
    if (!isFolder(path)) throw error;
  }
}

/** An analysis number that is ours alone, with the hidden folder in which its files are written. */
export interface ClaimedAnalysis {
  readonly number: number;
  readonly temporaryFolder: string;
  readonly folder: string;
  /** Numbers of the analyses that were published before. */
  readonly earlier: readonly number[];
}

/** Claims the next analysis number of a subject by an exclusive mkdir. Throws `usage/cannot-create`. */
export function claimAnalysis(outFolder: string, subject: Subject): ClaimedAnalysis {
  const subjectFolder = join(outFolder, 'lots', lotFolderName(subject.lot), subjectFolderName(subject));
  creating(subjectFolder, () => makeFolders(subjectFolder));
  const names = readdirSync(subjectFolder);
  const earlier = names.filter((name) => /^\d{4,}$/.test(name)).map(Number);
  const taken = names.flatMap((name) => (/^\.?\d{4,}(\.partial)?$/.test(name) ? [Number.parseInt(name.replace('.', ''), 10)] : []));
  for (let number = Math.max(0, ...taken) + 1; ; number += 1) {
    const name = String(number).padStart(4, '0');
    const temporaryFolder = join(subjectFolder, `.${name}.partial`);
    try {
      mkdirSync(temporaryFolder);
      return { number, temporaryFolder, folder: join(subjectFolder, name), earlier: earlier.sort((a, b) => a - b) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw cannotCreate(temporaryFolder, error);
    }
  }
}

/** What an earlier analysis of a subject said of itself in its `record.json`. */
export interface EarlierRecord {
  readonly number: number;
  readonly generatedAt: string;
  readonly reason: string | null;
  readonly disposition: string | null;
  readonly resultSha256: string;
}

/** The earlier analyses of a claimed one, oldest first. Throws `io/failed` where a published record cannot be read: it must not be passed over. */
export function readEarlierAnalyses(claim: ClaimedAnalysis): readonly EarlierRecord[] {
  return claim.earlier.map((number) => {
    const path = join(dirname(claim.folder), String(number).padStart(4, '0'), 'record.json');
    try {
      const record = JSON.parse(readFileSync(path, 'utf8')) as Partial<EarlierRecord>;
      return {
        number,
        generatedAt: record.generatedAt ?? '',
        reason: record.reason ?? null,
        disposition: record.disposition ?? null,
        resultSha256: record.resultSha256 ?? '',
      };
    } catch (error) {
      throw new InputError(
        'io/failed',
        `Expected the record of analysis ${number}, found: ${error instanceof Error ? error.message : String(error)}. A published result must stay readable.`,
        { file: path },
      );
    }
  });
}

/** Writes the files durably under the temporary name, then publishes them by one rename. Throws `usage/cannot-create`. */
export function publishAnalysis(
  claim: ClaimedAnalysis,
  files: readonly { readonly path: string; readonly bytes: Uint8Array | string }[],
): void {
  for (const file of files) {
    const path = join(claim.temporaryFolder, file.path);
    creating(path, () => {
      makeFolders(dirname(path));
      writeDurably(path, typeof file.bytes === 'string' ? Buffer.from(file.bytes, 'utf8') : file.bytes);
    });
  }
  creating(claim.folder, () => {
    syncFolder(claim.temporaryFolder);
    renameSync(claim.temporaryFolder, claim.folder);
    syncFolder(dirname(claim.folder));
  });
}

function writeDurably(path: string, bytes: Uint8Array): void {
  const descriptor = openSync(path, 'wx');
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function syncFolder(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function creating(path: string, act: () => void): void {
  try {
    act();
  } catch (error) {
    throw cannotCreate(path, error);
  }
}

function cannotCreate(path: string, error: unknown): InputError {
  const reason = error instanceof Error ? error.message : String(error);
  return new InputError(
    'usage/cannot-create',
    `Expected to create it, found: ${reason}. Check the folder given with --out, its rights and the space on its disk.`,
    { file: path },
  );
}
