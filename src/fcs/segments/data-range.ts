import { excerpt } from '../../excerpt.ts';
import { parseCount, quoteValue, trimValue } from '../number-text.ts';
import { type Reading, refusal } from '../reading.ts';
import type { Header, Segment } from './header.ts';

/** Where the events lie, counted from the HEADER of the data set. */
export interface DataRange {
  readonly begin: number;
  readonly eventCount: number;
  /** The last byte as the file states it; one too many in some. */
  readonly end: number;
  readonly storage: Storage;
}

interface Candidate extends Segment {
  readonly from: 'HEADER' | 'TEXT';
  readonly length: number;
}

type Verdict = 'fits' | 'fits with a byte over' | 'past the end' | 'overlaps' | 'other length';

/** What the DATA range must agree with. */
export interface DataClaim {
  readonly header: Header;
  readonly keywords: ReadonlyMap<string, string>;
  /** `$TOT`; `null` where it is absent. */
  readonly total: number | null;
  /** Ways in which the events may be stored, the likeliest first. */
  readonly storages: readonly [Storage, ...Storage[]];
}

/** One way to store events. */
export interface Storage {
  readonly kind: 'bytes' | 'packed' | 'text';
  readonly bitsPerEvent: number;
  /** Of numbers as free text, which have no size of their own: a digit and what separates it from the next, for each parameter. */
  readonly leastBytesPerEvent?: number;
}

/**
 * The DATA range whose length is `$TOT` x the size of an event, to the byte, else with one byte over. Where both HEADER's and TEXT's
 * fit, HEADER's. A range that overlaps HEADER or TEXT, or ends behind the file, never fits. Codes: fcs/data-size, fcs/truncated, fcs/overlap, fcs/bad-keyword.
 */
export function findDataRange(reading: Reading, claim: DataClaim): DataRange {
  const candidates = dataCandidates(reading, claim);
  const [likeliest] = claim.storages;
  if (claim.total === 0) return noEvents(reading, candidates, likeliest);
  if (claim.total === null && likeliest.bitsPerEvent === 0) throw noTotal(reading);
  if (claim.total === null) return rangeWithoutTotal(reading, { ...claim, storage: likeliest }, candidates);
  const { total } = claim;
  const trials = claim.storages.flatMap((storage) =>
    candidates.map((candidate): Trial => {
      // The whole range belongs to numbers as free text, and whoever reads them counts them.
      const needed = storage.bitsPerEvent === 0 ? Math.max(candidate.length, leastBytes(storage, total)) : leastBytes(storage, total);
      return { candidate, storage, needed, verdict: judge(reading, claim, { candidate, needed }) };
    }),
  );
  const chosen = trials.find(({ verdict }) => verdict === 'fits') ?? trials.find(({ verdict }) => verdict === 'fits with a byte over');
  if (chosen === undefined) throw noRange(reading, { ...claim, total }, trials);
  const { candidate, storage, needed, verdict } = chosen;
  noteDifference(reading, candidates, candidate);
  if (verdict !== 'fits') noteByteOver(reading, candidate, needed);
  noteTextOverlap(reading, claim, candidate);
  return { begin: candidate.begin, end: candidate.end, eventCount: total, storage };
}

/** Bytes of `total` events; of numbers as free text the fewest that can hold them. */
function leastBytes({ bitsPerEvent, leastBytesPerEvent = 0 }: Storage, total: number): number {
  return bitsPerEvent === 0 ? Math.max(0, total * leastBytesPerEvent - 1) : Math.ceil((total * bitsPerEvent) / 8);
}

/** One range taken for one way of storing. */
interface Trial {
  readonly candidate: Candidate;
  readonly storage: Storage;
  readonly needed: number;
  readonly verdict: Verdict;
}

function dataCandidates(reading: Reading, { header, keywords }: DataClaim): readonly Candidate[] {
  const inHeader = header.data === null ? [] : [candidate('HEADER', header.data)];
  const inText = textOffsets(reading, header, keywords);
  if (inText === null && header.version !== 'FCS2.0' && inHeader.length > 0) {
    const stated = { begin: excerpt(keywords.get('$BEGINDATA') ?? ''), end: excerpt(keywords.get('$ENDDATA') ?? '') };
    reading.note('fcs/data-offsets-absent', stated, { keyword: '$BEGINDATA' });
  }
  if (inText !== null && inHeader.length === 0 && inText.end <= 99_999_999) {
    reading.note('fcs/header-data-absent', { begin: inText.begin, end: inText.end }, { byte: reading.base + 26 });
  }
  return inText === null ? inHeader : [...inHeader, candidate('TEXT', inText)];
}

function candidate(from: Candidate['from'], { begin, end }: Segment): Candidate {
  return { from, begin, end, length: end - begin + 1 };
}

function textOffsets(reading: Reading, header: Header, keywords: ReadonlyMap<string, string>): Segment | null {
  const values = ['$BEGINDATA', '$ENDDATA'].map((keyword) => trimValue(keywords.get(keyword) ?? '')) as [string, string];
  if (values.every((value) => value === '')) return null;
  const [begin, end] = values.map(parseCount) as [number | null, number | null];
  if (begin !== null && end !== null) return begin === 0 && end === 0 ? null : { begin, end };
  if (header.data !== null) return null;
  const keyword = begin === null ? '$BEGINDATA' : '$ENDDATA';
  throw refusal(
    reading,
    'fcs/bad-keyword',
    `Expected the range of DATA as whole numbers in ${keyword}, because HEADER gives none; found ${quoteValue(values[begin === null ? 0 : 1])}.`,
    {
      keyword,
    },
  );
}

function judge(
  reading: Reading,
  { header }: DataClaim,
  { candidate, needed }: { readonly candidate: Candidate; readonly needed: number },
): Verdict {
  const { begin, length } = candidate;
  if (length !== needed && length !== needed + 1) return 'other length';
  if (begin + needed > reading.byteLength) return 'past the end';
  // TEXT that runs one byte into DATA is a known slip of instruments (flowCore issue 251); its last byte is then not TEXT.
  if (begin < 58 || (begin < header.text.end && begin + needed > header.text.begin)) return 'overlaps';
  return length === needed ? 'fits' : 'fits with a byte over';
}

function noRange(reading: Reading, claim: DataClaim & { readonly total: number }, trials: readonly Trial[]): Error {
  const [likeliest] = claim.storages;
  const { bitsPerEvent, leastBytesPerEvent } = likeliest;
  const size = leastBytesPerEvent === undefined ? `${bitsPerEvent} bits` : `${leastBytesPerEvent} bytes or more`;
  const bytes = `${leastBytes(likeliest, claim.total)} bytes of DATA ($TOT ${claim.total} x ${size})`;
  const verdicts = trials.filter(({ storage }) => storage === claim.storages[0]);
  const found = verdicts
    .map(({ candidate: { from, begin, end, length } }) => `${from} gives bytes ${begin} to ${end} (${length} bytes)`)
    .join(', ');
  const has = `the data set has ${reading.byteLength} bytes`;
  const place = { byte: reading.base + (verdicts[0]?.candidate.begin ?? 26), keyword: '$TOT' };
  const worst = verdicts.find(({ verdict }) => verdict === 'past the end') ?? verdicts.find(({ verdict }) => verdict === 'overlaps');
  if (worst?.verdict === 'past the end') {
    const there = Math.max(0, reading.byteLength - worst.candidate.begin);
    return refusal(
      reading,
      'fcs/truncated',
      `Expected ${bytes}, found ${there} of them: ${found}, but ${has}. The file was cut off: copy it again.`,
      place,
    );
  }
  if (worst !== undefined) {
    return refusal(
      reading,
      'fcs/overlap',
      `Expected ${bytes} behind HEADER and TEXT, found ${found}, while TEXT is bytes ${claim.header.text.begin} to ${claim.header.text.end}.`,
      place,
    );
  }
  return refusal(
    reading,
    'fcs/data-size',
    `Expected ${bytes}, found ${found === '' ? 'no range of DATA in HEADER or TEXT' : found}; ${has}. Export the acquisition again.`,
    place,
  );
}

function noteDifference(reading: Reading, candidates: readonly Candidate[], chosen: Candidate): void {
  const other = candidates.find(({ begin, end }) => begin !== chosen.begin || end !== chosen.end);
  if (other === undefined) return;
  const stated = ({ from, begin, end }: Candidate) => ({ from, begin, end });
  reading.note('fcs/data-offsets-differ', { other: stated(other), used: stated(chosen) }, { byte: reading.base + chosen.begin });
}

function noteByteOver(reading: Reading, { from, begin, end }: Candidate, needed: number): void {
  reading.note('fcs/data-end-off-by-one', { expected: begin + needed - 1, found: end, from }, { byte: reading.base + end });
}

function noteTextOverlap(reading: Reading, { header }: DataClaim, { begin }: Candidate): void {
  if (begin !== header.text.end) return;
  reading.note('fcs/text-end', { fault: 'takes-in-data', delimiter: null, byte: begin }, { byte: reading.base + begin });
}

function noEvents(reading: Reading, candidates: readonly Candidate[], storage: Storage): DataRange {
  const withData = candidates.find(({ length }) => length > 1);
  if (withData !== undefined) {
    const message = `Expected no bytes of DATA because $TOT is 0, found bytes ${withData.begin} to ${withData.end} in ${withData.from}.`;
    throw refusal(reading, 'fcs/data-size', message, { byte: reading.base + withData.begin, keyword: '$TOT' });
  }
  reading.note('fcs/no-events', {}, { keyword: '$TOT' });
  return { begin: 0, end: 0, eventCount: 0, storage };
}

/** Without `$TOT` the segment says how many events there are, if it is a whole number of them. */
function rangeWithoutTotal(
  reading: Reading,
  claim: DataClaim & { readonly storage: Storage },
  candidates: readonly Candidate[],
): DataRange {
  const { bitsPerEvent } = claim.storage;
  for (const one of candidates) {
    const eventCount = Math.floor((one.length * 8) / bitsPerEvent);
    const needed = (eventCount * bitsPerEvent) / 8;
    const verdict = judge(reading, claim, { candidate: one, needed });
    if (eventCount < 1 || (verdict !== 'fits' && verdict !== 'fits with a byte over')) continue;
    noteDifference(reading, candidates, one);
    if (verdict !== 'fits') noteByteOver(reading, one, needed);
    reading.note('fcs/missing-total', { events: eventCount, bitsPerEvent }, { keyword: '$TOT' });
    return { begin: one.begin, end: one.end, eventCount, storage: claim.storage };
  }
  throw noTotal(reading);
}

function noTotal(reading: Reading): Error {
  const sentence = 'Expected the required keyword $TOT in TEXT, found none, and DATA is not a whole number of events either.';
  return refusal(reading, 'fcs/missing-keyword', sentence, { keyword: '$TOT' });
}
