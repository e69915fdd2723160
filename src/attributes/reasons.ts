import type { Cause } from '../cause.ts';
import type { Reason, ReasonScope } from './attribute-result.ts';

interface ReasonMeaning {
  readonly scope: ReasonScope;
  readonly cause: Cause;
  readonly meaning: string;
}

/** Why an attribute has no valid result, or carries a flag: every code that this folder gives. `docs/errors.md` lists them too. */
export const ATTRIBUTE_REASONS = {
  'pending/not-arrived': {
    scope: 'attribute',
    cause: 'plan',
    meaning:
      'What the plan names has not arrived: a file, or as many plates, preparations or counts as are planned. The result is pending.',
  },
  'attribute/more-than-planned': {
    scope: 'attribute',
    cause: 'plan',
    meaning: 'There are more preparations than the method plans, and the further ones repeat none that is invalid for its own reason.',
  },
  'attribute/not-planned': {
    scope: 'attribute',
    cause: 'plan',
    meaning: 'The method plans no number of preparations for the purpose of the subject.',
  },
  'attribute/ambiguous-acquisition': {
    scope: 'attribute',
    cause: 'plan',
    meaning: 'One preparation has more than one acquisition that could serve the attribute; the latest does not win.',
  },
  'attribute/no-population': {
    scope: 'attribute',
    cause: 'method',
    meaning: 'No acquisition of the panel holds a population that the attribute names.',
  },
  'attribute/not-nested': {
    scope: 'attribute',
    cause: 'method',
    meaning: 'The denominator is not a parent of the population, so the two counts are no fraction.',
  },
  'attribute/empty-parent': { scope: 'test-article', cause: 'test article', meaning: 'The denominator has no events.' },
  'attribute/too-few-events': {
    scope: 'test-article',
    cause: 'test article',
    meaning: 'The denominator has fewer events than the method or the criterion needs.',
  },
  'attribute/too-few-preparations': {
    scope: 'test-article',
    cause: 'another reason',
    meaning: 'Fewer preparations than planned gave a value.',
  },
  'attribute/heterogeneous-preparations': {
    scope: 'test-article',
    cause: 'test article',
    meaning: 'The preparations differ by more than counting explains (p < 0.01), so they are not pooled.',
  },
  'attribute/not-exclusive': {
    scope: 'attribute',
    cause: 'method',
    meaning: 'An event lies in two classes that the method declares exclusive.',
  },
  'attribute/exclusivity-not-checked': {
    scope: 'attribute',
    cause: 'method',
    meaning: 'The overlap of exclusive classes was not counted; only their sum was compared with the denominator.',
  },
  'attribute/debris-before-dye': {
    scope: 'attribute',
    cause: 'method',
    meaning: 'The debris gate comes before the viability dye and the method does not justify it.',
  },
  'attribute/not-live': {
    scope: 'attribute',
    cause: 'method',
    meaning: 'The intermediate population lies within the live one, where intermediates must not count as live.',
  },
  'attribute/no-intensity': {
    scope: 'attribute',
    cause: 'file',
    meaning:
      'The values of a parameter in a population have no such statistic: the parameter is absent, there are too few events, or a mean or median is not positive.',
  },
  'attribute/values-not-positive': {
    scope: 'test-article',
    cause: 'test article',
    meaning: 'A geometric mean was asked of values of 0 or below, which have no logarithm.',
  },
  'attribute/no-count': {
    scope: 'attribute',
    cause: 'method',
    meaning: 'The method names no count from which the value could be computed.',
  },
  'attribute/bad-count': { scope: 'attribute', cause: 'file', meaning: 'A value of the count file cannot be used, or is in another unit.' },
  'attribute/no-earlier-result': {
    scope: 'attribute',
    cause: 'another reason',
    meaning: 'A value that the attribute is computed from does not exist.',
  },
  'attribute/earlier-result-not-valid': {
    scope: 'attribute',
    cause: 'another reason',
    meaning: 'A value that the attribute is computed from is not valid.',
  },
  'attribute/not-a-number': { scope: 'attribute', cause: 'method', meaning: 'The formula gives no finite number.' },
  'attribute/other-occasion': {
    scope: 'attribute',
    cause: 'plan',
    meaning: 'A value is computed from results of one test occasion, and one of them was not tested on it.',
  },
  'attribute/not-monotone': {
    scope: 'attribute',
    cause: 'method',
    meaning: 'The formula both rises and falls with a value that is only known to lie below or above a number.',
  },
  'attribute/divides-by-possible-zero': {
    scope: 'attribute',
    cause: 'method',
    meaning: 'The formula divides by a value that is only known to lie in a range with 0 in it.',
  },
  'attribute/nothing-known': {
    scope: 'attribute',
    cause: 'method',
    meaning: 'Values that are only known to lie below or above a number leave nothing known of what is computed from them.',
  },
  'attribute/negative-value': {
    scope: 'attribute',
    cause: 'file',
    meaning: 'A quantity that the method declares not to be negative was reported below 0.',
  },
  'attribute/unit-mismatch': {
    scope: 'attribute',
    cause: 'file',
    meaning: 'A value was reported in another unit than the method asks for.',
  },
  'attribute/not-a-fraction': {
    scope: 'attribute',
    cause: 'method',
    meaning: 'A value that enters a computation as a fraction has another unit, or does not lie in 0 to 1.',
  },
  'attribute/interval-not-covered': {
    scope: 'attribute',
    cause: 'method',
    meaning: 'A computed value has no interval: an input has none, or inputs share data in a way that the method does not cover. A flag.',
  },
  'attribute/input-not-validated': {
    scope: 'attribute',
    cause: 'method',
    meaning: 'A value is computed from one whose method may do less than its own: it takes over that status. A flag.',
  },
  'attribute/assigned-potency-without-limits': {
    scope: 'attribute',
    cause: 'reference',
    meaning:
      'The register gives an assigned potency without limits and does not say that it is defined: its uncertainty is not in the interval. A flag.',
  },
  'attribute/too-few-assays': {
    scope: 'attribute',
    cause: 'another reason',
    meaning: 'Fewer independent assays than planned are reportable.',
  },
  'attribute/no-growth': {
    scope: 'test-article',
    cause: 'test article',
    meaning: 'No more cells were harvested than seeded: the doubling time is undefined and the passage adds 0 doublings.',
  },
  'control/missing': { scope: 'assay-run', cause: 'control', meaning: 'A control that the attribute declares was not found.' },
  'control/ambiguous': { scope: 'assay-run', cause: 'control', meaning: 'More than one acquisition could be the control.' },
  'control/too-few-events': { scope: 'assay-run', cause: 'control', meaning: 'The control has fewer events than its minimum.' },
  'control/too-many-positive': {
    scope: 'assay-run',
    cause: 'control',
    meaning: 'The control has a larger positive fraction than its maximum.',
  },
  'control/above-sample': {
    scope: 'assay-run',
    cause: 'control',
    meaning: 'The control is significantly above its sample: a failed control.',
  },
} as const satisfies Record<string, ReasonMeaning>;

export type AttributeReasonCode = keyof typeof ATTRIBUTE_REASONS;

/** A reason with the scope that its code has. */
export function reason(code: AttributeReasonCode, message: string): Reason {
  return { code, scope: ATTRIBUTE_REASONS[code].scope, message };
}

/** Reasons without repeats, in the order of first appearance. */
export function distinctReasons(reasons: readonly Reason[]): Reason[] {
  const seen = new Set<string>();
  return reasons.filter((one) => {
    const key = JSON.stringify([one.code, one.message]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
