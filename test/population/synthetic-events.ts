import type { EventBlock, EventSource, FcsDataSet, ScaleConversion, Spillover } from '../../src/fcs/fcs-file.ts';

export interface SyntheticParameter {
  readonly name: string;
  readonly label?: string;
  readonly scale?: ScaleConversion;
  readonly values: readonly number[];
}

/** A data set and its events, made of columns. */
export function syntheticEvents(
  parameters: readonly SyntheticParameter[],
  { spillover = null, blockEvents = 4 }: { readonly spillover?: Spillover | null; readonly blockEvents?: number } = {},
): { readonly dataSet: FcsDataSet; readonly source: (columns: readonly number[]) => EventSource } {
  const eventCount = parameters[0]?.values.length ?? 0;
  const dataSet: FcsDataSet = {
    file: 'synthetic.fcs',
    number: 1,
    version: 'FCS3.1',
    byteOrder: '1,2,3,4',
    dataType: 'D',
    eventCount,
    parameters: parameters.map(({ name, label = null, scale = { kind: 'identity' } }, i) => ({
      index: i + 1,
      name,
      label,
      bits: 64,
      range: 262144,
      amplification: [0, 0],
      gain: 1,
      scale,
    })),
    keywords: new Map(),
    spillover,
    departures: [],
    data: { begin: 0, byteLength: eventCount * parameters.length * 8, bytesPerEvent: parameters.length * 8 },
  };
  const source = (columns: readonly number[]): EventSource => ({
    eventCount,
    stride: columns.length,
    offsets: columns.map((_, c) => c),
    blocks: () =>
      blocksOf(
        columns.map((column) => parameters[column]?.values ?? []),
        { eventCount, blockEvents },
      ),
  });
  return { dataSet, source };
}

function* blocksOf(
  columns: readonly (readonly number[])[],
  { eventCount, blockEvents }: { readonly eventCount: number; readonly blockEvents: number },
): IterableIterator<EventBlock> {
  const values = new Float64Array(blockEvents * columns.length);
  for (let firstEvent = 0; firstEvent < eventCount; firstEvent += blockEvents) {
    const count = Math.min(blockEvents, eventCount - firstEvent);
    columns.forEach((column, c) => {
      for (let e = 0; e < count; e++) values[e * columns.length + c] = column[firstEvent + e] ?? Number.NaN;
    });
    yield { firstEvent, eventCount: count, values };
  }
}
