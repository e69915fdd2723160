import { defineModel } from './model.ts';
import { survival, weibull1 } from './weibull-1.ts';

/** Weibull type 2: the mirror of type 1, the lower asymptote is left slowly. Here a negative slope falls with the dose. */
export const weibull2 = defineModel({
  ...weibull1,
  id: 'weibull-2',
  title: 'Weibull type 2',
  formula: 'y = lower + (upper - lower) (1 - exp(-exp(slope (ln x - lnLocation))))',
  evaluate: (lnDose, p, gradient) => {
    const b = p[0]!;
    const range = p[2]! - p[1]!;
    const distance = lnDose - p[3]!;
    const { value, slope } = survival(b * distance);
    const byZ = -range * slope;
    gradient[0] = byZ === 0 ? 0 : byZ * distance;
    gradient[1] = value;
    gradient[2] = 1 - value;
    gradient[3] = -b * byZ;
    gradient[4] = b * byZ;
    return p[1]! + range * (1 - value);
  },
});
