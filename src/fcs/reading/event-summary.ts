import { type Departure, departure } from '../departures.ts';
import { scaleFunction } from '../events/scale.ts';
import type { EventBlock, EventSource, FcsDataSet } from '../fcs-file.ts';
import { isTime } from '../keywords/parameters.ts';

/** Sum, mean, minimum and maximum of stored values; `null` where there is no event or a value is not finite. */
export interface ValueSummary {
  readonly sum: number;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
}

/** What the events of one parameter come to. */
export interface ParameterSummary {
  readonly raw: ValueSummary | null;
  readonly scale: Omit<ValueSummary, 'sum'> | null;
  readonly notFinite: number;
}

interface ColumnState {
  sum: number;
  /** Sum of scale values; only where they are no multiple of the stored ones. */
  scaleSum: number;
  min: number;
  max: number;
  notFinite: number;
  firstNotFinite: number;
  /** Time only: how often a value is below the one before, and where first. */
  falls: number;
  firstFall: number;
  last: number;
}

/** State of a pass over the events; all columns of the source must be those of the data set, in order. */
export interface SummaryState {
  readonly columns: readonly ColumnState[];
  readonly scales: readonly Scale[];
}

interface Scale {
  readonly linear: boolean;
  readonly convert: (stored: number) => number;
}

export function startSummary(dataSet: FcsDataSet): SummaryState {
  const columns = dataSet.parameters.map(() => ({
    sum: 0,
    scaleSum: 0,
    min: Infinity,
    max: -Infinity,
    notFinite: 0,
    firstNotFinite: -1,
    falls: 0,
    firstFall: -1,
    last: -Infinity,
  }));
  return { columns, scales: dataSet.parameters.map(({ scale }) => ({ linear: scale.kind !== 'log', convert: scaleFunction(scale) })) };
}

/** Takes one block in. Each block is summed apart and then added, which keeps the error of long sums small. */
export function stepSummary(state: SummaryState, events: EventSource, block: EventBlock): void {
  events.offsets.forEach((offset, column) => {
    stepColumn(state.columns[column]!, { block, offset, stride: events.stride, scale: state.scales[column]! });
  });
}

interface ColumnOfBlock {
  readonly block: EventBlock;
  readonly offset: number;
  readonly stride: number;
  readonly scale: Scale;
}

function stepColumn(state: ColumnState, { block, offset, stride, scale }: ColumnOfBlock): void {
  const { values, eventCount, firstEvent } = block;
  const end = offset + eventCount * stride;
  let sum = 0;
  let { min, max, last } = state;
  for (let at = offset; at < end; at += stride) {
    const value = values[at]!;
    if (value - value !== 0) {
      if (state.notFinite++ === 0) state.firstNotFinite = firstEvent + (at - offset) / stride;
      continue;
    }
    sum += value;
    if (value < min) min = value;
    if (value > max) max = value;
    if (value < last && state.falls++ === 0) state.firstFall = firstEvent + (at - offset) / stride;
    last = value;
  }
  if (!scale.linear) for (let at = offset; at < end; at += stride) state.scaleSum += scale.convert(values[at]!);
  state.sum += sum;
  state.min = min;
  state.max = max;
  state.last = last;
}

/** A summary for each parameter. A parameter with a value that is not finite has none: leaving that value out would hide it. */
export function finishSummary(state: SummaryState, eventCount: number): readonly ParameterSummary[] {
  return state.columns.map(({ sum, scaleSum, min, max, notFinite }, column) => {
    if (eventCount === 0 || notFinite > 0) return { raw: null, scale: null, notFinite };
    // Every scale conversion rises with its argument, so that extremes go to extremes.
    const { linear, convert } = state.scales[column]!;
    return {
      raw: { sum, mean: sum / eventCount, min, max },
      scale: { mean: linear ? convert(sum / eventCount) : scaleSum / eventCount, min: convert(min), max: convert(max) },
      notFinite,
    };
  });
}

/** Departures that only a pass over the events shows: values that are not finite, Time that goes back. */
export function eventDepartures(state: SummaryState, { file, number, parameters, keywords }: FcsDataSet): readonly Departure[] {
  return state.columns.flatMap((column, index): Departure[] => {
    const parameter = parameters[index]!;
    const place = { file, dataSet: number };
    const { index: ofFile, name } = parameter;
    const found: Departure[] = [];
    if (column.notFinite > 0) {
      const fields = { index: ofFile, parameter: name, count: column.notFinite, firstEvent: column.firstNotFinite + 1 };
      found.push(departure('fcs/not-finite', fields, place));
    }
    if (column.falls > 0 && isTime(parameter, keywords)) {
      found.push(departure('fcs/time-goes-back', { count: column.falls, firstEvent: column.firstFall + 1 }, place));
    }
    return found;
  });
}
