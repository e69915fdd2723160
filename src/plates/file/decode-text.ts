import { InputError } from '../../errors.ts';
import { containerOf, otherKindOf } from './kind-of-file.ts';
import type { NoteList } from './notes.ts';

export const TEXT_ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type TextEncoding = (typeof TEXT_ENCODINGS)[number];

/** Bytes 0x80 to 0x9F of windows-1252 (WHATWG Encoding, index windows-1252); 0 = no character. Node's own decoder reads them as Latin-1. */
const WINDOWS_1252 = [
  0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0, 0, 0x2018, 0x2019,
  0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178,
] as const;

/**
 * Decodes an export: byte order mark, then the NUL pattern of UTF-16, then strict UTF-8, then windows-1252; or the declared encoding only.
 * Line ends come out as `\n`. Errors: plate/bad-encoding.
 */
export function decodeText(
  bytes: Uint8Array,
  fileName: string,
  request: { readonly encoding?: TextEncoding | undefined; readonly notes: NoteList },
): string {
  refuseOtherKind(bytes, fileName);
  const marked = byteOrderMark(bytes);
  if (marked !== null && request.encoding !== undefined && marked.encoding !== request.encoding) {
    throw new InputError(
      'plate/bad-encoding',
      `Expected text in the declared encoding ${request.encoding}, found a byte order mark of ${marked.encoding}. Declare ${marked.encoding}, or leave the encoding out.`,
      { file: fileName, byte: 0 },
    );
  }
  const encoding = marked?.encoding ?? request.encoding ?? guessEncoding(bytes, request.notes);
  const text = decodeAs(bytes.subarray(marked?.length ?? 0), encoding, fileName);
  checkCharacters(text, fileName);
  return plainLineEnds(text, request.notes);
}

/** Another kind of file is said by its name: its characters would only say that it is damaged. */
function refuseOtherKind(bytes: Uint8Array, file: string): void {
  const kind = otherKindOf(bytes) ?? containerOf(bytes);
  if (kind !== null)
    throw new InputError('plate/bad-encoding', `Expected text, such as a table saved as 'CSV UTF-8', found ${kind}.`, { file, byte: 0 });
}

function byteOrderMark(bytes: Uint8Array): { readonly encoding: TextEncoding; readonly length: number } | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { encoding: 'utf-8', length: 3 };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', length: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', length: 2 };
  return null;
}

function guessEncoding(bytes: Uint8Array, notes: NoteList): TextEncoding {
  const utf16 = utf16ByNul(bytes);
  if (utf16 !== null) {
    notes.add('plate/encoding-assumed', { evidence: 'nul-bytes', readAs: utf16 });
    return utf16;
  }
  if (isUtf8(bytes)) return 'utf-8';
  notes.add('plate/encoding-assumed', { evidence: 'not-utf-8', readAs: 'windows-1252' });
  return 'windows-1252';
}

/** Mostly ASCII text in UTF-16 has NUL in one half of every pair of bytes and hardly ever in the other. */
function utf16ByNul(bytes: Uint8Array): TextEncoding | null {
  const length = Math.min(bytes.length, 4096) & ~1;
  if (length < 8) return null;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < length; i += 2) {
    if (bytes[i] === 0) even++;
    if (bytes[i + 1] === 0) odd++;
  }
  const pairs = length / 2;
  if (odd > 0.6 * pairs && even < 0.05 * pairs) return 'utf-16le';
  if (even > 0.6 * pairs && odd < 0.05 * pairs) return 'utf-16be';
  return null;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false; // the next encoding is tried, with a note
  }
}

function decodeAs(bytes: Uint8Array, encoding: TextEncoding, fileName: string): string {
  if (encoding === 'windows-1252') return decodeWindows1252(bytes, fileName);
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const half = encoding !== 'utf-8' && bytes.length % 2 === 1 ? ' (it has an odd number of bytes: it may be cut off)' : '';
    throw new InputError(
      'plate/bad-encoding',
      `Expected text in ${encoding}, found bytes that are not${half}. Export the file again, or declare its encoding.`,
      {
        file: fileName,
      },
    );
  }
}

function decodeWindows1252(bytes: Uint8Array, fileName: string): string {
  const parts: string[] = [];
  const codes: number[] = [];
  for (const [i, byte] of bytes.entries()) {
    const code = byte >= 0x80 && byte < 0xa0 ? (WINDOWS_1252[byte - 0x80] ?? 0) : byte;
    if (code === 0 && byte !== 0) {
      throw new InputError(
        'plate/bad-encoding',
        `Expected text in UTF-8 or windows-1252, found the byte 0x${byte.toString(16)}, which is a character of neither.`,
        {
          file: fileName,
          byte: i,
        },
      );
    }
    codes.push(code);
    if (codes.length === 4096) parts.push(String.fromCharCode(...codes.splice(0)));
  }
  return parts.join('') + String.fromCharCode(...codes);
}

/** A control character other than tab, line end and form feed means a binary or damaged file. */
function checkCharacters(text: string, fileName: string): void {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if ((code >= 32 && code !== 127) || code === 9 || code === 10 || code === 12 || code === 13) continue;
    const line = text.slice(0, i).split(/\r\n|\n|\r/).length;
    throw new InputError(
      'plate/bad-encoding',
      `Expected text, found the control character 0x${code.toString(16).padStart(2, '0')}: the file is damaged or is not text. Export it again.`,
      { file: fileName, line },
    );
  }
}

function plainLineEnds(text: string, notes: NoteList): string {
  if (!endsInLineEnd(text)) {
    notes.add('plate/no-final-line-end', {});
  }
  if (!text.includes('\r')) return text;
  const kinds = new Set(text.match(/\r\n|\n|\r/g));
  if (kinds.size > 1) notes.add('plate/line-ends-mixed', {});
  return text.replace(/\r\n?/g, '\n');
}

/** A lone CR at the end of a file with CRLF is half a line end. */
function endsInLineEnd(text: string): boolean {
  return text === '' || text.endsWith('\n') || (text.endsWith('\r') && !text.includes('\r\n'));
}
