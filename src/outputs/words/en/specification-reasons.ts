import type { CriterionFields, FoundValue } from '../../../attributes/criterion-record.ts';
import type { Sentences } from '../../../message.ts';
import type { SPECIFICATION_REASONS } from '../../../specification/reasons.ts';
import { earlierName } from './attribute-reasons.ts';
import { criterionInEnglish } from './criterion.ts';
import type { KnownRange } from './known-range.ts';
import { quoteText } from './quote.ts';

const DATES = {
  'first-acquisition': { name: 'date of first acquisition', column: 'acquired_at' },
  manufacture: { name: 'date of manufacture', column: 'manufactured_at' },
  'study-protocol': { name: 'date of the study protocol', column: 'protocol_date' },
} as const;

const UNTIL_CLOSED = "The lot is pending until an investigation of this row is closed with the conclusion 'no-impact'.";

const UNFIT = {
  pending: 'pending',
  'not-valid': 'not valid',
  'not-validated': 'by a method that is not validated',
  'without-number': 'without a number',
} as const;

/** The reasons and notes of a specification, in English. */
export const SPECIFICATION_SENTENCES = {
  'specification/not-a-detection-word': ({ found }) => `Expected a word for detected or for not detected, found '${found}'.`,
  'specification/too-few-events': ({ events }) =>
    `With ${events} events the upper limit could not have met the criterion even without a positive event.`,
  'specification/certain-failure': ({ reasons }, say) =>
    `${reasons.map(say).join(' ')} The one-sided 95 % limit already lies outside the criterion, so the failure is valid.`,
  'specification/no-estimate': (of) => `Expected a value of the attribute ${earlierName(of)}, found none in the method.`,
  'specification/no-value': ({ expected }) =>
    expected === 'number' ? 'Expected a number, found none.' : 'Expected a result in words, found none.',
  'specification/no-interval': ({ expected }) =>
    expected === 'upper-limit-of-count'
      ? 'Expected a count with an upper limit, found none.'
      : `Expected a value with ${expected === 'lower-limit' ? 'a lower' : 'an upper'} limit, found none.`,
  'specification/unit-mismatch': ({ unit, found }) => `Expected a value in '${unit}', found '${found}'.`,
  'specification/stage-mismatch': ({ stage, found }) => `Expected a value of the stage '${stage}', found '${found}'.`,
  'specification/no-acquisition-date': ({ effectiveFrom }) =>
    effectiveFrom === null
      ? noDate('first-acquisition')
      : `Expected a date of acquisition to compare with the effective date ${effectiveFrom}, found none.`,
  'specification/no-date': ({ rule }) => noDate(rule),
  'specification/several-dates': ({ rule, days }) =>
    `Expected one ${DATES[rule].name}, by which the revision of the specification is chosen, found ${days.join(', ')}. Correct ${DATES[rule].column} in the sample list.`,
  'specification/not-yet-effective': ({ rule, day, effectiveFrom }) =>
    rule === 'acquisition'
      ? `Acquired on ${day}, before the specification came into force on ${effectiveFrom}.`
      : `The ${DATES[rule].name} is ${day}, before the specification came into force on ${effectiveFrom}.`,
  'specification/no-longer-effective': ({ rule, day, effectiveTo }) =>
    `The ${DATES[rule].name} is ${day}, after the last valid day of the specification, ${effectiveTo}.`,
  'specification/no-detection-limits': () => 'Expected a limit of blank and a limit of detection, found none.',
  'specification/above-detection-limit': ({ events, upper, limitOfDetection }) =>
    `With ${events} events the upper limit ${upper} lies above the limit of detection ${limitOfDetection}.`,
  'specification/undecided-operator': ({ known }) => `The result is only known to be ${knownWords(known)}, on both sides of the criterion.`,
  'specification/no-dose': () => 'Expected a dose in a unit that this limit can be derived from.',
  investigate: ({ why }) =>
    why === 'outside-criterion'
      ? 'The value is not valid, but lay outside its criterion.'
      : 'The test article is the cause of the missing result.',
  'specification/rounding-decides': ({ unrounded, rounded, decidesOn }) =>
    `The value before rounding ${JUDGED[unrounded]}, the rounded one ${JUDGED[rounded]}; this row decides on the ${decidesOn} value.`,
  'method/not-validated': ({ what, name, version, status }) => {
    const method = what === 'definition' ? 'The definition' : `The method '${name ?? ''}'${version === null ? '' : ` ${version}`}`;
    const remedy =
      status === 'qualified'
        ? "A qualified method releases only where the specification says 'accepts: qualified'."
        : 'Only a validated or verified method releases.';
    return `${method} has the status '${status}': it gives information and releases nothing. ${remedy}`;
  },
  'investigation/laboratory-error': ({ reference, cause, place }) =>
    `The investigation ${reference} found the cause in the laboratory: ${cause ?? ''} (${place}). The test occasion is not valid and needs its repeat.`,
  'investigation/not-checked': ({ reference, conclusion, finding }, say) =>
    `The conclusion '${conclusion}' of the investigation ${reference} does not count, and the investigation is as if it were open. ${say(finding)}`,
  'specification/more-than-planned': ({ occasion, number, replaces }) => {
    const named =
      replaces === null ? 'names no earlier test' : `names '${replaces}', which is no earlier test that is invalid and not repeated yet`;
    return `The ${occasion} ${number} ${named}: it is one test more than planned.`;
  },
  'specification/not-in-specification': () => 'No row of the specification asks for this value.',
  'specification/superseded': () => 'Not valid, and repeated: the repeat decides.',
  'specification/retest-not-deciding': () => 'A later test: it does not replace the earlier result, the worst valid outcome counts.',
  'limit/discard': ({ criterion, found }) =>
    `${beyond('discard', criterion, found)} The lot does not conform, whatever the role of this row.`,
  'limit/action': ({ criterion, found }) => `${beyond('action', criterion, found)} ${UNTIL_CLOSED}`,
  'limit/alert': ({ criterion, found }) => `${beyond('alert', criterion, found)} It decides nothing.`,
  'limit/undecided': ({ limit, criterion, known }) =>
    `Expected a result on one side of the ${limit} limit ${criterionInEnglish(criterion)}, found one that is only known to be ${knownWords(known)}. Test by a method that reaches below the limit.`,
  'limit/not-judged': ({ limit, criterion, why }) =>
    `The ${limit} limit ${criterionInEnglish(criterion)} was not judged: ${NOT_JUDGED[why]}.`,
  'investigation/open': ({ role, criterion, found }) => `${failedBeside(role, criterion, found)} ${UNTIL_CLOSED}`,
  'investigation/closed': ({ question, role, criterion, found, references }) => {
    const what = question === 'action' ? beyond('action', criterion, found) : failedBeside(role, criterion, found);
    return `${what} Investigation ${references.join(', ')} found no impact.`;
  },
  'supportive/fails-the-lot': ({ role, criterion, found }) =>
    `${failedBeside(role, criterion, found)} The specification says that the lot does not conform where this row fails.`,
  'pair/disagree': ({ margin, of, unit, found }) => {
    const after = unit === '' ? '' : ` ${unit}`;
    const limit = margin === 'difference' ? `at most ${of}${after} apart` : `within a ratio of ${of}`;
    const pairs = found.map(
      ({ partner, own, other }) => `Expected this value and '${partner.en}' ${limit}, found ${own} and ${other}${after}.`,
    );
    return `${pairs.join(' ')} Find out which of the two methods is wrong.`;
  },
  'pair/not-judged': ({ partner, why, unfit, operator, expected, found }) => {
    const other = partner.row === null ? `the attribute '${partner.attribute ?? ''}'` : `the row '${partner.row}'`;
    const because = {
      'this-unfit': () => `this value is ${unfitText(unfit, operator)}`,
      'no-partner': () => 'the lot has no such value',
      'that-unfit': () => `that value is ${unfitText(unfit, operator)}`,
      'other-stage': () => `that value is of the stage '${found ?? ''}', this one of '${expected ?? ''}'`,
      'other-unit': () => `that value is in '${found ?? ''}', which is not '${expected ?? ''}'`,
      'no-ratio': () => 'the two values have no ratio',
    } as const;
    return `The agreement with ${other} was not judged: ${because[why]()}.`;
  },
} as const satisfies Sentences<typeof SPECIFICATION_REASONS>;

const JUDGED = { meets: 'meets', fails: 'fails', undecided: 'is undecided' } as const;

const NOT_JUDGED = {
  'no-number': 'there is no number that it could be held against',
  'too-few-events': 'there were too few events, and their one-sided limit does not lie beyond it',
  'not-valid': 'the value is not valid',
  'not-validated': 'the method is not validated',
  'both-sides': 'the result is only known to lie below or above a number, on both sides of it',
} as const;

function noDate(rule: keyof typeof DATES): string {
  return `Expected the ${DATES[rule].name}, by which the revision of the specification is chosen, found none. Give ${DATES[rule].column} in the sample list.`;
}

/** What is known of a result: `>= 0 and < 0.05`. */
function knownWords({ lower, upper }: KnownRange): string {
  const parts = [
    lower === null ? '' : `${lower.closed ? '>=' : '>'} ${lower.value}`,
    upper === null ? '' : `${upper.closed ? '<=' : '<'} ${upper.value}`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'any number' : parts.join(' and ');
}

function beyond(limit: 'alert' | 'action' | 'discard', criterion: CriterionFields, found: FoundValue): string {
  return `Expected ${criterionInEnglish(criterion)} (${limit} limit), found ${foundText(found)}.`;
}

function failedBeside(role: string, criterion: CriterionFields, found: FoundValue): string {
  return `Expected ${criterionInEnglish(criterion)} in this ${role} row, found ${foundText(found)}.`;
}

function foundText({ operator, printed, value, text, unit }: FoundValue): string {
  const after = unit === '' ? '' : ` ${unit}`;
  if (printed !== null) return `${operator}${printed}${after}`;
  if (text !== null) return quoteText(text);
  return value === null ? 'no number' : `${value}${after}`;
}

function unfitText(unfit: keyof typeof UNFIT | 'only-known' | null, operator: string | null): string {
  if (unfit === 'only-known') return `only known as ${operator ?? ''}`;
  return unfit === null ? 'not fit' : UNFIT[unfit];
}
