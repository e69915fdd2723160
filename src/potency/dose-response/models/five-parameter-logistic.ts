import { lnHalfWay, logistic, START_SLOPES_OF_BOTH_SIGNS } from './logistic.ts';
import type { DoseResponseModel } from './model.ts';

const shape = { b: 0, c: 0, d: 0, lnE: 0, f: 1 };
const kernel = new Float64Array(6);

/** Five-parameter logistic whose asymmetry bends the curve at its lower asymptote. The EC50 is not exp(lnLocation). */
export const fiveParameterLogistic: DoseResponseModel = {
  id: '5pl',
  title: 'five-parameter logistic, asymmetry at the lower asymptote',
  formula: 'y = lower + (upper - lower) / (1 + exp(slope (ln x - lnLocation)))^asymmetry',
  parameters: ['slope', 'lowerAsymptote', 'upperAsymptote', 'lnLocation', 'asymmetry'],
  linear: ['lowerAsymptote', 'upperAsymptote'],
  startSlopes: START_SLOPES_OF_BOTH_SIGNS,
  startAsymmetries: [0.3, 1, 3],
  evaluate: (lnDose, p, gradient) => {
    shape.b = p[0]!;
    shape.c = p[1]!;
    shape.d = p[2]!;
    shape.lnE = p[3]!;
    shape.f = p[4]!;
    const y = logistic(lnDose, shape, kernel);
    gradient.set(kernel);
    return y;
  },
  lnEc50: (p) => lnHalfWay(p[0]!, p[3]!, p[4]!),
  ordered: (p) => ((p[1] ?? 0) <= (p[2] ?? 0) && (p[4] ?? 0) > 0 ? p : null),
};

/** The mirrored family: its asymmetry bends the curve at the upper asymptote. On the same data its fit differs. */
export const fiveParameterLogisticUpper: DoseResponseModel = {
  ...fiveParameterLogistic,
  id: '5pl-upper',
  title: 'five-parameter logistic, asymmetry at the upper asymptote',
  formula: 'y = upper + (lower - upper) / (1 + exp(slope (ln x - lnLocation)))^asymmetry',
  evaluate: (lnDose, p, gradient) => {
    shape.b = p[0]!;
    shape.c = p[2]!;
    shape.d = p[1]!;
    shape.lnE = p[3]!;
    shape.f = p[4]!;
    const y = logistic(lnDose, shape, kernel);
    gradient.set(kernel);
    gradient[1] = kernel[2]!;
    gradient[2] = kernel[1]!;
    return y;
  },
};
