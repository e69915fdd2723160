import { InputError } from '../../errors.ts';

/** Beyond what any file of gates has, and what is decoded in a second. */
const MOST_BYTES = 128 * 1024 * 1024;
const BEGINNING = /^\s*</;
const DECLARED = /^<\?xml\s[^>]*?\bencoding\s*=\s*["']([\w.:-]{1,40})["']/;

/**
 * The text of an XML file by its byte order mark (UTF-8, UTF-16), else by the encoding that it declares (UTF-8, US-ASCII, ISO-8859-1), else as UTF-8; null
 * where it is no XML. Errors: `exchange/bad-xml`.
 */
export function decodeXml(bytes: Uint8Array, file: string): string | null {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  const marked = markedEncoding(bytes);
  if (marked !== 'utf-16le' && marked !== 'utf-16be' && !BEGINNING.test(marked === null ? head : head.slice(3))) return null;
  const refuse = (sentence: string) => new InputError('exchange/bad-xml', sentence, { file });
  if (bytes.length > MOST_BYTES) throw refuse(`Expected at most ${MOST_BYTES} bytes of XML, found ${bytes.length}.`);
  const declared = DECLARED.exec(head)?.[1]?.toLowerCase() ?? 'utf-8';
  if (marked === null && declared === 'iso-8859-1')
    return Array.from({ length: Math.ceil(bytes.length / PIECE) }, (_, i) => latin1(bytes, i)).join('');
  if (marked === null && (head.includes('\0') || !['utf-8', 'us-ascii'].includes(declared))) {
    const found = head.includes('\0') ? 'another encoding' : `'${declared}'`;
    throw refuse(`Expected XML in UTF-8, UTF-16 with a byte order mark, or ISO-8859-1, found ${found}. Save the file as UTF-8.`);
  }
  try {
    const text = new TextDecoder(marked ?? 'utf-8', { fatal: true }).decode(bytes);
    return BEGINNING.test(text) ? text : null;
  } catch {
    throw refuse(
      `Expected XML in ${(marked ?? 'utf-8').toUpperCase()}, found bytes that are not. Save the file as UTF-8, or declare its encoding.`,
    );
  }
}

const PIECE = 8192;

/** ISO-8859-1 itself: what is called so on the web is Windows-1252. */
function latin1(bytes: Uint8Array, piece: number): string {
  return String.fromCharCode(...bytes.subarray(piece * PIECE, (piece + 1) * PIECE));
}

function markedEncoding([a, b, c]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | null {
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  return a === 0xfe && b === 0xff ? 'utf-16be' : null;
}
