import type { ByteSource } from '../fcs-file.ts';
import type { FcsNoteFields } from '../notes.ts';
import { parseCount } from '../number-text.ts';
import { type ByteRange, bytesOf, type Reading } from '../reading.ts';
import { type Header, latin1 } from './header.ts';

/** A data set to which no `$NEXTDATA` leads. */
export interface HiddenDataSet {
  readonly eventCount: number;
  /** Its last byte, counted from the begin of the file. */
  readonly end: number;
}

const HEADER_LENGTH = 58;

/** Claims HEADER, TEXT and the OTHER segments, whose first and last bytes stand in HEADER behind those of ANALYSIS (FCS 3.1, 3.1; Cyan pads them to ten characters, not eight). */
export function claimHead(reading: Reading, header: Header): void {
  reading.claim({ begin: 0, end: HEADER_LENGTH - 1 });
  reading.claim(header.text);
  const room = Math.min(header.text.begin - HEADER_LENGTH, mostHeader);
  if (room <= 0) return;
  const characters = latin1(bytesOf(reading, HEADER_LENGTH, room));
  if (!/^[\d ]*$/.test(characters)) return;
  reading.claim({ begin: HEADER_LENGTH, end: HEADER_LENGTH + room - 1 });
  const offsets = characters.split(' ').flatMap((word) => (word === '' ? [] : [parseCount(word) ?? 0]));
  for (let at = 0; at + 1 < offsets.length; at += 2) {
    const [begin = 0, end = 0] = offsets.slice(at, at + 2);
    if (begin >= HEADER_LENGTH && end >= begin && end < reading.byteLength) reading.claim({ begin, end });
  }
}

/** Offsets of OTHER segments beyond this many bytes are not looked for. */
const mostHeader = 4096;

/**
 * Looks at every byte that no segment claims. Blanks, NULs and line ends are padding; a data set that can be read is a departure with its number of
 * events; anything else is a note with its place. `hiddenAt` reads a data set at a byte.
 */
export function accountForBytes(
  source: ByteSource,
  readings: readonly { readonly reading: Reading }[],
  hiddenAt: (begin: number) => HiddenDataSet | null,
): void {
  const last = readings.at(-1)?.reading;
  if (last === undefined) return;
  const hidden: (ByteRange & { readonly eventCount: number })[] = [];
  const unread: ByteRange[] = [];
  for (const gap of gapsBetween(
    readings.flatMap(({ reading }) => reading.claims()),
    source.byteLength,
  )) {
    const found = lookInto(source, gap, hiddenAt);
    hidden.push(...found.hidden);
    unread.push(...found.unread);
  }
  if (hidden.length > 0) noteHidden(last, hidden);
  if (unread.length > 0) last.remark('fcs/unread-bytes', unreadFields(unread));
}

function noteHidden(reading: Reading, hidden: readonly (ByteRange & { readonly eventCount: number })[]): void {
  const events = hidden.reduce((sum, { eventCount }) => sum + eventCount, 0);
  const listed = hidden.slice(0, mostListed).map(({ begin, eventCount }) => ({ events: eventCount, byte: begin }));
  reading.note('fcs/hidden-data-set', { count: hidden.length, events, listed }, { keyword: '$NEXTDATA', byte: hidden[0]?.begin ?? 0 });
}

const mostListed = 10;

function unreadFields(unread: readonly ByteRange[]): FcsNoteFields<'fcs/unread-bytes'> {
  const bytes = unread.reduce((sum, { begin, end }) => sum + end - begin + 1, 0);
  const listed = unread.slice(0, mostListed).map(({ begin, end }) => ({ begin, end }));
  return { bytes, listed, unlisted: unread.length - listed.length };
}

/** What lies between the claimed ranges, in order. */
function gapsBetween(claims: readonly ByteRange[], byteLength: number): ByteRange[] {
  const gaps: ByteRange[] = [];
  let next = 0;
  for (const { begin, end } of [...claims].sort((a, b) => a.begin - b.begin)) {
    if (begin > next) gaps.push({ begin: next, end: begin - 1 });
    next = Math.max(next, end + 1);
  }
  if (byteLength > next) gaps.push({ begin: next, end: byteLength - 1 });
  return gaps;
}

interface FoundInGap {
  readonly hidden: readonly (ByteRange & { readonly eventCount: number })[];
  readonly unread: readonly ByteRange[];
}

/** Bytes of a gap that are looked through; what lies behind them is noted as unread. */
const mostLookedThrough = 16 * 1024 * 1024;
const mostHidden = 1000;
/** Each may cost the reading of a whole TEXT: a file full of false begins must not buy more than a few. */
const mostMisses = 8;
const PADDING: ReadonlySet<number> = new Set([0x00, 0x09, 0x0a, 0x0d, 0x1a, 0x20]);

function lookInto(source: ByteSource, gap: ByteRange, hiddenAt: (begin: number) => HiddenDataSet | null): FoundInGap {
  const bytes = new Uint8Array(Math.min(gap.end - gap.begin + 1, mostLookedThrough));
  source.read(gap.begin, bytes);
  const hidden: (ByteRange & { readonly eventCount: number })[] = [];
  const unread: ByteRange[] = [];
  let from = 0;
  let misses = 0;
  for (let at = 0; at + HEADER_LENGTH <= bytes.length; at++) {
    if (misses >= mostMisses || hidden.length >= mostHidden || !beginsDataSet(bytes, at)) continue;
    const found = hiddenAt(gap.begin + at);
    if (found === null) {
      misses++;
      continue;
    }
    unread.push(...unreadPart(bytes, { begin: from, end: at - 1 }, gap.begin));
    hidden.push({ begin: gap.begin + at, end: found.end, eventCount: found.eventCount });
    from = Math.max(at + 1, found.end + 1 - gap.begin);
    at = from - 1;
  }
  unread.push(...unreadPart(bytes, { begin: from, end: bytes.length - 1 }, gap.begin));
  const beyond = gap.begin + bytes.length;
  return { hidden, unread: beyond > gap.end ? unread : [...unread, { begin: beyond, end: gap.end }] };
}

/** Whether a HEADER begins there (`FCS`, a digit, a point) whose TEXT lies in the same gap: bytes of another segment are not read a second time. */
function beginsDataSet(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] !== 0x46 || bytes[at + 1] !== 0x43 || bytes[at + 2] !== 0x53 || bytes[at + 4] !== 0x2e) return false;
  const lastOfText = parseCount(latin1(bytes.subarray(at + 18, at + 26)));
  return lastOfText !== null && at + lastOfText < bytes.length;
}

const CRC_DIGITS = 8;

/** The range without padding around it, in bytes of the file; nothing where all of it is padding, or the zeros of a CRC that was not computed. */
function unreadPart(bytes: Uint8Array, { begin, end }: ByteRange, offset: number): ByteRange[] {
  let first = begin;
  let last = end;
  while (first <= last && PADDING.has(bytes[first]!)) first++;
  while (last >= first && PADDING.has(bytes[last]!)) last--;
  const isNoCrc = last - first < CRC_DIGITS && bytes.subarray(first, last + 1).every((byte) => byte === 0x30);
  return isNoCrc ? [] : [{ begin: offset + first, end: offset + last }];
}
