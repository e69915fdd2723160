import { type ScaleLogarithmic, scaleLog } from 'd3';
import { formatNumber } from '../decimals.ts';
import { type Markup, markup } from '../markup.ts';
import { plotColours } from './palette.ts';
import { text } from './svg.ts';

/** Plot area of the dose-response picture; the residuals lie below on the same axis. */
export const dosePlot = {
  width: 660,
  height: 470,
  left: 66,
  right: 636,
  top: 12,
  bottom: 312,
  residualTop: 340,
  residualBottom: 412,
} as const;

export type DoseScale = ScaleLogarithmic<number, number>;

/** From 0.6 x the lowest to 1.7 x the highest dose above zero. */
export function doseScale(doses: readonly number[]): DoseScale {
  const positive = doses.filter((dose) => dose > 0);
  const low = positive.length === 0 ? 1 : Math.min(...positive);
  const high = positive.length === 0 ? 10 : Math.max(...positive);
  return scaleLog()
    .domain([low * 0.6, high * 1.7])
    .range([dosePlot.left, dosePlot.right]);
}

/** Ticks at decades and at 2–9 between them; decades written plainly. Where fewer than two decades are in view, 2 and 5 are written too. */
export function doseTicks(scale: DoseScale): readonly { readonly dose: number; readonly label: string | null }[] {
  const [low = 1, high = 10] = scale.domain();
  const first = Math.floor(Math.log10(low));
  const last = Math.floor(Math.log10(high));
  const ticks: { dose: number; digit: number }[] = [];
  for (let power = first; power <= last; power++) {
    for (let digit = 1; digit <= 9; digit++) {
      const dose = Number(`${digit}e${power}`);
      if (dose >= low && dose <= high) ticks.push({ dose, digit });
    }
  }
  const decades = ticks.filter(({ digit }) => digit === 1).length;
  const written = decades > 1 ? [1] : [1, 2, 5];
  return ticks.map(({ dose, digit }) => ({ dose, label: written.includes(digit) ? formatNumber(dose, 1).replace(/^1 × /, '') : null }));
}

/** The axis at a height, with numbers or with ticks alone. */
export function doseAxis(scale: DoseScale, y: number, numbers: 'written' | 'ticks'): Markup {
  const ticks = doseTicks(scale).map(({ dose, label }) => ({ x: scale(dose), label }));
  const marks = ticks.map(({ x, label }) => markup`M${x} ${y}v${label === null ? 3 : 6}`);
  const written = numbers === 'ticks' ? [] : ticks;
  const style = { size: 11, anchor: 'middle', fill: plotColours.secondary } as const;
  return markup`<path d="M${dosePlot.left} ${y}H${dosePlot.right}${marks}" stroke="${plotColours.axis}"/>${written.map(({ x, label }) => (label === null ? null : text(x, y + 20, label, style)))}`;
}
