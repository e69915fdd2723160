import { logisticShare, START_SLOPES_OF_BOTH_SIGNS } from './logistic.ts';
import { defineModel } from './model.ts';

/** Three-parameter logistic: the lower asymptote is 0. */
export const threeParameterLogistic = defineModel({
  id: '3pl',
  title: 'three-parameter logistic, lower asymptote 0',
  formula: 'y = upper / (1 + exp(slope (ln x - lnEc50)))',
  parameters: ['slope', 'upperAsymptote', 'lnEc50'],
  linear: ['upperAsymptote'],
  startSlopes: START_SLOPES_OF_BOTH_SIGNS,
  startAsymmetries: [1],
  evaluate: (lnDose, p, gradient) => {
    const b = p[0]!;
    const distance = lnDose - p[2]!;
    // Also at the zero dose, where the distance is infinite.
    const { share, complement } = logisticShare(b === 0 ? 0 : b * distance);
    const byZ = -p[1]! * share * complement;
    gradient[0] = byZ === 0 ? 0 : byZ * distance;
    gradient[1] = share;
    gradient[2] = -b * byZ;
    gradient[3] = b * byZ;
    return p[1]! * share;
  },
  lnEc50: (p) => p[2]!,
  ordered: (p) => ((p[1] ?? 0) >= 0 ? p : null),
});
