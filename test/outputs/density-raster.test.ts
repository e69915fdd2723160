import { deflateSync, inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeRuns } from '../../src/numerics/runs.ts';
import { densityTwelfths, rasterAddress } from '../../src/outputs/plots/density-raster.ts';
import { base64, crc32 } from '../../src/outputs/plots/png.ts';
import { sampleFigures } from './sample-figures.ts';

const deflate = (bytes: Uint8Array): Uint8Array => deflateSync(bytes);

describe('density raster', () => {
  it('paints a bin only where an event lies, and every bin where one lies', () => {
    for (const plot of sampleFigures.samples.flatMap((sample) => sample.plots)) {
      const counts = decodeRuns(plot.runs, plot.bins * plot.bins);
      const twelfths = densityTwelfths(counts, plot.bins);
      expect(twelfths.every((twelfth, bin) => (twelfth === 0) === (counts[bin] === 0))).toBe(true);
      expect(Math.max(...twelfths)).toBe(12);
    }
  });

  it('colours by the share of events in bins at most as dense, ties by bin index', () => {
    // Bins far apart do not blur into each other: densities follow the counts 1, 1, 4, 6 (12 events).
    // Shares: 1/12 → 1, 2/12 → 2 (the tie, by index), 6/12 → 6, 12/12 → 12.
    const bins = 64;
    const counts = new Uint32Array(bins * bins);
    const at = (x: number, y: number): number => y * bins + x;
    counts[at(20, 20)] = 1;
    counts[at(44, 20)] = 1;
    counts[at(20, 44)] = 4;
    counts[at(44, 44)] = 6;
    const twelfths = densityTwelfths(counts, bins);
    expect([at(20, 20), at(44, 20), at(20, 44), at(44, 44)].map((bin) => twelfths[bin])).toEqual([1, 2, 6, 12]);
  });

  it('blurs by two passes of a box of 7: a neighbour within 6 bins adds to the density, one at 7 does not', () => {
    // Single events, each a lone bin but for a pair at distance d; the pair is denser than the lone one only where their blurs meet.
    const bins = 64;
    const denser = (distance: number): boolean => {
      const counts = new Uint32Array(bins * bins);
      for (const x of [10, 10 + distance]) counts[10 * bins + x] = 1;
      counts[40 * bins + 40] = 1;
      const twelfths = densityTwelfths(counts, bins);
      return (twelfths[40 * bins + 40] ?? 0) < (twelfths[10 * bins + 10] ?? 0);
    };
    expect([denser(6), denser(7)]).toEqual([true, false]);
  });
});

describe('indexed PNG', () => {
  it('has the check values of ISO/IEC 15948 (CRC of "IEND" is AE426082) and of RFC 4648', () => {
    expect(crc32(new TextEncoder().encode('IEND'))).toBe(0xae426082);
    expect(['', 'f', 'fo', 'foo', 'foob'].map((text) => base64(new TextEncoder().encode(text)))).toEqual([
      '',
      'Zg==',
      'Zm8=',
      'Zm9v',
      'Zm9vYg==',
    ]);
  });

  it('holds 4-bit indices with a transparent first entry, y downwards', () => {
    const bytes = Buffer.from(rasterAddress(Uint8Array.of(1, 0, 0, 12), 2, deflate).replace('data:image/png;base64,', ''), 'base64');
    expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
    const chunks = chunksOf(bytes);
    expect([...(chunks.get('IHDR') ?? [])].slice(8)).toEqual([4, 3, 0, 0, 0]);
    expect([...(chunks.get('tRNS') ?? [])]).toEqual([0]);
    // bins from the lower left are 1 0 / 0 12; from the top that is 0 12, then 1 0, two pixels a byte after the filter byte
    expect([...inflateSync(chunks.get('IDAT') ?? new Uint8Array())]).toEqual([0, 0x0c, 0, 0x10]);
  });
});

function chunksOf(bytes: Buffer): Map<string, Buffer> {
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    chunks.set(bytes.subarray(at + 4, at + 8).toString('latin1'), bytes.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  return chunks;
}
