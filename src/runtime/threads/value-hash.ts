import { createHash } from 'node:crypto';
import { openEvents } from '../../fcs/events/events.ts';
import { littleEndianDoubles } from '../../fcs/events/value-bytes.ts';
import type { ByteSource, FcsDataSet } from '../../fcs/fcs-file.ts';

/** SHA-256 over the stored values of the first `events` events (all where absent), as `inspect --hash` gives it. Codes: those of events that cannot be decoded. */
export function valuesSha256(source: ByteSource, dataSet: FcsDataSet, events = dataSet.eventCount): string {
  const columns = dataSet.parameters.map((_, column) => column);
  const opened = openEvents(source, dataSet, { columns, toEvent: Math.min(events, dataSet.eventCount) });
  const bytesOf = littleEndianDoubles(opened);
  const digest = createHash('sha256');
  for (const block of opened.blocks()) digest.update(bytesOf(block));
  return digest.digest('hex');
}
