import type { LeastSquaresFit } from '../../../numerics/regression/least-squares.ts';
import type { Reason } from '../../../reason.ts';
import type { PotencyMethod } from '../../method.ts';
import type { Diagnostic } from '../../potency-result.ts';
import { type PotencyReason, reason, type SampleScope } from '../../reasons.ts';
import type { ReasonsWithFigures } from '../../reasons-with-figures.ts';
import type { CurveData } from '../curve/curve-data.ts';
import type { CurveModel } from '../curve/curve-model.ts';
import { reasonsOfCurve } from '../curve/identification.ts';
import { independentWells, type PreparedSample } from '../curve/prepared-sample.ts';
import { suspectedOutlier } from '../curve/suspected-outlier.ts';
import type { FittedSample } from './constrained-fit.ts';

/** A sample of the assay through preparation, weights and its own fit. */
export interface AssayCurve extends FittedSample {
  readonly sample: PreparedSample;
  /** What speaks against the sample itself. */
  readonly reasons: readonly Reason[];
  readonly diagnostics: readonly Diagnostic[];
  /** Where its own curve is not determined: whether that matters to the relative potency, its interval says. */
  readonly doubts: ReasonsWithFigures;
}

/** Codes of an own curve that is not determined, which a curve shared with another sample still may be. */
const DOUBTS: ReadonlySet<string> = new Set(['potency/not-identified', 'potency/not-converged', 'potency/ec50-outside-doses']);

/** What all test articles of an assay have in common. */
export interface AssayFrame {
  readonly method: PotencyMethod;
  readonly curve: CurveModel;
  readonly reference: AssayCurve;
  /** Why nothing of the assay run is reportable. */
  readonly runReasons: readonly Reason[];
  /** With `fit: simultaneous`: all articles under one curve. */
  readonly simultaneous: { readonly samples: readonly CurveData[]; readonly fit: LeastSquaresFit } | null;
}

/** The usable data and own fit of a prepared sample with the weights of the assay. */
export function judgeCurve(curve: CurveModel, sample: PreparedSample, own: FittedSample, judged: JudgedAs): AssayCurve {
  const { scope } = judged;
  const found = reasonsOfCurve({ name: sample.name, scope, curve, ...own });
  const absent = sample.observations.length === 0 && sample.reasons.length > 0;
  const { reasons, diagnostics } = absent ? { reasons: [], diagnostics: [] } : found;
  const isDoubt = ({ code }: { readonly code: string }): boolean => DOUBTS.has(code);
  const spoilt = reasons.some((one) => isDoubt(one) || one.code === 'potency/no-dose-response');
  const outlier = spoilt ? outlierHint(curve, sample, judged) : [];
  // One well that hides the dose response is another matter than none.
  const clear = reasons.filter((one) => !isDoubt(one) && !(outlier.length > 0 && one.code === 'potency/no-dose-response'));
  const doubts = reasons.filter(isDoubt);
  return {
    ...own,
    sample,
    reasons: [...sample.reasons, ...(doubts.length === 0 ? outlier : []), ...clear],
    diagnostics: outlier.length > 0 && doubts.length === 0 ? [] : diagnostics.filter((one) => !isDoubt(one)),
    doubts: { reasons: doubts.length === 0 ? [] : [...outlier, ...doubts], diagnostics: diagnostics.filter(isDoubt) },
  };
}

interface JudgedAs {
  readonly scope: SampleScope;
  readonly averaging: PotencyMethod['averaging'];
}

/** The response that spoils the fit of a sample, where there is one. */
export function outlierHint(
  curve: CurveModel,
  { name, points, kept, observations }: PreparedSample,
  { scope, averaging }: JudgedAs,
): PotencyReason[] {
  const found = suspectedOutlier(curve, observations);
  if (found === null) return [];
  const used = points.filter((point) => point.excluded === null);
  const wells = (independentWells(used, averaging)[found.index] ?? []).flatMap((point) => point.well ?? []);
  const { dose, response } = kept[found.index]!;
  return [reason('potency/outlier-suspected', scope, { sample: name, wells, dose, response, t: found.t, p: found.p })];
}
