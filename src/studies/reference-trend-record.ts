import * as z from 'zod';
import type { Placed } from './study.ts';
import { nameColumn, numberColumn, optionalNumber, optionalText } from './study-columns.ts';

/** One run of a figure in time. */
export interface TimedRun {
  readonly run: string;
  readonly time: number;
  readonly value: number;
  readonly place: ReferenceTrendRow['place'];
}

export type ReferenceTrendRow = Placed<z.output<typeof referenceTrendRow>>;

export const referenceTrendRow = z.object({
  figure: nameColumn('the figure of the standard, such as ec50 or upper-asymptote'),
  run: nameColumn('the run'),
  value: numberColumn({ unit: 'its own', domain: 'any', meaning: 'the value of the figure in the run' }),
  standard: optionalText('the reference standard; absent = one standard'),
  time: optionalNumber({ unit: '`timeUnit`', domain: 'not-negative', meaning: 'the time since the standard was made; or `date`' }),
  date: optionalText('the date of the run such as 2027-03-31; times then count from the first'),
  excluded: optionalText('why the run is left out; it is listed and counted'),
});
