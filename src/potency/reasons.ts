import type { Reason, ReasonScope } from './potency-result.ts';

/** Every reason that a potency result may carry, with its meaning; `docs/errors.md` lists them. */
export const POTENCY_REASONS = {
  'potency/well-excluded': 'A well was taken out by hand; it stays in the record with its reason.',
  'potency/well-not-numeric': 'A well that the layout uses holds a marker or no value, so its response is not known.',
  'potency/no-wells': 'The layout gives a bound sample no well on this plate, or every well of it was excluded.',
  'potency/no-blank': 'The method subtracts a blank, and the plate has no usable blank well.',
  'potency/response-outside-transform':
    'A response is outside the domain of the response transform, such as a negative one under a logarithm.',
  'potency/response-out-of-range': 'A response is larger than 1e100 in size, which no detector gives.',
  'potency/not-a-shift': 'The method shares only some parameters, so that the ratio of two EC50s is given and no relative potency.',
  'potency/no-counts': 'A quantal model was asked for, and the responses are not counts of responders among a total.',
  'potency/incomplete-design':
    'The blocks, or the rows and columns, do not hold every treatment equally often, or wells lack their place in the design.',
  'potency/too-few-doses': 'There are fewer different doses, or fewer wells, than the model has parameters to estimate.',
  'potency/no-dose-response': 'The response does not depend on the dose more than its own scatter explains.',
  'potency/not-identified': 'The data do not determine a parameter of the curve: an asymptote, the slope, the EC50 or the asymmetry.',
  'potency/ec50-outside-doses': 'The EC50 lies outside the doses that were tested.',
  'potency/not-converged': 'The least-squares search did not reach a minimum.',
  'potency/no-weights':
    'The weights that the method asks for do not exist, such as 1/variance where replicates are equal, or 1/mean where a mean is not above 0.',
  'potency/no-replicate-variation':
    'Replicates, or independent assays, are equal to the last digit, so no random variation can be estimated from them.',
  'potency/opposite-direction': 'The response of the test article runs the other way than that of the reference standard.',
  'potency/not-parallel': 'The curves of reference standard and test article differ by more than a shift along the dose.',
  'potency/not-equivalent': 'A parameter of the test article is not shown to be within its equivalence margins.',
  'potency/lack-of-fit': 'The model departs from the dose means by more than the scatter of the replicates explains.',
  'potency/replicates-differ': 'The replicates at a dose vary more than the method admits.',
  'potency/unbounded-interval': 'The interval of the relative potency has no finite limit.',
  'potency/interval-too-wide': 'The interval of the relative potency is wider than the method admits.',
  'potency/outside-range': 'The relative potency is outside the range for which the method is valid.',
  'potency/unsuitable-reference': 'The reference standard does not meet a limit of the system suitability.',
  'potency/outliers': 'More outliers were found than the method admits.',
  'potency/outlier-found': 'A response that the outlier test of the method names; with and without it the result stands in the record.',
  'potency/no-outlier-test':
    'The outlier test of the method could not be made: too few replicates at every dose, or no curve to compare with.',
  'potency/too-many-excluded': 'More wells were excluded or missing than the method admits.',
  'potency/too-few-assays': 'Fewer reportable independent assays were found than the method plans.',
  'potency/hook-effect': 'The response turns back at the highest dose by more than the scatter of the replicates explains.',
  'potency/plate-quality': 'A figure of the plate (controls, row, column or edge effect) does not meet its limit.',
  'potency/plate-drift': 'The plates of an assay run drift by more than the method admits.',
  'potency/heterogeneous-assays': 'The relative potencies of the independent assays differ by more than the method admits.',
  'potency/no-combination':
    'The independent assays cannot be combined as the method asks: one has no bounded interval, or too few have one.',
  'potency/outcome-depends-on-outlier': 'The outcome is another one when the outliers or the excluded wells are put back.',
} as const;

export type PotencyReasonCode = keyof typeof POTENCY_REASONS;

/** A reason with its scope and what was found. */
export function reason(code: PotencyReasonCode, scope: ReasonScope, message: string): Reason {
  return { code, scope, message };
}
