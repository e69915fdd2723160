import { CRITERION, FOUND_VALUE, LIMIT_KINDS, TITLE } from '../attributes/criterion-record.ts';
import { CONCLUSIONS, METHOD_STATUSES, OCCASION_KINDS, ROLES } from '../attributes/result-words.ts';
import type { Cause, ReasonScope } from '../cause.ts';
import { type FieldKinds, type FieldsOf, RANGE } from '../message.ts';
import { SPECIFICATION_DATES } from './specification-dates.ts';

const JUDGEMENTS = ['meets', 'fails', 'undecided'] as const;

/** Why a result cannot stand in a pair. */
export const UNFIT = ['pending', 'not-valid', 'not-validated', 'only-known', 'without-number'] as const;

const CROSSED = { criterion: CRITERION, found: FOUND_VALUE } as const satisfies FieldKinds;
const FAILED_BESIDE = { role: { oneOf: ROLES }, criterion: CRITERION, found: FOUND_VALUE } as const satisfies FieldKinds;

/** Why a row of the specification has no valid result, or what is noted of it: every code of this folder. `docs/errors.md` lists them too. */
export const SPECIFICATION_REASONS = {
  'specification/not-a-detection-word': {
    scope: 'attribute',
    cause: 'method',
    meaning: 'The result has none of the words for detected and not detected.',
    fields: { found: 'text' },
  },
  'specification/too-few-events': {
    scope: 'test-article',
    cause: 'test article',
    meaning: 'So few events were counted that the upper limit could not have met the criterion even without a positive one.',
    fields: { events: 'integer' },
  },
  'specification/certain-failure': {
    scope: 'test-article',
    cause: 'test article',
    meaning: 'There were too few events, and their one-sided 95 % limit already lies outside the criterion: the failure is valid.',
    fields: { reasons: { list: 'message' } },
  },
  'specification/no-estimate': {
    scope: 'attribute',
    cause: 'method',
    meaning: 'The method gives no value for a row of the specification.',
    fields: { attribute: 'name', component: { orNull: 'name' } },
  },
  'specification/no-value': {
    scope: 'attribute',
    cause: 'method',
    meaning: 'A value was computed, but not the number or the words that the criterion judges.',
    fields: { expected: { oneOf: ['number', 'words'] } },
  },
  'specification/no-interval': {
    scope: 'attribute',
    cause: 'method',
    meaning: 'The criterion judges a confidence limit that the value does not have.',
    fields: { expected: { oneOf: ['lower-limit', 'upper-limit', 'upper-limit-of-count'] } },
  },
  'specification/unit-mismatch': {
    scope: 'attribute',
    cause: 'method',
    meaning: 'The value cannot be expressed in the unit of the specification.',
    fields: { unit: 'text', found: 'text' },
  },
  'specification/stage-mismatch': {
    scope: 'attribute',
    cause: 'plan',
    meaning: 'The value was measured on another stage than the specification names.',
    fields: { stage: 'name', found: 'name' },
  },
  'specification/no-acquisition-date': {
    scope: 'attribute',
    cause: 'file',
    meaning: 'Without a date of acquisition the effective date cannot be checked.',
    fields: { effectiveFrom: { orNull: 'day' } },
  },
  'specification/no-date': {
    scope: 'attribute',
    cause: 'plan',
    meaning: 'The date by which the revision of the specification is chosen is not stated.',
    fields: { rule: { oneOf: SPECIFICATION_DATES } },
  },
  'specification/several-dates': {
    scope: 'attribute',
    cause: 'plan',
    meaning: 'Several dates are stated where one chooses the revision of the specification.',
    fields: { rule: { oneOf: SPECIFICATION_DATES }, days: { list: 'day' } },
  },
  'specification/not-yet-effective': {
    scope: 'attribute',
    cause: 'plan',
    meaning: 'The date that chooses the revision, or of the acquisition, is before the specification came into force.',
    fields: { rule: { oneOf: ['acquisition', ...SPECIFICATION_DATES] }, day: 'day', effectiveFrom: 'day' },
  },
  'specification/no-longer-effective': {
    scope: 'attribute',
    cause: 'plan',
    meaning: 'The date that chooses the revision is after the last valid day of the specification.',
    fields: { rule: { oneOf: SPECIFICATION_DATES }, day: 'day', effectiveTo: 'day' },
  },
  'specification/no-detection-limits': {
    scope: 'attribute',
    cause: 'method',
    meaning: 'Not detected needs a limit of blank and a limit of detection, which the method does not declare.',
    fields: {},
  },
  'specification/above-detection-limit': {
    scope: 'test-article',
    cause: 'test article',
    meaning: 'So few events were counted that the upper limit lies above the limit of detection.',
    fields: { events: 'integer', upper: 'number', limitOfDetection: 'number' },
  },
  'specification/undecided-operator': {
    scope: 'attribute',
    cause: 'laboratory',
    meaning: 'The value is only known to lie below or above a number, on both sides of the criterion.',
    fields: { known: RANGE },
  },
  'specification/no-dose': {
    scope: 'attribute',
    cause: 'method',
    meaning: 'The limit is derived from a maximum dose that the specification does not declare.',
    fields: {},
  },
  investigate: {
    scope: 'attribute',
    cause: 'another reason',
    meaning: 'The value is not valid, but lay outside its criterion, or the test article and nothing else is the cause: investigate.',
    fields: { why: { oneOf: ['outside-criterion', 'test-article'] } },
  },
  'specification/rounding-decides': {
    scope: 'attribute',
    cause: 'method',
    meaning: 'The rounded and the unrounded value have different outcomes.',
    fields: { unrounded: { oneOf: JUDGEMENTS }, rounded: { oneOf: JUDGEMENTS }, decidesOn: { oneOf: ['rounded', 'unrounded'] } },
  },
  'method/not-validated': {
    scope: 'attribute',
    cause: 'method',
    meaning:
      'The method is neither validated nor verified, nor qualified where the specification accepts that: its rows are information, and a definition of this status leaves no valid result.',
    fields: {
      what: { oneOf: ['definition', 'method'] },
      name: { orNull: 'text' },
      version: { orNull: 'text' },
      status: { oneOf: METHOD_STATUSES },
    },
  },
  'investigation/laboratory-error': {
    scope: 'attribute',
    cause: 'laboratory',
    meaning: 'An investigation found the cause in the laboratory: the test occasion is not valid and needs its repeat.',
    fields: { reference: 'text', cause: { orNull: 'text' }, place: 'text' },
  },
  'investigation/not-checked': {
    scope: 'attribute',
    cause: 'plan',
    meaning:
      'The method asks that a second person checks the conclusion of an investigation, and none has: the investigation counts as open, and a cause in the laboratory leaves no valid result.',
    fields: { reference: 'text', conclusion: { oneOf: CONCLUSIONS }, finding: 'message' },
  },
  'specification/more-than-planned': {
    scope: 'attribute',
    cause: 'plan',
    meaning:
      'A repeat names no earlier test that is invalid and not repeated yet: it is one test more than planned and never improves a result.',
    fields: { occasion: { oneOf: OCCASION_KINDS }, number: 'integer', replaces: { orNull: 'text' } },
  },
  'specification/not-in-specification': {
    scope: 'attribute',
    cause: 'method',
    meaning: 'The method gives a value that the specification has no row for.',
    fields: {},
  },
  'specification/superseded': {
    scope: 'attribute',
    cause: 'another reason',
    meaning: 'An invalid test was repeated; the repeat decides, both are shown.',
    fields: {},
  },
  'specification/retest-not-deciding': {
    scope: 'attribute',
    cause: 'plan',
    meaning: 'A later test does not replace a valid earlier one; the worst valid outcome stands.',
    fields: {},
  },
  'limit/discard': {
    scope: 'test-article',
    cause: 'test article',
    meaning: 'A valid value lies beyond its discard limit: the lot does not conform, whatever the role of the row.',
    fields: CROSSED,
  },
  'limit/action': {
    scope: 'test-article',
    cause: 'test article',
    meaning: 'A valid value lies beyond its action limit: the lot is pending until an investigation is closed without impact.',
    fields: CROSSED,
  },
  'limit/alert': {
    scope: 'test-article',
    cause: 'test article',
    meaning: 'A valid value lies beyond its alert limit: noted, it decides nothing.',
    fields: CROSSED,
  },
  'limit/undecided': {
    scope: 'attribute',
    cause: 'laboratory',
    meaning: 'The value of a release row is only known to lie below or above a number, on both sides of its action or discard limit.',
    fields: { limit: { oneOf: LIMIT_KINDS }, criterion: CRITERION, known: RANGE },
  },
  'limit/not-judged': {
    scope: 'attribute',
    cause: 'another reason',
    meaning:
      'An alert, action or discard limit could not be judged: the value is not valid, has no number, or is known only from one side.',
    fields: {
      limit: { oneOf: LIMIT_KINDS },
      criterion: CRITERION,
      why: { oneOf: ['no-number', 'too-few-events', 'not-valid', 'not-validated', 'both-sides'] },
    },
  },
  'investigation/open': {
    scope: 'test-article',
    cause: 'test article',
    meaning: 'A supportive or parallel row validly fails: the lot is pending until an investigation is closed without impact.',
    fields: FAILED_BESIDE,
  },
  'investigation/closed': {
    scope: 'test-article',
    cause: 'another reason',
    meaning: 'An investigation found no impact: the crossed action limit or the failed supportive row does not hold the lot.',
    fields: { question: { oneOf: ['action', 'fails'] }, ...FAILED_BESIDE, references: { list: 'text' } },
  },
  'supportive/fails-the-lot': {
    scope: 'test-article',
    cause: 'test article',
    meaning: 'A supportive or parallel row validly fails, and the specification says that the lot then does not conform.',
    fields: FAILED_BESIDE,
  },
  'pair/disagree': {
    scope: 'attribute',
    cause: 'laboratory',
    meaning: 'Two methods that measure the same lie further apart than the specification allows: a row that meets has no valid result.',
    fields: {
      margin: { oneOf: ['difference', 'ratio'] },
      of: 'number',
      unit: 'text',
      found: { list: { record: { partner: TITLE, own: 'number', other: 'number' } } },
    },
  },
  'pair/not-judged': {
    scope: 'attribute',
    cause: 'another reason',
    meaning:
      'An orthogonal pair could not be judged: a value is pending, not valid, known only from one side, or of another stage or unit.',
    fields: {
      partner: { record: { attribute: { orNull: 'name' }, row: { orNull: 'name' } } },
      why: { oneOf: ['this-unfit', 'no-partner', 'that-unfit', 'other-stage', 'other-unit', 'no-ratio'] },
      unfit: { orNull: { oneOf: UNFIT } },
      operator: { orNull: 'text' },
      expected: { orNull: 'text' },
      found: { orNull: 'text' },
    },
  },
} as const satisfies Readonly<
  Record<string, { readonly scope: ReasonScope; readonly cause: Cause; readonly meaning: string; readonly fields: FieldKinds }>
>;

export type SpecificationReasonCode = keyof typeof SPECIFICATION_REASONS;
type Fields<Code extends SpecificationReasonCode> = FieldsOf<(typeof SPECIFICATION_REASONS)[Code]['fields']>;

/** A reason with the scope that its code has. */
export function specificationReason<Code extends SpecificationReasonCode>(
  code: Code,
  fields: Fields<Code>,
): { readonly code: Code; readonly scope: ReasonScope; readonly fields: Fields<Code> } {
  return { code, scope: SPECIFICATION_REASONS[code].scope, fields };
}

/** Whether a reason says that there were too few events to judge a value: its one-sided limits can still prove a failure. */
export function isTooFewEvents({ code }: { readonly code: string }): boolean {
  return code === 'attribute/too-few-events' || code === 'specification/too-few-events';
}

/** What a reviewer must see of a row: a code of the same register, without a scope. */
export function specificationNote<Code extends SpecificationReasonCode>(
  code: Code,
  fields: Fields<Code>,
): { readonly code: Code; readonly fields: Fields<Code> } {
  return { code, fields };
}
