import type { FlowPlot } from '../../src/results/figures.ts';
import type { YamlGate } from './independent-gating.ts';

/** The linear thresholds of a sample's plots, back from their places in the picture. */
export function drawnThresholds(gates: readonly YamlGate[], plots: readonly FlowPlot[]): (readonly [string, number])[] {
  return gates.flatMap((gate) => {
    const plot = plots.find((one) => one.gates.some((drawn) => drawn.name === gate.name));
    const outline = plot?.gates[0]?.outline;
    if (plot === undefined || outline === undefined) return [];
    if (outline.kind === 'interval') {
      return typeof gate.min === 'object' ? [[gate.min.threshold, linearAt(plot.x, outline.from ?? Number.NaN)] as const] : [];
    }
    if (outline.kind !== 'quadrant') return [];
    const places = [linearAt(plot.x, outline.x), linearAt(plot.y, outline.y)];
    return (gate.dividers ?? []).flatMap(({ values: [value] }, i) =>
      typeof value === 'object' ? [[value.threshold, places[i] ?? Number.NaN] as const] : [],
    );
  });
}

/** The linear value at a place 0–1 of an axis: Gating-ML 2.0, flog; logicle after Moore and Parks (2012), d by bisection. */
function linearAt(axis: FlowPlot['x'], place: number): number {
  const y = axis.from + place * (axis.to - axis.from);
  const { type, ...numbers } = axis.transform;
  const [T, W, M, A] = ['T', 'W', 'M', 'A'].map((key) => Number(numbers[key])) as [number, number, number, number];
  if (type === 'log') return T * 10 ** ((y - 1) * M);
  if (type !== 'logicle') throw new Error(`no inverse of '${type}' here`);
  const w = W / (M + A);
  const b = (M + A) * Math.LN10;
  let [low, high] = [0, b];
  for (let i = 0; i < 200; i++) {
    const middle = (low + high) / 2;
    if (2 * Math.log(middle / b) + w * (b + middle) < 0) low = middle;
    else high = middle;
  }
  const d = (low + high) / 2;
  const x1 = A / (M + A) + w;
  const ca = Math.exp((x1 + w) * (b + d));
  const fa = Math.exp(b * x1) - ca * Math.exp(-d * x1);
  const a = T / (Math.exp(b) - fa - ca * Math.exp(-d));
  return a * (Math.exp(b * y) - ca * Math.exp(-d * y) - fa);
}
