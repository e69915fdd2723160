import { logisticShare, START_SLOPES } from './logistic.ts';
import { defineModel } from './model.ts';

/** Four-parameter logistic: symmetric in ln dose. A positive slope falls with the dose, a negative one rises. */
export const fourParameterLogistic = defineModel({
  id: '4pl',
  title: 'four-parameter logistic',
  formula: 'y = lower + (upper - lower) / (1 + exp(slope (ln x - lnEc50)))',
  parameters: ['slope', 'lowerAsymptote', 'upperAsymptote', 'lnEc50'],
  linear: ['lowerAsymptote', 'upperAsymptote'],
  // A curve with (slope, lower, upper) is the one with (−slope, upper, lower): one sign finds both.
  startSlopes: START_SLOPES,
  startAsymmetries: [1],
  evaluate: (lnDose, p, gradient) => {
    const b = p[0]!;
    const distance = lnDose - p[3]!;
    // Also at the zero dose, where the distance is infinite.
    const { share, complement } = logisticShare(b === 0 ? 0 : b * distance);
    const range = p[2]! - p[1]!;
    const byZ = -range * share * complement;
    gradient[0] = byZ === 0 ? 0 : byZ * distance;
    gradient[1] = 1 - share;
    gradient[2] = share;
    gradient[3] = -b * byZ;
    gradient[4] = b * byZ;
    return p[1]! + range * share;
  },
  lnEc50: (p) => p[3]!,
  ordered: ([b = 0, c = 0, d = 0, lnE = 0]) => (c <= d ? [b, c, d, lnE] : [-b, d, c, lnE]),
});
