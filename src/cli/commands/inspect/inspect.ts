import { createHash } from 'node:crypto';
import { InputError } from '../../../errors.ts';
import { openEvents } from '../../../fcs/events/events.ts';
import { littleEndianDoubles } from '../../../fcs/events/value-bytes.ts';
import type { ByteSource, FcsDataSet } from '../../../fcs/fcs-file.ts';
import { readDataSets } from '../../../fcs/reading/data-set.ts';
import { eventDepartures, finishSummary, startSummary, stepSummary } from '../../../fcs/reading/event-summary.ts';
import { checkCrc } from '../../../fcs/segments/crc.ts';
import { openByteSource } from '../../../runtime/disk/files.ts';
import { warnOfDepartures } from '../../terminal/departure-warnings.ts';
import { terminal } from '../../terminal/terminal.ts';
import { inspectionText } from './inspect-text.ts';
import type { EventPass, ShownSecondReading } from './inspection.ts';
import { inspectionOf, withSentences } from './inspection.ts';

interface InspectOptions {
  readonly json?: boolean;
  readonly statistics?: boolean;
  readonly hash?: boolean;
  readonly secondReader?: boolean;
  readonly dataSet: string;
}

/** `cytolot inspect FILE`: what is in an FCS file. Every departure is also a line on stderr. */
export async function inspect(path: string, options: InspectOptions): Promise<number> {
  const source = openByteSource({ path });
  try {
    const dataSets = readDataSets(source);
    const dataSet = chooseDataSet(dataSets, options.dataSet);
    const findings = passOverEvents(source, dataSet, options);
    const found = inspectionOf(source, { dataSet, dataSetCount: dataSets.length, findings, statistics: options.statistics === true });
    const inspection = await withSentences(found);
    const secondReader = options.secondReader === true ? await readAgain(path, dataSet.number) : null;
    await warnOfDepartures(dataSet, [...dataSet.departures, ...findings.departures]);
    const shown = secondReader === null ? inspection : { ...inspection, secondReader };
    if (options.json === true) terminal.json(shown);
    else terminal.out(inspectionText(shown));
    return secondReader?.outcome === 'differs' ? 65 : 0;
  } finally {
    source.close();
  }
}

/** The package is loaded only when it is asked for. A difference between the readers is an error: one of them is wrong. */
async function readAgain(path: string, dataSet: number): Promise<ShownSecondReading> {
  const { secondReading } = await import('../../../runtime/threads/second-reader.ts');
  const found = secondReading(path, dataSet);
  if (found.outcome === 'agrees') return found;
  const { withText } = await import('../../terminal/with-text.ts');
  const shown = { ...found, detail: withText(found.detail) };
  if (shown.outcome === 'differs')
    terminal.line(`error: the second reader (${shown.reader}) differs. ${shown.detail.text} [${shown.detail.code}]`);
  return shown;
}

function chooseDataSet(dataSets: readonly FcsDataSet[], asked: string): FcsDataSet {
  const number = /^\d{1,9}$/.test(asked) ? Number(asked) : 0;
  if (number < 1) throw new InputError('usage/bad-argument', `Expected a number of a data set from 1 on for --data-set, found '${asked}'.`);
  const dataSet = dataSets[number - 1];
  if (dataSet !== undefined) return dataSet;
  const file = dataSets[0]?.file ?? '';
  throw new InputError('fcs/no-such-data-set', `Expected data set ${number}, found ${dataSets.length} in the file.`, { file });
}

/** Reads the events only where something was asked that they tell. */
function passOverEvents(source: ByteSource, dataSet: FcsDataSet, { statistics, hash }: InspectOptions): EventPass {
  if (statistics !== true && hash !== true) return { summaries: null, rawValuesSha256: null, departures: [] };
  const events = openEvents(source, dataSet, { columns: dataSet.parameters.map((_, column) => column) });
  const state = startSummary(dataSet);
  const digest = hash === true ? createHash('sha256') : null;
  const doublesOf = littleEndianDoubles(events);
  for (const block of events.blocks()) {
    stepSummary(state, events, block);
    digest?.update(doublesOf(block));
  }
  const crc = checkCrc(source, dataSet);
  return {
    summaries: finishSummary(state, dataSet.eventCount),
    rawValuesSha256: digest === null ? null : digest.digest('hex'),
    departures: [...eventDepartures(state, dataSet), ...(crc === null ? [] : [crc])],
  };
}
