import { excerpt } from '../../excerpt.ts';
import { quoteValue, trimValue } from '../number-text.ts';
import { bytesOf, type Reading, refusal } from '../reading.ts';
import type { Segment } from './header.ts';
import { firstAbove127, latin1 } from './header.ts';

/** Keyword and value pairs in file order; keywords in upper case (FCS 3.1, 3.2: keywords are not case sensitive). */
export interface KeywordPairs {
  readonly pairs: readonly (readonly [keyword: string, value: string])[];
  /** Keywords that hold a doubled delimiter: each may be an empty value and the keyword after it. */
  readonly doubtful: readonly string[];
}

/** A TEXT segment as characters, its delimiter first. */
export interface TextSegment {
  readonly delimiter: string;
  readonly characters: string;
  readonly byte: number;
}

/** The longest TEXT, ANALYSIS or supplemental TEXT that is read: real ones stay below a tenth of it. It bounds what a file can make us hold. */
export const longestText = 8 * 1024 * 1024;
/** More keywords than 20,000 parameters have. */
const mostKeywords = 200_000;

/** The bytes of a TEXT segment as characters: UTF-8 where they are that, else Latin-1. */
export function decodeTextSegment(reading: Reading, segment: Segment, version: string): TextSegment {
  const bytes = bytesOf(reading, segment.begin, segment.end - segment.begin + 1);
  const byte = reading.base + segment.begin;
  const delimiterByte = bytes[0] ?? 0;
  if (delimiterByte < 1 || delimiterByte > 126) {
    reading.note('fcs/delimiter', { byte, byteValue: delimiterByte }, { byte });
  }
  const characters = decodeCharacters(reading, bytes, version, byte);
  return { delimiter: characters.charAt(0), characters, byte };
}

function decodeCharacters(reading: Reading, bytes: Uint8Array, version: string, byte: number): string {
  const firstHigh = firstAbove127(bytes);
  if (firstHigh < 0) return latin1(bytes);
  const place = { byte: byte + firstHigh };
  const expected = version < 'FCS3.1' ? 'ASCII' : 'UTF-8';
  const found = { version, expected, byteValue: bytes[firstHigh] ?? 0 } as const;
  try {
    if ((bytes[0] ?? 0) > 127) return latin1(bytes);
    const characters = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    if (version < 'FCS3.1') reading.note('fcs/text-encoding', { ...found, readAs: 'UTF-8' }, place);
    return characters;
  } catch {
    reading.note('fcs/text-encoding', { ...found, readAs: 'Latin-1' }, place);
    return latin1(bytes);
  }
}

/**
 * Splits TEXT by the standard: a doubled delimiter stands for itself, a single one separates (FCS 3.1, 3.2). One pass, no expression built
 * from data. At most one token more than `mostKeywords` allows: `pairTokens` refuses that.
 */
export function splitEscaped({ characters, delimiter }: TextSegment): readonly string[] {
  const tokens: string[] = [];
  let begin = 1;
  let from = 1;
  for (let at = characters.indexOf(delimiter, from); at >= 0; at = characters.indexOf(delimiter, from)) {
    from = at + 1;
    while (from < characters.length && characters.charAt(from) === delimiter) from++;
    // A run of an odd number of delimiters is that many pairs and the one that separates.
    if ((from - at) % 2 === 0) continue;
    tokens.push(undoubled(characters.slice(begin, from - 1), delimiter));
    if (tokens.length > 2 * mostKeywords) return tokens;
    begin = from;
  }
  const last = undoubled(characters.slice(begin), delimiter);
  if (trimValue(last) !== '') tokens.push(last);
  return tokens;
}

function undoubled(token: string, delimiter: string): string {
  return token.includes(delimiter) ? token.replaceAll(delimiter + delimiter, () => delimiter) : token;
}

/** Splits TEXT at every delimiter, so that values may be empty (FCS 2.0 files of Becton Dickinson, Partec). As many tokens as `splitEscaped`. */
export function splitLiteral(text: TextSegment): readonly string[] {
  const tokens = text.characters.split(text.delimiter, 2 * mostKeywords + 2).slice(1);
  if (trimValue(tokens.at(-1) ?? '') === '') tokens.pop();
  return tokens;
}

/** Tokens as keyword and value pairs, with what is odd about them noted. Codes: fcs/unsupported. */
export function pairTokens(reading: Reading, text: TextSegment, tokens: readonly string[]): KeywordPairs {
  const place = { byte: text.byte };
  if (tokens.length > 2 * mostKeywords)
    throw refusal(reading, 'fcs/unsupported', `Expected at most ${mostKeywords} keywords in a segment of text, found more.`, place);
  const pairs: [string, string][] = [];
  const doubtful: string[] = [];
  for (let index = 0; index < tokens.length; index += 2) {
    const keyword = trimValue(tokens[index] ?? '').toUpperCase();
    const value = tokens[index + 1];
    if (value === undefined) {
      reading.note('fcs/empty-keyword', { absent: 'value', found: excerpt(keyword) }, place);
    } else if (keyword === '') {
      reading.note('fcs/empty-keyword', { absent: 'keyword', found: excerpt(value) }, place);
    } else {
      if (keyword.includes(text.delimiter)) doubtful.push(keyword);
      pairs.push([keyword, value]);
    }
  }
  return { pairs, doubtful };
}

/** Keywords whose value cannot be in doubt, because it decides how the events are read. */
const decisive = /^\$(?:PAR|TOT|MODE|DATATYPE|BYTEORD|BEGINDATA|ENDDATA|P\d+(?:B|R|E|N|G|DATATYPE))$/;

/** The first value of each keyword. A decisive keyword with two different values is refused: which one is right is not ours to say. */
export function collectKeywords(reading: Reading, pairs: KeywordPairs['pairs'], byte: number): Map<string, string> {
  const keywords = new Map<string, string>();
  for (const [keyword, value] of pairs) {
    const first = keywords.get(keyword);
    if (first === undefined) {
      keywords.set(keyword, value);
      continue;
    }
    if (decisive.test(keyword) && trimValue(first) !== trimValue(value)) {
      throw refusal(
        reading,
        'fcs/bad-keyword',
        `Expected ${keyword} once, found it with the values ${quoteValue(first)} and ${quoteValue(value)}.`,
        {
          byte,
          keyword,
        },
      );
    }
    const values = trimValue(first) === trimValue(value) ? 'equal' : 'different';
    reading.noteEach('fcs/duplicate-keyword', { keyword: excerpt(keyword), value: excerpt(first), values });
  }
  return keywords;
}
