import { describe, expect, it } from 'vitest';
import { readGateDocument } from '../../src/exchange/registry.ts';
import { decodeXml } from '../../src/exchange/xml/decode-xml.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
/** Two bytes a character, the low one first, or last. */
const utf16 = (text: string, order: 'le' | 'be') =>
  Uint8Array.from({ length: 2 * text.length }, (_, i) => (text.charCodeAt(i >> 1) >> (i % 2 === (order === 'le' ? 0 : 1) ? 0 : 8)) & 0xff);
const latin1 = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));

describe('the encoding of XML', () => {
  it.each([
    ['UTF-8', utf8('<a b="\u00b5"/>'), '<a b="\u00b5"/>'],
    ['UTF-8 with its mark', utf8('\ufeff<a b="\u00b5"/>'), '<a b="\u00b5"/>'],
    ['UTF-16, low byte first', utf16('\ufeff<a b="\u03bc"/>', 'le'), '<a b="\u03bc"/>'],
    ['UTF-16, high byte first', utf16('\ufeff<a b="\u03bc"/>', 'be'), '<a b="\u03bc"/>'],
    // 0x92 is a quotation mark in Windows-1252, and not in ISO-8859-1.
    [
      'ISO-8859-1 as declared',
      latin1('<?xml version="1.0" encoding="ISO-8859-1"?><a b="\u00b5\u0092"/>'),
      '<?xml version="1.0" encoding="ISO-8859-1"?><a b="\u00b5\u0092"/>',
    ],
    ['no XML', utf8('a: 1'), null],
    ['no XML, with a mark', utf8('\ufeffa: 1'), null],
    ['UTF-32', Uint8Array.of(0xff, 0xfe, 0, 0, 0x3c, 0, 0, 0), null],
  ])('%s', (_, bytes, text) => {
    expect(decodeXml(bytes, 'a.xml')).toBe(text);
  });

  it.each([
    [
      'bytes that are no UTF-8',
      Uint8Array.of(0x3c, 0xff),
      'Expected XML in UTF-8, found bytes that are not. Save the file as UTF-8, or declare its encoding.',
    ],
    [
      'half a character',
      Uint8Array.of(0xff, 0xfe, 0x3c),
      'Expected XML in UTF-16LE, found bytes that are not. Save the file as UTF-8, or declare its encoding.',
    ],
    [
      'UTF-16 without its mark',
      utf16('<a/>', 'le'),
      'Expected XML in UTF-8, UTF-16 with a byte order mark, or ISO-8859-1, found another encoding. Save the file as UTF-8.',
    ],
    [
      'another encoding',
      latin1("<?xml version='1.0' encoding='Shift_JIS'?><a/>"),
      "Expected XML in UTF-8, UTF-16 with a byte order mark, or ISO-8859-1, found 'shift_jis'. Save the file as UTF-8.",
    ],
  ])('%s is refused', (_, bytes, message) => {
    expect(() => decodeXml(bytes, 'a.xml')).toThrow(expect.objectContaining({ code: 'exchange/bad-xml', message }));
  });
});

describe('what has no end is refused before it is whole', () => {
  const beginning = '<Gating-ML xmlns="http://www.isac-net.org/std/Gating-ML/v2.0/gating">';
  it.each([
    [
      'a long attribute',
      `${beginning}<RectangleGate id="${'x'.repeat(2_000_000)}"/>`,
      'Expected XML tags of at most 1048576 characters, found a longer one.',
    ],
    [
      'many attributes',
      `${beginning}<RectangleGate ${Array.from({ length: 1001 }, (_, i) => `a${i}="1"`).join(' ')}/>`,
      'Expected at most 1000 attributes of one element, found more.',
    ],
    [
      'a long text',
      `${beginning}${'x'.repeat(20_000_000)}`,
      'Expected XML texts, names and comments of at most 16777216 characters, found a longer one.',
    ],
    ['a long beginning', `<!--${'x'.repeat(2_000_000)}-->${beginning}`, 'Expected an XML element within 1048576 characters, found none.'],
    [
      'a long DOCTYPE',
      `<!DOCTYPE a [${'<!ENTITY x "y">'.repeat(200_000)}]>${beginning}`,
      'Expected XML without a DOCTYPE, found one. Entities of a document type are refused; remove it.',
    ],
    [
      'a long name of a gate',
      `${beginning}<RectangleGate id="${'x'.repeat(1001)}"/></Gating-ML>`,
      "Element 'RectangleGate': expected a name of at most 1000 characters, found 1001.",
    ],
    [
      'a long name, quoted',
      `<${'n'.repeat(10_000)}/>`,
      `Expected one of the formats gating-ml, facsdiva, flowjo, found a document that begins with '${'n'.repeat(200)}…'.`,
    ],
  ])('%s', (_, text, message) => {
    expect(() => readGateDocument(text, 'a.xml')).toThrow(expect.objectContaining({ message }));
  });
});
