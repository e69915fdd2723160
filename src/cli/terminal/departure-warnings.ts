import type { Departure, FcsDataSet } from '../../fcs/fcs-file.ts';
import { printable } from './report-error.ts';
import { terminal } from './terminal.ts';

/** Departures and notes of a data set, a line each on standard error. */
export function warnOfDepartures({ file, number, notes }: FcsDataSet, departures: readonly Pick<Departure, 'code' | 'message'>[]): void {
  for (const { code, message } of [...departures, ...(notes ?? [])])
    terminal.err(printable(`warning: ${file}, data set ${number}: ${message} [${code}]\n`));
}
