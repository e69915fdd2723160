import type { RareEventWords } from '../forms/rare-event-words.ts';

/** The table of a rare event, in English. */
export const RARE_EVENT_WORDS: RareEventWords = {
  counts: 'k of N',
  estimate: 'estimate',
  'upper-limit': (level, method) => `${level} upper limit, ${method}, one-sided`,
  criterion: 'criterion',
  'cells-per-dose': 'cells per maximum dose, upper limit',
  'events-needed': (level) => `events needed to exclude the limit at ${level}`,
  atMost: (count) => `at most ${count}`,
  inGate: (k, N) => `${k} of ${N} in the gate`,
};
