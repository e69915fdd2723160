import { excerpt } from '../../excerpt.ts';
import { parseCount, quoteValue } from '../number-text.ts';
import { bytesOf, type Reading, refusal } from '../reading.ts';

/** First and last byte of a segment, counted from the HEADER of its data set. */
export interface Segment {
  readonly begin: number;
  readonly end: number;
}

export interface Header {
  readonly version: string;
  readonly text: Segment;
  /** `null`: absent (0, 0) or not numbers. */
  readonly data: Segment | null;
  readonly analysis: Segment | null;
}

const headerLength = 58;
const versions: readonly string[] = ['FCS2.0', 'FCS3.0', 'FCS3.1', 'FCS3.2'];

/** HEADER: the version, then six offsets of eight ASCII characters (FCS 3.1, 3.1). Codes: fcs/not-fcs, fcs/unsupported, fcs/truncated, fcs/bad-header. */
export function decodeHeader(reading: Reading): Header {
  const bytes = bytesOf(reading, 0, Math.min(headerLength, reading.byteLength));
  const characters = latin1(bytes);
  const version = characters.slice(0, 6);
  refuseOtherFiles(reading, bytes, version);
  if (bytes.length < headerLength) {
    throw refusal(
      reading,
      'fcs/truncated',
      `Expected a HEADER of ${headerLength} bytes, found ${bytes.length}. The file was cut off: copy it again.`,
      {
        byte: reading.base + bytes.length,
      },
    );
  }
  if (characters.slice(6, 10) !== '    ') {
    reading.note('fcs/header-gap', { found: excerpt(characters.slice(6, 10)) }, { byte: reading.base + 6 });
  }
  return {
    version,
    text: textSegment(reading, characters),
    data: optionalSegment(reading, characters, 'DATA'),
    analysis: optionalSegment(reading, characters, 'ANALYSIS'),
  };
}

function refuseOtherFiles(reading: Reading, bytes: Uint8Array, version: string): void {
  if (versions.includes(version)) return;
  const place = { byte: reading.base };
  const wanted = `Expected ${versions.join(', ')} at byte ${reading.base}`;
  if (/^FCS\d\.\d$/.test(version))
    throw refusal(reading, 'fcs/unsupported', `${wanted}, found version ${quoteValue(version)}, which is not read.`, place);
  throw refusal(reading, 'fcs/not-fcs', `${wanted}, found ${looksLike(bytes)}. Export the acquisition as FCS 3.1.`, place);
}

const signatures: readonly (readonly [signature: string, kind: string])[] = [
  ['PK\u0003\u0004', 'a ZIP archive'],
  ['\u001f\u008b', 'a gzip archive'],
  ['%PDF', 'a PDF document'],
  ['\u0089PNG', 'a PNG image'],
  ['\u00ff\u00d8\u00ff', 'a JPEG image'],
  ['\u007fELF', 'a program'],
  ['\u00ef\u00bb\u00bf', 'a UTF-8 byte order mark'],
  ['<', 'HTML or XML text'],
  ['{', 'JSON text'],
  ['version https://git-lfs', 'a Git LFS pointer'],
];

function looksLike(bytes: Uint8Array): string {
  if (bytes.length === 0) return 'an empty file';
  const characters = latin1(bytes);
  const known = signatures.find(([signature]) => characters.startsWith(signature));
  if (known !== undefined) return known[1];
  if (bytes.every((byte) => byte === 0)) return 'zero bytes';
  return quoteValue(characters.slice(0, 6));
}

function field(characters: string, index: number): { readonly characters: string; readonly value: number | null } {
  const eight = characters.slice(10 + 8 * index, 18 + 8 * index);
  // Only blanks may pad an offset here; a NUL or a tab is no number.
  return { characters: eight, value: /^ *\d+ *$/.test(eight) ? parseCount(eight) : null };
}

function textSegment(reading: Reading, characters: string): Segment {
  const [begin, end] = [0, 1].map((index) => {
    const { characters: found, value } = field(characters, index);
    if (value !== null) return value;
    const byte = reading.base + 10 + 8 * index;
    throw refusal(
      reading,
      'fcs/bad-header',
      `Expected the ${index === 0 ? 'first' : 'last'} byte of TEXT as digits at bytes ${byte} to ${byte + 7}, found ${quoteValue(found)}.`,
      { byte },
    );
  }) as [number, number];
  const place = { byte: reading.base + 10 };
  if (begin < headerLength || end <= begin) {
    throw refusal(
      reading,
      'fcs/bad-header',
      `Expected TEXT to lie behind the HEADER of ${headerLength} bytes, found bytes ${begin} to ${end}.`,
      place,
    );
  }
  if (end >= reading.byteLength) {
    throw refusal(
      reading,
      'fcs/truncated',
      `Expected TEXT in bytes ${begin} to ${end}, found only ${reading.byteLength} bytes. The file was cut off: copy it again.`,
      place,
    );
  }
  return { begin, end };
}

function optionalSegment(reading: Reading, characters: string, segment: 'DATA' | 'ANALYSIS'): Segment | null {
  const index = segment === 'DATA' ? 2 : 4;
  const fields = [field(characters, index), field(characters, index + 1)] as const;
  const [begin, end] = fields.map((one) => (one.characters.trim() === '' ? 0 : one.value)) as [number | null, number | null];
  if (begin === null || end === null) {
    const byte = reading.base + 10 + 8 * (begin === null ? index : index + 1);
    const found = (begin === null ? fields[0] : fields[1]).characters;
    reading.note('fcs/header-offsets', { segment, begin: byte, end: byte + 7, found: excerpt(found) }, { byte });
    return null;
  }
  return begin === 0 && end === 0 ? null : { begin, end };
}

const FEW_BYTES = 64;
const ofUtf8 = new TextDecoder();

/** Bytes as the characters of the same numbers (ISO 8859-1, unlike the Windows code page that TextDecoder calls latin1). */
export function latin1(bytes: Uint8Array): string {
  if (bytes.length <= FEW_BYTES) return String.fromCharCode(...bytes);
  // ASCII is UTF-8 too, and that is the fastest decoder; anything else as one UTF-16 unit a byte, written low byte first on any machine.
  if (firstAbove127(bytes) < 0) return ofUtf8.decode(bytes);
  const units = new Uint8Array(2 * bytes.length);
  for (let index = 0; index < bytes.length; index++) units[2 * index] = bytes[index]!;
  return new TextDecoder('utf-16le', { ignoreBOM: true }).decode(units);
}

/** Index of the first byte that is not ASCII, or -1. */
export function firstAbove127(bytes: Uint8Array): number {
  for (let index = 0; index < bytes.length; index++) if (bytes[index]! > 127) return index;
  return -1;
}
