import { type NoteList, type PlateNoteFields, someOf } from './file/notes.ts';
import type { Plate, PlateRead } from './plate-reading.ts';
import { toPlateSize, wellsOf } from './wells.ts';

/**
 * Notes on what a person should know of any reading, whatever its format: markers, empty wells, twin plate names, nothing measured, and, where the software
 * states them (`settings`), how it was measured.
 */
export function noteReading(plates: readonly Plate[], settings: 'of-software' | 'declared', notes: NoteList): void {
  noteTwins(plates, notes);
  for (const plate of plates) {
    for (const read of plate.reads) {
      if (settings === 'of-software' && !read.calculated) noteSettings(read, notes);
      noteMarkers(plate, read, notes);
      noteTimes(plate, read, notes);
    }
    noteEmptyWells(plate, notes);
  }
  const measured = plates.some((plate) => plate.reads.some((read) => !read.calculated && hasNumbers(read)));
  if (!measured) notes.add('plate/no-measured-values', {});
}

/** Software names the mode of what it measured, the wavelength of an absorbance and both of a fluorescence; beads (MFI) are read at fixed ones. */
function noteSettings(read: PlateRead, notes: NoteList): void {
  const { mode, wavelengthsNm, unit, label } = read;
  if (!hasNumbers(read) || unit === 'MFI') return;
  if (mode === 'unknown') notes.add('plate/export-incomplete', { absent: 'mode', block: label });
  if (mode !== 'absorbance' && mode !== 'fluorescence') return;
  if (wavelengthsNm.length === 0) notes.add('plate/export-incomplete', { absent: 'wavelength', block: label });
  else if (mode === 'fluorescence' && wavelengthsNm.length === 1)
    notes.add('plate/export-incomplete', { absent: 'second-wavelength', block: label });
}

function noteTwins(plates: readonly Plate[], notes: NoteList): void {
  const seen = new Set<string>();
  for (const { name } of plates) {
    if (seen.has(name)) notes.add('plate/named-twice', { twins: 'plates', name });
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
  const [gapSeconds, fromSeconds, toSeconds] = [gaps[odd] ?? 0, times[odd] ?? 0, times[odd + 1] ?? 0];
  notes.add('plate/irregular-times', { ...nameOf(plate, read), gapSeconds, fromSeconds, toSeconds, usualSeconds: usual });
}

function noteMarkers(plate: Plate, read: PlateRead, notes: NoteList): void {
  const wells = new Map<string, string[]>();
  for (const [well, marker] of Object.entries(read.nonNumeric)) wells.set(marker, [...(wells.get(marker) ?? []), well]);
  if (wells.size > 3) {
    const markers = { count: wells.size, listed: [...wells.keys()].slice(0, 3) };
    notes.add('plate/non-numeric', { ...nameOf(plate, read), markers, wells: someOf(Object.keys(read.nonNumeric)) });
    return;
  }
  for (const [marker, names] of wells)
    notes.add('plate/non-numeric', { ...nameOf(plate, read), markers: { count: 1, listed: [marker] }, wells: someOf(names) });
}

/** A calculation covers the wells that it is made for; an empty well matters where something was measured. Reads with the same empty wells share a note. */
function noteEmptyWells(plate: Plate, notes: NoteList): void {
  const size = toPlateSize(plate.wellCount);
  if (size === null) {
    noteEmptyResults(plate, notes);
    return;
  }
  const reads = new Map<string, { readonly empty: readonly string[]; readonly labels: string[] }>();
  for (const read of plate.reads.filter((one) => !one.calculated)) {
    const filled = filledWells(read);
    const empty = wellsOf(size).filter((well) => !filled.has(well));
    if (empty.length === 0) continue;
    const group = reads.get(empty.join(' ')) ?? { empty, labels: [] };
    group.labels.push(read.label);
    reads.set(empty.join(' '), group);
  }
  for (const { empty, labels } of reads.values())
    notes.add('plate/partial-plate', { of: 'plate', plate: plate.name, reads: endsOf(labels), empty: someOf(empty), wellCount: size });
}

/** Cell counters give one well a sample: a result that is not there. */
function noteEmptyResults(plate: Plate, notes: NoteList): void {
  const labels = plate.reads.filter((read) => !read.calculated && filledWells(read).size === 0).map((read) => read.label);
  if (labels.length > 0)
    notes.add('plate/partial-plate', { of: 'sample', plate: plate.name, reads: { count: labels.length, listed: labels } });
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

/** Up to three labels, else the first and the last. */
function endsOf(labels: readonly string[]): PlateNoteFields<'plate/partial-plate'>['reads'] {
  return { count: labels.length, listed: labels.length <= 3 ? labels : [labels[0] ?? '', labels.at(-1) ?? ''] };
}

function nameOf(plate: Plate, read: PlateRead): Pick<PlateNoteFields<'plate/irregular-times'>, 'plate' | 'read' | 'kind'> {
  return { plate: plate.name, read: read.label, kind: read.calculated ? 'calculated' : 'measured' };
}

/** Whether a read holds one number at least. */
export function hasNumbers(read: PlateRead): boolean {
  return Object.keys(read.values).length > 0 || Object.values(read.series ?? {}).some((points) => points.some((point) => point !== null));
}
