import type { Cause } from '../cause.ts';
import type { Reason } from './potency-result.ts';

/** Whose reason it can be: the assay run's with its reference standard, or the test article's. */
export type SampleScope = 'assay-run' | 'test-article';
type Causes = Readonly<Record<SampleScope, Cause>>;

/** Of a curve: its sample is the reference standard, or the test article. */
const CURVE = { 'assay-run': 'reference', 'test-article': 'test article' } as const satisfies Causes;
const FILE = { 'assay-run': 'file', 'test-article': 'file' } as const satisfies Causes;
const METHOD = { 'assay-run': 'method', 'test-article': 'method' } as const satisfies Causes;
const PLAN = { 'assay-run': 'plan', 'test-article': 'plan' } as const satisfies Causes;
const LABORATORY = { 'assay-run': 'laboratory', 'test-article': 'laboratory' } as const satisfies Causes;
const CONSEQUENCE = { 'assay-run': 'another reason', 'test-article': 'another reason' } as const satisfies Causes;

/** Every reason that a potency result may carry, with its cause for each scope and its meaning; `docs/errors.md` lists them. */
export const POTENCY_REASONS = {
  'potency/well-excluded': { causes: LABORATORY, meaning: 'A well was taken out by hand; it stays in the record with its reason.' },
  'potency/well-not-numeric': {
    causes: LABORATORY,
    meaning: 'A well that the layout uses holds a marker or no value, so its response is not known.',
  },
  'potency/no-wells': { causes: PLAN, meaning: 'The layout gives a bound sample no well on this plate, or every well of it was excluded.' },
  'potency/no-blank': { causes: LABORATORY, meaning: 'The method subtracts a blank, and the plate has no usable blank well.' },
  'potency/response-outside-transform': {
    causes: CURVE,
    meaning: 'A response is outside the domain of the response transform, such as a negative one under a logarithm.',
  },
  'potency/response-out-of-range': { causes: FILE, meaning: 'A response is larger than 1e100 in size, which no detector gives.' },
  'potency/not-a-shift': {
    causes: METHOD,
    meaning: 'The method shares only some parameters, so that the ratio of two EC50s is given and no relative potency.',
  },
  'potency/no-counts': {
    causes: METHOD,
    meaning: 'A quantal model was asked for, and the responses are not counts of responders among a total.',
  },
  'potency/incomplete-design': {
    causes: PLAN,
    meaning: 'The blocks, or the rows and columns, do not hold every treatment equally often, or wells lack their place in the design.',
  },
  'potency/too-few-doses': {
    causes: PLAN,
    meaning: 'There are fewer different doses, or fewer wells, than the model has parameters to estimate.',
  },
  'potency/no-dose-response': { causes: CURVE, meaning: 'The response does not depend on the dose more than its own scatter explains.' },
  'potency/not-identified': {
    causes: CURVE,
    meaning: 'The data do not determine a parameter of the curve: an asymptote, the slope, the EC50 or the asymmetry.',
  },
  'potency/ec50-outside-doses': { causes: CURVE, meaning: 'The EC50 lies outside the doses that were tested.' },
  'potency/not-converged': { causes: CURVE, meaning: 'The least-squares search did not reach a minimum.' },
  'potency/no-weights': {
    causes: METHOD,
    meaning:
      'The weights that the method asks for do not exist, such as 1/variance where replicates are equal, or 1/mean where a mean is not above 0.',
  },
  'potency/no-replicate-variation': {
    causes: LABORATORY,
    meaning: 'Replicates, or independent assays, are equal to the last digit, so no random variation can be estimated from them.',
  },
  'potency/opposite-direction': {
    causes: CURVE,
    meaning: 'The response of the test article runs the other way than that of the reference standard.',
  },
  'potency/not-parallel': {
    causes: CURVE,
    meaning: 'The curves of reference standard and test article differ by more than a shift along the dose.',
  },
  'potency/not-equivalent': {
    causes: CURVE,
    meaning: 'A parameter of the test article is not shown to be within its equivalence margins.',
  },
  'potency/lack-of-fit': {
    causes: CURVE,
    meaning: 'The model departs from the dose means by more than the scatter of the replicates explains.',
  },
  'potency/replicates-differ': { causes: CURVE, meaning: 'The replicates at a dose vary more than the method admits.' },
  'potency/unbounded-interval': { causes: CURVE, meaning: 'The interval of the relative potency has no finite limit.' },
  'potency/interval-too-wide': { causes: CURVE, meaning: 'The interval of the relative potency is wider than the method admits.' },
  'potency/outside-range': { causes: CURVE, meaning: 'The relative potency is outside the range for which the method is valid.' },
  'potency/unsuitable-reference': { causes: CURVE, meaning: 'The reference standard does not meet a limit of the system suitability.' },
  'potency/outliers': { causes: CURVE, meaning: 'More outliers were found than the method admits.' },
  'potency/outlier-found': {
    causes: CURVE,
    meaning: 'A response that the outlier test of the method names; with and without it the result stands in the record.',
  },
  'potency/no-outlier-test': {
    causes: METHOD,
    meaning: 'The outlier test of the method could not be made: too few replicates at every dose, or no curve to compare with.',
  },
  'potency/too-many-excluded': { causes: LABORATORY, meaning: 'More wells were excluded or missing than the method admits.' },
  'potency/too-few-assays': { causes: CONSEQUENCE, meaning: 'Fewer reportable independent assays were found than the method plans.' },
  'potency/more-than-planned': {
    causes: PLAN,
    meaning: 'There are more assays than the method plans, and the further ones repeat none that is invalid for its own reason.',
  },
  'potency/not-planned': { causes: PLAN, meaning: 'The method plans no number of assays for the purpose of the subject.' },
  'potency/hook-effect': {
    causes: CURVE,
    meaning: 'The response turns back at the highest dose by more than the scatter of the replicates explains.',
  },
  'potency/plate-quality': {
    causes: LABORATORY,
    meaning: 'A figure of the plate (controls, row, column or edge effect) does not meet its limit.',
  },
  'potency/plate-drift': { causes: LABORATORY, meaning: 'The plates of an assay run drift by more than the method admits.' },
  'potency/heterogeneous-assays': {
    causes: CURVE,
    meaning: 'The relative potencies of the independent assays differ by more than the method admits.',
  },
  'potency/no-combination': {
    causes: METHOD,
    meaning: 'The independent assays cannot be combined as the method asks: one has no bounded interval, or too few have one.',
  },
  'potency/outcome-depends-on-outlier': {
    causes: CURVE,
    meaning: 'The outcome is another one when the outliers or the excluded wells are put back.',
  },
} as const satisfies Readonly<Record<string, { readonly causes: Causes; readonly meaning: string }>>;

export type PotencyReasonCode = keyof typeof POTENCY_REASONS;

/** A reason with its scope and what was found. */
export function reason(code: PotencyReasonCode, scope: SampleScope, message: string): Reason {
  return { code, scope, message };
}
