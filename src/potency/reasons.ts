import type { Cause } from '../cause.ts';
import { type AnyGiven, allFields, type GivenFields } from '../given-fields.ts';
import type { FieldKinds, FieldsOf, Message } from '../message.ts';
import { CHECK, CHECK_AMONG, DESIGN_FAULT, NOT_IDENTIFIED, OUTCOME, WELL_WITHOUT_NUMBER } from './reason-fields.ts';

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
  'potency/well-excluded': {
    causes: LABORATORY,
    meaning: 'A well was taken out by hand; it stays in the record with its reason.',
    fields: { of: { oneOf: ['well', 'line'] }, well: { orNull: 'name' }, line: { orNull: 'integer' }, sample: 'text', reason: 'text' },
  },
  'potency/well-not-numeric': {
    causes: LABORATORY,
    meaning: 'A well that the layout uses holds a marker or no value, so its response is not known.',
    fields: WELL_WITHOUT_NUMBER,
  },
  'potency/no-wells': {
    causes: PLAN,
    meaning: 'The layout gives a bound sample no well on this plate, or every well of it was excluded.',
    fields: { sample: 'text', plate: 'text' },
  },
  'potency/no-blank': {
    causes: LABORATORY,
    meaning: 'The method subtracts a blank, and the plate has no usable blank well.',
    fields: { of: { oneOf: ['plate', 'curve'] }, name: 'text' },
  },
  'potency/response-outside-transform': {
    causes: CURVE,
    meaning: 'A response is outside the domain of the response transform, such as a negative one under a logarithm.',
    fields: { of: { oneOf: ['sample', 'standard'] }, sample: 'text', response: 'number', dose: 'number', transform: { orNull: 'name' } },
  },
  'potency/response-out-of-range': {
    causes: FILE,
    meaning: 'A response is larger than 1e100 in size, which no detector gives.',
    fields: { sample: 'text', response: 'number', dose: 'number', most: 'number' },
  },
  'potency/not-a-shift': {
    causes: METHOD,
    meaning: 'The method shares only some parameters, so that the ratio of two EC50s is given and no relative potency.',
    fields: { reference: 'text', test: 'text', shared: { list: 'name' } },
  },
  'potency/no-counts': {
    causes: METHOD,
    meaning: 'A quantal model was asked for, and the responses are not counts of responders among a total.',
    fields: { sample: 'text' },
  },
  'potency/incomplete-design': {
    causes: PLAN,
    meaning: 'The blocks, or the rows and columns, do not hold every treatment equally often, or wells lack their place in the design.',
    fields: { design: 'name', sample: 'text', ...DESIGN_FAULT, designFrom: { oneOf: ['method', 'table'] } },
  },
  'potency/too-few-doses': {
    causes: PLAN,
    meaning: 'There are fewer different doses, or fewer wells, than the model has parameters to estimate.',
    fields: {
      for: { oneOf: ['curve', 'line', 'logarithmic-line', 'calibration-line'] },
      sample: 'text',
      doses: { orNull: 'integer' },
      responses: { orNull: 'integer' },
      neededDoses: { orNull: 'integer' },
      neededResponses: { orNull: 'integer' },
    },
  },
  'potency/no-dose-response': {
    causes: CURVE,
    meaning: 'The response does not depend on the dose more than its own scatter explains.',
    fields: {
      finding: { oneOf: ['equal-responses', 'curve', 'own-line', 'responders', 'concentrations', 'check'] },
      p: { orNull: 'number' },
      most: { orNull: 'number' },
      ...CHECK_AMONG,
    },
  },
  'potency/not-identified': {
    causes: CURVE,
    meaning: 'The data do not determine a parameter of the curve: an asymptote, the slope, the EC50 or the asymmetry.',
    fields: NOT_IDENTIFIED,
  },
  'potency/not-bracketed': {
    causes: PLAN,
    meaning: 'Spearman–Kärber needs a dose at which no unit responds and one at which all do; the doses do not reach so far.',
    fields: { sample: 'text', lowest: 'fraction', highest: 'fraction' },
  },
  'potency/doses-evenly-spaced': {
    causes: METHOD,
    meaning:
      'The doses of a curve in the logarithm of the dose rise by equal steps, as logarithms of serial dilutions do: they may be logarithms.',
    fields: { sample: 'text', lower: 'number', upper: 'number', count: 'integer' },
  },
  'potency/ec50-outside-doses': {
    causes: CURVE,
    meaning: 'The EC50 lies outside the doses that were tested.',
    fields: {
      sample: 'text',
      finding: { oneOf: ['value', 'beyond-numbers', 'none'] },
      ec50: { orNull: 'number' },
      lnEc50: { orNull: 'number' },
      lower: 'number',
      upper: 'number',
    },
  },
  'potency/not-converged': {
    causes: CURVE,
    meaning: 'The least-squares search did not reach a minimum.',
    fields: {
      of: { oneOf: ['curve', 'no-start', 'relative-potency', 'ec50-ratio'] },
      sample: 'text',
      stopped: { orNull: 'name' },
      iterations: { orNull: 'integer' },
    },
  },
  'potency/no-weights': {
    causes: METHOD,
    meaning:
      'The weights that the method asks for do not exist, such as 1/variance where replicates are equal, or 1/mean where a mean is not above 0.',
    fields: {
      fault: { oneOf: ['at-dose', 'no-fit', 'fitted-not-positive', 'not-settled'] },
      weights: { orNull: 'name' },
      dose: { orNull: 'number' },
      response: { orNull: 'number' },
      rounds: { orNull: 'integer' },
    },
  },
  'potency/no-replicate-variation': {
    causes: LABORATORY,
    meaning:
      'Replicates, or independent assays, are equal to the last digit, or at every dose none or all units respond, so no random variation can be estimated from them.',
    fields: {
      of: { oneOf: ['sample', 'assay', 'independent-assays', 'counts'] },
      sample: { orNull: 'text' },
      count: { orNull: 'integer' },
    },
  },
  'potency/opposite-direction': {
    causes: CURVE,
    meaning: 'The response of the test article runs the other way than that of the reference standard.',
    fields: {
      of: { oneOf: ['slopes', 'ratio'] },
      test: 'text',
      reference: { orNull: 'text' },
      testSlope: { orNull: 'number' },
      referenceSlope: { orNull: 'number' },
      ratio: { orNull: 'number' },
    },
  },
  'potency/not-parallel': {
    causes: CURVE,
    meaning: 'The curves of reference standard and test article differ by more than a shift along the dose.',
    fields: CHECK,
  },
  'potency/no-intersection': {
    causes: CURVE,
    meaning: 'The lines of reference standard and test article do not meet at the dose 0, so that their slopes have no ratio to report.',
    fields: CHECK,
  },
  'potency/blanks-differ': {
    causes: CURVE,
    meaning: 'The blanks do not lie where the lines of a slope-ratio assay meet.',
    fields: CHECK,
  },
  'potency/test-relaxed': {
    causes: METHOD,
    meaning: 'The method relaxes a validity test of the pharmacopoeia by its name.',
    fields: {
      sample: 'text',
      test: { oneOf: ['regression', 'parallelism', 'intersection', 'linearity', 'blanks'] },
      how: { oneOf: ['information', 'other-alpha', 'disregarded', 'scaled'] },
      alpha: 'number',
      p: { orNull: 'number' },
      /** By which variances are multiplied. */
      factor: { orNull: 'number' },
    },
  },
  'potency/not-equivalent': {
    causes: CURVE,
    meaning: 'A parameter of the test article is not shown to be within its equivalence margins.',
    fields: {
      sample: 'text',
      parameter: 'name',
      lowerMargin: { orNull: 'number' },
      upperMargin: { orNull: 'number' },
      lower: { orNull: 'number' },
      upper: { orNull: 'number' },
      level: 'fraction',
    },
  },
  'potency/lack-of-fit': {
    causes: CURVE,
    meaning: 'The model departs from the dose means by more than the scatter of the replicates explains.',
    fields: CHECK,
  },
  'potency/replicates-differ': {
    causes: CURVE,
    meaning: 'The replicates at a dose vary more than the method admits.',
    fields: {
      finding: { oneOf: ['check', 'dilution'] },
      curve: { orNull: 'text' },
      dilution: { orNull: 'number' },
      mostPercent: { orNull: 'number' },
      cvPercent: { orNull: 'number' },
      ...CHECK_AMONG,
    },
  },
  'potency/unbounded-interval': {
    causes: CURVE,
    meaning: 'The interval of the relative potency, or of the ED50 of one preparation, has no finite limit.',
    fields: {
      of: { oneOf: ['interval', 'line', 'quantal', 'ed50', 'estimate'] },
      sample: 'text',
      method: { orNull: 'name' },
      g: { orNull: 'number' },
    },
  },
  'potency/interval-too-wide': {
    causes: CURVE,
    meaning: 'The interval of the relative potency is wider than the method admits.',
    fields: CHECK,
  },
  'potency/outside-range': {
    causes: CURVE,
    meaning: 'The relative potency is outside the range for which the method is valid.',
    fields: CHECK,
  },
  'potency/unsuitable-reference': {
    causes: CURVE,
    meaning: 'The reference standard does not meet a limit of the system suitability.',
    fields: CHECK,
  },
  'potency/outliers': { causes: CURVE, meaning: 'More outliers were found than the method admits.', fields: CHECK },
  'potency/outlier-found': {
    causes: CURVE,
    meaning: 'A response that the outlier test of the method names; with and without it the result stands in the record.',
    fields: {
      sample: 'text',
      wells: { list: 'name' },
      dose: 'number',
      response: 'number',
      test: { oneOf: ['grubbs', 'dixon', 'studentised', 'rout'] },
      statistic: 'number',
      limit: { orNull: 'number' },
      p: { orNull: 'number' },
    },
  },
  'potency/outlier-suspected': {
    causes: CURVE,
    meaning: 'One response lies so far from the curve of all the others that it spoils the fit; nothing is taken out by itself.',
    fields: { sample: 'text', wells: { list: 'name' }, dose: 'number', response: 'number', t: 'number', p: 'number' },
  },
  'potency/no-outlier-test': {
    causes: METHOD,
    meaning: 'The outlier test of the method could not be made: too few replicates at every dose, or no curve to compare with.',
    fields: { sample: 'text', why: { oneOf: ['no-response', 'no-curve', 'too-few-replicates', 'no-residuals', 'not-settled'] } },
  },
  'potency/too-many-excluded': {
    causes: LABORATORY,
    meaning: 'More wells were excluded or missing than the method admits.',
    fields: CHECK,
  },
  'potency/too-few-assays': {
    causes: CONSEQUENCE,
    meaning: 'Fewer reportable independent assays were found than the method plans.',
    fields: {
      of: { oneOf: ['assays', 'runs', 'replicates-of-run'] },
      needed: 'integer',
      found: 'integer',
      planned: { orNull: 'integer' },
      replicates: { orNull: 'integer' },
      run: { orNull: 'name' },
    },
  },
  'potency/more-than-planned': {
    causes: PLAN,
    meaning: 'There are more assays than the method plans, and the further ones repeat none that is invalid for its own reason.',
    fields: {
      assay: 'name',
      subject: 'text',
      planned: 'integer',
      surplus: { list: { record: { file: 'file', plate: { orNull: 'name' } } } },
    },
  },
  'potency/not-planned': {
    causes: PLAN,
    meaning: 'The method plans no number of assays for the purpose of the subject.',
    fields: { assay: 'name', purpose: 'name' },
  },
  'potency/hook-effect': {
    causes: CURVE,
    meaning: 'The response turns back at the highest dose by more than the scatter of the replicates explains.',
    fields: {
      finding: { oneOf: ['check', 'hook'] },
      topDose: { orNull: 'number' },
      peakDose: { orNull: 'number' },
      drop: { orNull: 'fraction' },
      t: { orNull: 'number' },
      p: { orNull: 'number' },
      ...CHECK_AMONG,
    },
  },
  'potency/plate-quality': {
    causes: LABORATORY,
    meaning: 'A figure of the plate (controls, row, column or edge effect) does not meet its limit.',
    fields: CHECK,
  },
  'potency/plate-drift': {
    causes: LABORATORY,
    meaning: 'The plates of an assay run drift by more than the method admits.',
    fields: { ...CHECK, plates: 'integer' },
  },
  'potency/heterogeneous-assays': {
    causes: CURVE,
    meaning: 'The relative potencies of the independent assays differ by more than the method admits.',
    fields: {
      of: { oneOf: ['gcv', 'chi-squared'] },
      mostPercent: { orNull: 'number' },
      gcvPercent: { orNull: 'number' },
      alpha: { orNull: 'number' },
      chiSquared: { orNull: 'number' },
      df: { orNull: 'integer' },
      p: { orNull: 'number' },
      /** The variant for assays that are not homogeneous, with what it gives. */
      instead: { orNull: 'name' },
      estimate: { orNull: 'number' },
      lower: { orNull: 'number' },
      upper: { orNull: 'number' },
      /** Of the three figures before it, where they are no relative potencies. */
      unit: { orNull: 'text' },
    },
  },
  'potency/no-combination': {
    causes: METHOD,
    meaning:
      'The independent assays cannot be combined as the method asks: one has no bounded interval, or too few have one, or their predilutions or units differ.',
    fields: { why: { oneOf: ['no-interval', 'too-few-intervals', 'unlike-predilutions', 'unlike-units'] }, assay: { orNull: 'text' } },
  },
  'potency/outcome-depends-on-outlier': {
    causes: CURVE,
    meaning: 'The outcome is another one when the outliers or the excluded wells are put back.',
    fields: { kind: { oneOf: ['outliers', 'exclusions'] }, test: 'text', original: OUTCOME, reduced: OUTCOME },
  },
} as const satisfies Readonly<Record<string, { readonly causes: Causes; readonly meaning: string; readonly fields: FieldKinds }>>;

export type PotencyReasonCode = keyof typeof POTENCY_REASONS;

type KindsOf<Code extends PotencyReasonCode> = (typeof POTENCY_REASONS)[Code]['fields'];

/** The fields of a reason by its code. */
export type PotencyReasonFields<Code extends PotencyReasonCode> = FieldsOf<KindsOf<Code>>;

/** Why a value is not reportable, or what a reviewer must know: a code with the fields that its register declares, and whose validity it decides. */
export interface PotencyReason extends Message {
  readonly code: PotencyReasonCode;
  readonly scope: SampleScope;
}

/** A reason with its scope and what was found; fields that may be `null` can be left out. */
export function reason<Code extends PotencyReasonCode>(code: Code, scope: SampleScope, fields: GivenFields<KindsOf<Code>>): PotencyReason;
export function reason(code: PotencyReasonCode, scope: SampleScope, given: AnyGiven): PotencyReason {
  return { code, scope, fields: allFields(POTENCY_REASONS[code].fields, given) };
}
