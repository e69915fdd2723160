import { basename } from 'node:path';
import { InputError } from '../../errors.ts';
import type { Disk } from '../disk/disk.ts';
import { decodeUtf8, readBytes, sha256Of } from '../disk/files.ts';

/** A file of the method: its text, and the hash of the same bytes. */
export interface MethodFile {
  readonly text: string;
  readonly sha256: string;
}

/** What a file is to a method. */
export type MethodRole = 'pipeline definition' | 'specification' | 'file of the method';

/** Reads a file of the method once; where it is not there, it is named by its role and its path as given. */
export function readMethodFile(disk: Disk, path: string, role: MethodRole): MethodFile {
  try {
    const bytes = readBytes(path, disk);
    return { text: decodeUtf8(bytes, basename(path)), sha256: sha256Of(bytes) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const remedy = role === 'specification' ? 'Put it there, or give another with --specification.' : 'Check its path.';
    if (error.code === 'usage/not-found')
      throw new InputError('usage/not-found', `Expected the ${role} here, found no such file. ${remedy}`, { file: path });
    throw new InputError(error.code, `The ${role} cannot be read. ${error.message}`, { file: path });
  }
}
