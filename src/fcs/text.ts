import type { Segment } from './header.ts';
import { latin1 } from './header.ts';
import { quote, trimValue } from './number-text.ts';
import { bytesOf, type Reading, refusal } from './reading.ts';

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

/** The bytes of a TEXT segment as characters: UTF-8 where they are that, else Latin-1. */
export function decodeTextSegment(reading: Reading, segment: Segment, version: string): TextSegment {
  const bytes = bytesOf(reading, segment.begin, segment.end - segment.begin + 1);
  const byte = reading.base + segment.begin;
  const delimiterByte = bytes[0] ?? 0;
  if (delimiterByte < 1 || delimiterByte > 126) {
    reading.note('fcs/delimiter', `Expected a delimiter between 1 and 126 at byte ${byte}, found ${delimiterByte}.`, { byte });
  }
  const characters = decodeCharacters(reading, bytes, version, byte);
  return { delimiter: characters.charAt(0), characters, byte };
}

function decodeCharacters(reading: Reading, bytes: Uint8Array, version: string, byte: number): string {
  const firstHigh = firstAbove127(bytes);
  if (firstHigh < 0) return latin1(bytes);
  const place = { byte: byte + firstHigh };
  try {
    if ((bytes[0] ?? 0) > 127) return latin1(bytes);
    const characters = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    if (version < 'FCS3.1') reading.note('fcs/text-encoding', `Expected ASCII in TEXT of ${version}, found UTF-8.`, place);
    return characters;
  } catch {
    reading.note(
      'fcs/text-encoding',
      `Expected ${version < 'FCS3.1' ? 'ASCII' : 'UTF-8'} in TEXT of ${version}, found byte ${bytes[firstHigh]}; read as Latin-1.`,
      place,
    );
    return latin1(bytes);
  }
}

function firstAbove127(bytes: Uint8Array): number {
  for (let index = 0; index < bytes.length; index++) if (bytes[index]! > 127) return index;
  return -1;
}

/** Splits TEXT by the standard: a doubled delimiter stands for itself, a single one separates (FCS 3.1, 3.2). One pass, no expression built from data. */
export function splitEscaped(text: TextSegment): readonly string[] {
  const { characters, delimiter } = text;
  const tokens: string[] = [];
  let token = '';
  let from = 1;
  for (;;) {
    const at = characters.indexOf(delimiter, from);
    if (at < 0) break;
    token += characters.slice(from, at);
    if (characters.charAt(at + 1) === delimiter) {
      token += delimiter;
      from = at + 2;
    } else {
      tokens.push(token);
      token = '';
      from = at + 1;
    }
  }
  token += characters.slice(from);
  if (trimValue(token) !== '') tokens.push(token);
  return tokens;
}

/** Splits TEXT at every delimiter, so that values may be empty (FCS 2.0 files of Becton Dickinson, Partec). */
export function splitLiteral(text: TextSegment): readonly string[] {
  const tokens = text.characters.split(text.delimiter).slice(1);
  if (trimValue(tokens.at(-1) ?? '') === '') tokens.pop();
  return tokens;
}

/** Tokens as keyword and value pairs, with what is odd about them noted. */
export function pairTokens(reading: Reading, text: TextSegment, tokens: readonly string[]): KeywordPairs {
  const place = { byte: text.byte };
  const pairs: [string, string][] = [];
  const doubtful: string[] = [];
  for (let index = 0; index < tokens.length; index += 2) {
    const keyword = trimValue(tokens[index] ?? '').toUpperCase();
    const value = tokens[index + 1];
    if (value === undefined) {
      reading.note(
        'fcs/empty-keyword',
        `Expected a value for every keyword, found ${quote(keyword)} at the end of TEXT without one.`,
        place,
      );
    } else if (keyword === '') {
      reading.note('fcs/empty-keyword', `Expected a keyword before the value ${quote(value)}, found none.`, place);
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
      throw refusal(reading, 'fcs/bad-keyword', `Expected ${keyword} once, found it with the values ${quote(first)} and ${quote(value)}.`, {
        byte,
        keyword,
      });
    }
    const other = trimValue(first) === trimValue(value) ? 'always' : 'first';
    reading.noteEach(
      'fcs/duplicate-keyword',
      `${quote(keyword)} (${other} ${quote(first)})`,
      (keywords) => `Expected every keyword once, found more than once: ${keywords}.`,
    );
  }
  return keywords;
}
