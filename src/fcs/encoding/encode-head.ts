import { InputError } from '../../errors.ts';

export type KeywordPair = readonly [keyword: string, value: string];

const headerLength = 58;
/** HEADER has eight digits for an offset; beyond them it says 0 and TEXT alone tells (FCS 3.1, 3.1). */
const lastHeaderOffset = 99_999_999;
/** Offsets are padded to this many digits, so that the length of TEXT does not depend on them. */
const offsetDigits = 12;
const offsetKeywords: readonly string[] = ['$BEGINANALYSIS', '$BEGINDATA', '$BEGINSTEXT', '$ENDANALYSIS', '$ENDDATA', '$ENDSTEXT'];

/**
 * HEADER and TEXT before `dataLength` bytes of DATA. Offset keywords are filled in where they stand, or put first. A value must not be empty
 * (FCS 3.1, 3.2): an empty one is written as one blank. Codes: usage/bad-argument.
 */
export function encodeHead(version: string, keywords: Iterable<KeywordPair>, dataLength: number): Uint8Array {
  const pairs = withOffsets(version, [...keywords]);
  const delimiter = chooseDelimiter(pairs);
  const textLength = encodeText(pairs, delimiter, () => 0).length;
  const begin = headerLength + textLength;
  const end = dataLength === 0 ? 0 : begin + dataLength - 1;
  const offsets = new Map([
    ['$BEGINDATA', dataLength === 0 ? 0 : begin],
    ['$ENDDATA', end],
  ]);
  const text = encodeText(pairs, delimiter, (keyword) => offsets.get(keyword) ?? 0);
  const inHeader = end <= lastHeaderOffset && dataLength > 0 ? [begin, end] : [0, 0];
  const fields = [headerLength, begin - 1, ...inHeader, 0, 0].map((offset) => String(offset).padStart(8, ' '));
  const header = new TextEncoder().encode(`${version}    ${fields.join('')}`);
  const head = new Uint8Array(begin);
  head.set(header, 0);
  head.set(text, headerLength);
  return head;
}

function withOffsets(version: string, pairs: readonly KeywordPair[]): readonly KeywordPair[] {
  const wanted = version === 'FCS2.0' ? ['$BEGINDATA', '$ENDDATA'] : offsetKeywords;
  const missing = wanted.filter((keyword) => !pairs.some(([present]) => present === keyword));
  return [...missing.map((keyword) => [keyword, '0'] as const), ...pairs];
}

/** A delimiter that no keyword or value holds needs no doubling, which other readers get wrong. */
function chooseDelimiter(pairs: readonly KeywordPair[]): string {
  const free = ['|', '/', '\\', '!', '\f', '\u001e', '~', '^'].find(
    (delimiter) => !pairs.some(([keyword, value]) => keyword.includes(delimiter) || value.includes(delimiter)),
  );
  if (free !== undefined) return free;
  if (!pairs.some(([, value]) => value.startsWith('\u001e') || value.endsWith('\u001e'))) return '\u001e';
  throw new InputError(
    'usage/bad-argument',
    'Expected a character that no keyword begins or ends with to separate them in TEXT, found none.',
  );
}

function encodeText(pairs: readonly KeywordPair[], delimiter: string, offsetOf: (keyword: string) => number): Uint8Array {
  const double = (text: string): string => text.split(delimiter).join(delimiter + delimiter);
  const pieces = pairs.map(([keyword, value]) => {
    const written = offsetKeywords.includes(keyword) ? String(offsetOf(keyword)).padStart(offsetDigits, '0') : value;
    return `${double(keyword)}${delimiter}${double(written === '' ? ' ' : written)}${delimiter}`;
  });
  return new TextEncoder().encode(delimiter + pieces.join(''));
}
