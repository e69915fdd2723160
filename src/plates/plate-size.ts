import { InputError } from '../errors.ts';
import type { NoteList } from './file/notes.ts';
import type { PlateRead } from './plate-reading.ts';
import { isOnPlate, PLATE_SIZES, type PlateSize, parseWell, plateGeometry, toPlateSize } from './wells.ts';

/**
 * The plate size of a list of wells: the declared one, which must hold them all, else the smallest that does. Fewer than a tenth of the wells may
 * not decide it: one mistyped `Z9` would otherwise make a 96-well plate one of 1536. Errors: plate/bad-export.
 */
export function assumePlateSize(
  wells: Iterable<string>,
  context: { readonly plate: string; readonly declared: PlateSize | null; readonly file: string; readonly notes: NoteList },
): PlateSize {
  const names = [...wells];
  const outside = (size: PlateSize): string[] => names.filter((name) => !holds(name, size));
  if (context.declared !== null) {
    const [first] = outside(context.declared);
    if (first === undefined) return context.declared;
    throw new InputError('plate/bad-export', `Expected wells of a plate of ${context.declared}, found ${first}.`, {
      file: context.file,
      well: first,
    });
  }
  const size = PLATE_SIZES.find((one) => one >= 96 && outside(one).length === 0) ?? refuse(names[0] ?? '', context);
  const smaller = PLATE_SIZES[PLATE_SIZES.indexOf(size) - 1];
  const deciding = size > 96 && smaller !== undefined ? outside(smaller) : [];
  if (size > 96 && deciding.length * 10 < names.length) refuse(deciding[0] ?? '', context);
  context.notes.add('plate/size-assumed', { unnamedIn: 'table', plate: context.plate, wells: size });
  return size;
}

function holds(name: string, size: PlateSize): boolean {
  const position = parseWell(name.replace(/\/.*$/, ''));
  return position !== null && isOnPlate(position, size);
}

function refuse(well: string, context: { readonly plate: string; readonly file: string }): never {
  throw new InputError(
    'plate/bad-export',
    `Expected well ${well} to lie on the plate on which nearly all wells of '${context.plate}' lie, found it outside. Declare the plate size, or mend the well.`,
    {
      file: context.file,
      well,
    },
  );
}

/** Rows and columns of the matrix that was exported, blank cells too. */
export interface PlateShape {
  readonly rows: number;
  readonly columns: number;
}

function holdsShape(shape: PlateShape | undefined, size: PlateSize): boolean {
  return shape === undefined || (shape.rows <= plateGeometry(size).rows && shape.columns <= plateGeometry(size).columns);
}

/**
 * The plate size of a vendor's plate: the one its plate type names, else the smallest that holds its wells, with a note. A named plate that is too
 * small for most of its wells contradicts them, and gives way with a note; single wells outside it are refused.
 */
export function sizeOfPlate(
  reads: readonly PlateRead[],
  context: {
    readonly plate: string;
    readonly named: number | null;
    readonly shape?: PlateShape;
    readonly file: string;
    readonly notes: NoteList;
  },
): PlateSize {
  const wells = new Set(reads.flatMap((read) => [read.values, read.nonNumeric, read.series ?? {}].flatMap((one) => Object.keys(one))));
  const smallest = PLATE_SIZES.find((size) => [...wells].every((well) => holds(well, size)) && holdsShape(context.shape, size));
  if (smallest === undefined) return refuse([...wells][0] ?? '', context);
  const named = context.named === null ? null : toPlateSize(context.named);
  if (named !== null && [...wells].every((well) => holds(well, named)) && holdsShape(context.shape, named)) return named;
  const beyond = named === null ? [] : [...wells].filter((well) => !holds(well, named));
  // Most wells of a larger plate lie outside a smaller one; a few that do were mistyped.
  if (beyond.length > 0 && beyond.length * 2 < wells.size) refuse(beyond[0] ?? '', context);
  if (named !== null)
    context.notes.add('plate/settings-contradict', { setting: 'plate-size', plate: context.plate, stated: named, found: smallest });
  else context.notes.add('plate/size-assumed', { unnamedIn: 'export', plate: context.plate, wells: smallest });
  return smallest;
}
