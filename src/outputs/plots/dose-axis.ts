import { scaleLinear, scaleLog } from 'd3';
import { decimalsOf } from '../../numerics/exact/exact-decimal.ts';
import { type Markup, markup } from '../markup.ts';
import { formatDeclared, formatNumber } from '../words/forms/decimals.ts';
import { plotColours } from './palette.ts';
import { text } from './svg.ts';

/** Plot area of the dose-response picture, under its key; the residuals lie below on the same axis. */
export const dosePlot = {
  width: 660,
  height: 528,
  left: 66,
  right: 636,
  /** Baseline of the first row of the key, and from row to row. */
  key: 18,
  keyStep: 18,
  top: 70,
  bottom: 370,
  residualTop: 398,
  residualBottom: 470,
} as const;

/** Where a dose stands; a zero dose has a place on a linear axis alone. */
export interface DoseScale {
  readonly kind: 'logarithmic' | 'linear';
  readonly domain: readonly [number, number];
  readonly at: (dose: number) => number;
}

/** From 0.6 x the lowest to 1.7 x the highest dose above zero; linear from 0 to 1.05 x the highest. */
export function doseScale(doses: readonly number[], kind: DoseScale['kind']): DoseScale {
  const positive = doses.filter((dose) => dose > 0);
  const low = positive.length === 0 ? 1 : Math.min(...positive);
  const high = positive.length === 0 ? 10 : Math.max(...positive);
  const domain = kind === 'linear' ? ([0, high * 1.05] as const) : ([low * 0.6, high * 1.7] as const);
  const scale = (kind === 'linear' ? scaleLinear() : scaleLog()).domain(domain).range([dosePlot.left, dosePlot.right]);
  return { kind, domain, at: (dose) => scale(dose) };
}

/** Ticks at decades and at 2–9 between them; decades written plainly. Where fewer than two decades are in view, 2 and 5 are written too. */
export function doseTicks(scale: DoseScale): readonly { readonly dose: number; readonly label: string | null }[] {
  const [low, high] = scale.domain;
  if (scale.kind === 'linear') {
    const ticks = scaleLinear().domain(scale.domain).ticks(8);
    const decimals = Math.min(6, Math.max(0, ...ticks.map(decimalsOf)));
    return ticks.map((dose) => ({ dose, label: formatDeclared(dose, dose === 0 ? 0 : decimals) }));
  }
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
  const ticks = doseTicks(scale).map(({ dose, label }) => ({ x: scale.at(dose), label }));
  const marks = ticks.map(({ x, label }) => markup`M${x} ${y}v${label === null ? 3 : 6}`);
  const written = numbers === 'ticks' ? [] : ticks;
  const style = { size: 11, anchor: 'middle', fill: plotColours.secondary } as const;
  return markup`<path d="M${dosePlot.left} ${y}H${dosePlot.right}${marks}" stroke="${plotColours.axis}"/>${written.map(({ x, label }) => (label === null ? null : text(x, y + 20, label, style)))}`;
}
