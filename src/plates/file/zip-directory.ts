import { InputError } from '../../errors.ts';
import { otherZipKind } from './kind-of-file.ts';

const MAX_DECLARED_BYTES = 256 * 1024 * 1024;
const MAX_ENTRIES = 10_000;
const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;

/**
 * Reads a zip archive's directory before anything is inflated and refuses what a workbook is not: more than 256 MiB declared, more than 10,000
 * entries, zip64, an entry that declares no size. The reader behind inflates no entry beyond its declared size. Errors: plate/bad-workbook.
 */
export function checkZipDirectory(bytes: Uint8Array, file: string): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  if (end === null) refuse('a workbook (zip archive) with its directory at the end, found none: the file is cut off or no workbook', file);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count === 0xffff || at === 0xffffffff || count > MAX_ENTRIES)
    refuse(`at most ${MAX_ENTRIES} parts in a workbook, found ${count} or a zip64 archive`, file);
  let declared = 0;
  const names: string[] = [];
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
    names.push(String.fromCharCode(...bytes.subarray(at + 46, at + 46 + Math.min(length, 1024))));
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  const kind = otherZipKind(names);
  if (kind !== null) throw new InputError('plate/bad-workbook', `Expected an XLSX workbook, found ${kind}.`, { file });
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
