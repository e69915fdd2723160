import { InputError } from '../../errors.ts';
import { meanInAnyOrder } from '../../numerics/mean.ts';
import type { Layout, LayoutWell, WellExclusion } from '../../plates/layout.ts';
import type { PlateRead } from '../../plates/plate-reading.ts';
import type { PotencyMethod } from '../method.ts';
import { type AssaySample, type ControlWells, notNumeric, type PotencyAssay, type WellTakenOut } from '../potency-assay.ts';
import type { DosePoint } from '../potency-result.ts';

/** One read of one plate with everything that says what its wells are. */
export interface PlateAssay {
  /** Name of the assay, such as assay run and plate. */
  readonly name: string;
  readonly responseUnit: string | null;
  /** Name of the plate, as exclusions give it. */
  readonly plate: string;
  readonly read: PlateRead;
  readonly layout: Layout;
  /** Slot → name of the reference standard, or of the lot; a test slot that is not bound is empty on this plate. */
  readonly slots: Readonly<Record<string, string>>;
  readonly exclusions: readonly WellExclusion[];
  readonly method: PotencyMethod;
}

/**
 * The assay that a plate holds. A well that holds a marker or nothing becomes a problem of its sample, never a number; excluded wells stay in the points
 * with their reason. Two slots bound to one name are one sample. `potency/bad-data` where the reference slot is not bound.
 */
export function assayFromPlate(source: PlateAssay): PotencyAssay {
  const { layout, slots } = source;
  const references = layout.wells.filter((well) => well.role === 'reference');
  const referenceName = references.map((well) => slots[well.slot]).find((name) => name !== undefined);
  if (referenceName === undefined) {
    throw new InputError(
      'potency/bad-data',
      `Expected the reference slot of the plate '${source.plate}' to be bound to a reference standard, found no binding.`,
    );
  }
  const blank = blankOf(source);
  const reference = sampleOf(referenceName, references, { source, blank: blank.mean });
  const tests = new Map<string, LayoutWell[]>();
  for (const well of layout.wells) {
    const name = well.role === 'test' ? slots[well.slot] : undefined;
    if (name !== undefined) tests.set(name, [...(tests.get(name) ?? []), well]);
  }
  return {
    name: source.name,
    doseUnit: layout.doseUnit,
    responseUnit: source.responseUnit,
    reference: { ...reference, problems: [...(reference.problems ?? []), ...blank.problems] },
    tests: [...tests].map(([name, wells]) => sampleOf(name, wells, { source, blank: blank.mean })),
    controls: controlsOf(source, blank.mean),
    plateWells: layout.wellCount,
  };
}

/** Control and blank wells by slot. */
function controlsOf(source: PlateAssay, blank: number): ControlWells[] {
  const used = source.layout.wells.filter(({ role }) => role === 'control' || role === 'blank');
  return [...new Set(used.map((well) => well.slot))].map((name) => {
    const own = used
      .filter((well) => well.slot === name)
      .map(({ well, role }) => ({ well, role, value: readingAt(source.read, well), excluded: exclusionOf(source, well) }));
    const isSubtracted = source.method.blank !== 'none' && own.some(({ role }) => role === 'blank');
    return {
      name,
      ...(isSubtracted ? { subtracted: true } : {}),
      wells: own.flatMap(({ well, value, excluded }) =>
        typeof value === 'number' ? [{ well, plate: source.plate, response: value - blank, excluded }] : [],
      ),
      // The wells of a blank that is subtracted have spoken against the reference standard already.
      problems: own.flatMap(({ well, role, value, excluded }) =>
        typeof value === 'number' || excluded !== null || (role === 'blank' && source.method.blank !== 'none')
          ? []
          : [notNumeric({ of: 'well', well, sample: name, ...withoutNumber(value) })],
      ),
      excluded: own.flatMap(({ well, excluded }) =>
        excluded === null ? [] : [{ of: 'well', well, line: null, sample: name, reason: excluded } as const],
      ),
    };
  });
}

interface Context {
  readonly source: PlateAssay;
  readonly blank: number;
}

type Problems = NonNullable<AssaySample['problems']>;

function sampleOf(name: string, wells: readonly LayoutWell[], { source, blank }: Context): AssaySample {
  const points: DosePoint[] = [];
  const problems: Problems[number][] = [];
  const unreadable: WellTakenOut[] = [];
  for (const well of wells) {
    const value = readingAt(source.read, well.well);
    const excluded = exclusionOf(source, well.well);
    if (typeof value === 'number' && well.dose !== null) {
      points.push({ dose: well.dose, response: value - blank, well: well.well, plate: source.plate, excluded, group: well.group });
    } else if (excluded === null) {
      const found = well.dose === null ? NO_DOSE : withoutNumber(value);
      problems.push(notNumeric({ of: 'well', well: well.well, sample: name, ...found }));
    } else {
      unreadable.push({ of: 'well', well: well.well, line: null, sample: name, reason: excluded });
    }
  }
  if (points.every((point) => point.excluded !== null)) {
    problems.push({ code: 'potency/no-wells', fields: { sample: name, plate: source.plate } });
  }
  return { name, points, problems, ...(unreadable.length === 0 ? {} : { unreadable }) };
}

function blankOf(source: PlateAssay): { readonly mean: number; readonly problems: Problems } {
  if (source.method.blank === 'none') return { mean: 0, problems: [] };
  const values: number[] = [];
  const problems: Problems[number][] = [];
  for (const { well, role } of source.layout.wells) {
    if (role !== 'blank' || exclusionOf(source, well) !== null) continue;
    const value = readingAt(source.read, well);
    if (typeof value === 'number') values.push(value);
    else problems.push(notNumeric({ of: 'blank-well', well, ...withoutNumber(value) }));
  }
  if (values.length > 0) return { mean: meanInAnyOrder(values), problems };
  return {
    mean: 0,
    problems: [...problems, { code: 'potency/no-blank', fields: { of: 'plate', name: source.plate } }],
  };
}

/** The number of a well, else its marker, else `null`. A well that the reader's software masked counts as a marker until it is excluded by hand with a reason. */
function readingAt(read: PlateRead, well: string): number | string | null {
  if (Object.hasOwn(read.nonNumeric, well)) return read.nonNumeric[well] ?? null;
  if (read.masked?.includes(well) === true) return 'Masked';
  const value = Object.hasOwn(read.values, well) ? read.values[well] : undefined;
  return value !== undefined && Number.isFinite(value) ? value : null;
}

const NO_DOSE = { fault: 'no-dose' } as const;

function withoutNumber(value: number | string | null): { readonly fault: 'marker' | 'no-value'; readonly marker?: string } {
  return typeof value === 'string' ? { fault: 'marker', marker: value } : { fault: 'no-value' };
}

function exclusionOf(source: PlateAssay, well: string): string | null {
  return source.exclusions.find((one) => one.plate === source.plate && one.well === well)?.reason ?? null;
}
