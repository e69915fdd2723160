import { EXCERPT } from '../excerpt.ts';

/** What the standard asks of the text of an optional keyword; the last two: that no other keyword contradicts it. */
export const EXPECTED_FORMS = [
  'measurement-type',
  'measurement-feature',
  'wavelengths',
  'excitation-power',
  'voltage',
  'calibration',
  'display-scale',
  'volume',
  'originality',
  'unstained-centers',
  'date-time-with-offset',
  'day-of-four-digit-year',
  'day-of-two-digit-year',
  'day-and-time',
  'time-of-seconds',
  'time-of-sixtieths',
  'time-of-hundredths',
  'not-before',
  'as-stated-by',
] as const;

export type ExpectedForm = (typeof EXPECTED_FORMS)[number];

/** A value that is not as the standard has it, and, where other keywords contradict it, their names and what they say. */
export const FORM_FIELDS = {
  keyword: 'name',
  value: EXCERPT,
  expected: { oneOf: EXPECTED_FORMS },
  other: { orNull: { record: { keywords: { list: 'name' }, value: EXCERPT } } },
} as const;
