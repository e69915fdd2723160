import { normalUpperTail } from '../../numerics/distributions/normal-distribution.ts';
import { exp } from '../../numerics/elementary.ts';
import { isLineModel, isQuantalModel } from '../lines/line-models.ts';
import type { AssayResult, FitSummary, TestArticleResult } from '../potency-result.ts';
import { RESPONSE_TRANSFORMS } from '../response-transform.ts';
import type { FittedCurves } from './fitted-record.ts';

type Drawn = Pick<FittedCurves, 'reference' | 'test' | 'freeReference' | 'freeTest' | 'ec50Reference' | 'ec50Test'>;

/** The lines of a parallel-line, slope-ratio or quantal assay on the scale of the measured response; `null` without a fit, or where one leaves the range of numbers. */
export function fittedLines(assay: AssayResult, test: TestArticleResult, lnDoses: readonly number[]): Drawn | null {
  const { constrained, free, quantal } = test;
  if (constrained === null || lnDoses.length === 0 || !(isLineModel(assay.model) || isQuantalModel(assay.model))) return null;
  const draw = (fit: FitSummary | null, sample: 'reference' | 'test'): number[] | null => {
    const line = fit === null ? null : lineOf(fit, sample, assay.model);
    if (line === null) return null;
    const values = lnDoses.map((lnDose) => measured(assay, line.intercept + line.slope * (line.by === 'dose' ? exp(lnDose) : lnDose)));
    return values.every(Number.isFinite) ? values : null;
  };
  const [reference, ofTest] = [draw(constrained, 'reference'), draw(constrained, 'test')];
  if (reference === null || ofTest === null) return null;
  return {
    reference,
    test: ofTest,
    freeReference: draw(free, 'reference'),
    freeTest: draw(free, 'test'),
    ec50Reference: quantal?.ed50.reference?.estimate ?? null,
    ec50Test: quantal?.ed50.test?.estimate ?? null,
  };
}

/** Intercept and slope by ln dose; of a slope ratio by dose. Where the lines share one of them it has no sample in its name. */
function lineOf({ parameters }: FitSummary, sample: 'reference' | 'test', model: string) {
  const intercept = parameters[`intercept_${sample}`] ?? parameters.intercept;
  const slope = parameters[`slope_${sample}`] ?? parameters.slope;
  if (intercept === undefined || slope === undefined) return null;
  return { intercept, slope, by: model === 'slope-ratio' ? 'dose' : 'ln dose' } as const;
}

/** A response from the scale of the line; of a quantal assay the fraction that responds. */
function measured({ model, transform = 'none' }: AssayResult, value: number): number {
  if (model === 'probit') return normalUpperTail(-value);
  if (model === 'logit') return 1 / (1 + exp(-value));
  return RESPONSE_TRANSFORMS[transform].invert(value);
}
