import type { LeastSquaresFit } from '../../../numerics/regression/least-squares.ts';
import type { Reason } from '../../../reason.ts';
import type { PotencyMethod } from '../../method.ts';
import type { Diagnostic } from '../../potency-result.ts';
import type { PreparedSample } from '../../prepared-sample.ts';
import type { SampleScope } from '../../reasons.ts';
import type { ReasonsWithFigures } from '../../reasons-with-figures.ts';
import type { CurveData } from '../curve/curve-data.ts';
import type { CurveModel } from '../curve/curve-model.ts';
import { reasonsOfCurve } from '../curve/identification.ts';
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
export function judgeCurve(curve: CurveModel, sample: PreparedSample, own: FittedSample, scope: SampleScope): AssayCurve {
  const found = reasonsOfCurve({ name: sample.name, scope, curve, ...own });
  const absent = sample.observations.length === 0 && sample.reasons.length > 0;
  const { reasons, diagnostics } = absent ? { reasons: [], diagnostics: [] } : found;
  const isDoubt = ({ code }: { readonly code: string }): boolean => DOUBTS.has(code);
  return {
    ...own,
    sample,
    reasons: [...sample.reasons, ...reasons.filter((one) => !isDoubt(one))],
    diagnostics: diagnostics.filter((one) => !isDoubt(one)),
    doubts: { reasons: reasons.filter(isDoubt), diagnostics: diagnostics.filter(isDoubt) },
  };
}
