import { openEvents } from '../../src/fcs/events/events.ts';
import { readDataSets } from '../../src/fcs/reading/data-set.ts';
import { finishSummary, startSummary, stepSummary } from '../../src/fcs/reading/event-summary.ts';
import { checkCrc } from '../../src/fcs/segments/crc.ts';
import { sentenceOf } from '../../src/outputs/words/sentence.ts';
import { openByteSource } from '../../src/runtime/disk/files.ts';

/** What a file's first data set holds, as `inspect --statistics` shows it. */
export function eventSummaries(path: string) {
  const source = openByteSource({ path });
  try {
    const [dataSet] = readDataSets(source);
    if (dataSet === undefined) throw new Error(`no data set in ${path}`);
    const state = startSummary(dataSet);
    const events = openEvents(source, dataSet, { columns: dataSet.parameters.map((_, column) => column) });
    for (const block of events.blocks()) stepSummary(state, events, block);
    const crc = checkCrc(source, dataSet);
    const departures = [...dataSet.departures, ...(crc === null ? [] : [crc])];
    return {
      eventCount: dataSet.eventCount,
      codes: departures.map(({ code }) => code),
      messages: departures.map((one) => sentenceOf(one, 'en')),
      notes: (dataSet.notes ?? []).map(({ code }) => code),
      raw: finishSummary(state, dataSet.eventCount).map(({ raw }) => raw),
    };
  } finally {
    source.close();
  }
}
