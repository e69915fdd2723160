import { excerpt } from '../../excerpt.ts';
import { parseCount, quoteValue, trimValue } from '../number-text.ts';
import { type Reading, refusal, refuseCutSegment } from '../reading.ts';
import type { Header, Segment } from '../segments/header.ts';
import { segmentFault } from '../segments/segment-fault.ts';
import {
  collectKeywords,
  decodeTextSegment,
  type KeywordPairs,
  longestText,
  pairTokens,
  splitEscaped,
  splitLiteral,
  type TextSegment,
} from '../segments/text.ts';

/** The keywords of a data set: primary TEXT, then what only the supplemental TEXT has. */
export function readKeywords(reading: Reading, header: Header): Map<string, string> {
  const length = header.text.end - header.text.begin + 1;
  if (length > longestText) {
    const sentence = `Expected TEXT of at most ${longestText} bytes, found ${length}.`;
    throw refusal(reading, 'fcs/unsupported', sentence, { byte: reading.base + header.text.begin });
  }
  const text = decodeTextSegment(reading, header.text, header.version);
  const keywords = keywordsOfText(reading, text);
  addSupplemental(reading, { header, delimiter: text.delimiter }, keywords);
  noteOddValues(reading, text, keywords);
  return keywords;
}

/** A required keyword's value without padding. Codes: fcs/missing-keyword. */
export function requiredValue(reading: Reading, keywords: ReadonlyMap<string, string>, keyword: string): string {
  const value = trimValue(keywords.get(keyword) ?? '');
  if (value !== '') return value;
  throw refusal(
    reading,
    'fcs/missing-keyword',
    `Expected the required keyword ${keyword} in TEXT, found ${keywords.has(keyword) ? 'it without a value' : 'none'}.`,
    {
      keyword,
    },
  );
}

/** A required keyword's value as a whole number. Codes: fcs/missing-keyword, fcs/bad-keyword. */
export function requiredCount(reading: Reading, keywords: ReadonlyMap<string, string>, keyword: string): number {
  const value = requiredValue(reading, keywords, keyword);
  const count = parseCount(value);
  if (count !== null) return count;
  throw refusal(reading, 'fcs/bad-keyword', `Expected a whole number for ${keyword}, found ${quoteValue(value)}.`, { keyword });
}

/** Doubled delimiters first; literal ones if a required keyword is missing then and is there when every delimiter separates. */
function keywordsOfText(reading: Reading, text: TextSegment): Map<string, string> {
  const escaped = splitEscaped(text);
  const missing = missingKeyword(escaped);
  if (missing !== null) {
    const literal = splitLiteral(text);
    if (missingKeyword(literal) === null) {
      reading.note('fcs/literal-delimiters', { missing }, { byte: text.byte });
      return collectKeywords(reading, pairTokens(reading, text, literal).pairs, text.byte);
    }
  }
  const { pairs, doubtful } = pairTokens(reading, text, escaped);
  if (
    !text.characters.endsWith(text.delimiter) &&
    trimValue(text.characters.slice(text.characters.lastIndexOf(text.delimiter))) !== text.delimiter
  ) {
    const place = { byte: text.byte + text.characters.length - 1 };
    reading.note('fcs/text-end', { fault: 'no-delimiter', delimiter: text.delimiter, byte: null }, place);
  }
  for (const keyword of doubtful) noteDoubtful(reading, text, keyword);
  // The bytes cannot tell it from an empty keyword (flowCore's own tests say so); the standard's reading is taken, but not in silence.
  const doubled = text.characters.includes(text.delimiter + text.delimiter)
    ? pairs.filter(([, value]) => value.includes(text.delimiter))
    : [];
  for (const [keyword] of doubled) reading.noteEach('fcs/doubled-delimiter', { keyword: excerpt(keyword) });
  return collectKeywords(reading, recoverSwallowed(text, pairs), text.byte);
}

/** The first keyword that no data set can be read without, or `null`. */
function missingKeyword(tokens: readonly string[]): string | null {
  const values = new Map<string, string>();
  for (let index = 0; index + 1 < tokens.length; index += 2) {
    const token = trimValue(tokens[index] ?? '');
    if (!token.startsWith('$')) continue;
    const keyword = token.toUpperCase();
    if (!values.has(keyword)) values.set(keyword, tokens[index + 1] ?? '');
  }
  const missing = ['$PAR', '$DATATYPE', '$BYTEORD', '$TOT'].find((keyword) => !values.has(keyword));
  if (missing !== undefined) return missing;
  const parameterCount = Math.min(parseCount(values.get('$PAR') ?? '') ?? 0, values.size);
  for (let index = 1; index <= parameterCount; index++) {
    for (const letter of ['N', 'B', 'R']) if (!values.has(`$P${index}${letter}`)) return `$P${index}${letter}`;
  }
  return null;
}

function noteDoubtful(reading: Reading, text: TextSegment, keyword: string): void {
  reading.note('fcs/delimiter-in-keyword', { keyword: excerpt(keyword), delimiter: text.delimiter }, { byte: text.byte, keyword });
}

/**
 * `$OP//$CYT/x/`: by the standard one keyword `$OP/$CYT`; a standard keyword behind the delimiter shows that `$OP` was left empty. Where one of
 * the pieces stands in TEXT on its own, the standard's reading is the only one without a contradiction, and stays.
 */
function recoverSwallowed({ delimiter }: TextSegment, pairs: KeywordPairs['pairs']): KeywordPairs['pairs'] {
  if (!pairs.some(([keyword]) => keyword.includes(`${delimiter}$`))) return pairs;
  const stated = new Set(pairs.map(([keyword]) => keyword));
  return pairs.flatMap(([keyword, value]): KeywordPairs['pairs'] => {
    const pieces = keyword.includes(`${delimiter}$`) ? keyword.split(delimiter) : [];
    if (pieces.length === 0 || pieces.some((piece) => stated.has(piece))) return [[keyword, value]];
    return pieces.map((piece, index) => [piece, index === pieces.length - 1 ? value : ''] as const).filter(([piece]) => piece !== '');
  });
}

function noteOddValues(reading: Reading, text: TextSegment, keywords: ReadonlyMap<string, string>): void {
  const mayCutPaths = text.delimiter === '/' || text.delimiter === '\\';
  keywords.forEach((value, keyword) => {
    // Blanks are a value (FCS 3.1, 3.2); nothing at all is not.
    if (value === '') reading.noteEach('fcs/empty-value', { keyword: excerpt(keyword) });
    // 'C:' or 'http:' before a slash that was taken for the delimiter: the rest of the path became a keyword.
    if (mayCutPaths && /^[A-Za-z]{1,5}:$/.test(value)) {
      const cut = { keyword: excerpt(keyword), value: excerpt(value), delimiter: text.delimiter };
      reading.note('fcs/cut-value', cut, { byte: text.byte, keyword });
    }
  });
}

/** Supplemental TEXT (FCS 3.1, 3.2.3): read where its offsets are sound; it may add keywords, never change one of the primary TEXT. */
function addSupplemental(
  reading: Reading,
  { header, delimiter }: { readonly header: Header; readonly delimiter: string },
  keywords: Map<string, string>,
): void {
  const segment = supplementalSegment(reading, header, keywords);
  if (segment === null) return;
  reading.claim(segment);
  const text = decodeTextSegment(reading, segment, header.version);
  if (text.delimiter !== delimiter) {
    // Sysmex writes an archive of settings there.
    const other = { fault: 'other-delimiter', bytes: null, begin: null, end: null, delimiter, found: text.delimiter } as const;
    reading.note('fcs/supplemental-offsets', other, { byte: text.byte });
    return;
  }
  const { pairs, doubtful } = pairTokens(reading, text, splitEscaped(text));
  for (const keyword of doubtful) noteDoubtful(reading, text, keyword);
  for (const [keyword, value] of pairs) {
    const primary = keywords.get(keyword);
    if (primary === undefined) keywords.set(keyword, value);
    else if (trimValue(primary) !== trimValue(value)) {
      const conflict = { keyword: excerpt(keyword), supplemental: excerpt(value), primary: excerpt(primary) };
      reading.note('fcs/supplemental-conflict', conflict, { byte: text.byte, keyword });
    }
  }
}

function supplementalSegment(reading: Reading, header: Header, keywords: ReadonlyMap<string, string>): Segment | null {
  const given = [keywords.get('$BEGINSTEXT') ?? '0', keywords.get('$ENDSTEXT') ?? '0'] as const;
  const [begin, end] = [parseCount(given[0]), parseCount(given[1])];
  if ((begin === 0 && end === 0) || given.every((value) => trimValue(value) === '')) return null;
  refuseCutSegment(reading, 'the supplemental TEXT', { begin, end });
  const fault = segmentFault(reading, header, { begin, end });
  if (fault === null) return begin === null || end === null ? null : { begin, end };
  const stated = { begin: excerpt(given[0]), end: excerpt(given[1]), delimiter: null, found: null };
  reading.note('fcs/supplemental-offsets', { ...fault, ...stated }, { keyword: '$BEGINSTEXT' });
  return null;
}
