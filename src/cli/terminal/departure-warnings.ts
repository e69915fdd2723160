import type { Departure } from '../../fcs/departures.ts';
import type { FcsDataSet } from '../../fcs/fcs-file.ts';
import { terminal } from './terminal.ts';

/** Departures and notes of a data set, a line each on standard error. Sentences are loaded only where there is something to say. */
export async function warnOfDepartures({ file, number, notes }: FcsDataSet, departures: readonly Departure[]): Promise<void> {
  const messages = [...departures, ...(notes ?? [])];
  if (messages.length === 0) return;
  const { sentenceWithCode } = await import('./with-text.ts');
  for (const message of messages) terminal.line(`warning: ${file}, data set ${number}: ${sentenceWithCode(message)}`);
}
