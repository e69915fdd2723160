import { InputError } from '../../errors.ts';
import { decodeText, type TextEncoding } from './decode-text.ts';
import type { ExportSource } from './export-source.ts';
import { otherKindOf } from './kind-of-file.ts';
import type { NoteList } from './notes.ts';

/** Larger exports are refused before they are decoded. */
const MAX_TEXT_BYTES = 32 * 1024 * 1024;

/** Decodes the bytes of an export: a workbook to its sheets, anything else to text. Errors: plate/unknown-format, plate/bad-export and those of the containers. */
export async function openSource(
  bytes: Uint8Array,
  fileName: string,
  request: { readonly encoding?: TextEncoding | undefined; readonly notes: NoteList },
): Promise<ExportSource> {
  if (bytes.length === 0)
    throw new InputError('plate/unknown-format', 'Expected a plate-reader export, found an empty file.', { file: fileName });
  const kind = otherKindOf(bytes);
  if (kind !== null)
    throw new InputError('plate/unknown-format', `Expected a plate-reader export (text or an Excel workbook), found ${kind}.`, {
      file: fileName,
    });
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    const { readWorkbook } = await import('./workbook.ts');
    return { kind: 'workbook', fileName, sheets: await readWorkbook(bytes, fileName, request.notes) };
  }
  if (isOldWorkbook(bytes)) {
    const { readOldWorkbook } = await import('./old-workbook.ts');
    return { kind: 'workbook', fileName, sheets: await readOldWorkbook(bytes, fileName) };
  }
  if (bytes.length > MAX_TEXT_BYTES) {
    throw new InputError('plate/bad-export', `Expected at most ${MAX_TEXT_BYTES} bytes of text, found ${bytes.length}.`, {
      file: fileName,
    });
  }
  return { kind: 'text', fileName, text: decodeText(bytes, fileName, request) };
}

/** The first bytes of an OLE2 container, in which Excel up to 2003 kept workbooks, or of the bare stream of Excel 2 to 4 (record BOF, [MS-XLS] and before). */
function isOldWorkbook(bytes: Uint8Array): boolean {
  if (bytes[0] === 0x09 && [0x00, 0x02, 0x04, 0x08].includes(bytes[1] ?? 1) && [4, 6, 8, 16].includes(bytes[2] ?? 0) && bytes[3] === 0)
    return true;
  return bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11 && bytes[3] === 0xe0;
}
