import { InputError } from '../../errors.ts';
import { otherZipKind } from './kind-of-file.ts';

const MAX_DECLARED_BYTES = 256 * 1024 * 1024;
const MAX_ENTRIES = 10_000;
const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;

/** A part of a workbook as its archive lists it. */
export interface ZipPart {
  readonly name: string;
  /** Bytes, as declared. */
  readonly size: number;
  readonly storedSize: number;
  /** 0 = as it is, 8 = deflated. */
  readonly method: number;
  /** Where its local header stands. */
  readonly at: number;
}

/**
 * Reads a zip archive's directory before anything is inflated and refuses what a workbook is not: more than 256 MiB declared, more than 10,000
 * entries, zip64, an entry that declares no size. The reader behind inflates no entry beyond its declared size. Errors: plate/bad-workbook.
 */
export function checkZipDirectory(bytes: Uint8Array, file: string): readonly ZipPart[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  if (end === null) refuse('a workbook (zip archive) with its directory at the end, found none: the file is cut off or no workbook', file);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count === 0xffff || at === 0xffffffff || count > MAX_ENTRIES)
    refuse(`at most ${MAX_ENTRIES} parts in a workbook, found ${count} or a zip64 archive`, file);
  let declared = 0;
  const parts: ZipPart[] = [];
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== DIRECTORY_ENTRY)
      refuse(`${count} parts in the directory of the workbook, found ${i}`, file);
    const stored = view.getUint32(at + 20, true);
    const size = view.getUint32(at + 24, true);
    if (size === 0xffffffff || (size === 0 && stored > 2))
      refuse('every part of the workbook to declare its size, found one that does not', file);
    declared += size;
    if (declared > MAX_DECLARED_BYTES) refuse(`at most ${MAX_DECLARED_BYTES} bytes in a workbook, found more declared`, file);
    const length = view.getUint16(at + 28, true);
    parts.push({
      name: String.fromCharCode(...bytes.subarray(at + 46, at + 46 + Math.min(length, 1024))),
      size,
      storedSize: stored,
      method: view.getUint16(at + 10, true),
      at: view.getUint32(at + 42, true),
    });
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  const kind = otherZipKind(parts.map(({ name }) => name));
  if (kind !== null) throw new InputError('plate/bad-workbook', `Expected an XLSX workbook, found ${kind}.`, { file });
  return parts;
}

/** The bytes of a part, some at a time, and not more than it declares. What cannot be inflated ends early: the reader behind says so. */
export async function* inflatePart(bytes: Uint8Array, { at, size, storedSize, method }: ZipPart): AsyncGenerator<Uint8Array> {
  if (at + 30 > bytes.length) return;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const begin = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
  const stored = bytes.slice(begin, begin + storedSize);
  if (method !== 8) {
    yield stored;
    return;
  }
  const reader = new Blob([stored]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  let given = 0;
  try {
    for (let next = await reader.read(); !next.done && given < size; next = await reader.read()) {
      given += next.value.length;
      yield next.value;
    }
  } catch {
    return;
  } finally {
    // What is left is not wanted, nor what is wrong with it.
    await reader.cancel().catch(() => undefined);
  }
}

function findEnd(view: DataView): number | null {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - 0xffff); at--) {
    if (view.getUint32(at, true) === END_OF_DIRECTORY) return at;
  }
  return null;
}

function refuse(sentence: string, file: string): never {
  throw new InputError('plate/bad-workbook', `Expected ${sentence}. Export the workbook again.`, { file });
}
