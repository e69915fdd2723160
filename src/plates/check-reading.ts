import type { NoteList } from './notes.ts';
import type { Plate, PlateRead } from './plate-reading.ts';
import { toPlateSize, wellsOf } from './wells.ts';

/** Notes on what a person should know of any reading, whatever its format: markers, empty wells, twin plate names, nothing measured. */
export function noteReading(plates: readonly Plate[], notes: NoteList): void {
  noteTwins(plates, notes);
  for (const plate of plates) {
    for (const read of plate.reads) {
      noteMarkers(plate, read, notes);
      noteTimes(plate, read, notes);
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

/** A gap between cycles much larger or smaller than the usual one: a cycle is missing, or the protocol had a pause. */
function noteTimes(plate: Plate, read: PlateRead, notes: NoteList): void {
  const times = read.timesSeconds ?? [];
  const gaps = times.slice(1).map((time, i) => time - (times[i] ?? 0));
  const usual = [...gaps].sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
  const odd = gaps.findIndex((gap) => gap > 1.5 * usual || gap < 0.5 * usual);
  if (odd === -1 || gaps.length < 3) return;
  notes.add(
    'irregular-times',
    `${nameOf(plate, read)}: ${gaps[odd] ?? 0} s between ${times[odd] ?? 0} s and ${times[odd + 1] ?? 0} s, where ${usual} s is usual.`,
  );
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
  if (size === null) {
    noteEmptyResults(plate, notes);
    return;
  }
  const reads = new Map<string, string[]>();
  for (const read of plate.reads.filter((one) => !one.calculated)) {
    const filled = filledWells(read);
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

/** Cell counters give one well a sample: a result that is not there. */
function noteEmptyResults(plate: Plate, notes: NoteList): void {
  const labels = plate.reads.filter((read) => !read.calculated && filledWells(read).size === 0).map((read) => read.label);
  if (labels.length > 0)
    notes.add('partial-plate', `Sample '${plate.name}': nothing under ${labels.map((label) => `'${label}'`).join(', ')}.`);
}

/** Wells in which something stands; where wells have several spots, in every spot of the read. */
function filledWells(read: PlateRead): ReadonlySet<string> {
  const spots = new Map<string, number>();
  for (const key of new Set([read.values, read.nonNumeric, read.series ?? {}].flatMap((one) => Object.keys(one)))) {
    const well = key.replace(/\/.*$/, '');
    spots.set(well, (spots.get(well) ?? 0) + 1);
  }
  const most = Math.max(0, ...spots.values());
  return new Set([...spots].flatMap(([well, count]) => (count === most ? [well] : [])));
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
