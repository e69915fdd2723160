import { crc32, inflateRawSync } from 'node:zlib';
import { InputError } from '../../errors.ts';

/** A file in a zip archive. */
export interface ZipEntry {
  /** As the archive has it, with `/`. */
  readonly name: string;
  /** As declared. */
  readonly byteLength: number;
  /** Throws `io/failed` where it is not of the size and the checksum that the archive states. */
  readonly read: () => Uint8Array;
}

const MOST_ENTRIES = 10_000;
const MOST_BYTES = 1024 * 1024 * 1024;
const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;

export function isZip(bytes: Uint8Array): boolean {
  return bytes.length > 22 && bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04;
}

/**
 * The files of a zip archive (PKWARE APPNOTE 6.3), stored or deflated, by its directory. Nothing is inflated before it is asked for, nor beyond the size that
 * is declared; 1 GiB together at most. Packages that inflate archives do not compare checksums. Errors: `io/failed`.
 */
export function openZip(bytes: Uint8Array, file: string): readonly ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  if (end === null) refuse(file, 'a zip archive with its directory at the end, found none: the file is cut off');
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count > MOST_ENTRIES || at === 0xffffffff) refuse(file, `at most ${MOST_ENTRIES} files in the archive and no zip64, found more`);
  const entries: ZipEntry[] = [];
  let declared = 0;
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== DIRECTORY_ENTRY)
      refuse(file, `${count} files in the directory of the archive, found ${i}`);
    const lengths = [28, 30, 32].map((place) => view.getUint16(at + place, true));
    const [nameLength = 0, ...others] = lengths;
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    const entry: StoredEntry = {
      name,
      flags: view.getUint16(at + 8, true),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      stored: view.getUint32(at + 20, true),
      byteLength: view.getUint32(at + 24, true),
      local: view.getUint32(at + 42, true),
    };
    declared += entry.byteLength;
    if (declared > MOST_BYTES)
      refuse(file, `at most ${MOST_BYTES} bytes in the archive, found more declared: unpack it and name its files`);
    if (!name.endsWith('/')) entries.push({ name, byteLength: entry.byteLength, read: () => readEntry(entry, view, file) });
    at += 46 + nameLength + others.reduce((sum, length) => sum + length, 0);
  }
  return entries;
}

interface StoredEntry {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly stored: number;
  readonly byteLength: number;
  readonly local: number;
}

function readEntry({ name, flags, method, crc, stored, byteLength, local }: StoredEntry, view: DataView, file: string): Uint8Array {
  if ((flags & 1) === 1) refuse(file, `'${name}' in the archive without a password, found it encrypted`);
  if (local + 30 > view.byteLength || view.getUint32(local, true) !== LOCAL_ENTRY) refuse(file, `'${name}' in the archive, found nothing`);
  const begin = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  const packed = new Uint8Array(view.buffer, view.byteOffset + begin, Math.min(stored, Math.max(0, view.byteLength - begin)));
  const bytes = method === 0 ? packed : method === 8 ? inflated(packed, byteLength) : null;
  if (bytes?.length !== byteLength || crc32(bytes) !== crc)
    refuse(file, `'${name}' in the archive with its ${byteLength} bytes and its checksum, found other content: copy the archive again`);
  return bytes;
}

/** Null where it is no deflated stream, or longer than it says. */
function inflated(packed: Uint8Array, byteLength: number): Uint8Array | null {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, byteLength) });
  } catch {
    return null;
  }
}

function findEnd(view: DataView): number | null {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - 0xffff); at--)
    if (view.getUint32(at, true) === END_OF_DIRECTORY) return at;
  return null;
}

function refuse(file: string, expected: string): never {
  throw new InputError('io/failed', `Expected ${expected}.`, { file });
}
