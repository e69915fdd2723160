import type { GatingPlan } from '../gating-plan.ts';
import type { PlaceFunction } from '../place-table.ts';
import type { BlockLayout, EventValues } from '../selection.ts';
import type { HistogramLoop } from '../statistics/histogram-loop.ts';
import type { BoundAxis, StatisticsPlan } from '../statistics/statistics-plan.ts';
import type { CompiledCode } from './compiled-code.ts';
import { type StoredDecoders, storedDecoders } from './compiled-values.ts';
import { literal, partsOf, partText } from './kernel-text.ts';

type Histogram = StatisticsPlan['histograms'][number];
type Loop = (
  values: EventValues,
  events: Int32Array | null,
  n: number,
  counts: Uint32Array,
  s: StoredDecoders,
  hx: PlaceFunction,
  hy: PlaceFunction,
) => number;

export interface HistogramsRequest {
  readonly layout: BlockLayout;
  readonly statistics: StatisticsPlan;
  readonly code: CompiledCode;
}

/** A loop for each histogram, generated: the same bins as one event at a time gives (statistics.ts), without a call for each event. */
export function compiledHistograms(plan: GatingPlan, { layout, statistics, code }: HistogramsRequest): readonly HistogramLoop[] {
  const s = storedDecoders(plan);
  return statistics.histograms.map((histogram) => {
    const { x, y } = histogram;
    const loop = code.functionOf<Loop>(['values', 'events', 'n', 'counts', 's', 'hx', 'hy'], loopText(plan, layout, histogram));
    return (values, events, length, counts) => loop(values, events, length, counts, s, x.place, y?.place ?? x.place);
  });
}

function loopText(plan: GatingPlan, layout: BlockLayout, { population, x, y, bins }: Histogram): string {
  const parts = [...new Set([x, ...(y === null ? [] : [y])].flatMap(({ value }) => partsOf(plan, value)))].sort(byKind);
  const inView = ['ax', ...(y === null ? [] : ['ay'])].map((at) => `${at} >= 0 && ${at} <= 1`).join(' && ');
  return [
    ...plan.conversions.flatMap(({ kind }, c) => (kind === 'log' ? [`const s${c} = s[${c}];`] : [])),
    'let outside = 0;',
    'for (let i = 0; i < n; i++) {',
    `const p = ${population < 0 ? 'i' : 'events[i]'} * ${literal(layout.stride)};`,
    ...parts.map((part) => `const ${part} = ${partText(plan, layout, part)};`),
    positionText('ax', 'hx', x),
    ...(y === null ? [] : [positionText('ay', 'hy', y)]),
    `if (!(${inView})) outside++;`,
    binText('bx', 'ax', bins),
    ...(y === null ? [] : [binText('by', 'ay', bins)]),
    `counts[${y === null ? 'bx' : `by * ${bins} + bx`}]++;`,
    '}',
    'return outside;',
  ].join('\n');
}

/** Columns before values; a value before the ratios that are made of it, which have higher numbers. */
function byKind(a: string, b: string): number {
  if (a.charAt(0) !== b.charAt(0)) return a < b ? -1 : 1;
  return Number(a.slice(1)) - Number(b.slice(1));
}

function positionText(at: string, place: string, { value, from, to }: BoundAxis): string {
  return `const ${at} = (${place}(v${value}) - ${literal(from)}) / ${literal(to - from)};`;
}

/** An event without a place (NaN) lies in the first bin, as one below the view. */
function binText(bin: string, at: string, bins: number): string {
  const inner = `Math.min(${bins - 1}, (${at} * ${bins}) | 0)`;
  return `const ${bin} = ${at} > 0 ? (${at} >= 1 ? ${bins - 1} : ${inner}) : 0;`;
}
