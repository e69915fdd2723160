import { createHash } from 'node:crypto';
import { InputError } from '../../errors.ts';
import { type Disk, messageOf } from '../disk/disk.ts';
import type { OpenFile } from '../disk/open-file.ts';

/** All bytes of a small file of the record, as they are. Throws `io/failed`. */
export function wholeFile(disk: Disk, path: string): Uint8Array {
  const parts: Uint8Array[] = [];
  readPieces(disk, path, (piece) => parts.push(piece.slice()));
  return Buffer.concat(parts);
}

/** SHA-256 of a file of any size, in lower-case hexadecimal digits. Throws `io/failed`. */
export function sha256OfFile(disk: Disk, path: string): string {
  const hash = createHash('sha256');
  readPieces(disk, path, (piece) => hash.update(piece));
  return hash.digest('hex');
}

const PIECE_BYTES = 256 * 1024;

/** Hands on a file piece by piece; a piece is overwritten by the next one. */
function readPieces(disk: Disk, path: string, take: (piece: Uint8Array) => void): void {
  try {
    readOpened(disk.open(path, 'reading'), take);
  } catch (error) {
    throw new InputError('io/failed', `Expected a file of the record, found: ${messageOf(error)}.`, { file: path }, { cause: error });
  }
}

function readOpened(file: OpenFile, take: (piece: Uint8Array) => void): void {
  try {
    const piece = new Uint8Array(Math.min(PIECE_BYTES, file.state().size + 1));
    for (let offset = 0; ; ) {
      const count = file.read(piece, { offset, at: 0 });
      if (count === 0) return;
      take(piece.subarray(0, count));
      offset += count;
    }
  } finally {
    file.close();
  }
}
