import type { Header, Segment } from './header.ts';
import { parseCount, quote, trimValue } from './number-text.ts';
import { type Reading, refuseCutSegment } from './reading.ts';
import { decodeTextSegment, longestText, pairTokens, splitEscaped } from './text.ts';

/** Where the segments of a data set lie, counted from its HEADER. */
export interface Layout {
  readonly header: Header;
  readonly keywords: ReadonlyMap<string, string>;
  readonly data: Segment;
}

/** The ANALYSIS segment (FCS 3.1, 3.4), or `null`. It is optional: offsets that cannot be used are noted and nothing is read. */
export function findAnalysis(reading: Reading, { header, keywords, data }: Layout): Segment | null {
  const stated = statedOffsets(header, keywords);
  if (stated === null) return null;
  refuseCutSegment(reading, 'ANALYSIS', stated);
  const reason = analysisFault(reading, { header, keywords, data }, stated);
  if (reason === null) return { begin: stated.begin ?? 0, end: stated.end ?? 0 };
  reading.note('fcs/analysis-offsets', `Expected the range of ANALYSIS, found bytes ${stated.text}: ${reason}.`, {
    keyword: '$BEGINANALYSIS',
  });
  return null;
}

/** Keywords of ANALYSIS, upper case. They never take the place of one in TEXT; one that contradicts TEXT is noted. */
export function readAnalysis(reading: Reading, layout: Layout, segment: Segment): ReadonlyMap<string, string> {
  const text = decodeTextSegment(reading, segment, layout.header.version);
  const analysis = new Map<string, string>();
  for (const [keyword, value] of pairTokens(reading, text, splitEscaped(text)).pairs) {
    if (!analysis.has(keyword)) analysis.set(keyword, value);
    const primary = layout.keywords.get(keyword);
    if (primary !== undefined && trimValue(primary) !== trimValue(value)) {
      reading.noteEach(
        'fcs/analysis-conflict',
        `${quote(keyword)} (${quote(primary)})`,
        (all) => `ANALYSIS gives other values than TEXT, which are used: ${all}.`,
      );
    }
  }
  return analysis;
}

interface Stated {
  readonly begin: number | null;
  readonly end: number | null;
  readonly text: string;
}

function statedOffsets(header: Header, keywords: ReadonlyMap<string, string>): Stated | null {
  if (header.analysis !== null) return { ...header.analysis, text: `${header.analysis.begin} to ${header.analysis.end}` };
  const [begin, end] = [trimValue(keywords.get('$BEGINANALYSIS') ?? ''), trimValue(keywords.get('$ENDANALYSIS') ?? '')];
  if ((begin === '' && end === '') || (parseCount(begin) === 0 && parseCount(end) === 0)) return null;
  return { begin: parseCount(begin), end: parseCount(end), text: `${quote(begin)} to ${quote(end)}` };
}

function analysisFault(reading: Reading, { header, data }: Layout, { begin, end }: Stated): string | null {
  if (begin === null || end === null) return 'not numbers';
  if (end <= begin) return 'it would be empty';
  if (end >= reading.byteLength) return `the data set has ${reading.byteLength} bytes`;
  if (end - begin >= longestText) return `more than ${longestText} bytes are not read`;
  if (begin < 58) return 'it would begin inside HEADER';
  if (begin <= header.text.end && end >= header.text.begin) return 'it would overlap TEXT';
  if (begin <= data.end && end >= data.begin) return 'it would overlap DATA';
  return null;
}
