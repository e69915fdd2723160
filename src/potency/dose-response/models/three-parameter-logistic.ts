import { logistic, START_SLOPES_OF_BOTH_SIGNS } from './logistic.ts';
import type { DoseResponseModel } from './model.ts';

const shape = { b: 0, c: 0, d: 0, lnE: 0, f: 1 };
const kernel = new Float64Array(6);

/** Three-parameter logistic: the lower asymptote is 0. */
export const threeParameterLogistic: DoseResponseModel = {
  id: '3pl',
  title: 'three-parameter logistic, lower asymptote 0',
  formula: 'y = upper / (1 + exp(slope (ln x - lnEc50)))',
  parameters: ['slope', 'upperAsymptote', 'lnEc50'],
  linear: ['upperAsymptote'],
  startSlopes: START_SLOPES_OF_BOTH_SIGNS,
  startAsymmetries: [1],
  evaluate: (lnDose, p, gradient) => {
    shape.b = p[0]!;
    shape.d = p[1]!;
    shape.lnE = p[2]!;
    const y = logistic(lnDose, shape, kernel);
    gradient[0] = kernel[0]!;
    gradient[1] = kernel[2]!;
    gradient[2] = kernel[3]!;
    gradient[3] = kernel[5]!;
    return y;
  },
  lnEc50: (p) => p[2]!,
  ordered: (p) => ((p[1] ?? 0) >= 0 ? p : null),
};
