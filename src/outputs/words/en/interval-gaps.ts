import type { INTERVAL_GAPS } from '../../../attributes/interval-gaps.ts';
import type { Sentences } from '../../../message.ts';
import { earlierName } from './attribute-reasons.ts';

/** Why a computed value has no interval, in English. */
export const INTERVAL_GAP_SENTENCES = {
  'interval/known-range': (of) => `${earlierName(of)} is only known to lie below or above a number.`,
  'interval/limit-enters': (of) => `Of ${earlierName(of)} a confidence limit enters, which has no interval of its own.`,
  'interval/none': (of) => `${earlierName(of)} has no interval.`,
  'interval/other-level': ({ one, other }) => `The intervals of ${earlierName(one)} and ${earlierName(other)} differ in level or sides.`,
  'interval/no-input': () => 'The formula does not depend on a value with an interval.',
  'interval/neither-side': () => 'On neither side do the limits of the inputs give one of the formula.',
  'interval/constant-not-a-number': () => 'A constant part is no number.',
  'interval/name-not-a-number': () => 'A name of the formula has no number.',
  'interval/part-not-a-number': () => 'A part of the formula is no number.',
  'interval/no-logarithm': () => 'A factor is below 0, or a divisor 0, and has no logarithm.',
  'interval/function-of-several': ({ function: name }) => `${name} of several values with intervals.`,
  'interval/power': () => 'A power with an interval of a value with an interval.',
  'interval/sign-not-certain': () => 'The sign of a value under abs is not certain.',
  'interval/repeated-input': (of) => `${earlierName(of)} stands in the formula more than once.`,
  'interval/shared-data': ({ one, other, source }) => `${earlierName(one)} and ${earlierName(other)} come from the same data, '${source}'.`,
  'interval/unknown-data': (of) => `${earlierName(of)} does not say which data it comes from.`,
  'interval/of-statistic': ({ statistic }) => `the events of one tube give no limits to the statistic ${statistic}.`,
} as const satisfies Sentences<typeof INTERVAL_GAPS>;
