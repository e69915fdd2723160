import { START_SLOPES } from './logistic.ts';
import { defineModel } from './model.ts';

/** Brain and Cousens (1989): a logistic that falls with the dose, with stimulation (hormesis) at low doses. */
export const brainCousens = defineModel({
  id: 'brain-cousens',
  title: 'Brain-Cousens hormesis',
  formula: 'y = lower + (upper - lower + hormesis x) / (1 + exp(slope (ln x - lnLocation)))',
  parameters: ['slope', 'lowerAsymptote', 'upperAsymptote', 'lnLocation', 'hormesis'],
  linear: ['lowerAsymptote', 'upperAsymptote', 'hormesis'],
  // Below a slope of 1 the response would rise without bound.
  startSlopes: START_SLOPES.filter((slope) => slope > 1),
  startAsymmetries: [1],
  evaluate: (lnDose, p, gradient) => {
    const b = p[0]!;
    const distance = lnDose - p[3]!;
    const z = b * distance;
    const u = z > 0 ? Math.exp(-z) / (1 + Math.exp(-z)) : 1 / (1 + Math.exp(z));
    const dose = Math.exp(lnDose);
    const height = p[2]! - p[1]! + p[4]! * dose;
    const byZ = u === 0 ? 0 : -height * u * (1 - u);
    const stimulus = u === 0 ? 0 : dose * u;
    gradient[0] = byZ === 0 ? 0 : byZ * distance;
    gradient[1] = 1 - u;
    gradient[2] = u;
    gradient[3] = -b * byZ;
    gradient[4] = stimulus;
    gradient[5] = b * byZ + p[4]! * stimulus;
    return p[1]! + (u === 0 ? 0 : height * u);
  },
  // Half-way of the logistic without its hormesis: the curve itself has no closed form.
  lnEc50: (p) => p[3]!,
  ordered: (p) => ((p[1] ?? 0) <= (p[2] ?? 0) ? p : null),
});
