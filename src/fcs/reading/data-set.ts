import { InputError } from '../../errors.ts';
import { excerpt } from '../../excerpt.ts';
import type { DepartureFields } from '../departures.ts';
import type { ByteSource, FcsDataSet, FcsParameter } from '../fcs-file.ts';
import { readByteOrder } from '../keywords/byte-order.ts';
import { noteFormDepartures } from '../keywords/form-departures.ts';
import { readKeywords, requiredCount, requiredValue } from '../keywords/keywords.ts';
import { isLikeTime, isTime, readParameter } from '../keywords/parameters.ts';
import { readSpillover } from '../keywords/spillover.ts';
import { readStatedCompensation } from '../keywords/stated-compensation.ts';
import { noteUnknownKeywords } from '../keywords/unknown-keywords.ts';
import { parseCount, quoteValue, trimValue } from '../number-text.ts';
import { bytesOf, type Reading, refusal, startReading } from '../reading.ts';
import { findAnalysis, readAnalysis, type SegmentLayout } from '../segments/analysis.ts';
import { accountForBytes, claimHead, type HiddenDataSet } from '../segments/byte-ledger.ts';
import { type DataRange, findDataRange } from '../segments/data-range.ts';
import { decodeHeader, latin1 } from '../segments/header.ts';
import { possibleStorages, storedParameters } from '../segments/storage.ts';

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
    const { dataSet, end } = readDataSet(reading);
    readings.push({ reading, dataSet });
    base = nextBase(reading, dataSet, end);
  }
  accountForBytes(source, readings, (at) => eventsOfHidden(source, at));
  return readings.map(({ reading, dataSet }) => {
    const several = { count: readings.length, number: dataSet.number };
    if (readings.length > 1) reading.note('fcs/several-data-sets', several, { keyword: '$NEXTDATA' });
    const notes = reading.notes();
    return { ...dataSet, departures: reading.departures(), ...(notes.length === 0 ? {} : { notes }) };
  });
}

/** What a data set holds that begins at a byte; `null` where none does that can be read. */
function eventsOfHidden(source: ByteSource, begin: number): HiddenDataSet | null {
  const reading = startReading(source, begin, 1);
  try {
    const { dataSet } = readDataSet(reading);
    return { eventCount: dataSet.eventCount, end: Math.max(...reading.claims().map((claim) => claim.end)) };
  } catch (error) {
    // Bytes that only look like a HEADER are no data set: they stay unread bytes, which are noted.
    if (error instanceof InputError) return null;
    throw error;
  }
}

/** A data set, and the last byte of its TEXT and DATA, counted from its HEADER. */
function readDataSet(reading: Reading): { readonly dataSet: FcsDataSet; readonly end: number } {
  const header = decodeHeader(reading);
  claimHead(reading, header);
  const keywords = readKeywords(reading, header);
  refuseOtherModes(reading, { version: header.version, keywords });
  const dataType = readDataType(reading, { version: header.version, keywords });
  const stated = readParameters(reading, { version: header.version, keywords, dataType });
  const byteOrder = readByteOrder(reading, { version: header.version, keywords }, stated);
  const total = keywords.has('$TOT') ? requiredCount(reading, keywords, '$TOT') : null;
  const range = findDataRange(reading, { header, keywords, total, storages: possibleStorages(dataType, stated) });
  const parameters = storedParameters(reading, range.storage, stated);
  const layout: SegmentLayout = { header, keywords, data: range };
  const analysis = findAnalysis(reading, layout);
  const end = Math.max(header.text.end, range.end, analysis?.end ?? 0);
  if (range.begin > 0) reading.claim(range);
  if (analysis !== null) reading.claim(analysis);
  const crc = readCrc(reading, header.version, end);
  noteUnknownKeywords(reading, keywords);
  noteFormDepartures(reading, { version: header.version, keywords, parameters });
  const statedCompensation = readStatedCompensation(reading, keywords, parameters);
  const dataSet: FcsDataSet = {
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
    data: dataOf(reading, range),
    ...(analysis === null ? {} : { analysis: readAnalysis(reading, layout, analysis) }),
    ...(crc === null ? {} : { crc }),
    ...(statedCompensation === null ? {} : { statedCompensation }),
  };
  return { dataSet, end: Math.max(header.text.end, range.begin + dataSet.data.byteLength - 1) };
}

function dataOf(reading: Reading, { begin, end, eventCount, storage }: DataRange): FcsDataSet['data'] {
  const { kind, bitsPerEvent } = storage;
  const byteLength = bitsPerEvent === 0 ? end - begin + 1 : Math.ceil((eventCount * bitsPerEvent) / 8);
  const bytesPerEvent = kind === 'packed' ? 0 : bitsPerEvent / 8;
  return { begin: reading.base + begin, byteLength, bytesPerEvent, ...(kind === 'bytes' ? {} : { storage: kind }) };
}

/** The CRC behind the last segment: eight digits that are not all zero (FCS 3.1, 3.5). Anything else states none. */
function readCrc(reading: Reading, version: string, lastByte: number): StatedCrc | null {
  const end = lastByte + 1;
  if (version === 'FCS2.0' || end + 8 > reading.byteLength) return null;
  const characters = latin1(bytesOf(reading, end, 8));
  if (/^[\d ]{8}$/.test(characters)) reading.claim({ begin: end, end: end + 7 });
  const stated = /^\d{8}$/.test(characters) ? Number(characters) : 0;
  return stated === 0 ? null : { begin: reading.base, end: reading.base + end, stated };
}

type StatedCrc = NonNullable<FcsDataSet['crc']>;

interface TextOfDataSet {
  readonly version: string;
  readonly keywords: Keywords;
}

/** Only list mode is read; histograms (C, U) hold no events. FCS 3.2 has no other mode and lets the keyword go. */
function refuseOtherModes(reading: Reading, { version, keywords }: TextOfDataSet): void {
  const place = { keyword: '$MODE' };
  const mode = trimValue(keywords.get('$MODE') ?? '');
  if (mode === 'L' || (mode === '' && version === 'FCS3.2')) return;
  if (mode === '') reading.note('fcs/missing-mode', {}, place);
  else if (mode === 'l') reading.note('fcs/lower-case-mode', {}, place);
  else
    throw refusal(
      reading,
      'fcs/unsupported',
      `Expected list mode, 'L', in $MODE, found ${quoteValue(mode)}: histograms are not read.`,
      place,
    );
}

function readDataType(reading: Reading, { version, keywords }: TextOfDataSet): FcsDataSet['dataType'] {
  const place = { keyword: '$DATATYPE' };
  const value = requiredValue(reading, keywords, '$DATATYPE');
  const dataType = dataTypeOf(value);
  if (dataType === null)
    throw refusal(reading, 'fcs/bad-keyword', `Expected 'I', 'F', 'D' or 'A' for $DATATYPE, found ${quoteValue(value)}.`, place);
  if (dataType === 'A' && version >= 'FCS3.1') {
    reading.note('fcs/data-type', { keyword: '$DATATYPE', version, found: excerpt('A'), readAs: 'A' }, place);
  }
  return dataType;
}

function dataTypeOf(value: string): FcsDataSet['dataType'] | null {
  const types = ['I', 'F', 'D', 'A'] as const;
  // Not in lower case: what decides how every byte is read must be said by the standard.
  return types.find((type) => type === value) ?? null;
}

interface ParametersInput extends TextOfDataSet {
  readonly dataType: FcsDataSet['dataType'];
}

function readParameters(reading: Reading, { version, keywords, dataType: commonDataType }: ParametersInput): readonly FcsParameter[] {
  const count = requiredCount(reading, keywords, '$PAR');
  if (count < 1) throw refusal(reading, 'fcs/bad-keyword', `Expected at least one parameter in $PAR, found ${count}.`, { keyword: '$PAR' });
  const parameters: FcsParameter[] = [];
  const names = new Map<string, number>();
  for (let index = 1; index <= count; index++) {
    const dataType = ownDataType(reading, { version, keywords, dataType: commonDataType }, index);
    const parameter = readParameter({ reading, version, keywords, index, dataType, commonDataType });
    const first = names.get(parameter.name);
    if (first === undefined) names.set(parameter.name, index);
    else reading.note('fcs/duplicate-name', { first, second: index, name: excerpt(parameter.name) }, { keyword: `$P${index}N` });
    parameters.push(parameter);
  }
  const times = parameters.filter((parameter) => isTime(parameter, keywords));
  if (times.length > 1) reading.note('fcs/two-times', { indexes: times.map(({ index }) => index) }, { keyword: `$P${times[1]?.index}N` });
  if (times.length === 0) noteOtherTime(reading, keywords, parameters);
  return parameters;
}

/** A clock is stated, and no parameter is the Time by the standard: a gate or a check over time would see steps, not seconds. */
function noteOtherTime(reading: Reading, keywords: Keywords, parameters: readonly FcsParameter[]): void {
  const step = trimValue(keywords.get('$TIMESTEP') ?? '');
  const alike = parameters.filter(({ name }) => isLikeTime(name)).map(({ name }) => excerpt(name));
  if (step === '' || alike.length === 0) return;
  reading.remark('fcs/time-by-another-name', { timestep: excerpt(step), parameters: alike });
}

/** `$PnDATATYPE` (FCS 3.2) goes before `$DATATYPE`. Before 3.2 it means nothing: what the file's other tools ignore is not followed. */
function ownDataType(reading: Reading, { version, keywords, dataType }: ParametersInput, index: number): FcsDataSet['dataType'] {
  const keyword = `$P${index}DATATYPE`;
  const value = trimValue(keywords.get(keyword) ?? '');
  if (value === '' || value === dataType) return dataType;
  if (version !== 'FCS3.2') {
    reading.note('fcs/data-type', { keyword, version, found: excerpt(value), readAs: dataType }, { keyword });
    return dataType;
  }
  const own = dataTypeOf(value);
  if (own === null || own === 'A' || dataType === 'A') {
    throw refusal(reading, 'fcs/bad-keyword', `Expected 'I', 'F' or 'D' for ${keyword}, found ${quoteValue(value)}.`, { keyword });
  }
  return own;
}

/** The HEADER of the next data set, or `null` behind the last (FCS 3.1, $NEXTDATA counts from this data set's HEADER). */
function nextBase(reading: Reading, { keywords }: FcsDataSet, end: number): number | null {
  const value = trimValue(keywords.get('$NEXTDATA') ?? '');
  const place = { keyword: '$NEXTDATA' };
  if (value === '') return null;
  const offset = parseCount(value);
  if (offset === 0) return null;
  if (value.startsWith('-'))
    throw refusal(
      reading,
      'fcs/bad-keyword',
      `Expected 0 or the offset of the next data set in $NEXTDATA, found ${quoteValue(value)}.`,
      place,
    );
  const fault = offset === null ? 'not-whole' : nextDataFault(reading, offset, end);
  if (fault === null) return offset === null ? null : reading.base + offset;
  const bytes = fault === 'beyond-the-end' ? reading.byteLength : null;
  reading.note('fcs/next-data', { found: excerpt(value), fault, bytes }, place);
  return null;
}

/** Behind TEXT and DATA, so that no byte is read for two data sets: a chain then takes no more time than its file is long. */
function nextDataFault(reading: Reading, offset: number, end: number): DepartureFields<'fcs/next-data'>['fault'] | null {
  if (offset >= reading.byteLength) return 'beyond-the-end';
  if (offset <= end) return 'overlaps';
  const start = new Uint8Array(Math.min(3, reading.byteLength - offset));
  reading.source.read(reading.base + offset, start);
  return String.fromCharCode(...start) === 'FCS' ? null : 'no-data-set';
}
