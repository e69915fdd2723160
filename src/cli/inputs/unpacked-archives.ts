import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { InputError } from '../../errors.ts';
import { nodeDisk } from '../../runtime/disk/disk.ts';
import { readBytes } from '../../runtime/disk/files.ts';
import { openZip, type ZipEntry } from '../../runtime/disk/zip-archive.ts';

/**
 * Hands on the FCS files that are named, those of an archive (`.acs`) unpacked into a folder that is removed afterwards. Errors: `io/failed`, and
 * `usage/bad-argument` where an archive has no FCS file, or two of one name.
 */
export async function withUnpacked<Result>(paths: readonly string[], use: (paths: readonly string[]) => Promise<Result>): Promise<Result> {
  if (!paths.some(isArchive)) return use(paths);
  const folder = join(tmpdir(), `cytolot-${randomUUID()}`);
  nodeDisk.makeFolder(folder);
  try {
    return await use(paths.flatMap((path, i) => (isArchive(path) ? unpacked(path, join(folder, String(i))) : [path])));
  } finally {
    nodeDisk.remove(folder);
  }
}

function isArchive(path: string): boolean {
  return extname(path).toLowerCase() === '.acs';
}

/** Only the last part of a name is taken, so that nothing is written elsewhere. */
function unpacked(path: string, folder: string): readonly string[] {
  const file = basename(path);
  const entries = openZip(readBytes(path), file).filter(({ name }) => /\.(fcs|lmd)$/i.test(name));
  refuseOthers(entries, file);
  nodeDisk.makeFolder(folder);
  return entries.map((entry) => {
    const target = join(folder, nameOf(entry));
    nodeDisk.writeNew(target, entry.read());
    return target;
  });
}

function refuseOthers(entries: readonly ZipEntry[], file: string): void {
  if (entries.length === 0) throw new InputError('usage/bad-argument', 'Expected FCS files in the archive, found none.', { file });
  const names = entries.map(nameOf);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice === undefined) return;
  throw new InputError('usage/bad-argument', `Expected FCS files of different names in the archive, found '${twice}' twice. Unpack it.`, {
    file,
  });
}

function nameOf({ name }: ZipEntry): string {
  return name.split(/[/\\]/).pop() ?? name;
}
