import { checkReason } from '../../check-reason.ts';
import { type PotencyFit, potencyInterval } from '../../potency-interval.ts';
import { reason } from '../../reasons.ts';
import { figuresOf, joinReasons, type ReasonsWithFigures } from '../../reasons-with-figures.ts';
import { fullParameters } from '../curve/curve-model.ts';
import { reasonsOfPosition, reasonsOfShared } from '../curve/identification.ts';
import type { AssayCurve, AssayFrame } from './assay-frame.ts';
import { suitabilityCheck } from './suitability.ts';

/** What the data say about ln RP. */
export interface Identification {
  /** Whether there is a number at all. */
  readonly isBounded: boolean;
  /** Why it is not reportable. */
  readonly reasons: ReasonsWithFigures;
  /** What is not determined of the curves, and does not matter to the relative potency. */
  readonly notes: ReasonsWithFigures;
}

const NOTHING: ReasonsWithFigures = { reasons: [], diagnostics: [] };

/**
 * Whether the data determine the relative potency: by its interval alone. Where a curve is in doubt (an asymptote, a slope, an EC50 outside the doses), or the
 * interval of the method's standard error is wide, the profile decides: without a limit, or wider than the method's ratio, there is nothing to report, and
 * the doubts say which parameter the data leave open. Else they are notes: the samples share what one of them alone does not show.
 */
export function identifyPotency(frame: AssayFrame, test: AssayCurve, constrained: PotencyFit): Identification {
  const { method, reference } = frame;
  const { maximumIntervalRatio: most } = method.identification;
  const doubts = [reference.doubts, test.doubts, ...commonDoubts(frame, test, constrained), ...commonPositions(frame, test, constrained)];
  const own = joinReasons(doubts);
  const local = ratioOf(potencyInterval(constrained, { method: 'log-delta', level: method.interval.level }).limits);
  if (own.reasons.length === 0 && local !== null && local <= most) return { isBounded: true, reasons: NOTHING, notes: NOTHING };
  const { limits, unbounded } = potencyInterval(constrained, { method: 'profile', level: method.interval.level });
  const ratio = ratioOf(limits);
  const name = test.sample.name;
  if (ratio === null) {
    const open = reason('potency/unbounded-interval', 'test-article', { of: 'interval', sample: name, method: 'profile' });
    const figures = figuresOf('potency/unbounded-interval', { sample: name, curve: 'common' }, unbounded);
    return { isBounded: false, reasons: joinReasons([{ reasons: [open], diagnostics: figures }, own]), notes: NOTHING };
  }
  if (ratio <= most) return { isBounded: true, reasons: NOTHING, notes: own };
  const check = { name: 'upper over lower limit of the relative potency', found: ratio, unit: null, limit: { upper: most } } as const;
  const wide = checkReason('potency/interval-too-wide', suitabilityCheck(check, 'test-article'), name);
  return { isBounded: true, reasons: joinReasons([{ reasons: [wide], diagnostics: [] }, own]), notes: NOTHING };
}

function ratioOf({ lower, upper }: { readonly lower: number | null; readonly upper: number | null }): number | null {
  return lower === null || upper === null || !(lower > 0) ? null : upper / lower;
}

/** What the common curve leaves open, against the pooled dose means. */
function commonDoubts({ reference, curve }: AssayFrame, test: AssayCurve, { fit }: PotencyFit): readonly ReasonsWithFigures[] {
  const means = Float64Array.from([...reference.data.means, ...test.data.means]);
  const data = { ...reference.data, means };
  const name = `the common curve of ${reference.sample.name} and ${test.sample.name}`;
  return [reasonsOfShared({ name, sample: test.sample.name, of: 'common', scope: 'test-article', curve, data, fit })];
}

/** EC50s of the common curve outside the doses of their samples, where the own curve does not say so already. */
function commonPositions({ reference, curve }: AssayFrame, test: AssayCurve, { fit, rho }: PotencyFit): readonly ReasonsWithFigures[] {
  const lnEc50 = curve.model.lnEc50(fullParameters(curve, fit.parameters));
  const at = (one: AssayCurve, scope: 'assay-run' | 'test-article', value: number): readonly ReasonsWithFigures[] =>
    one.doubts.reasons.some(({ code }) => code === 'potency/ec50-outside-doses')
      ? []
      : reasonsOfPosition({ name: one.sample.name, scope, curve, data: one.data }, value);
  return [...at(reference, 'assay-run', lnEc50), ...at(test, 'test-article', lnEc50 - fit.parameters[rho]!)];
}
