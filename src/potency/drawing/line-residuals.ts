import { sqrt } from '../../numerics/elementary.ts';
import { isQuantalModel } from '../line-models.ts';
import type { AssayResult, DosePoint, TestArticleResult } from '../potency-result.ts';
import { RESPONSE_TRANSFORMS } from '../response-transform.ts';
import type { FittedCurves } from './fitted-record.ts';

type Residuals = FittedCurves['residuals'];

/** What the lines give at a dose, on the scale of the line (measured responses) or as a fraction (counts). */
export type LineValue = (sample: 'reference' | 'test', dose: number) => number | null;

/**
 * Residuals of the common lines in units of s: of measured responses by the error within treatments, of counts by the binomial deviation (Pearson's residuals).
 * None where a design has effects besides the lines, or responses were averaged: there the lines alone say nothing of one response.
 */
export function lineResiduals(assay: AssayResult, test: TestArticleResult | null, at: LineValue): Residuals {
  const whole = assay.design !== undefined && assay.design !== 'completely-randomised';
  const points = [...assay.reference.points, ...(test?.points ?? [])];
  if (whole || points.some((point) => point.group != null)) return [];
  const of = isQuantalModel(assay.model) ? ofCounts : ofResponses(assay, test);
  const each = (sample: 'reference' | 'test', own: readonly DosePoint[]): Residuals =>
    own
      .filter((point) => point.excluded === null)
      .flatMap((point) => {
        const fitted = at(sample, point.dose);
        const value = fitted === null ? Number.NaN : of(point, fitted);
        return Number.isFinite(value) ? [{ sample, dose: point.dose, value }] : [];
      });
  return [...each('reference', assay.reference.points), ...each('test', test?.points ?? [])];
}

function ofResponses({ transform = 'none' }: AssayResult, test: TestArticleResult | null) {
  const { constrained = null, anova = [] } = test ?? {};
  const s = constrained === null ? Number.NaN : sqrt(constrained.rss / constrained.degreesOfFreedom);
  // Zero doses that a method disregards are not about the lines.
  const judgesZero = anova.some(({ name }) => name === 'blanks');
  return ({ dose, response }: DosePoint, fitted: number): number =>
    dose === 0 && !judgesZero ? Number.NaN : (RESPONSE_TRANSFORMS[transform].transform(response) - fitted) / s;
}

function ofCounts({ counts }: DosePoint, fraction: number): number {
  if (counts === undefined) return Number.NaN;
  const { responders, total } = counts;
  return (responders - total * fraction) / sqrt(total * fraction * (1 - fraction));
}
