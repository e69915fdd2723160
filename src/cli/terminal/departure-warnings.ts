import type { Departure } from '../../fcs/departures.ts';
import type { FcsDataSet } from '../../fcs/fcs-file.ts';
import { terminal } from './terminal.ts';
import { sentenceWithCode } from './with-text.ts';

/** Departures and notes of a data set, a line each on standard error. */
export function warnOfDepartures({ file, number, notes }: FcsDataSet, departures: readonly Departure[]): void {
  for (const message of [...departures, ...(notes ?? [])])
    terminal.err(`warning: ${file}, data set ${number}: ${sentenceWithCode(message)}\n`);
}
