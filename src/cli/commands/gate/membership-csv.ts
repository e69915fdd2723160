import { csvCell } from '../../../csv-cell.ts';
import { createOutputFile, type OutputTarget } from '../../../runtime/disk/output-file.ts';
import type { GatedDataSet } from '../../../runtime/threads/task.ts';

const CHUNK = 1 << 16;

/** Writes one row an event, 0 or 1 a population, under a heading of names. Errors: `usage/cannot-create`, `io/failed`. */
export function writeMembership(
  target: OutputTarget,
  { gated, names }: { readonly gated: GatedDataSet; readonly names: readonly string[] },
): void {
  const file = createOutputFile(target);
  try {
    file.write(Buffer.from(`${names.map(csvCell).join(',')}\n`));
    const columns = (gated.result.membership ?? []).map(({ bits }) => bits);
    const bytesPerRow = 2 * columns.length;
    const rowsPerChunk = Math.max(1, Math.floor(CHUNK / Math.max(1, bytesPerRow)));
    const buffer = Buffer.alloc(rowsPerChunk * bytesPerRow, ',');
    for (let first = 0; first < gated.result.eventCount && bytesPerRow > 0; first += rowsPerChunk) {
      const rows = Math.min(rowsPerChunk, gated.result.eventCount - first);
      for (let row = 0; row < rows; row++) fillRow(buffer, { at: row * bytesPerRow, event: first + row, columns });
      file.write(buffer.subarray(0, rows * bytesPerRow));
    }
    file.publish();
  } finally {
    file.discard();
  }
}

function fillRow(
  buffer: Buffer,
  { at, event, columns }: { readonly at: number; readonly event: number; readonly columns: readonly Uint8Array[] },
): void {
  for (let column = 0; column < columns.length; column++) {
    buffer[at + 2 * column] = 48 + ((columns[column]![event >> 3]! >> (event & 7)) & 1);
  }
  buffer[at + 2 * columns.length - 1] = 10;
}
