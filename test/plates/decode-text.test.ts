import { describe, expect, it } from 'vitest';
import { decodeText, type TextEncoding } from '../../src/plates/file/decode-text.ts';
import { createNotes } from '../../src/plates/file/notes.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const utf16 = (text: string, order: 'le' | 'be'): Uint8Array => {
  const bytes = Buffer.from(text, 'utf16le');
  return order === 'le' ? bytes : bytes.swap16();
};

function decode(bytes: Uint8Array, encoding?: TextEncoding): { readonly text: string; readonly codes: readonly string[] } {
  const notes = createNotes();
  const text = decodeText(bytes, 'x.csv', { encoding, notes });
  return { text, codes: notes.all().map((note) => note.code) };
}

function failure(bytes: Uint8Array, encoding?: TextEncoding): unknown {
  try {
    return decode(bytes, encoding);
  } catch (error) {
    return error;
  }
}

describe('decodeText', () => {
  it.each([
    ['UTF-8', utf8('a,µ\n'), []],
    ['UTF-8 with a byte order mark', utf8('\ufeffa,µ\n'), []],
    ['UTF-16LE with a byte order mark', utf16('\ufeffa,µ\n', 'le'), []],
    ['UTF-16BE with a byte order mark', utf16('\ufeffa,µ\n', 'be'), []],
    ['UTF-16LE without, by the NUL pattern', utf16('a,µ\n', 'le'), ['plate/encoding-assumed']],
    ['UTF-16BE without, by the NUL pattern', utf16('a,µ\n', 'be'), ['plate/encoding-assumed']],
    ['windows-1252, as the bytes are no UTF-8', new Uint8Array([0x61, 0x2c, 0xb5, 0x0a]), ['plate/encoding-assumed']],
  ])('reads %s', (_, bytes, codes) => {
    expect(decode(bytes)).toEqual({ text: 'a,µ\n', codes });
  });

  it('reads bytes 0x80 to 0x9F of windows-1252 as the WHATWG index has them, not as Latin-1', () => {
    // 0x80 is U+20AC, 0x93 and 0x94 are U+201C and U+201D, 0x99 is U+2122 (https://encoding.spec.whatwg.org/index-windows-1252.txt).
    expect(decode(new Uint8Array([0x80, 0x93, 0x94, 0x99, 0x0a]), 'windows-1252').text).toBe('€“”™\n');
  });

  it('gives every kind of line end as \\n, and notes a mixture', () => {
    expect(decode(utf8('a\r\nb\r\n'))).toEqual({ text: 'a\nb\n', codes: [] });
    expect(decode(utf8('a\rb\r'))).toEqual({ text: 'a\nb\n', codes: [] });
    expect(decode(utf8('a\r\nb\n'))).toEqual({ text: 'a\nb\n', codes: ['plate/line-ends-mixed'] });
  });

  it('notes a last line without end: a cut file looks the same', () => {
    expect(decode(utf8('a\nb')).codes).toEqual(['plate/no-final-line-end']);
  });

  it.each([
    [
      'a byte that windows-1252 does not have',
      new Uint8Array([0x61, 0x81, 0xff]),
      undefined,
      'Expected text in UTF-8 or windows-1252, found the byte 0x81, which is a character of neither.',
    ],
    [
      'a control character',
      utf8('a\n1\u0000\n'),
      undefined,
      'Expected text, found the control character 0x00: the file is damaged or is not text. Export it again.',
    ],
    [
      'half a character',
      utf16('\ufeffab', 'le').subarray(0, 5),
      undefined,
      'Expected text in utf-16le, found bytes that are not (it has an odd number of bytes: it may be cut off). Export the file again, or declare its encoding.',
    ],
    [
      'a mark of another encoding than the declared one',
      utf8('\ufeffa'),
      'windows-1252',
      'Expected text in the declared encoding windows-1252, found a byte order mark of utf-8. Declare utf-8, or leave the encoding out.',
    ],
    [
      'bytes that are not in the declared encoding',
      new Uint8Array([0x61, 0xb5]),
      'utf-8',
      'Expected text in utf-8, found bytes that are not. Export the file again, or declare its encoding.',
    ],
  ] as const)('refuses %s', (_, bytes, encoding, message) => {
    expect(failure(bytes, encoding)).toMatchObject({ code: 'plate/bad-encoding', message });
  });

  it('names the line of a control character', () => {
    expect(failure(utf8('a\r\nb\r\n\u0007\r\n'))).toMatchObject({ place: { file: 'x.csv', line: 3 } });
  });
});
