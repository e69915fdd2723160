import type { Reason } from '../../../reason.ts';
import { reason, type SampleScope } from '../../reasons.ts';
import type { PreparedSample } from './prepared-sample.ts';

/** Four doses of a serial dilution never rise by equal steps; their logarithms always do. */
const FEWEST = 4;
/** Logarithms are written with a few decimals. */
const TOLERANCE = 1e-3;

/** A note where the doses of a sample may be logarithms that nothing calls so. */
export function noteEvenDoses({ name, kept }: PreparedSample, scope: SampleScope): readonly Reason[] {
  const doses = [...new Set(kept.map(({ dose }) => dose))].sort((a, b) => a - b);
  const [lower = 0, second = 0] = doses;
  const upper = doses.at(-1) ?? 0;
  const step = second - lower;
  const isEven = doses.every((dose, i) => Math.abs(dose - (lower + i * step)) <= TOLERANCE * step);
  return doses.length < FEWEST || !isEven
    ? []
    : [reason('potency/doses-evenly-spaced', scope, { sample: name, lower, upper, count: doses.length })];
}
