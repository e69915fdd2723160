import type { Departure } from '../departures.ts';
import { openEvents } from '../events/events.ts';
import type { ByteSource, EventBlock, EventSource, FcsDataSet } from '../fcs-file.ts';
import { isTime } from '../keywords/parameters.ts';
import { checkCrc } from '../segments/crc.ts';
import { eventDepartures, type SummaryState, startSummary, stepSummary } from './event-summary.ts';

/**
 * Departures that `readDataSets` cannot see because it does not read the events: values that are not finite, Time that goes back, a CRC that does
 * not fit. One pass over the file, about a nanosecond a value. Codes: io/failed, and those of events that cannot be decoded.
 */
export function checkEvents(source: ByteSource, dataSet: FcsDataSet): readonly Departure[] {
  const { parameters, keywords } = dataSet;
  const floats = parameters.some((parameter) => (parameter.dataType ?? dataSet.dataType) !== 'I');
  const columns = parameters.map((_, column) => column);
  const asked = floats ? columns : columns.filter((column) => isTime(parameters[column]!, keywords));
  const state = startSummary(dataSet);
  const events = openEvents(source, dataSet, { columns: asked });
  const steps = asked.flatMap((column, position) => (isTime(parameters[column]!, keywords) ? [{ column, position }] : []));
  if (asked.length > 0) {
    for (const block of events.blocks()) {
      const suspicious = floats && holdsNotFinite(events, block);
      stepColumns(state, { events, block, steps: suspicious ? asked.map((column, position) => ({ column, position })) : steps });
    }
  }
  const crc = checkCrc(source, dataSet);
  return [...eventDepartures(state, dataSet), ...(crc === null ? [] : [crc])];
}

/** x − x is 0 for every finite x and NaN for every other: one sum tells for the whole block. */
function holdsNotFinite({ stride }: EventSource, { values, eventCount }: EventBlock): boolean {
  let probe = 0;
  const count = eventCount * stride;
  for (let index = 0; index < count; index++) {
    const value = values[index]!;
    probe += value - value;
  }
  return probe !== 0;
}

interface ColumnSteps {
  readonly events: EventSource;
  readonly block: EventBlock;
  /** Parameter, and its position among the columns that were asked for. */
  readonly steps: readonly { readonly column: number; readonly position: number }[];
}

function stepColumns(state: SummaryState, { events, block, steps }: ColumnSteps): void {
  for (const { column, position } of steps) {
    const alone: SummaryState = { columns: [state.columns[column]!], scales: [state.scales[column]!] };
    stepSummary(alone, { ...events, offsets: [events.offsets[position]!] }, block);
  }
}
