/** Kinds of files that are no plate export, by their first bytes. */
const KINDS: readonly { readonly name: string; readonly begins: readonly number[]; readonly at?: number }[] = [
  { name: 'a PDF document', begins: [0x25, 0x50, 0x44, 0x46] },
  { name: 'a PNG image', begins: [0x89, 0x50, 0x4e, 0x47] },
  { name: 'a JPEG image', begins: [0xff, 0xd8, 0xff] },
  { name: 'a GIF image', begins: [0x47, 0x49, 0x46, 0x38] },
  { name: 'a TIFF image', begins: [0x49, 0x49, 0x2a, 0x00] },
  { name: 'a TIFF image', begins: [0x4d, 0x4d, 0x00, 0x2a] },
  { name: 'a WebP image', begins: [0x57, 0x45, 0x42, 0x50], at: 8 },
  { name: 'a BMP image', begins: [0x42, 0x4d] },
  { name: 'a gzip archive', begins: [0x1f, 0x8b] },
  { name: 'a 7-Zip archive', begins: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c] },
  { name: 'a RAR archive', begins: [0x52, 0x61, 0x72, 0x21] },
  { name: 'an RTF document', begins: [0x7b, 0x5c, 0x72, 0x74, 0x66] },
  { name: 'an FCS file', begins: [0x46, 0x43, 0x53, 0x33, 0x2e] },
  { name: 'an FCS file', begins: [0x46, 0x43, 0x53, 0x32, 0x2e] },
  { name: 'an SQLite database', begins: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20] },
];

/** What the first bytes say that a file is, where that is no text and no workbook; `null` where they say nothing. */
export function otherKindOf(bytes: Uint8Array): string | null {
  const found = KINDS.find(({ begins, at = 0 }) => begins.every((byte, i) => bytes[at + i] === byte));
  // Two letters begin many texts: a bitmap also states its own length.
  if (found?.name === 'a BMP image' && !statesItsLength(bytes)) return null;
  if (found !== undefined) return found.name;
  const text = String.fromCharCode(...bytes.subarray(0, 512)).trimStart();
  if (/^(?:\u00ef\u00bb\u00bf)?<(?:!doctype html|html)\b/i.test(text)) return 'a page in HTML';
  return /^(?:\u00ef\u00bb\u00bf)?<\?xml\b/.test(text) ? 'an XML document' : null;
}

/** A container that may hold a workbook, where a text is wanted. */
export function containerOf(bytes: Uint8Array): string | null {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04)
    return 'an Excel workbook (.xlsx) or another ZIP archive';
  return bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11 && bytes[3] === 0xe0
    ? 'an old Office document, such as an .xls workbook'
    : null;
}

function statesItsLength(bytes: Uint8Array): boolean {
  return bytes.length > 6 && new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(2, true) === bytes.length;
}

/** What a zip archive holds, by the names of its parts; `null` for an XLSX workbook. */
export function otherZipKind(names: readonly string[]): string | null {
  if (names.some((name) => /^\/?xl\//i.test(name))) return null;
  if (names.some((name) => name.startsWith('word/'))) return 'a Word document';
  if (names.some((name) => name.startsWith('ppt/'))) return 'a PowerPoint presentation';
  if (names.includes('content.xml') && names.includes('mimetype')) return 'an OpenDocument file';
  return 'a ZIP archive that is no workbook';
}
