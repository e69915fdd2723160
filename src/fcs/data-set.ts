import { findAnalysis, type Layout, readAnalysis } from './analysis.ts';
import { findDataRange } from './data-range.ts';
import type { ByteSource, FcsDataSet, FcsParameter } from './fcs-file.ts';
import { decodeHeader, type Header, latin1 } from './header.ts';
import { readKeywords, requiredCount, requiredValue } from './keywords.ts';
import { parseCount, quote, trimValue } from './number-text.ts';
import { readParameter } from './parameters.ts';
import { bytesOf, type Reading, refusal, startReading } from './reading.ts';
import { readSpillover } from './spillover.ts';

type Keywords = ReadonlyMap<string, string>;

/** More data sets than any instrument writes into one file: a chain beyond it is refused. */
const mostDataSets = 1000;

/**
 * Every data set of an FCS file: all but the events, whose bytes are known to be there. Codes: fcs/* of `src/errors.ts`.
 * Departures that do not stop the read are in each data set's record.
 */
export function readDataSets(source: ByteSource): readonly FcsDataSet[] {
  const readings: { readonly reading: Reading; readonly dataSet: FcsDataSet }[] = [];
  let base: number | null = 0;
  while (base !== null) {
    const reading = startReading(source, base, readings.length + 1);
    if (readings.length === mostDataSets) {
      throw refusal(reading, 'fcs/unsupported', `Expected at most ${mostDataSets} data sets in a file, found more.`, {
        byte: base,
        keyword: '$NEXTDATA',
      });
    }
    const dataSet = readDataSet(reading);
    readings.push({ reading, dataSet });
    base = nextBase(reading, dataSet);
  }
  return readings.map(({ reading, dataSet }) => {
    if (readings.length > 1)
      reading.note('fcs/several-data-sets', `The file holds ${readings.length} data sets; this is number ${dataSet.number}.`, {
        keyword: '$NEXTDATA',
      });
    return { ...dataSet, departures: reading.departures() };
  });
}

function readDataSet(reading: Reading): FcsDataSet {
  const header = decodeHeader(reading);
  const keywords = readKeywords(reading, header);
  refuseOtherModes(reading, keywords);
  const dataType = readDataType(reading, keywords);
  const parameters = readParameters(reading, { header, keywords, dataType });
  const byteOrder = readByteOrder(reading, header, keywords);
  const bitsPerEvent = parameters.reduce((sum, { bits }) => sum + bits, 0);
  const total = keywords.has('$TOT') ? requiredCount(reading, keywords, '$TOT') : null;
  const range = findDataRange(reading, { header, keywords, total, bitsPerEvent });
  const bytesPerEvent = bitsPerEvent / 8;
  const layout: Layout = { header, keywords, data: range };
  const analysis = findAnalysis(reading, layout);
  const crc = readCrc(reading, { version: header.version, ends: [header.text.end, range.end, analysis?.end ?? 0] });
  return {
    file: reading.source.name,
    number: reading.dataSet,
    version: header.version,
    byteOrder,
    dataType,
    eventCount: range.eventCount,
    parameters,
    keywords,
    spillover: readSpillover(reading, keywords, parameters),
    departures: [],
    data: { begin: reading.base + range.begin, byteLength: range.eventCount * bytesPerEvent, bytesPerEvent },
    ...(analysis === null ? {} : { analysis: readAnalysis(reading, layout, analysis) }),
    ...(crc === null ? {} : { crc }),
  };
}

/** The CRC behind the last segment: eight digits that are not all zero (FCS 3.1, 3.5). Anything else states none. */
function readCrc(reading: Reading, { version, ends }: { readonly version: string; readonly ends: readonly number[] }): StatedCrc | null {
  const end = Math.max(...ends) + 1;
  if (version === 'FCS2.0' || end + 8 > reading.byteLength) return null;
  const characters = latin1(bytesOf(reading, end, 8));
  const stated = /^\d{8}$/.test(characters) ? Number(characters) : 0;
  return stated === 0 ? null : { begin: reading.base, end: reading.base + end, stated };
}

type StatedCrc = NonNullable<FcsDataSet['crc']>;

/** Only list mode is read; histograms (C, U) hold no events. */
function refuseOtherModes(reading: Reading, keywords: Keywords): void {
  const place = { keyword: '$MODE' };
  const mode = trimValue(keywords.get('$MODE') ?? '');
  if (mode === '') reading.note('fcs/missing-mode', 'Expected $MODE in TEXT, found none; list mode is taken.', place);
  else if (mode === 'l') reading.note('fcs/lower-case-value', "Expected 'L' for $MODE, found 'l'.", place);
  else if (mode !== 'L')
    throw refusal(reading, 'fcs/unsupported', `Expected list mode, 'L', in $MODE, found ${quote(mode)}: histograms are not read.`, place);
}

function readDataType(reading: Reading, keywords: Keywords): FcsDataSet['dataType'] {
  const place = { keyword: '$DATATYPE' };
  const value = requiredValue(reading, keywords, '$DATATYPE');
  const upper = value.toUpperCase();
  if (upper === 'A')
    throw refusal(
      reading,
      'fcs/unsupported',
      "Expected 'I', 'F' or 'D' for $DATATYPE, found 'A': events as ASCII text are not read.",
      place,
    );
  if (upper !== 'I' && upper !== 'F' && upper !== 'D') {
    throw refusal(reading, 'fcs/bad-keyword', `Expected 'I', 'F' or 'D' for $DATATYPE, found ${quote(value)}.`, place);
  }
  if (upper !== value) reading.note('fcs/lower-case-value', `Expected ${quote(upper)} for $DATATYPE, found ${quote(value)}.`, place);
  return upper;
}

interface ParametersInput {
  readonly header: Header;
  readonly keywords: Keywords;
  readonly dataType: FcsDataSet['dataType'];
}

function readParameters(reading: Reading, { header, keywords, dataType }: ParametersInput): readonly FcsParameter[] {
  const count = requiredCount(reading, keywords, '$PAR');
  if (count < 1) throw refusal(reading, 'fcs/bad-keyword', `Expected at least one parameter in $PAR, found ${count}.`, { keyword: '$PAR' });
  const parameters: FcsParameter[] = [];
  const names = new Map<string, number>();
  for (let index = 1; index <= count; index++) {
    const parameter = readParameter({ reading, version: header.version, keywords, index, dataType });
    const first = names.get(parameter.name);
    if (first === undefined) names.set(parameter.name, index);
    else
      reading.note('fcs/duplicate-name', `Parameters ${first} and ${index} are both named ${quote(parameter.name)}.`, {
        keyword: `$P${index}N`,
      });
    parameters.push(parameter);
  }
  return parameters;
}

/** `$BYTEORD`: the order in which the bytes of a word are stored, 1 the least significant. */
function readByteOrder(reading: Reading, header: Header, keywords: Keywords): string {
  const place = { keyword: '$BYTEORD' };
  const value = requiredValue(reading, keywords, '$BYTEORD');
  const digits = value.split(',').map(parseCount);
  const sorted = digits.map((digit) => digit ?? 0).toSorted((a, b) => a - b);
  const permutation = digits.length <= 8 && sorted.every((digit, index) => digit === index + 1);
  const order = digits.join(',');
  const ascending = sorted.join(',');
  const descending = sorted.toReversed().join(',');
  if (!permutation)
    throw refusal(reading, 'fcs/bad-keyword', `Expected '1,2,3,4' or '4,3,2,1' for $BYTEORD, found ${quote(value)}.`, place);
  if (order !== ascending && order !== descending) {
    throw refusal(
      reading,
      'fcs/unsupported',
      `Expected '1,2,3,4' or '4,3,2,1' for $BYTEORD, found the mixed order ${quote(value)}.`,
      place,
    );
  }
  if (header.version >= 'FCS3.1' && digits.length !== 4)
    reading.note('fcs/byte-order', `Expected '1,2,3,4' or '4,3,2,1' for $BYTEORD, found ${quote(value)}.`, place);
  return order;
}

/** The HEADER of the next data set, or `null` behind the last (FCS 3.1, $NEXTDATA counts from this data set's HEADER). */
function nextBase(reading: Reading, { keywords, data }: FcsDataSet): number | null {
  const value = trimValue(keywords.get('$NEXTDATA') ?? '');
  const place = { keyword: '$NEXTDATA' };
  if (value === '') return null;
  const offset = parseCount(value);
  if (offset === 0) return null;
  if (value.startsWith('-'))
    throw refusal(reading, 'fcs/bad-keyword', `Expected 0 or the offset of the next data set in $NEXTDATA, found ${quote(value)}.`, place);
  const reason = offset === null ? 'it is not a whole number' : nextDataFault(reading, offset, data);
  if (reason === null && offset !== null) return reading.base + offset;
  reading.note('fcs/next-data', `Expected 0 or the offset of the next data set in $NEXTDATA, found ${quote(value)}: ${reason}.`, place);
  return null;
}

function nextDataFault(reading: Reading, offset: number, data: FcsDataSet['data']): string | null {
  if (offset >= reading.byteLength) return `only ${reading.byteLength} bytes follow`;
  if (reading.base + offset < data.begin + data.byteLength) return 'it would overlap this data set';
  const start = new Uint8Array(Math.min(3, reading.byteLength - offset));
  reading.source.read(reading.base + offset, start);
  return String.fromCharCode(...start) === 'FCS' ? null : 'no FCS data set begins there';
}
