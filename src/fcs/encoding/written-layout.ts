import { InputError } from '../../errors.ts';
import type { FcsDataSet } from '../fcs-file.ts';
import { byteOrderKind } from '../keywords/byte-order.ts';
import { trimValue } from '../number-text.ts';
import type { KeywordPair } from './encode-head.ts';

/** Versions that are written. */
export type WrittenVersion = 'FCS3.1' | 'FCS3.2';

/** How the events of a data set that was read are written. */
export interface WrittenLayout {
  readonly dataType: 'I' | 'F' | 'D';
  readonly byteOrder: '1,2,3,4' | '4,3,2,1';
  readonly bits: readonly number[];
  /** The stored bytes are written as they are; else values are encoded anew, without a change of their number. */
  readonly copiesBytes: boolean;
}

/**
 * The layout nearest to the stored one that the version allows. Bytes stay as they are where they can; text, packed bits and mixed byte orders become
 * whole little-endian values; several data types become float64 in FCS 3.1, which has only one. Codes: fcs/unsupported.
 */
export function writtenLayout(dataSet: FcsDataSet, version: WrittenVersion): WrittenLayout {
  const { dataType, byteOrder, data, parameters } = dataSet;
  const order = byteOrderKind(byteOrder);
  const severalTypes = parameters.some((parameter) => parameter.dataType !== undefined);
  const bits = parameters.map((parameter) => Math.ceil(parameter.bits / 8) * 8);
  if (dataType === 'A' || (severalTypes && (version === 'FCS3.1' || order === 'mixed'))) {
    refuseLogarithms(dataSet);
    return { dataType: 'D', byteOrder: '1,2,3,4', bits: bits.map(() => 64), copiesBytes: false };
  }
  if (data.storage === 'packed' || order === 'mixed') return { dataType, byteOrder: '1,2,3,4', bits, copiesBytes: false };
  return { dataType, byteOrder: order === 'little' ? '1,2,3,4' : '4,3,2,1', bits, copiesBytes: true };
}

/** Logarithmic integers lose their meaning as floating point (FCS 3.1, $PnE). */
function refuseLogarithms({ file, number, parameters }: FcsDataSet): void {
  const logarithmic = parameters.find(({ scale }) => scale.kind === 'log');
  if (logarithmic === undefined) return;
  const sentence = `Expected linear parameters to write as float64, found the logarithmic '${logarithmic.name}'. Write FCS 3.2.`;
  throw new InputError('fcs/unsupported', sentence, { file, dataSet: number, keyword: `$P${logarithmic.index}E` });
}

/** What changes when a data set is written again. */
export interface Rewriting {
  readonly version: WrittenVersion;
  readonly layout: WrittenLayout;
  readonly eventCount: number;
  /** Keywords of ours; each takes the place of one of the same name, or comes last. */
  readonly provenance: readonly KeywordPair[];
}

/** Every keyword of a data set in its order, those that describe the bytes with their new values, missing required ones last. */
export function rewrittenKeywords(dataSet: FcsDataSet, { version, layout, eventCount, provenance }: Rewriting): readonly KeywordPair[] {
  const { keywords, parameters } = dataSet;
  const oneType = layout.dataType === 'D' && !layout.copiesBytes;
  const replaced = new Map<string, string>([
    ['$BYTEORD', layout.byteOrder],
    ['$DATATYPE', layout.dataType],
    // FCS 3.2 deprecates it: there it stays where it stands, and is not added.
    ...(version === 'FCS3.2' && !keywords.has('$MODE') ? [] : [['$MODE', 'L'] as const]),
    ['$NEXTDATA', '0'],
    ['$PAR', String(parameters.length)],
    ['$TOT', String(eventCount)],
    ...parameters.map(({ index }, column): [string, string] => [`$P${index}B`, String(layout.bits[column])]),
    ...(version === 'FCS3.2' ? [...ownDataTypes(dataSet), ...knownCytometer(keywords)] : []),
    ...provenance,
  ]);
  const kept = [...keywords]
    .filter(([keyword]) => !(oneType && /^\$P\d+DATATYPE$/.test(keyword)))
    .map(([keyword, value]): KeywordPair => [keyword, replaced.get(keyword) ?? value]);
  const usual = parameters.flatMap(({ index, range }): KeywordPair[] => [
    [`$P${index}E`, '0,0'],
    [`$P${index}R`, String(range ?? 262144)],
  ]);
  return [...kept, ...[...replaced, ...usual].filter(([keyword]) => !keywords.has(keyword))];
}

/** `$PnDATATYPE` as it was followed: a file before FCS 3.2 may hold one that was not (`fcs/data-type`), and a copy as 3.2 would bring it to life. */
function ownDataTypes({ keywords, parameters, dataType }: FcsDataSet): readonly KeywordPair[] {
  return parameters
    .map(({ index, dataType: own }): KeywordPair => [`$P${index}DATATYPE`, own ?? dataType])
    .filter(([keyword]) => keywords.has(keyword));
}

/** FCS 3.2 requires `$CYT`. */
function knownCytometer(keywords: ReadonlyMap<string, string>): readonly KeywordPair[] {
  return trimValue(keywords.get('$CYT') ?? '') === '' ? [['$CYT', 'unknown']] : [];
}
