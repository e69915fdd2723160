import FCS from 'fcs';
import { InputError } from '../../errors.ts';
import { openEvents } from '../../fcs/events/events.ts';
import type { ByteSource, FcsDataSet } from '../../fcs/fcs-file.ts';
import { integerMask } from '../../fcs/keywords/parameters.ts';
import { readDataSets } from '../../fcs/reading/data-set.ts';
import type { SecondReaderRecord } from '../../results/release-result.ts';
import { type SecondReaderDetail, secondReaderDetail } from '../../results/second-readings.ts';
import { nodeDisk } from '../disk/disk.ts';
import { readUnchanged } from '../disk/files.ts';

/** What a second, independent reader makes of a data set. */
export type SecondReading =
  | { readonly outcome: 'agrees'; readonly reader: string; readonly eventsCompared: number; readonly valuesCompared: number }
  /** The reader cannot read such a file, or is known to read it wrong. */
  | { readonly outcome: 'outside range'; readonly reader: string; readonly detail: SecondReaderDetail }
  | { readonly outcome: 'differs'; readonly reader: string; readonly detail: SecondReaderDetail };

/** A second reading as a release result records it. */
export function secondReaderRecord(reading: SecondReading): SecondReaderRecord {
  const { reader: name } = reading;
  switch (reading.outcome) {
    case 'agrees':
      return { outcome: 'agrees', reader: name, eventsCompared: reading.eventsCompared, detail: null };
    case 'outside range':
      return { outcome: 'outside its range', reader: name, eventsCompared: null, detail: reading.detail };
    case 'differs':
      return { outcome: 'differs', reader: name, eventsCompared: null, detail: reading.detail };
  }
}

const reader = 'fcs 0.0.7';
/** The package makes an array of numbers for every event: this many values stay below 100 MB. */
const mostValues = 1_000_000;

/**
 * Reads the first events of a data set again with the npm package `fcs`, in the subset that it reads correctly, and compares names and values bit for
 * bit. It does not mask integers to `$PnR`; ours is done to its values. Codes: those of `readDataSets`, and fcs/no-such-data-set.
 */
export function secondReading(path: string, dataSetNumber = 1): SecondReading {
  return readUnchanged(nodeDisk, { path, stamp: null }, (source) => secondReadingOf(source, dataSetNumber));
}

/** As `secondReading`, of a file that is open. */
export function secondReadingOf(source: ByteSource, dataSetNumber: number): SecondReading {
  const dataSets = readDataSets(source);
  const dataSet = dataSets[dataSetNumber - 1];
  if (dataSet === undefined) {
    throw new InputError('fcs/no-such-data-set', `Expected data set ${dataSetNumber}, found ${dataSets.length} in the file.`, {
      file: source.name,
    });
  }
  return compareReaders(source, dataSet);
}

function compareReaders(source: ByteSource, dataSet: FcsDataSet): SecondReading {
  const outside = outsideRange(dataSet);
  if (outside !== null) return { outcome: 'outside range', reader, detail: outside };
  const eventCount = Math.min(dataSet.eventCount, Math.max(1, Math.floor(mostValues / dataSet.parameters.length)));
  const theirs = readWithPackage(source, dataSet, eventCount);
  if ('code' in theirs) return { outcome: 'outside range', reader, detail: theirs };
  const difference = firstDifference(source, dataSet, { theirs, eventCount });
  if (difference !== null) return { outcome: 'differs', reader, detail: difference };
  return { outcome: 'agrees', reader, eventsCompared: eventCount, valuesCompared: eventCount * dataSet.parameters.length };
}

/** Layouts that the package refuses or gets wrong in silence (each seen: notes of the decision on the second reader). */
function outsideRange({ number, dataType, byteOrder, parameters, data, eventCount, departures }: FcsDataSet): SecondReaderDetail | null {
  if (number !== 1) return secondReaderDetail('second-reader/first-data-set-only', {});
  if (departures.some(({ code }) => code === 'fcs/literal-delimiters' || code === 'fcs/empty-value'))
    return secondReaderDetail('second-reader/empty-value', {});
  if (eventCount === 0) return secondReaderDetail('second-reader/no-events', {});
  if (data.storage !== undefined) return secondReaderDetail('second-reader/storage', { storage: data.storage });
  if (byteOrder !== '1,2,3,4' && byteOrder !== '4,3,2,1') return secondReaderDetail('second-reader/byte-order', { byteOrder });
  if (dataType === 'A' || parameters.some((parameter) => parameter.dataType !== undefined))
    return secondReaderDetail('second-reader/data-type', {});
  const widths = new Set(parameters.map(({ bits }) => bits));
  if (dataType === 'I' && (widths.size > 1 || (!widths.has(16) && !widths.has(32))))
    return secondReaderDetail('second-reader/integer-width', { bits: [...widths] });
  return null;
}

/** The package's reading, or the reason why it has none. It gets the bytes up to the last event that is compared, and no more. */
function readWithPackage(source: ByteSource, dataSet: FcsDataSet, eventCount: number): FCS | SecondReaderDetail {
  const bytes = Buffer.alloc(dataSet.data.begin + eventCount * dataSet.data.bytesPerEvent);
  source.read(0, bytes);
  try {
    const theirs = new FCS({ dataFormat: 'asNumber', groupBy: 'byEvent', eventsToRead: eventCount }, bytes);
    const misread = ['$PAR', '$TOT', '$DATATYPE', '$BYTEORD'].find(
      (keyword) => theirs.text[keyword]?.trim() !== dataSet.keywords.get(keyword)?.trim(),
    );
    if (misread !== undefined) return secondReaderDetail('second-reader/keyword-not-found', { keyword: misread });
    const begin = Number(theirs.header.beginData);
    if (begin !== dataSet.data.begin)
      return secondReaderDetail('second-reader/data-begin', { here: dataSet.data.begin, there: wholeOrNull(begin) });
    return theirs;
  } catch (error) {
    return secondReaderDetail('second-reader/stopped', { words: error instanceof Error ? error.message : String(error) });
  }
}

interface Comparison {
  readonly theirs: FCS;
  readonly eventCount: number;
}

function firstDifference(source: ByteSource, dataSet: FcsDataSet, { theirs, eventCount }: Comparison): SecondReaderDetail | null {
  const misnamed = dataSet.parameters.find(({ index, name }) => (theirs.text[`$P${index}N`] ?? '').trim() !== name);
  if (misnamed !== undefined) {
    const { index: parameter, name: here } = misnamed;
    return secondReaderDetail('second-reader/name-differs', { parameter, here, there: theirs.text[`$P${parameter}N`] ?? null });
  }
  const events = openEvents(source, dataSet, { columns: dataSet.parameters.map((_, column) => column), toEvent: eventCount });
  const masks = dataSet.parameters.map((parameter) => (dataSet.dataType === 'I' ? integerMask(parameter) : null));
  for (const { firstEvent, eventCount: inBlock, values } of events.blocks()) {
    for (let event = 0; event < inBlock; event++) {
      const row = theirs.dataAsNumbers?.[firstEvent + event] ?? [];
      for (let column = 0; column < masks.length; column++) {
        const ours = values[event * events.stride + events.offsets[column]!]!;
        const value = masked(row[column], masks[column] ?? null);
        if (!Object.is(ours, value)) return valueDifference({ event: firstEvent + event + 1, parameter: column + 1 }, ours, value);
      }
    }
  }
  return null;
}

/** Numbers that are equal and not the same are a zero and a negative one, which JSON does not tell apart. */
function valueDifference(at: { readonly event: number; readonly parameter: number }, here: number, there: number): SecondReaderDetail {
  if (here === there)
    return secondReaderDetail('second-reader/zero-sign-differs', { ...at, negative: Object.is(here, 0) ? 'there' : 'here' });
  return secondReaderDetail('second-reader/value-differs', { ...at, here, there: Number.isFinite(there) ? there : null });
}

function wholeOrNull(value: number): number | null {
  return Number.isInteger(value) ? value : null;
}

function masked(value: number | undefined, mask: number | null): number {
  if (value === undefined) return Number.NaN;
  return mask === null ? value : (value & mask) >>> 0;
}
