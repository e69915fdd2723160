import type { Cause, ReasonScope } from '../cause.ts';
import { type FieldKinds, type FieldsOf, RANGE } from '../message.ts';
import { PURPOSES } from '../subject.ts';
import { METHOD_STATUSES, OCCASION_KINDS } from './result-words.ts';

interface ReasonMeaning {
  readonly scope: ReasonScope;
  readonly cause: Cause;
  readonly meaning: string;
  readonly fields: FieldKinds;
}

/** An earlier result, by its attribute and component. */
export const EARLIER = { attribute: 'name', component: { orNull: 'name' } } as const satisfies FieldKinds;

/** Inputs of a formula that are only known to lie in a range. */
const KNOWN_INPUTS = { list: { record: { input: 'name', known: RANGE } } } as const;

/** Why an attribute has no valid result, or carries a note: every code that this folder gives. `docs/errors.md` lists them too. */
export const ATTRIBUTE_REASONS = {
  'pending/no-acquisition': {
    scope: 'attribute',
    cause: 'plan',
    meaning: 'No acquisition of the panel at the stage has arrived. The result is pending.',
    fields: { panel: 'name', tube: { orNull: 'name' }, stage: 'name' },
  },
  'pending/no-count': {
    scope: 'attribute',
    cause: 'plan',
    meaning: 'A count has not arrived. The result is pending.',
    fields: { count: 'name' },
  },
  'pending/too-few-preparations': {
    scope: 'attribute',
    cause: 'plan',
    meaning: 'Fewer preparations have arrived than are planned. The result is pending.',
    fields: { planned: 'integer', found: { list: 'name' } },
  },
  'pending/no-plates': {
    scope: 'attribute',
    cause: 'plan',
    meaning: 'No plate of the assay has arrived. The result is pending.',
    fields: { assay: 'name' },
  },
  'attribute/repeat-of-valid': {
    scope: 'attribute',
    cause: 'plan',
    meaning: 'An acquisition repeats one that is valid by itself or repeated already: it is one more than planned.',
    fields: { file: 'file', replaces: 'file' },
  },
  'attribute/count-unit': {
    scope: 'attribute',
    cause: 'file',
    meaning: 'A value of the count file is in another unit than the method asks for.',
    fields: { count: 'name', unit: 'text', found: 'text', source: 'text' },
  },
  'attribute/none-seeded': {
    scope: 'attribute',
    cause: 'file',
    meaning: 'No cells were seeded in a passage, so nothing grew from them.',
    fields: { passage: 'name' },
  },
  'attribute/more-than-planned': {
    scope: 'attribute',
    cause: 'plan',
    meaning: 'There are more preparations than the method plans, and the further ones repeat none that is invalid for its own reason.',
    fields: { planned: 'integer', found: { list: 'name' } },
  },
  'attribute/not-planned': {
    scope: 'attribute',
    cause: 'plan',
    meaning: 'The method plans no number of preparations for the purpose of the subject.',
    fields: { purpose: { oneOf: PURPOSES } },
  },
  'attribute/ambiguous-acquisition': {
    scope: 'attribute',
    cause: 'plan',
    meaning: 'One preparation has more than one acquisition that could serve the attribute; the latest does not win.',
    fields: { preparation: 'name', files: { list: 'file' } },
  },
  'attribute/no-population': {
    scope: 'attribute',
    cause: 'method',
    meaning: 'No acquisition of the panel holds a population that the attribute names.',
    fields: { populations: { list: 'name' }, panel: 'name', files: { list: 'file' } },
  },
  'attribute/not-nested': {
    scope: 'attribute',
    cause: 'method',
    meaning: 'The denominator is not a parent of the population, so the two counts are no fraction.',
    fields: { population: 'name', of: 'name', file: 'file' },
  },
  'attribute/empty-parent': {
    scope: 'test-article',
    cause: 'test article',
    meaning: 'The denominator has no events.',
    fields: { population: 'name', file: 'file' },
  },
  'attribute/too-few-events': {
    scope: 'test-article',
    cause: 'test article',
    meaning: 'The denominator has fewer events than the method or the criterion needs.',
    fields: { minimum: 'integer', found: 'integer', population: { orNull: 'name' }, file: { orNull: 'file' } },
  },
  'attribute/too-few-preparations': {
    scope: 'test-article',
    cause: 'another reason',
    meaning: 'Fewer preparations than planned gave a value.',
    fields: { planned: 'integer', found: 'integer', lacking: { oneOf: ['events', 'value'] } },
  },
  'attribute/heterogeneous-preparations': {
    scope: 'test-article',
    cause: 'test article',
    meaning: 'The preparations differ by more than counting explains (p < 0.01), so they are not pooled.',
    fields: {
      statistic: 'number',
      degreesOfFreedom: 'integer',
      p: 'number',
      level: 'number',
      counts: { list: { record: { preparation: 'name', k: 'integer', N: 'integer' } } },
    },
  },
  'attribute/not-exclusive': {
    scope: 'attribute',
    cause: 'method',
    meaning: 'An event lies in two classes that the method declares exclusive.',
    fields: { file: 'file', events: 'integer' },
  },
  'attribute/exclusivity-not-checked': {
    scope: 'attribute',
    cause: 'method',
    meaning: 'The overlap of exclusive classes was not counted; only their sum was compared with the denominator.',
    fields: {},
  },
  'attribute/debris-before-dye': {
    scope: 'attribute',
    cause: 'method',
    meaning: 'The debris gate comes before the viability dye and the method does not justify it.',
    fields: { file: 'file', gate: 'name' },
  },
  'attribute/not-live': {
    scope: 'attribute',
    cause: 'method',
    meaning: 'The intermediate population lies within the live one, where intermediates must not count as live.',
    fields: { file: 'file', intermediate: 'name', live: 'name' },
  },
  'attribute/no-intensity': {
    scope: 'attribute',
    cause: 'file',
    meaning:
      'The values of a parameter in a population have no such statistic: the parameter is absent, there are too few events, or a mean or median is not positive.',
    fields: {
      why: { oneOf: ['no-control', 'no-parameter', 'no-events', 'one-event', 'not-positive', 'no-ratio'] },
      parameter: 'name',
      population: 'name',
      file: 'file',
      of: { orNull: 'name' },
      value: { orNull: 'number' },
    },
  },
  'attribute/values-not-positive': {
    scope: 'test-article',
    cause: 'test article',
    meaning: 'A geometric mean was asked of values of 0 or below, which have no logarithm.',
    fields: { found: 'integer', parameter: 'name', population: 'name', file: 'file' },
  },
  'attribute/no-count': {
    scope: 'attribute',
    cause: 'method',
    meaning: 'The method names no count from which the value could be computed.',
    fields: { passage: 'name' },
  },
  'attribute/bad-count': {
    scope: 'attribute',
    cause: 'file',
    meaning: 'A value of the count file is negative or not finite.',
    fields: { count: 'name', value: 'number', source: 'text' },
  },
  'attribute/no-earlier-result': {
    scope: 'attribute',
    cause: 'another reason',
    meaning: 'A value that the attribute is computed from does not exist.',
    fields: EARLIER,
  },
  'attribute/earlier-result-not-valid': {
    scope: 'attribute',
    cause: 'another reason',
    meaning: 'A value that the attribute is computed from is not valid.',
    fields: EARLIER,
  },
  'attribute/not-a-number': {
    scope: 'attribute',
    cause: 'method',
    meaning: 'The formula gives no finite number.',
    fields: { expression: 'text', known: KNOWN_INPUTS },
  },
  'attribute/other-occasion': {
    scope: 'attribute',
    cause: 'plan',
    meaning: 'A value is computed from results of one test occasion, and one of them was not tested on it.',
    fields: { ...EARLIER, occasion: { oneOf: OCCASION_KINDS }, number: 'integer' },
  },
  'attribute/not-monotone': {
    scope: 'attribute',
    cause: 'method',
    meaning: 'The formula both rises and falls with a value that is only known to lie below or above a number.',
    fields: { expression: 'text', inputs: { list: 'name' }, known: KNOWN_INPUTS },
  },
  'attribute/divides-by-possible-zero': {
    scope: 'attribute',
    cause: 'method',
    meaning: 'The formula divides by a value that is only known to lie in a range with 0 in it.',
    fields: { expression: 'text', known: KNOWN_INPUTS },
  },
  'attribute/nothing-known': {
    scope: 'attribute',
    cause: 'method',
    meaning: 'Values that are only known to lie below or above a number leave nothing known of what is computed from them.',
    fields: { expression: 'text', known: KNOWN_INPUTS },
  },
  'attribute/negative-value': {
    scope: 'attribute',
    cause: 'file',
    meaning: 'A quantity that the method declares not to be negative was reported below 0.',
    fields: { attribute: 'name', operator: { oneOf: ['', '<', '>'] }, value: 'number', source: 'text' },
  },
  'attribute/unit-mismatch': {
    scope: 'attribute',
    cause: 'file',
    meaning: 'A value was reported in another unit than the method asks for.',
    fields: { attribute: 'name', unit: 'text', found: 'text', source: 'text' },
  },
  'attribute/not-a-fraction': {
    scope: 'attribute',
    cause: 'method',
    meaning: 'A value that enters a computation as a fraction has another unit, or does not lie in 0 to 1.',
    fields: { ...EARLIER, known: RANGE, unit: 'text' },
  },
  'attribute/interval-not-covered': {
    scope: 'attribute',
    cause: 'method',
    meaning: 'A computed value has no interval: an input has none, or inputs share data in a way that the method does not cover. A note.',
    fields: { why: { list: 'message' } },
  },
  'attribute/input-not-validated': {
    scope: 'attribute',
    cause: 'method',
    meaning: 'A value is computed from one whose method may do less than its own: it takes over that status. A note.',
    fields: { inputs: { list: { record: EARLIER } }, status: { oneOf: METHOD_STATUSES }, own: { oneOf: METHOD_STATUSES } },
  },
  'attribute/assigned-potency-without-limits': {
    scope: 'attribute',
    cause: 'reference',
    meaning:
      'The register gives an assigned potency without limits and does not say that it is defined: its uncertainty is not in the interval. A note.',
    fields: { standard: 'name' },
  },
  'attribute/too-few-assays': {
    scope: 'attribute',
    cause: 'another reason',
    meaning: 'Fewer independent assays than planned are reportable.',
    fields: { planned: 'integer', found: 'integer' },
  },
  'attribute/well-excluded': {
    scope: 'assay-run',
    cause: 'laboratory',
    meaning: 'A well of an assay behind the value was taken out by hand; it stays in the record with its reason.',
    fields: { well: { orNull: 'name' }, plate: { orNull: 'name' }, reason: 'text' },
  },
  'attribute/no-growth': {
    scope: 'test-article',
    cause: 'test article',
    meaning: 'No more cells were harvested than seeded: the doubling time is undefined and the passage adds 0 doublings.',
    fields: { passage: 'name', of: { oneOf: ['doublings', 'doubling-time'] } },
  },
  'control/missing': {
    scope: 'assay-run',
    cause: 'control',
    meaning: 'A control that the attribute declares was not found.',
    fields: { control: 'name', panel: { orNull: 'name' }, tube: { orNull: 'name' }, assayRun: { orNull: 'name' } },
  },
  'control/ambiguous': {
    scope: 'assay-run',
    cause: 'control',
    meaning: 'More than one acquisition could be the control.',
    fields: { control: 'name', tube: { orNull: 'name' }, assayRun: { orNull: 'name' }, files: { list: 'file' } },
  },
  'control/too-few-events': {
    scope: 'assay-run',
    cause: 'control',
    meaning: 'The control has fewer events than its minimum.',
    fields: {
      control: { orNull: 'name' },
      file: { orNull: 'file' },
      population: { orNull: 'name' },
      minimum: 'integer',
      found: { orNull: 'integer' },
    },
  },
  'control/too-many-positive': {
    scope: 'assay-run',
    cause: 'control',
    meaning: 'The control has a larger positive fraction than its maximum.',
    fields: { control: 'name', maximum: 'fraction', k: 'integer', N: 'integer' },
  },
  'control/above-sample': {
    scope: 'assay-run',
    cause: 'control',
    meaning: 'The control is significantly above its sample: a failed control.',
    fields: { control: 'name', k: 'integer', N: 'integer', sampleK: 'integer', sampleN: 'integer' },
  },
} as const satisfies Record<string, ReasonMeaning>;

export type AttributeReasonCode = keyof typeof ATTRIBUTE_REASONS;

type Fields<Code extends AttributeReasonCode> = FieldsOf<(typeof ATTRIBUTE_REASONS)[Code]['fields']>;

/** A reason with the scope that its code has. */
export function attributeReason<Code extends AttributeReasonCode>(
  code: Code,
  fields: Fields<Code>,
): { readonly code: Code; readonly scope: ReasonScope; readonly fields: Fields<Code> } {
  return { code, scope: ATTRIBUTE_REASONS[code].scope, fields };
}

/** What a reviewer must see of a value that may be valid: a code of the same register, without a scope. */
export function note<Code extends AttributeReasonCode>(
  code: Code,
  fields: Fields<Code>,
): { readonly code: Code; readonly fields: Fields<Code> } {
  return { code, fields };
}

/** Codes of what has not arrived, or has not been checked by a second person yet: the result is pending, not invalid. */
const AWAITED: ReadonlySet<string> = new Set([
  'pending/not-arrived',
  'pending/no-acquisition',
  'pending/no-count',
  'pending/too-few-preparations',
  'pending/no-plates',
  'pending/too-few-plates',
  'pending/not-checked',
]);

/** Whether a reason says that something has not arrived, or not been checked yet. */
export function isAwaited({ code }: { readonly code: string }): boolean {
  return AWAITED.has(code);
}
