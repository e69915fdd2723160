import { add, divide, multiply, negate, type Rational, rationalOfNumber } from '../../numerics/exact/exact-decimal.ts';

/** Millilitres in each unit of volume that a concentration of cells is given for. */
const MILLILITRES: Readonly<Record<string, Rational>> = {
  ml: rationalOfNumber(1),
  µl: rationalOfNumber(0.001),
  l: rationalOfNumber(1000),
};

/** Cells in a millilitre of one unit of a concentration (`10^6 cells/mL`, `x10^5 cells/ml`, `cells/µL`); `null` where it is none. */
export function cellsPerMl(unit: string): Rational | null {
  const plain = unit.normalize('NFKC').replaceAll('μ', 'µ').toLowerCase();
  const [, ten, e, volume = ''] = /^\(?(?:x ?)?(?:10\^(\d{1,2})|1e(\d{1,2}))?\)? ?cells? ?\/ ?(ml|[µu]l|l)$/.exec(plain) ?? [];
  const millilitres = MILLILITRES[volume.replace('u', 'µ')];
  if (millilitres === undefined) return null;
  return divide(rationalOfNumber(Number(`1e${ten ?? e ?? '0'}`)), millilitres);
}

/** What a figure of an export is multiplied with to be in another unit; `null` where nobody can say. A figure without a unit is in the one that the method names. */
export function figureFactor(from: string | null, to: string): Rational | null {
  if (from === null || from === to) return rationalOfNumber(1);
  const [given, wanted] = [cellsPerMl(from), cellsPerMl(to)];
  return given === null || wanted === null ? null : divide(given, wanted);
}

/** (value − minus) × factor, of the decimals that the texts of the numbers are. */
export function scaledDifference(value: number, minus: number, factor: Rational): Rational {
  return multiply(add(rationalOfNumber(value), negate(rationalOfNumber(minus))), factor);
}
