import { existsSync } from 'node:fs';
import { SaxesParser } from 'saxes';
import { describe, expect, it, vi } from 'vitest';
import { svgPlots } from '../../src/outputs/files/svg-plots.ts';
import { area, ticksOf } from '../../src/outputs/plots/flow-axis.ts';
import { cornerPlace, cornersOf, markOutline } from '../../src/outputs/plots/gate-drawing.ts';
import { Cover, placeLabel } from '../../src/outputs/plots/label-place.ts';
import { quantilePlace } from '../../src/outputs/plots/quantile-plot.ts';
import { picture, svgFile, text } from '../../src/outputs/plots/svg.ts';
import type { PlotAxis, PlotGate } from '../../src/results/figures.ts';
import { sampleInput } from './sample-result.ts';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

function elementsOf(xml: string): readonly Element[] {
  const elements: Element[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => elements.push({ name, attributes: { ...attributes } }));
  parser.write(xml).close();
  return elements;
}

const files = svgPlots.render(sampleInput);

describe('plots/*.svg', () => {
  it('draws every plot of the figures', () => {
    expect(files.map(({ path }) => path)).toEqual([
      ...[1, 2, 3, 4, 5, 6].map((number) => `plots/gates-1-${number}.svg`),
      'plots/controls-1-control.svg',
      'plots/controls-1-sample.svg',
      'plots/controls-1-overlay.svg',
      'plots/controls-2-control.svg',
      'plots/controls-2-sample.svg',
      ...[1, 2, 3].flatMap((number) => [`plots/potency-1-${number}-dose.svg`, `plots/potency-1-${number}-parallelism.svg`]),
      'plots/potency-1-assays.svg',
    ]);
  });

  for (const { path, bytes } of files) {
    it(`${path} is well-formed XML that stands alone: a title, fonts as an attribute, no style attribute, nothing from elsewhere`, () => {
      const elements = elementsOf(String(bytes));
      const [root] = elements;
      expect(root?.attributes['font-family']).toMatch(/Noto Sans CJK SC, sans-serif$/);
      expect(elements.some(({ name }) => name === 'title')).toBe(true);
      for (const { attributes } of elements) {
        expect(attributes).not.toHaveProperty('style');
        expect(attributes).not.toHaveProperty('font');
        expect(attributes.href ?? 'data:image/png;base64,').toMatch(/^data:image\/png;base64,/);
      }
    });
  }
});

describe('axes', () => {
  const axis = (type: string, ticks: PlotAxis['ticks']): PlotAxis => ({
    marker: null,
    detector: 'X',
    transform: { type },
    from: 0,
    to: 1,
    ticks,
  });
  const major = (at: number, value: number) => ({ at, value, major: true });

  it('writes linear ticks in thousands', () => {
    const ticks = ticksOf(axis('linear', [major(0, 0), major(0.38, 100000), { at: 0.04, value: 10000, major: false }]));
    expect(ticks.map(({ label }) => label)).toEqual(['0', '100k', null]);
  });

  it('makes a label nearer than 9 % of the axis to 0 a minor tick', () => {
    const ticks = ticksOf(axis('logicle', [major(0.2, 0), major(0.28, 100), major(0.3, 1000), major(0.05, -1000)]));
    expect(ticks.map(({ label }) => label)).toEqual(['0', null, '10^3', '−10^3']);
  });
});

describe('gates', () => {
  it('draws an open side just inside the view, and leaves a slanted polygon as it is', () => {
    const rectangle: PlotGate['outline'] = {
      kind: 'polygon',
      points: [
        [0.5, -3],
        [9, -3],
        [9, 9],
        [0.5, 9],
      ],
    };
    // 0.5 and 1 − 0.012 of 264 px; y downwards
    expect(cornersOf(rectangle).map(([x, y]) => [x, Number(y.toPrecision(5))])).toEqual([
      [132, 260.83],
      [260.832, 260.83],
      [260.832, 3.168],
      [132, 3.168],
    ]);
    const triangle: PlotGate['outline'] = {
      kind: 'polygon',
      points: [
        [0, 0],
        [2, 0],
        [1, 1],
      ],
    };
    expect(cornersOf(triangle)[1]).toEqual([528, 264]);
  });

  it('marks the part of an outline that is in view, however far its corners lie', () => {
    const { side } = area;
    const cover = new Cover(new Uint8Array(side * side), side, side);
    const marks = vi.spyOn(cover, 'mark');
    const points = [[-1e9, 0.5] as const, [1e9, 0.5] as const, [1e9, 1e9] as const];
    markOutline({ kind: 'polygon', points }, cover);
    // Two edges cross the view, each at most its width and the rim on both sides long, a mark every two pixels; the third lies outside.
    expect(marks.mock.calls.length).toBeLessThanOrEqual(2 * ((side + 6) / 2 + 2));
    expect(cover.under({ x: side / 4, y: side / 2 - 2, width: 4, height: 4 })).toBeGreaterThan(0);
    expect(cover.under({ x: side / 4, y: side * 0.9, width: 4, height: 4 })).toBe(0);
  });

  it('reads the corner of a quadrant from signs, x first, or from words', () => {
    expect(cornerPlace('-+')).toEqual({ right: false, upper: true });
    expect(cornerPlace('+-')).toEqual({ right: true, upper: false });
    expect(cornerPlace('lower-right')).toEqual({ right: true, upper: false });
    expect(cornerPlace('upper left')).toEqual({ right: false, upper: true });
  });

  it('places a label where it covers the fewest painted bins, inside first, outside where the gate is full', () => {
    const bins = 64;
    const side = 264;
    const gate = { x: 100, y: 100, width: 120, height: 120 };
    const size = { width: 60, height: 30 };
    const empty = new Cover(new Uint8Array(bins * bins), bins, side);
    expect(placeLabel(size, gate, empty, side)).toEqual({ ...size, x: 154, y: 106 });
    const full = new Cover(new Uint8Array(bins * bins), bins, side);
    full.mark(gate);
    const outside = placeLabel(size, gate, full, side);
    expect(full.under(outside)).toBe(0);
    expect(outside.y + outside.height <= 100 || outside.x + outside.width <= 100 || outside.y >= 220 || outside.x >= 220).toBe(true);
  });
});

describe('normalQuantile', () => {
  // NIST/SEMATECH e-Handbook 1.3.6.7.1: the 0.975 quantile of the standard normal is 1.960; the approximation is good to 4.5e-4
  it('is 1.960 at 0.975, −1.960 at 0.025, 0 at one half', () => {
    expect(quantilePlace(0.975)).toBeCloseTo(1.96, 3);
    expect(quantilePlace(0.025)).toBeCloseTo(-1.96, 3);
    expect(Math.abs(quantilePlace(0.5))).toBeLessThan(4.5e-4);
  });
});

const CJK_FONTS = ['/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc', '/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc'];
const cjkFont = CJK_FONTS.find((path) => existsSync(path));

describe.skipIf(cjkFont === undefined)('PNG of a picture (skipped where Noto Sans CJK is not installed)', () => {
  it('draws 试约细, each as itself: no two alike, none empty, which boxes for missing letters would be', async () => {
    const { Resvg } = await import('@resvg/resvg-js');
    const inkOf = (words: string): string => {
      const svg = svgFile(picture({ width: 40, height: 40, id: 'x', title: 'x', content: text(4, 30, words, { size: 28 }) }));
      const image = new Resvg(svg, { font: { loadSystemFonts: false, fontFiles: [cjkFont ?? ''] } }).render();
      return Buffer.from(image.pixels).toString('base64');
    };
    const blank = inkOf(' ');
    const drawn = ['试', '约', '细'].map(inkOf);
    expect(new Set([blank, ...drawn]).size).toBe(4);
  });
});
