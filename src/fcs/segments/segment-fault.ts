import type { DepartureFields } from '../departures.ts';
import type { Reading } from '../reading.ts';
import type { Header } from './header.ts';
import { longestText } from './text.ts';

/** Why an optional segment is not read. */
export type SegmentFault = Pick<DepartureFields<'fcs/analysis-offsets'>, 'fault' | 'bytes'>;

/** What is wrong with the offsets of an optional segment of text; `null` where it can be read. */
export function segmentFault(
  reading: Reading,
  header: Header,
  { begin, end }: { readonly begin: number | null; readonly end: number | null },
): SegmentFault | null {
  if (begin === null || end === null) return { fault: 'not-numbers', bytes: null };
  if (end <= begin) return { fault: 'empty', bytes: null };
  if (end >= reading.byteLength) return { fault: 'beyond-the-end', bytes: reading.byteLength };
  if (end - begin >= longestText) return { fault: 'too-long', bytes: longestText };
  if (begin < 58) return { fault: 'inside-header', bytes: null };
  return begin <= header.text.end && end >= header.text.begin ? { fault: 'overlaps-text', bytes: null } : null;
}
