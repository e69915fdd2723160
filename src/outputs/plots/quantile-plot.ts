import { scaleLinear } from 'd3';
import type { PotencyCurves } from '../../results/figures.ts';
import type { Speech } from '../language.ts';
import { type Markup, markup } from '../markup.ts';
import { words } from '../words.ts';
import { pointMarks } from './dose-marks.ts';
import { plotColours } from './palette.ts';
import { line, picture, text } from './svg.ts';

const WIDTH = 430;
const HEIGHT = 300;
const LEFT = 66;
const RIGHT = 410;
const TOP = 10;
const BOTTOM = 250;

/** Ordered residuals in units of s against the quantiles that a normal distribution has there; on the line they are as normal as they look. */
export function quantilePlot(residuals: PotencyCurves['residuals'], { id, speech }: { id: string; speech: Speech }): Markup {
  const ordered = [...residuals].sort((a, b) => a.value - b.value);
  const quantiles = ordered.map((_, i) => quantilePlace((i + 0.5) / ordered.length));
  const reach = Math.max(2.5, ...quantiles.map(Math.abs), ...ordered.map(({ value }) => Math.abs(value))) * 1.05;
  const x = scaleLinear().domain([-reach, reach]).range([LEFT, RIGHT]);
  const y = scaleLinear().domain([-reach, reach]).range([BOTTOM, TOP]);
  const number = (value: number): string => String(value).replace('-', '−');
  const ticks = x
    .ticks(6)
    .map((value) => [
      line([x(value), BOTTOM], [x(value), BOTTOM + 6], { stroke: plotColours.axis }),
      text(x(value), BOTTOM + 20, number(value), { size: 11, anchor: 'middle', fill: plotColours.secondary }),
      line([LEFT - 6, y(value)], [LEFT, y(value)], { stroke: plotColours.axis }),
      text(LEFT - 9, y(value) + 4, number(value), { size: 11, anchor: 'end', fill: plotColours.secondary }),
    ]);
  const placed = ordered.map(({ sample, value }, i) => ({ sample, at: [x(quantiles[i] ?? 0), y(value)] as const }));
  const marks = (['reference', 'test'] as const).map((kind) =>
    pointMarks(
      kind,
      placed.filter(({ sample }) => sample === kind).map(({ at }) => at),
    ),
  );
  const content = [
    markup`<rect x="${LEFT}" y="${TOP}" width="${RIGHT - LEFT}" height="${BOTTOM - TOP}" fill="none" stroke="${plotColours.axis}"/>`,
    line([x(-reach), y(-reach)], [x(reach), y(reach)], { stroke: plotColours.axis, dash: '4 3' }),
    ticks,
    marks,
    text((LEFT + RIGHT) / 2, HEIGHT - 8, speech.short(words.normalQuantile), { anchor: 'middle' }),
    text(13, (TOP + BOTTOM) / 2, speech.short(words.residuals), { anchor: 'middle', turned: true }),
  ];
  return picture({ id, title: speech.text(words.quantiles), width: WIDTH, height: HEIGHT, content });
}

/** Quantile of the standard normal to 4.5e-4 (Abramowitz and Stegun 26.2.23): the place of a point in a picture, nothing that is reported. */
export function quantilePlace(probability: number): number {
  if (probability > 0.5) return -quantilePlace(1 - probability);
  const t = Math.sqrt(-2 * Math.log(probability));
  const numerator = 2.515517 + t * (0.802853 + t * 0.010328);
  const denominator = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
  return numerator / denominator - t;
}
