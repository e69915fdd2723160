import { InputError } from '../errors.ts';
import type { NoteList } from './notes.ts';
import { isOnPlate, PLATE_SIZES, type PlateSize, parseWell } from './wells.ts';

/**
 * The plate size of a list of wells: the declared one, which must hold them all, else the smallest that does. Fewer than a tenth of the wells may
 * not decide it: one mistyped `Z9` would otherwise make a 96-well plate one of 1536. Errors: plate/bad-export.
 */
export function assumePlateSize(
  wells: Iterable<string>,
  told: { readonly plate: string; readonly declared: PlateSize | null; readonly file: string; readonly notes: NoteList },
): PlateSize {
  const names = [...wells];
  const outside = (size: PlateSize): string[] => names.filter((name) => !holds(name, size));
  if (told.declared !== null) {
    const [first] = outside(told.declared);
    if (first === undefined) return told.declared;
    throw new InputError('plate/bad-export', `Expected wells of a plate of ${told.declared}, found ${first}.`, {
      file: told.file,
      well: first,
    });
  }
  const size = PLATE_SIZES.find((one) => one >= 96 && outside(one).length === 0) ?? refuse(names[0] ?? '', told);
  const smaller = PLATE_SIZES[PLATE_SIZES.indexOf(size) - 1];
  const deciding = size > 96 && smaller !== undefined ? outside(smaller) : [];
  if (size > 96 && deciding.length * 10 < names.length) refuse(deciding[0] ?? '', told);
  told.notes.add('plate-size-assumed', `The table does not name the size of plate '${told.plate}': ${size} wells were taken.`);
  return size;
}

function holds(name: string, size: PlateSize): boolean {
  const position = parseWell(name.replace(/\/.*$/, ''));
  return position !== null && isOnPlate(position, size);
}

function refuse(well: string, told: { readonly plate: string; readonly file: string }): never {
  throw new InputError(
    'plate/bad-export',
    `Expected well ${well} to lie on the plate on which nearly all wells of '${told.plate}' lie, found it outside. Declare the plate size, or mend the well.`,
    {
      file: told.file,
      well,
    },
  );
}
