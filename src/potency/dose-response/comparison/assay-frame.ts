import type { LeastSquaresFit } from '../../../numerics/regression/least-squares.ts';
import type { Reason } from '../../../reason.ts';
import type { PotencyMethod } from '../../method.ts';
import type { Diagnostic } from '../../potency-result.ts';
import type { PreparedSample } from '../../prepared-sample.ts';
import type { SampleScope } from '../../reasons.ts';
import type { CurveData } from '../curve/curve-data.ts';
import type { CurveModel } from '../curve/curve-model.ts';
import { reasonsOfCurve } from '../curve/identification.ts';
import type { FittedSample } from './constrained-fit.ts';

/** A sample of the assay through preparation, weights and its own fit. */
export interface AssayCurve extends FittedSample {
  readonly sample: PreparedSample;
  /** Findings about the sample itself. */
  readonly reasons: readonly Reason[];
  readonly diagnostics: readonly Diagnostic[];
}

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
  return { ...own, sample, reasons: [...sample.reasons, ...reasons], diagnostics };
}
