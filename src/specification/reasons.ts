import type { Reason, ReasonScope } from '../attributes/attribute-result.ts';
import type { Cause } from '../cause.ts';

/** Why a row of the specification has no valid result, or carries a flag: every code of this folder. `docs/errors.md` lists them too. */
export const SPECIFICATION_REASONS = {
  'specification/no-estimate': {
    scope: 'attribute',
    cause: 'method',
    meaning: 'The method gives no value for a row of the specification.',
  },
  'specification/no-value': {
    scope: 'attribute',
    cause: 'method',
    meaning: 'A value was computed, but not the number or the words that the criterion judges.',
  },
  'specification/no-interval': {
    scope: 'attribute',
    cause: 'method',
    meaning: 'The criterion judges a confidence limit that the value does not have.',
  },
  'specification/unit-mismatch': {
    scope: 'attribute',
    cause: 'method',
    meaning: 'The value cannot be expressed in the unit of the specification.',
  },
  'specification/stage-mismatch': {
    scope: 'attribute',
    cause: 'plan',
    meaning: 'The value was measured on another stage than the specification names.',
  },
  'specification/no-acquisition-date': {
    scope: 'attribute',
    cause: 'file',
    meaning: 'Without a date of acquisition the effective date cannot be checked.',
  },
  'specification/no-date': {
    scope: 'attribute',
    cause: 'plan',
    meaning: 'The date by which the revision of the specification is chosen is not stated.',
  },
  'specification/several-dates': {
    scope: 'attribute',
    cause: 'plan',
    meaning: 'Several dates are stated where one chooses the revision of the specification.',
  },
  'specification/not-yet-effective': {
    scope: 'attribute',
    cause: 'plan',
    meaning: 'The date that chooses the revision, or of the acquisition, is before the specification came into force.',
  },
  'specification/no-longer-effective': {
    scope: 'attribute',
    cause: 'plan',
    meaning: 'The date that chooses the revision is after the last valid day of the specification.',
  },
  'specification/no-detection-limits': {
    scope: 'attribute',
    cause: 'method',
    meaning: 'Not detected needs a limit of blank and a limit of detection, which the method does not declare.',
  },
  'attribute/too-few-events': {
    scope: 'test-article',
    cause: 'test article',
    meaning: 'The denominator has fewer events than the method or the criterion needs.',
  },
  'specification/above-detection-limit': {
    scope: 'test-article',
    cause: 'test article',
    meaning: 'So few events were counted that the upper limit lies above the limit of detection.',
  },
  'specification/undecided-operator': {
    scope: 'attribute',
    cause: 'laboratory',
    meaning: 'The value is only known to lie below or above a number, on both sides of the criterion.',
  },
  'specification/no-dose': {
    scope: 'attribute',
    cause: 'method',
    meaning: 'The limit is derived from a maximum dose that the specification does not declare.',
  },
  investigate: {
    scope: 'attribute',
    cause: 'another reason',
    meaning: 'The value is not valid, but lay outside its criterion, or the test article and nothing else is the cause: investigate.',
  },
  'specification/rounding-decides': {
    scope: 'attribute',
    cause: 'method',
    meaning: 'The rounded and the unrounded value have different outcomes.',
  },
  'method/not-validated': {
    scope: 'attribute',
    cause: 'method',
    meaning:
      'The method is neither validated nor verified, nor qualified where the specification accepts that: its rows are information, and a definition of this status leaves no valid result.',
  },
  'investigation/laboratory-error': {
    scope: 'attribute',
    cause: 'laboratory',
    meaning: 'An investigation found the cause in the laboratory: the test occasion is not valid and needs its repeat.',
  },
  'specification/more-than-planned': {
    scope: 'attribute',
    cause: 'plan',
    meaning:
      'A repeat names no earlier test that is invalid and not repeated yet: it is one test more than planned and never improves a result.',
  },
  'specification/not-in-specification': {
    scope: 'attribute',
    cause: 'method',
    meaning: 'The method gives a value that the specification has no row for.',
  },
  'specification/superseded': {
    scope: 'attribute',
    cause: 'another reason',
    meaning: 'An invalid test was repeated; the repeat decides, both are shown.',
  },
  'specification/retest-not-deciding': {
    scope: 'attribute',
    cause: 'plan',
    meaning: 'A later test does not replace a valid earlier one; the worst valid outcome stands.',
  },
  'limit/discard': {
    scope: 'test-article',
    cause: 'test article',
    meaning: 'A valid value lies beyond its discard limit: the lot does not conform, whatever the role of the row.',
  },
  'limit/action': {
    scope: 'test-article',
    cause: 'test article',
    meaning: 'A valid value lies beyond its action limit: the lot is pending until an investigation is closed without impact.',
  },
  'limit/alert': {
    scope: 'test-article',
    cause: 'test article',
    meaning: 'A valid value lies beyond its alert limit: noted, it decides nothing.',
  },
  'limit/undecided': {
    scope: 'attribute',
    cause: 'laboratory',
    meaning: 'The value of a release row is only known to lie below or above a number, on both sides of its action or discard limit.',
  },
  'limit/not-judged': {
    scope: 'attribute',
    cause: 'another reason',
    meaning:
      'An alert, action or discard limit could not be judged: the value is not valid, has no number, or is known only from one side.',
  },
  'investigation/open': {
    scope: 'test-article',
    cause: 'test article',
    meaning: 'A supportive or parallel row validly fails: the lot is pending until an investigation is closed without impact.',
  },
  'investigation/closed': {
    scope: 'test-article',
    cause: 'another reason',
    meaning: 'An investigation found no impact: the crossed action limit or the failed supportive row does not hold the lot.',
  },
  'supportive/fails-the-lot': {
    scope: 'test-article',
    cause: 'test article',
    meaning: 'A supportive or parallel row validly fails, and the specification says that the lot then does not conform.',
  },
  'pair/disagree': {
    scope: 'attribute',
    cause: 'laboratory',
    meaning: 'Two methods that measure the same lie further apart than the specification allows: a row that meets has no valid result.',
  },
  'pair/not-judged': {
    scope: 'attribute',
    cause: 'another reason',
    meaning:
      'An orthogonal pair could not be judged: a value is pending, not valid, known only from one side, or of another stage or unit.',
  },
} as const satisfies Record<string, { readonly scope: ReasonScope; readonly cause: Cause; readonly meaning: string }>;

export type SpecificationReasonCode = keyof typeof SPECIFICATION_REASONS;

export function specificationReason(code: SpecificationReasonCode, message: string): Reason {
  return { code, scope: SPECIFICATION_REASONS[code].scope, message };
}
