import { type ScaleLogarithmic, scaleLog } from 'd3';
import type { PotencyFigures } from '../../results/figures.ts';
import type { Speech } from '../language.ts';
import { type Markup, markup, nothing } from '../markup.ts';
import { formatDeclared, formatLevel } from '../words/forms/decimals.ts';
import { words } from '../words.ts';
import { plotColours } from './palette.ts';
import { line, picture, text, textWidth } from './svg.ts';

const WIDTH = 430;
const ROW = 30;
const LEFT = 100;
const RIGHT = 320;

interface Estimate {
  readonly name: string;
  readonly estimate: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly combined: boolean;
  /** A value that is not reportable is drawn open, in secondary ink. */
  readonly reportable: boolean;
}

/** One row an independent assay, the criterion's limits dashed, the combined value as a diamond. */
export function assaysPlot(figures: PotencyFigures, { id, speech }: { id: string; speech: Speech }): Markup {
  const rows = estimatesOf(figures, speech);
  const scale = scaleFor(rows, figures.limits);
  const bottom = rows.length * ROW + 6;
  const content = [
    limitBand(figures.limits, scale, bottom),
    rows.map((row, i) => drawRow(row, { scale, speech, y: i * ROW + 20 })),
    line([LEFT - 20, bottom], [RIGHT + 20, bottom], { stroke: plotColours.axis }),
    axisNumbers(figures.limits, scale, bottom),
    text((LEFT + RIGHT) / 2, bottom + 38, `${speech.short(words.relativePotency)}${levelText(figures)}`, { anchor: 'middle' }),
  ];
  const title = `${speech.text(words.independentAssays)}. ${rows.map((row) => `${row.name}: ${found(row, speech)}`).join('; ')}.`;
  return picture({ id, title, width: WIDTH, height: bottom + 46, content });
}

function estimatesOf({ assays, test, combined }: PotencyFigures, speech: Speech): readonly Estimate[] {
  const rows = assays.map((assay, i): Estimate => {
    const article = assay.tests.find((each) => each.name === test);
    const potency = article?.relativePotency ?? null;
    return {
      // long names would run out of the picture; the assays' own headings have them
      name: textWidth(assay.name, 12) > LEFT - 30 ? `${speech.short(words.assay)} ${i + 1}` : assay.name,
      estimate: potency?.estimate ?? null,
      lower: potency?.lower ?? null,
      upper: potency?.upper ?? null,
      combined: false,
      reportable: article?.outcomes.result === 'reportable',
    };
  });
  return combined === null ? rows : [...rows, { name: speech.short(words.combined), ...combined, combined: true, reportable: true }];
}

/** The level of the assays' intervals. */
function levelText({ assays, test }: PotencyFigures): string {
  const levels = assays.map((assay) => assay.tests.find((each) => each.name === test)?.relativePotency?.level);
  const known = levels.filter((level) => level !== undefined);
  return known.length === 0 ? '' : ` (${[...new Set(known)].map(formatLevel).join(', ')} CI)`;
}

function scaleFor(rows: readonly Estimate[], limits: PotencyFigures['limits']): ScaleLogarithmic<number, number> {
  const values = [...rows.flatMap(({ estimate, lower, upper }) => [estimate, lower, upper]), limits.lower, limits.upper, 1];
  const positive = values.filter((value) => value !== null).filter((value) => value > 0 && Number.isFinite(value));
  const low = Math.max(0.02, Math.min(...positive));
  const high = Math.min(50, Math.max(...positive));
  return scaleLog()
    .domain([low * 0.95, high * 1.05])
    .range([LEFT, RIGHT])
    .clamp(true);
}

function limitBand({ lower, upper }: PotencyFigures['limits'], scale: ScaleLogarithmic<number, number>, bottom: number): Markup {
  const from = lower === null ? LEFT : scale(lower);
  const to = upper === null ? RIGHT : scale(upper);
  const band =
    lower === null && upper === null
      ? nothing
      : markup`<rect x="${from}" y="0" width="${to - from}" height="${bottom}" fill="${plotColours.band}"/>`;
  const edge = (limit: number | null): Markup =>
    limit === null ? nothing : line([scale(limit), 0], [scale(limit), bottom], { stroke: plotColours.limit, width: 1.5, dash: '5 3' });
  return markup`${band}${edge(lower)}${edge(upper)}${line([scale(1), 0], [scale(1), bottom], { stroke: plotColours.axis, dash: '1 3' })}`;
}

function axisNumbers({ lower, upper }: PotencyFigures['limits'], scale: ScaleLogarithmic<number, number>, bottom: number): Markup {
  const ticks = [lower, 1, upper].filter((value) => value !== null);
  const [from = 0, to = 0] = scale.domain();
  const shown = lower === null && upper === null ? [formatEnd(from), 1, formatEnd(to)] : ticks;
  const marks = shown.map((value) => [
    line([scale(value), bottom], [scale(value), bottom + 5], { stroke: plotColours.axis }),
    text(scale(value), bottom + 19, formatDeclared(value), { size: 11, anchor: 'middle', fill: plotColours.secondary }),
  ]);
  return markup`${marks}`;
}

function formatEnd(value: number): number {
  return Number(value.toPrecision(2));
}

interface Place {
  readonly scale: ScaleLogarithmic<number, number>;
  readonly speech: Speech;
  readonly y: number;
}

function drawRow(row: Estimate, { scale, speech, y }: Place): Markup {
  const name = text(LEFT - 28, y + 4, row.name, {
    anchor: 'end',
    bold: row.combined,
    fill: row.combined ? plotColours.ink : plotColours.secondary,
  });
  const value = text(WIDTH - 4, y + 4, found(row, speech), {
    anchor: 'end',
    bold: row.combined,
    fill: row.reportable ? plotColours.ink : plotColours.secondary,
  });
  if (row.estimate === null) return markup`${name}${value}`;
  const x = scale(row.estimate);
  const from = scale(row.lower ?? row.estimate);
  const to = scale(row.upper ?? row.estimate);
  const mark = row.combined
    ? markup`<path d="M${from} ${y}L${x} ${y - 7}L${to} ${y}L${x} ${y + 7}Z" fill="${plotColours.ink}"/>`
    : markup`${line([from, y], [to, y], { stroke: plotColours.secondary, width: 1.5 })}<circle cx="${x}" cy="${y}" r="4" fill="${row.reportable ? plotColours.secondary : plotColours.halo}" stroke="${plotColours.secondary}" stroke-width="1.5"/>`;
  return markup`${name}${mark}${value}`;
}

function found({ estimate, lower, upper }: Estimate, speech: Speech): string {
  if (estimate === null) return '–';
  return speech.interval({ estimate, lower, upper });
}
