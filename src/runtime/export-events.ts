import { csvCell } from '../csv-cell.ts';
import { encodeEvents, noCrc } from '../fcs/encoding/encode-fcs.ts';
import { encodeHead, type KeywordPair } from '../fcs/encoding/encode-head.ts';
import { rewrittenKeywords, type WrittenVersion, writtenLayout } from '../fcs/encoding/written-layout.ts';
import { openEvents } from '../fcs/events/events.ts';
import { scaleFunction } from '../fcs/events/scale.ts';
import type { ByteSource, FcsDataSet } from '../fcs/fcs-file.ts';
import type { PendingFile } from './disk/output-file.ts';

/** Events to write, and where to. */
export interface EventExport {
  readonly source: ByteSource;
  readonly dataSet: FcsDataSet;
  /** One bit an event, lowest first; all events where `null`. */
  readonly chosen: Uint8Array | null;
  readonly output: PendingFile;
}

/** Stored values as in the file, or scale values: log decoded for integers, divided by gain, Time in seconds. */
export type ExportedValues = 'stored' | 'scale';

/** Events of one block that were chosen, by their position in the block. */
function chosenOf(
  chosen: Uint8Array | null,
  { firstEvent, eventCount }: { readonly firstEvent: number; readonly eventCount: number },
): readonly number[] {
  const all = Array.from({ length: eventCount }, (_, event) => event);
  return chosen === null ? all : all.filter((event) => isChosen(chosen, firstEvent + event));
}

function isChosen(chosen: Uint8Array, event: number): boolean {
  return ((chosen[event >> 3]! >> (event & 7)) & 1) === 1;
}

/** How many events are chosen. */
export function countChosen({ dataSet, chosen }: Pick<EventExport, 'dataSet' | 'chosen'>): number {
  if (chosen === null) return dataSet.eventCount;
  let count = 0;
  for (let event = 0; event < dataSet.eventCount; event++) if (isChosen(chosen, event)) count++;
  return count;
}

/** Writes an FCS file: every keyword in its order, the events as stored. Codes: fcs/unsupported, io/failed. */
export function exportFcs(
  events: EventExport,
  { version, provenance }: { readonly version: WrittenVersion; readonly provenance: readonly KeywordPair[] },
): void {
  const { dataSet, output } = events;
  const layout = writtenLayout(dataSet, version);
  const eventCount = countChosen(events);
  const bytesPerEvent = layout.bits.reduce((sum, bits) => sum + bits, 0) / 8;
  output.write(encodeHead(version, rewrittenKeywords(dataSet, { version, layout, eventCount, provenance }), eventCount * bytesPerEvent));
  if (layout.copiesBytes) copyEvents(events, bytesPerEvent);
  else encodeAgain(events, layout);
  output.write(noCrc);
}

/** The stored bytes of the chosen events, so that not a bit of them can change. */
function copyEvents({ source, dataSet, chosen, output }: EventExport, bytesPerEvent: number): void {
  const blockEvents = Math.max(1, Math.floor((1024 * 1024) / bytesPerEvent));
  const bytes = new Uint8Array(blockEvents * bytesPerEvent);
  for (let firstEvent = 0; firstEvent < dataSet.eventCount; firstEvent += blockEvents) {
    const eventCount = Math.min(blockEvents, dataSet.eventCount - firstEvent);
    source.read(dataSet.data.begin + firstEvent * bytesPerEvent, bytes.subarray(0, eventCount * bytesPerEvent));
    let kept = 0;
    for (let event = 0; event < eventCount; event++) {
      if (chosen !== null && !isChosen(chosen, firstEvent + event)) continue;
      if (kept !== event) bytes.copyWithin(kept * bytesPerEvent, event * bytesPerEvent, (event + 1) * bytesPerEvent);
      kept++;
    }
    output.write(bytes.subarray(0, kept * bytesPerEvent));
  }
}

function encodeAgain(
  { source, dataSet, chosen, output }: EventExport,
  { dataType, byteOrder, bits }: ReturnType<typeof writtenLayout>,
): void {
  const events = openEvents(source, dataSet, { columns: dataSet.parameters.map((_, column) => column) });
  const parameters = dataSet.parameters.map(({ name }, column) => ({ name, bits: bits[column] ?? 32 }));
  for (const block of events.blocks()) {
    const values = chosenOf(chosen, block).flatMap((event) =>
      events.offsets.map((offset) => block.values[event * events.stride + offset]!),
    );
    output.write(encodeEvents({ dataType, byteOrder, parameters, events: values }));
  }
}

/** Writes a heading of names and one row an event, numbers in their shortest form. */
export function exportCsv(events: EventExport, values: ExportedValues): void {
  const { output } = events;
  const encoder = new TextEncoder();
  output.write(encoder.encode(`${columnNames(events.dataSet).map(csvCell).join(',')}\n`));
  for (const rows of valueRows(events, values)) output.write(encoder.encode(rows.map((row) => `${row.join(',')}\n`).join('')));
}

/** Names of the parameters; one that appears again gets its number. */
function columnNames({ parameters }: FcsDataSet): readonly string[] {
  return parameters.map(({ name, index }, column) =>
    parameters.findIndex((other) => other.name === name) === column ? name : `${name} (${index})`,
  );
}

function* valueRows({ source, dataSet, chosen }: EventExport, values: ExportedValues): Generator<readonly (readonly number[])[]> {
  const events = openEvents(source, dataSet, { columns: dataSet.parameters.map((_, column) => column) });
  const scales = dataSet.parameters.map(({ scale }) => (values === 'scale' ? scaleFunction(scale) : (stored: number) => stored));
  for (const block of events.blocks()) {
    yield chosenOf(chosen, block).map((event) =>
      events.offsets.map((offset, column) => scales[column]!(block.values[event * events.stride + offset]!)),
    );
  }
}

/** Writes a Parquet file of one column a parameter: float32 where the file stores it and no scale changes it, else float64. */
export async function exportParquet(events: EventExport, values: ExportedValues): Promise<void> {
  const { ByteWriter, ParquetWriter } = await import('hyparquet-writer');
  const { dataSet, output } = events;
  const names = columnNames(dataSet);
  const types = dataSet.parameters.map(({ dataType, scale }) =>
    (dataType ?? dataSet.dataType) === 'F' && (values === 'stored' || scale.kind === 'identity') ? ('FLOAT' as const) : ('DOUBLE' as const),
  );
  const writer = new ByteWriter();
  const schema = [
    { name: 'root', num_children: names.length },
    ...names.map((name, column) => ({ name, type: types[column]!, repetition_type: 'REQUIRED' as const })),
  ];
  const parquet = new ParquetWriter({ writer, schema, createdBy: 'cytolot' });
  const flush = (): void => {
    output.write(writer.getBytes());
    writer.index = 0;
  };
  for (const rows of rowGroups(valueRows(events, values))) {
    const columnData = names.map((name, column) => ({ name, data: columnOf(rows, { column, type: types[column]! }) }));
    await parquet.write({ columnData, rowGroupSize: rows.length });
    flush();
  }
  await parquet.finish();
  flush();
}

function columnOf(
  rows: readonly (readonly number[])[],
  { column, type }: { readonly column: number; readonly type: 'FLOAT' | 'DOUBLE' },
): Float32Array | Float64Array {
  const values = type === 'FLOAT' ? new Float32Array(rows.length) : new Float64Array(rows.length);
  rows.forEach((row, index) => {
    values[index] = row[column]!;
  });
  return values;
}

const rowsInGroup = 65_536;

/** Blocks put together into row groups of a size that readers of Parquet like. */
function* rowGroups(blocks: Iterable<readonly (readonly number[])[]>): Generator<readonly (readonly number[])[]> {
  let rows: (readonly number[])[] = [];
  for (const block of blocks) {
    rows.push(...block);
    if (rows.length < rowsInGroup) continue;
    yield rows;
    rows = [];
  }
  if (rows.length > 0) yield rows;
}
