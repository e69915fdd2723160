import { exp, ln } from '../../numerics/elementary.ts';
import type { DoseResponseModel } from '../dose-response/models/model.ts';
import { locationIndex } from '../dose-response/models/model.ts';
import { DOSE_RESPONSE_MODELS } from '../dose-response/models/registry.ts';
import type { AssayResult, DosePoint, FitSummary, TestArticleResult } from '../potency-result.ts';
import { RESPONSE_TRANSFORMS } from '../response-transform.ts';
import { fittedLines } from './fitted-lines.ts';
import type { FittedCurves } from './fitted-record.ts';

const POINTS = 101;

/** The constrained and free curves, or lines, at 101 doses from 0.6 times the lowest to 1.7 times the highest, evenly spaced in ln dose; `null` without a constrained fit. */
export function fittedCurves(assay: AssayResult, test: TestArticleResult): FittedCurves | null {
  const model = modelOf(assay);
  const lnDoses = drawnDoses(assay, test.points);
  const { constrained, free } = test;
  const lines = fittedLines(assay, test, lnDoses);
  if (lines !== null) {
    return { assay: assay.name, doses: lnDoses.map((lnDose) => exp(lnDose)), ...lines };
  }
  if (model === null || constrained === null || lnDoses.length === 0) return null;
  const shared = parametersOf(model, constrained, { location: '_reference', others: '_reference' });
  // Partly shared curves are no shift of one another: the article has parameters of its own.
  const rho = constrained.parameters.lnRelativePotency ?? 0;
  const ofTest =
    'lnRelativePotency' in constrained.parameters ? shared : parametersOf(model, constrained, { location: '_test', others: '_test' });
  const draw = (parameters: Float64Array | null, shift: number): number[] | null =>
    parameters === null ? null : curveOf(assay, model, { parameters, shift, lnDoses });
  const reference = draw(shared, 0);
  const shifted = draw(ofTest, rho);
  if (shared === null || ofTest === null || reference === null || shifted === null) return null;
  const lnEc50 = model.lnEc50(shared);
  return {
    assay: assay.name,
    doses: lnDoses.map((lnDose) => exp(lnDose)),
    reference,
    test: shifted,
    freeReference: draw(free === null ? null : parametersOf(model, free, { location: '_reference', others: '_reference' }), 0),
    freeTest: draw(free === null ? null : parametersOf(model, free, { location: '_test', others: '_test' }), 0),
    ec50Reference: finiteOrNull(exp(lnEc50)),
    ec50Test: finiteOrNull(exp(model.lnEc50(ofTest) - rho)),
    residuals: test.residuals ?? [],
  };
}

/** The dose-response model of an assay; `null` = it has lines. */
export function modelOf({ model }: AssayResult): DoseResponseModel | null {
  return DOSE_RESPONSE_MODELS.find(model) ?? null;
}

/** ln doses at which the curves of these points are drawn. */
export function drawnDoses(assay: AssayResult, others: readonly DosePoint[]): number[] {
  const doses = [...assay.reference.points, ...others]
    .filter((point) => point.excluded === null && point.dose > 0)
    .map((point) => point.dose);
  if (doses.length === 0) return [];
  // Lines of the dose itself are drawn from next to 0.
  if (assay.model === 'slope-ratio')
    return Array.from({ length: POINTS }, (_, i) => ln((Math.max(i, 1e-6) / (POINTS - 1)) * 1.05 * Math.max(...doses)));
  const from = ln(0.6 * Math.min(...doses));
  const to = ln(1.7 * Math.max(...doses));
  return Array.from({ length: POINTS }, (_, i) => from + ((to - from) * i) / (POINTS - 1));
}

/** The parameters of a fit in the model's order; `null` where one is missing or not finite. */
export function parametersOf(
  model: DoseResponseModel,
  fit: FitSummary,
  suffix: { readonly location: string; readonly others: string },
): Float64Array | null {
  const location = locationIndex(model);
  const values = Float64Array.from(
    model.parameters,
    (name, i) => fit.parameters[name + (i === location ? suffix.location : suffix.others)] ?? fit.parameters[name] ?? Number.NaN,
  );
  return values.every(Number.isFinite) ? values : null;
}

/** A curve on the scale of the measured response; `null` where it leaves the range of numbers. */
export function curveOf(
  assay: AssayResult,
  model: DoseResponseModel,
  drawn: { readonly parameters: Float64Array; readonly shift: number; readonly lnDoses: readonly number[] },
): number[] | null {
  const { invert } = RESPONSE_TRANSFORMS[assay.transform ?? 'none'];
  const gradient = new Float64Array(model.parameters.length + 1);
  const curve = drawn.lnDoses.map((lnDose) => invert(model.evaluate(lnDose + drawn.shift, drawn.parameters, gradient)));
  return curve.every(Number.isFinite) ? curve : null;
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
