import { START_SLOPES_OF_BOTH_SIGNS } from './logistic.ts';
import { defineModel } from './model.ts';

/** exp(−exp z) and its derivative by z, both 0 where e^z overflows. */
export function survival(z: number): { readonly value: number; readonly slope: number } {
  const hazard = Math.exp(z);
  const value = Math.exp(-hazard);
  return { value, slope: value === 0 ? 0 : -value * hazard };
}

/** Weibull type 1: the upper asymptote is left slowly, the lower one reached fast. */
export const weibull1 = defineModel({
  id: 'weibull-1',
  title: 'Weibull type 1',
  formula: 'y = lower + (upper - lower) exp(-exp(slope (ln x - lnLocation)))',
  parameters: ['slope', 'lowerAsymptote', 'upperAsymptote', 'lnLocation'],
  linear: ['lowerAsymptote', 'upperAsymptote'],
  startSlopes: START_SLOPES_OF_BOTH_SIGNS,
  startAsymmetries: [1],
  evaluate: (lnDose, p, gradient) => {
    const b = p[0]!;
    const range = p[2]! - p[1]!;
    const distance = lnDose - p[3]!;
    const { value, slope } = survival(b * distance);
    const byZ = range * slope;
    gradient[0] = byZ === 0 ? 0 : byZ * distance;
    gradient[1] = 1 - value;
    gradient[2] = value;
    gradient[3] = -b * byZ;
    gradient[4] = b * byZ;
    return p[1]! + range * value;
  },
  // exp(−exp z) = 1/2 at z = ln ln 2.
  lnEc50: (p) => p[3]! + Math.log(Math.LN2) / p[0]!,
  ordered: (p) => ((p[1] ?? 0) <= (p[2] ?? 0) ? p : null),
});
