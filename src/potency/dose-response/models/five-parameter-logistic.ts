import { lnHalfWay, logisticShare, START_SLOPES_OF_BOTH_SIGNS } from './logistic.ts';
import { type DoseResponseModel, defineModel } from './model.ts';

/** The response with its derivatives; `at` and `from` are the places of the asymptote at which the curve is bent, and of the other. */
function bentAt(at: number, from: number): DoseResponseModel['evaluate'] {
  return (lnDose, p, gradient) => {
    const b = p[0]!;
    const f = p[4]!;
    const distance = lnDose - p[3]!;
    const z = b === 0 ? 0 : b * distance;
    const { share, complement, small } = logisticShare(z);
    const lnShare = f === 1 ? 0 : -Math.log(1 + small) - (z > 0 ? z : 0);
    const power = f === 1 ? share : Math.exp(f * lnShare);
    const range = p[from]! - p[at]!;
    const byZ = -range * f * power * complement;
    gradient[0] = byZ === 0 ? 0 : byZ * distance;
    gradient[at] = 1 - power;
    gradient[from] = power;
    gradient[3] = -b * byZ;
    // u^f ln u vanishes with u; where f is fixed at 1 nobody uses it.
    gradient[4] = power === 0 ? 0 : range * power * lnShare;
    gradient[5] = b * byZ;
    return p[at]! + range * power;
  };
}

/** Five-parameter logistic whose asymmetry bends the curve at its lower asymptote. The EC50 is not exp(lnLocation). */
export const fiveParameterLogistic = defineModel({
  id: '5pl',
  title: 'five-parameter logistic, asymmetry at the lower asymptote',
  formula: 'y = lower + (upper - lower) / (1 + exp(slope (ln x - lnLocation)))^asymmetry',
  parameters: ['slope', 'lowerAsymptote', 'upperAsymptote', 'lnLocation', 'asymmetry'],
  linear: ['lowerAsymptote', 'upperAsymptote'],
  startSlopes: START_SLOPES_OF_BOTH_SIGNS,
  startAsymmetries: [0.3, 1, 3],
  evaluate: bentAt(1, 2),
  lnEc50: (p) => lnHalfWay(p[0]!, p[3]!, p[4]!),
  ordered: (p) => ((p[1] ?? 0) <= (p[2] ?? 0) && (p[4] ?? 0) > 0 ? p : null),
});

/** The mirrored family: its asymmetry bends the curve at the upper asymptote. On the same data its fit differs. */
export const fiveParameterLogisticUpper = defineModel({
  ...fiveParameterLogistic,
  id: '5pl-upper',
  title: 'five-parameter logistic, asymmetry at the upper asymptote',
  formula: 'y = upper + (lower - upper) / (1 + exp(slope (ln x - lnLocation)))^asymmetry',
  evaluate: bentAt(2, 1),
});
