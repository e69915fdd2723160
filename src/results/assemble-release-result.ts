import { messageKey } from '../message.ts';
import { compareCodeUnits } from '../order.ts';
import { canonicalJson } from './canonical-json.ts';
import type { ReleaseResult } from './release-result.ts';
import { parseReleaseResult } from './release-result-schema.ts';

/** What a release result is made of; the software's name and the schema's version are added. */
export type ReleaseResultParts = Omit<ReleaseResult, 'schemaVersion' | 'software'> & { readonly softwareVersion: string };

/**
 * The release result of a lot with its lists in a fixed order: inputs, controls and departures by code unit, attributes as judged.
 * The order of files, workers and locale leaves no trace. Throws where a part departs from the published schema.
 */
export function assembleReleaseResult(parts: ReleaseResultParts): ReleaseResult {
  const { softwareVersion, ...rest } = parts;
  const held = sorted(rest.disposition.held, (reason) => [reason.code, messageKey(reason)]);
  return parseReleaseResult({
    ...rest,
    schemaVersion: 2,
    software: { name: 'cytolot', version: softwareVersion },
    lot: {
      ...rest.lot,
      assayRuns: sorted(rest.lot.assayRuns, (run) => [run]),
      instruments: sorted(rest.lot.instruments, (name) => [name]),
      reagents: sorted(rest.lot.reagents, (one) => [one.assayRun, one.kind, one.lot, one.serves ?? '']),
      unusedRows: sorted(rest.lot.unusedRows, (row) => [row.place, messageKey(row)]),
    },
    inputs: sorted(rest.inputs, (input) => [input.file, input.kind, canonicalJson(input.serves)]),
    controls: sorted(rest.controls, (control) => [control.panel, control.tube, control.name, control.assayRun ?? '', control.file ?? '']),
    gating: sorted(rest.gating, (one) => [one.file, String(one.dataSet), one.panel, one.tube, one.assayRun ?? '', one.control ?? '']),
    assays: sorted(rest.assays, (one) => [one.assay, one.name, one.file, one.plate ?? '']),
    departures: sorted(rest.departures, (departure) => [departure.file, departure.code, messageKey(departure)]),
    disposition: { ...rest.disposition, held },
  });
}

function sorted<Item>(items: readonly Item[], keysOf: (item: Item) => readonly string[]): Item[] {
  return [...items].sort((a, b) => compareKeys(keysOf(a), keysOf(b)));
}

function compareKeys(a: readonly string[], b: readonly string[]): number {
  for (const [index, key] of a.entries()) {
    const other = b[index] ?? '';
    if (key !== other) return compareCodeUnits(key, other);
  }
  return 0;
}
