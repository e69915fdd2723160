import { InputError } from '../errors.ts';
import type { Plate, PlateRead } from './plate-reading.ts';

/**
 * The read of one spot of each well, by wells: `A1` in place of `A1/spot2`. `spot` is its number, or the name of its analyte where the export gives names; `null` = wells
 * have one spot. Throws `plate/bad-export` where wells have several and none is named, and where the one that is named is not there.
 */
export function readOfSpot(plate: Plate, read: PlateRead, request: { readonly spot: string | null; readonly file: string }): PlateRead {
  const { spot, file } = request;
  const known = spotsOf(read);
  const refuse = (expected: string): never => {
    const found = known.length === 0 ? 'wells of one' : known.map((one) => named(plate, one)).join(', ');
    throw new InputError('plate/bad-export', `Expected ${expected} of the read '${read.label}' of plate '${plate.name}', found ${found}.`, {
      file,
    });
  };
  if (spot === null) return known.length === 0 ? read : refuse('one spot to be selected (spot)');
  const [only, second] = known.filter((one) => one === spot || plate.spots?.[one] === spot);
  if (only === undefined || second !== undefined) return refuse(`one spot '${spot}'`);
  const own = <Value>(wells: Readonly<Record<string, Value>> | undefined): Record<string, Value> =>
    Object.fromEntries(Object.entries(wells ?? {}).flatMap(([well, value]) => (spotOf(well) === only ? [[wellOf(well), value]] : [])));
  const { texts, masked, series } = read;
  return {
    ...read,
    values: own(read.values),
    nonNumeric: own(read.nonNumeric),
    ...(texts === undefined ? {} : { texts: own(texts) }),
    ...(masked === undefined ? {} : { masked: masked.filter((well) => spotOf(well) === only).map(wellOf) }),
    ...(series === undefined ? {} : { series: own(series) }),
  };
}

/** The spots of a read by number, in their order. */
function spotsOf({ values, nonNumeric, series }: PlateRead): readonly string[] {
  const wells = [values, nonNumeric, series ?? {}].flatMap((one) => Object.keys(one));
  return [...new Set(wells.flatMap((well) => spotOf(well) ?? []))].sort((a, b) => Number(a) - Number(b));
}

function spotOf(well: string): string | null {
  return /\/spot(.+)$/.exec(well)?.[1] ?? null;
}

function wellOf(well: string): string {
  return well.split('/')[0] ?? well;
}

function named({ spots }: Plate, spot: string): string {
  const analyte = spots?.[spot];
  return analyte === undefined ? `'${spot}'` : `'${spot}' (${analyte})`;
}
