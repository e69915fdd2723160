import { logistic, START_SLOPES } from './logistic.ts';
import type { DoseResponseModel } from './model.ts';

const shape = { b: 0, c: 0, d: 0, lnE: 0, f: 1 };
const kernel = new Float64Array(6);

/** Four-parameter logistic: symmetric in ln dose. A positive slope falls with the dose, a negative one rises. */
export const fourParameterLogistic: DoseResponseModel = {
  id: '4pl',
  title: 'four-parameter logistic',
  formula: 'y = lower + (upper - lower) / (1 + exp(slope (ln x - lnEc50)))',
  parameters: ['slope', 'lowerAsymptote', 'upperAsymptote', 'lnEc50'],
  linear: ['lowerAsymptote', 'upperAsymptote'],
  // A curve with (slope, lower, upper) is the one with (−slope, upper, lower): one sign finds both.
  startSlopes: START_SLOPES,
  startAsymmetries: [1],
  evaluate: (lnDose, p, gradient) => {
    shape.b = p[0]!;
    shape.c = p[1]!;
    shape.d = p[2]!;
    shape.lnE = p[3]!;
    const y = logistic(lnDose, shape, kernel);
    gradient[0] = kernel[0]!;
    gradient[1] = kernel[1]!;
    gradient[2] = kernel[2]!;
    gradient[3] = kernel[3]!;
    gradient[4] = kernel[5]!;
    return y;
  },
  lnEc50: (p) => p[3]!,
  ordered: ([b = 0, c = 0, d = 0, lnE = 0]) => (c <= d ? [b, c, d, lnE] : [-b, d, c, lnE]),
};
