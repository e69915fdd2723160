import { divide, type Rational, rationalOfNumber } from '../numerics/exact/exact-decimal.ts';

/** Units of one kind: how many of each stand for the kind's base unit. */
const SCALES: readonly Readonly<Record<string, number>>[] = [
  { fraction: 1, '%': 100, 'per million': 1e6, 'per 100,000': 1e5 },
  { 'relative potency': 1, '% of reference': 100 },
  { cells: 1, '10^6 cells': 1e-6 },
  { 'cells/mL': 1, '10^6 cells/mL': 1e-6 },
  { 'cells per dose': 1, '10^6 cells per dose': 1e-6 },
  { 'cells per vial': 1, '10^6 cells per vial': 1e-6 },
  { hours: 24, days: 1 },
];

/** The exact factor from one unit to another; `null` where the units are not of one kind. */
export function unitFactor(from: string, to: string): Rational | null {
  if (from === to) return rationalOfNumber(1);
  for (const scale of SCALES) {
    // A unit is a text of a file: `constructor` is no unit.
    const source = Object.hasOwn(scale, from) ? scale[from] : undefined;
    const target = Object.hasOwn(scale, to) ? scale[to] : undefined;
    if (source !== undefined && target !== undefined) return divide(rationalOfNumber(target), rationalOfNumber(source));
  }
  return null;
}
