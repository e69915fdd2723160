/** Compresses bytes into a zlib stream (RFC 1950); the caller brings it, because pure code has no zlib. */
export type Deflate = (bytes: Uint8Array) => Uint8Array;

/** An image of palette indices, a byte each, row by row from the top. Entry 0 of the palette is transparent. */
export interface IndexedImage {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
  /** Colours `#rrggbb` of the entries from 1 on; 15 at most. */
  readonly colours: readonly string[];
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Encodes a PNG (ISO/IEC 15948) of colour type 3 and 4 bits a pixel: a 256 x 256 density plot takes about 8 kB. */
export function encodeIndexedPng(image: IndexedImage, deflate: Deflate): Uint8Array {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, image.width);
  view.setUint32(4, image.height);
  header.set([4, 3, 0, 0, 0], 8);
  const palette = ['#ffffff', ...image.colours].flatMap((colour) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)));
  return concatenate([
    Uint8Array.from(SIGNATURE),
    chunk('IHDR', header),
    chunk('PLTE', Uint8Array.from(palette)),
    chunk('tRNS', Uint8Array.of(0)),
    chunk('IDAT', deflate(packRows(image))),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

/** Rows with filter 0 (none), two pixels a byte, the left one in the high half. */
function packRows({ width, height, pixels }: IndexedImage): Uint8Array {
  const rowLength = 1 + Math.ceil(width / 2);
  const packed = new Uint8Array(rowLength * height);
  for (let y = 0; y < height; y++) {
    const [from, to] = [y * width, y * rowLength + 1];
    for (let x = 0; x + 1 < width; x += 2) packed[to + (x >> 1)] = (pixels[from + x]! << 4) | pixels[from + x + 1]!;
    if (width % 2 === 1) packed[to + (width >> 1)] = pixels[from + width - 1]! << 4;
  }
  return packed;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) bytes[4 + i] = type.charCodeAt(i);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

/** CRC of ISO/IEC 15948 annex D, bit by bit: a few thousand bytes a picture need no table. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** Base64 (RFC 4648) of bytes, for `data:` addresses. */
export function base64(bytes: Uint8Array): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  let text = '';
  const letter = (group: number, shift: number): string => alphabet[(group >> shift) & 63] ?? '';
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const group = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text += letter(group, 18) + letter(group, 12) + (left > 1 ? letter(group, 6) : '=') + (left > 2 ? letter(group, 0) : '=');
  }
  return text;
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
