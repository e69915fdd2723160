import { exp, ln } from '../../numerics/elementary.ts';
import { isQuantalModel } from '../line-models.ts';
import type { AssayResult, FitSummary, PreparationResult } from '../potency-result.ts';
import { curveOf, drawnDoses, modelOf, parametersOf } from './fitted-curves.ts';
import { measured } from './fitted-lines.ts';
import type { FittedCurves } from './fitted-record.ts';
import { lineResiduals } from './line-residuals.ts';

/** The curve of one preparation alone, as that of a reference standard without a test article; `null` without a fit. */
export function curveAlone(assay: AssayResult, { fit, quantal, estimate }: PreparationResult): FittedCurves | null {
  const lnDoses = drawnDoses(assay, []);
  if (fit === null || lnDoses.length === 0) return null;
  const natural = quantal?.naturalResponse?.rate;
  const at = (lnDose: number): number => measured(assay, lineAt(fit, lnDose), natural);
  const reference = isQuantalModel(assay.model) ? lnDoses.map(at) : responsesOf(assay, fit, lnDoses);
  if (reference === null || !reference.every(Number.isFinite)) return null;
  return {
    assay: assay.name,
    doses: lnDoses.map((lnDose) => exp(lnDose)),
    reference,
    test: [],
    freeReference: null,
    freeTest: null,
    ec50Reference: estimate,
    ec50Test: null,
    // A curve's weights are not in the record, without which a residual says nothing.
    residuals: isQuantalModel(assay.model)
      ? lineResiduals(assay, null, (_, dose) => at(dose > 0 ? ln(dose) : Number.NEGATIVE_INFINITY))
      : [],
  };
}

/** A line of ln dose, at the dose 0 as far below as it rises. */
function lineAt({ parameters }: FitSummary, lnDose: number): number {
  return (parameters.intercept ?? Number.NaN) + (parameters.slope ?? Number.NaN) * lnDose;
}

function responsesOf(assay: AssayResult, fit: FitSummary, lnDoses: readonly number[]): readonly number[] | null {
  const model = modelOf(assay);
  const parameters = model === null ? null : parametersOf(model, fit, { location: '', others: '' });
  return model === null || parameters === null ? null : curveOf(assay, model, { parameters, shift: 0, lnDoses });
}
