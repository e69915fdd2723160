import { InputError } from '../../errors.ts';
import { encodeHead, type KeywordPair } from './encode-head.ts';

/** One parameter to write. Integers need `bits` (8, 16, 24 or 32) and `range`. */
export interface ParameterToWrite {
  readonly name: string;
  readonly label?: string;
  /** Ignored for F (32) and D (64); 32 where absent. */
  readonly bits?: number;
  /** `$PnR`; 2^bits for integers and 262144 for others where absent. */
  readonly range?: number;
  /** `$PnE`; `0,0` where absent. */
  readonly amplification?: string;
  /** `$PnG`; not written where absent. */
  readonly gain?: number;
}

/** A data set to write. */
export interface FcsContent {
  readonly version?: 'FCS2.0' | 'FCS3.0' | 'FCS3.1' | 'FCS3.2';
  readonly dataType?: 'I' | 'F' | 'D';
  readonly byteOrder?: '1,2,3,4' | '4,3,2,1';
  readonly parameters: readonly ParameterToWrite[];
  /** Other keywords, in the order in which they are written. */
  readonly keywords?: Iterable<KeywordPair>;
  /** Stored values event by event: a multiple of the number of parameters. */
  readonly events: ArrayLike<number>;
}

/** A whole FCS file with one data set (FCS 3.1, little-endian float32 unless told otherwise). Codes: usage/bad-argument. */
export function encodeFcs(content: FcsContent): Uint8Array {
  const data = encodeEvents(content);
  const head = encodeHead(content.version ?? 'FCS3.1', keywordsOf(content), data.length);
  const tail = content.version === 'FCS2.0' ? new Uint8Array(0) : noCrc;
  const file = new Uint8Array(head.length + data.length + tail.length);
  file.set(head, 0);
  file.set(data, head.length);
  file.set(tail, head.length + data.length);
  return file;
}

/** Eight zeros in the place of a CRC say that none was computed (FCS 3.1, 3.5). */
export const noCrc: Uint8Array = new TextEncoder().encode('00000000');

function keywordsOf({
  dataType = 'F',
  byteOrder = '1,2,3,4',
  parameters,
  keywords = [],
  events,
  version,
}: FcsContent): readonly KeywordPair[] {
  const required: readonly KeywordPair[] = [
    ['$BYTEORD', byteOrder],
    ['$DATATYPE', dataType],
    // FCS 3.2 deprecates it.
    ...(version === 'FCS3.2' ? [] : [['$MODE', 'L'] as const]),
    ['$NEXTDATA', '0'],
    ['$PAR', String(parameters.length)],
    ['$TOT', String(events.length / parameters.length)],
  ];
  const described = parameters.flatMap((parameter, index): KeywordPair[] => {
    const bits = bitsOf(parameter, dataType);
    const range = parameter.range ?? (dataType === 'I' ? rangeOf(bits) : 262144);
    return [
      [`$P${index + 1}N`, parameter.name],
      ...(parameter.label === undefined ? [] : [[`$P${index + 1}S`, parameter.label] as const]),
      [`$P${index + 1}B`, String(bits)],
      [`$P${index + 1}R`, String(range)],
      [`$P${index + 1}E`, parameter.amplification ?? '0,0'],
      ...(parameter.gain === undefined ? [] : [[`$P${index + 1}G`, String(parameter.gain)] as const]),
    ];
  });
  const cytometer: readonly KeywordPair[] =
    version === 'FCS3.2' && ![...keywords].some(([keyword]) => keyword === '$CYT') ? [['$CYT', 'unknown']] : [];
  return [...required, ...described, ...cytometer, ...keywords];
}

function rangeOf(bits: number): number {
  return Number(1n << BigInt(bits));
}

function bitsOf({ bits }: ParameterToWrite, dataType: 'I' | 'F' | 'D'): number {
  return dataType === 'F' ? 32 : dataType === 'D' ? 64 : (bits ?? 32);
}

/** The DATA segment of a content. */
export function encodeEvents({ dataType = 'F', byteOrder = '1,2,3,4', parameters, events }: FcsContent): Uint8Array {
  if (parameters.length === 0 || events.length % parameters.length !== 0) {
    throw new InputError(
      'usage/bad-argument',
      `Expected values for whole events of ${parameters.length} parameters, found ${events.length} values.`,
    );
  }
  const widths = parameters.map((parameter) => bitsOf(parameter, dataType) / 8);
  const bytesPerEvent = widths.reduce((sum, width) => sum + width, 0);
  const view = new DataView(new ArrayBuffer((events.length / parameters.length) * bytesPerEvent));
  const little = byteOrder.startsWith('1');
  let at = 0;
  for (let index = 0; index < events.length; index++) {
    const width = widths[index % widths.length]!;
    if (dataType === 'F') view.setFloat32(at, events[index]!, little);
    else if (dataType === 'D') view.setFloat64(at, events[index]!, little);
    else setInteger(view, at, { value: events[index]!, width, little });
    at += width;
  }
  return new Uint8Array(view.buffer);
}

function setInteger(
  view: DataView,
  at: number,
  { value, width, little }: { readonly value: number; readonly width: number; readonly little: boolean },
): void {
  for (let byte = 0; byte < width; byte++) {
    view.setUint8(at + (little ? byte : width - 1 - byte), Number((BigInt(value) >> BigInt(8 * byte)) & 0xffn));
  }
}
