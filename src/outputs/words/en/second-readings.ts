import type { Sentences } from '../../../message.ts';
import type { SECOND_READINGS } from '../../../results/second-readings.ts';
import { quoteText } from './quote.ts';

const STORAGES = { packed: 'packed', text: 'text' } as const;
const READERS = { here: 'here', there: 'there' } as const;

/** What the second reader makes of a file, in English. */
export const SECOND_READING_SENTENCES = {
  'second-reader/first-data-set-only': () => 'It reads the first data set only.',
  'second-reader/empty-value': () => 'It shifts the keywords behind an empty value.',
  'second-reader/no-events': () => 'It cannot read a data set without events.',
  'second-reader/storage': ({ storage }) => `It reads whole bytes only, not ${STORAGES[storage]} values.`,
  'second-reader/byte-order': ({ byteOrder }) => `It refuses the byte order ${byteOrder}.`,
  'second-reader/data-type': () => 'It knows one data type of I, F and D a file.',
  'second-reader/integer-width': ({ bits }) => `It reads integers of 16 or 32 bits, all of one width, not of ${bits.join(', ')} bits.`,
  'second-reader/keyword-not-found': ({ keyword }) => `It does not find ${keyword} in this TEXT as it stands there.`,
  'second-reader/data-begin': ({ here, there }) =>
    `It takes DATA to begin at ${there === null ? 'no byte' : `byte ${there}`}, not at byte ${here}.`,
  'second-reader/stopped': ({ words }) => `It stops with ${quoteText(words)}.`,
  'second-reader/name-differs': ({ parameter, here, there }) =>
    `The name of parameter ${parameter} is ${quoteText(here)} here, ${there === null ? 'none' : quoteText(there)} there.`,
  'second-reader/value-differs': ({ event, parameter, here, there }) =>
    `Event ${event}, parameter ${parameter}: ${here} here, ${there ?? 'no finite number'} there.`,
  'second-reader/zero-sign-differs': ({ event, parameter, negative }) =>
    `Event ${event}, parameter ${parameter}: zero in both, negative ${READERS[negative]} only.`,
} as const satisfies Sentences<typeof SECOND_READINGS>;
