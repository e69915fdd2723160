import { normalUpperTail } from '../../numerics/distributions/normal-distribution.ts';
import { exp, ln } from '../../numerics/elementary.ts';
import { isLineModel, isQuantalModel } from '../line-models.ts';
import type { AssayResult, FitSummary, TestArticleResult } from '../potency-result.ts';
import { RESPONSE_TRANSFORMS } from '../response-transform.ts';
import type { FittedCurves } from './fitted-record.ts';
import { lineResiduals } from './line-residuals.ts';

type Drawn = Pick<FittedCurves, 'reference' | 'test' | 'freeReference' | 'freeTest' | 'ec50Reference' | 'ec50Test' | 'residuals'>;

/** The lines of a parallel-line, slope-ratio or quantal assay on the scale of the measured response; `null` without a fit, or where one leaves the range of numbers. */
export function fittedLines(assay: AssayResult, test: TestArticleResult, lnDoses: readonly number[]): Drawn | null {
  const { constrained, free, quantal } = test;
  if (constrained === null || lnDoses.length === 0 || !(isLineModel(assay.model) || isQuantalModel(assay.model))) return null;
  // Separate lines have a natural response of their own.
  const naturalOf = (fit: FitSummary | null): number | undefined => fit?.parameters.naturalResponse ?? quantal?.naturalResponse?.rate;
  const draw = (fit: FitSummary | null, sample: 'reference' | 'test'): number[] | null => {
    const line = fit === null ? null : lineOf(fit, sample, assay.model);
    if (line === null) return null;
    const values = lnDoses.map((lnDose) => measured(assay, valueOn(line, lnDose), naturalOf(fit)));
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
    residuals: lineResiduals(assay, test, (sample, dose) => {
      const line = lineOf(constrained, sample, assay.model);
      // A line of ln dose has no value at the dose 0, but that of the natural response.
      const value = line === null ? null : dose === 0 && line.by === 'ln dose' ? Number.NEGATIVE_INFINITY : valueOn(line, ln(dose));
      if (value === null || !isQuantalModel(assay.model)) return value;
      return measured(assay, value, naturalOf(constrained));
    }),
  };
}

/** The line at a dose; a line of the dose itself also at 0, whose logarithm is −∞. */
function valueOn({ intercept, slope, by }: { readonly intercept: number; readonly slope: number; readonly by: string }, lnDose: number) {
  return intercept + slope * (by === 'dose' ? exp(lnDose) : lnDose);
}

/** Intercept and slope by ln dose; of a slope ratio by dose. Where the lines share one of them it has no sample in its name. */
function lineOf({ parameters }: FitSummary, sample: 'reference' | 'test', model: string) {
  const intercept = parameters[`intercept_${sample}`] ?? parameters.intercept;
  const slope = parameters[`slope_${sample}`] ?? parameters.slope;
  if (intercept === undefined || slope === undefined) return null;
  return { intercept, slope, by: model === 'slope-ratio' ? 'dose' : 'ln dose' } as const;
}

/** A response from the scale of the line; of a quantal assay the fraction that responds, with those that do so by nature. */
export function measured({ model, transform = 'none' }: AssayResult, value: number, natural = 0): number {
  if (model === 'probit') return natural + (1 - natural) * normalUpperTail(-value);
  if (model === 'logit') return natural + (1 - natural) / (1 + exp(-value));
  return RESPONSE_TRANSFORMS[transform].invert(value);
}
