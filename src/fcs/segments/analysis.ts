import { excerpt } from '../../excerpt.ts';
import type { DepartureFields } from '../departures.ts';
import { parseCount, trimValue } from '../number-text.ts';
import { type Reading, refuseCutSegment } from '../reading.ts';
import type { Header, Segment } from './header.ts';
import { type SegmentFault, segmentFault } from './segment-fault.ts';
import { decodeTextSegment, pairTokens, splitEscaped } from './text.ts';

/** Where the segments of a data set lie, counted from its HEADER. */
export interface SegmentLayout {
  readonly header: Header;
  readonly keywords: ReadonlyMap<string, string>;
  readonly data: Segment;
}

/** The ANALYSIS segment (FCS 3.1, 3.4), or `null`. It is optional: offsets that cannot be used are noted and nothing is read. */
export function findAnalysis(reading: Reading, { header, keywords, data }: SegmentLayout): Segment | null {
  const stated = statedOffsets(header, keywords);
  if (stated === null) return null;
  refuseCutSegment(reading, 'ANALYSIS', stated);
  const fault = analysisFault(reading, { header, keywords, data }, stated);
  if (fault === null) return { begin: stated.begin ?? 0, end: stated.end ?? 0 };
  reading.note('fcs/analysis-offsets', { ...fault, ...stated.as }, { keyword: '$BEGINANALYSIS' });
  return null;
}

/** Keywords of ANALYSIS, upper case. They never take the place of one in TEXT; one that contradicts TEXT is noted. */
export function readAnalysis(reading: Reading, layout: SegmentLayout, segment: Segment): ReadonlyMap<string, string> {
  const text = decodeTextSegment(reading, segment, layout.header.version);
  const analysis = new Map<string, string>();
  for (const [keyword, value] of pairTokens(reading, text, splitEscaped(text)).pairs) {
    if (!analysis.has(keyword)) analysis.set(keyword, value);
    const primary = layout.keywords.get(keyword);
    if (primary !== undefined && trimValue(primary) !== trimValue(value)) {
      reading.noteEach('fcs/analysis-conflict', { keyword: excerpt(keyword), value: excerpt(primary) });
    }
  }
  return analysis;
}

interface Stated {
  readonly begin: number | null;
  readonly end: number | null;
  readonly as: Pick<DepartureFields<'fcs/analysis-offsets'>, 'statedIn' | 'begin' | 'end'>;
}

function statedOffsets(header: Header, keywords: ReadonlyMap<string, string>): Stated | null {
  if (header.analysis !== null) {
    const { begin, end } = header.analysis;
    return { begin, end, as: { statedIn: 'HEADER', begin: excerpt(String(begin)), end: excerpt(String(end)) } };
  }
  const [begin, end] = [trimValue(keywords.get('$BEGINANALYSIS') ?? ''), trimValue(keywords.get('$ENDANALYSIS') ?? '')];
  if ((begin === '' && end === '') || (parseCount(begin) === 0 && parseCount(end) === 0)) return null;
  return { begin: parseCount(begin), end: parseCount(end), as: { statedIn: 'TEXT', begin: excerpt(begin), end: excerpt(end) } };
}

function analysisFault(reading: Reading, { header, data }: SegmentLayout, { begin, end }: Stated): SegmentFault | null {
  const fault = segmentFault(reading, header, { begin, end });
  if (fault !== null || begin === null || end === null) return fault;
  return begin <= data.end && end >= data.begin ? { fault: 'overlaps-data', bytes: null } : null;
}
