import { InputError } from '../../errors.ts';
import type { Plate, PlateRead, PlateReading } from '../../plates/plate-reading.ts';
import { readOfSpot } from '../../plates/spot-read.ts';
import type { Binding } from '../binding.ts';
import type { AssayDefinition } from '../definition/assay-definition.ts';

/** The plate of an export that a binding means. Codes: plate/bad-export. */
export function selectPlate(reading: PlateReading, binding: Binding): Plate {
  const fitting = binding.plate === null ? reading.plates : reading.plates.filter((plate) => plate.name === binding.plate);
  const [only, second] = fitting;
  if (only !== undefined && second === undefined) return only;
  // A file with one plate needs no plate name in the export: the sample list's name is then only a name.
  const [single, other] = reading.plates;
  if (fitting.length === 0 && single !== undefined && other === undefined) return single;
  const names = reading.plates.map((plate) => `'${plate.name}'`).join(', ');
  throw new InputError(
    'plate/bad-export',
    `Expected one plate${binding.plate === null ? '' : ` '${binding.plate}'`}, found ${reading.plates.length}: ${names}. Name it in the sample list (plate).`,
    { file: binding.file },
  );
}

/** The one read of a plate that an assay takes, of the spot that it takes. Codes: plate/bad-export. */
export function selectRead(plate: Plate, assay: AssayDefinition, binding: Binding): PlateRead {
  const spot = assay.select.spot === undefined ? null : String(assay.select.spot);
  return readOfSpot(plate, wholeRead(plate, assay, binding), { spot, file: binding.file });
}

/** As `selectRead`, with all spots of its wells. */
export function wholeRead(plate: Plate, assay: AssayDefinition, binding: Binding): PlateRead {
  const { label, wavelengthNm, mode, calculated } = assay.select;
  const fitting = plate.reads.filter(
    (read) =>
      read.calculated === calculated &&
      (label === undefined || read.label === label) &&
      (mode === undefined || read.mode === mode) &&
      (wavelengthNm === undefined || read.wavelengthsNm.includes(wavelengthNm)),
  );
  const [only, second] = fitting;
  if (only !== undefined && second === undefined) return only;
  const found = plate.reads.map((read) => `'${read.label}'${read.calculated ? ' (calculated)' : ''}`).join(', ');
  throw new InputError(
    'plate/bad-export',
    `Expected exactly one read of plate '${plate.name}' to fit the assay's select, found ${fitting.length} among ${found}. Narrow select by label, mode or wavelengthNm.`,
    {
      file: binding.file,
    },
  );
}
