import { compareCodeUnits } from '../../order.ts';
import { buildLayout } from '../../plates/layout.ts';
import type { PlateRead, PlateReading } from '../../plates/plate-reading.ts';
import type { Binding } from '../binding.ts';
import type { AssayDefinition } from '../definition/assay-definition.ts';
import { selectPlate, selectRead, wholeRead } from './select-read.ts';

/** Wells with numbers from which on, if they are not all equal, two reads do not agree by chance. */
const WELLS_THAT_TELL = 24;

/** What a plate's binding holds, as text to be hashed. */
export interface PlateContent {
  readonly plate: string;
  readonly read: string;
  /** The read's number, label and the wells that the assay's layout uses, with their values. */
  readonly used: string;
  /** Every number of the read by its well; `null` where there are too few, or all are equal. */
  readonly values: string | null;
  /** Whether the export states when the plate was read. */
  readonly dated: boolean;
}

/** The content of the one read that an assay takes from a plate. Throws as the assay itself would where there is no such read. */
export function plateContent(reading: PlateReading, assay: AssayDefinition, binding: Binding): PlateContent {
  const plate = selectPlate(reading, binding);
  const read = selectRead(plate, assay, binding);
  const numbers = numbersOf(read);
  const wells = new Set(buildLayout(assay.layout).wells.map(({ well }) => well));
  const name = JSON.stringify([plate.reads.indexOf(wholeRead(plate, assay, binding)), read.label, assay.select.spot ?? null]);
  return {
    plate: plate.name,
    read: name,
    used: JSON.stringify([name, numbers.filter(({ well }) => wells.has(well.split('/')[0] ?? well))]),
    values: tells(numbers) ? JSON.stringify(numbers) : null,
    dated: plate.readAt !== undefined && plate.readAt !== null,
  };
}

interface WellNumbers {
  readonly well: string;
  readonly numbers: readonly (number | null)[];
}

/** Sorted by well, so that a table and a matrix of one plate agree. Markers differ between formats and are left out. */
function numbersOf(read: PlateRead): WellNumbers[] {
  const single = Object.entries(read.values).map(([well, value]) => ({ well, numbers: [value] }));
  const series = Object.entries(read.series ?? {}).map(([well, numbers]) => ({ well, numbers }));
  return [...single, ...series].sort((a, b) => compareCodeUnits(a.well, b.well));
}

function tells(numbers: readonly WellNumbers[]): boolean {
  return numbers.length >= WELLS_THAT_TELL && new Set(numbers.map((one) => JSON.stringify(one.numbers))).size > 1;
}
