import type { NoteList } from './notes.ts';
import type { Plate, PlateRead } from './plate-reading.ts';
import { toPlateSize, wellsOf } from './wells.ts';

/** Notes on what a person should know of any reading, whatever its format: markers, empty wells, twin plate names, nothing measured. */
export function noteReading(plates: readonly Plate[], notes: NoteList): void {
  noteTwins(plates, notes);
  for (const plate of plates) {
    for (const read of plate.reads) {
      noteMarkers(plate, read, notes);
    }
    noteEmptyWells(plate, notes);
  }
  const measured = plates.some((plate) => plate.reads.some((read) => !read.calculated && hasNumbers(read)));
  if (!measured) notes.add('no-measured-values', 'The export holds no measured number: there is nothing to analyse.');
}

function noteTwins(plates: readonly Plate[], notes: NoteList): void {
  const seen = new Set<string>();
  for (const { name } of plates) {
    if (seen.has(name)) notes.add('plate-named-twice', `Two plates of the file are called '${name}': they are kept apart by their order.`);
    seen.add(name);
  }
}

function noteMarkers(plate: Plate, read: PlateRead, notes: NoteList): void {
  const wells = new Map<string, string[]>();
  for (const [well, marker] of Object.entries(read.nonNumeric)) wells.set(marker, [...(wells.get(marker) ?? []), well]);
  if (wells.size > 3) {
    const shown = [...wells.keys()].slice(0, 3).map((marker) => `'${marker}'`);
    notes.add(
      'non-numeric',
      `${nameOf(plate, read)}: ${shown.join(', ')} and other texts instead of numbers in ${listWells(Object.keys(read.nonNumeric))}.`,
    );
    return;
  }
  for (const [marker, names] of wells)
    notes.add('non-numeric', `${nameOf(plate, read)}: '${marker}' instead of a number in ${listWells(names)}.`);
}

/** A calculation covers the wells that it is made for; an empty well matters where something was measured. Reads with the same empty wells share a note. */
function noteEmptyWells(plate: Plate, notes: NoteList): void {
  const size = toPlateSize(plate.wellCount);
  if (size === null) return;
  const reads = new Map<string, string[]>();
  for (const read of plate.reads.filter((one) => !one.calculated)) {
    const filled = new Set(
      [...Object.keys(read.values), ...Object.keys(read.nonNumeric), ...Object.keys(read.series ?? {})].map((key) =>
        key.replace(/\/.*$/, ''),
      ),
    );
    const empty = wellsOf(size).filter((well) => !filled.has(well));
    if (empty.length === 0) continue;
    const found = `nothing in ${empty.length} of ${size} wells (${listWells(empty)})`;
    reads.set(found, [...(reads.get(found) ?? []), read.label]);
  }
  for (const [found, labels] of reads)
    notes.add(
      'partial-plate',
      `Plate '${plate.name}', ${labels.length === 1 ? 'read' : `${labels.length} reads`} ${listLabels(labels)}: ${found}.`,
    );
}

function listLabels(labels: readonly string[]): string {
  return labels.length <= 3 ? labels.map((label) => `'${label}'`).join(', ') : `'${labels[0] ?? ''}' … '${labels.at(-1) ?? ''}'`;
}

function nameOf(plate: Plate, read: PlateRead): string {
  return `Plate '${plate.name}', ${read.calculated ? 'calculated read' : 'read'} '${read.label}'`;
}

function listWells(names: readonly string[]): string {
  return names.length <= 8 ? names.join(', ') : `${names.slice(0, 6).join(', ')} … ${names.at(-1) ?? ''}, ${names.length} wells`;
}

function hasNumbers(read: PlateRead): boolean {
  return Object.keys(read.values).length > 0 || Object.values(read.series ?? {}).some((points) => points.some((point) => point !== null));
}
