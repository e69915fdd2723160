import type { RareEventRow } from '../../../results/rare-event-row.ts';

/** The heading of each row of the table of a rare event, in one language; levels and methods come as they are printed. */
export type RareEventWords = {
  readonly [Row in Exclude<RareEventRow['row'], 'upper-limit' | 'events-needed'>]: string;
} & {
  readonly 'upper-limit': (level: string, method: string) => string;
  readonly 'events-needed': (level: string) => string;
  readonly atMost: (count: string) => string;
  readonly inGate: (k: string, N: string) => string;
};
