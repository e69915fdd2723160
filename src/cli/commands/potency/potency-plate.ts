import { basename } from 'node:path';
import { InputError } from '../../../errors.ts';
import { buildLayout, layoutSchema } from '../../../plates/layout.ts';
import type { Plate, PlateRead } from '../../../plates/plate-reading.ts';
import { readPlate } from '../../../plates/reading/read-plate.ts';
import { readOfSpot } from '../../../plates/spot-read.ts';
import type { PotencyMethod } from '../../../potency/method.ts';
import { assayFromPlate } from '../../../potency/plate/assay-from-plate.ts';
import type { PotencyTable } from '../../../potency/plate/assay-table.ts';
import { readBytes } from '../../../runtime/disk/files.ts';
import { readYaml } from '../../inputs/read-yaml.ts';

/** A plate-reader export with what its wells are. */
export interface PlateAssayRequest {
  readonly file: string;
  /** YAML with the keys of a definition's `layout`. */
  readonly layout: string;
  /** `reference=RS-07,test-1=LOT-A`. */
  readonly slots: string | undefined;
  readonly format: string | undefined;
  readonly label: string | undefined;
  readonly spot: string | undefined;
  readonly method: PotencyMethod;
}

/** The assays of a plate-reader export, one a plate. Errors: those of `readPlate`, definition/bad-value, usage/bad-argument, potency/bad-data. */
export async function readPlateAssays(request: PlateAssayRequest): Promise<PotencyTable> {
  const layoutFile = basename(request.layout);
  const parsed = layoutSchema.safeParse(readYaml(request.layout));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = issue?.path.map(String).join('.') ?? '';
    throw new InputError(
      'definition/bad-value',
      `Expected a plate layout, found a fault${path === '' ? '' : ` at '${path}'`}: ${issue?.message ?? 'unknown'}.`,
      { file: layoutFile },
    );
  }
  const layout = buildLayout(parsed.data, layoutFile);
  const name = basename(request.file);
  const reading = await readPlate(readBytes(request.file), name, { format: request.format ?? 'detect' });
  const slots = slotsOf(
    request.slots,
    layout.wells.map((well) => well.slot),
  );
  const assays = reading.plates.map((plate) =>
    assayFromPlate({
      name: plate.name,
      responseUnit: null,
      plate: plate.name,
      read: readOfSpot(plate, readOf(plate, request.label, name), { spot: request.spot ?? null, file: name }),
      layout,
      slots,
      exclusions: [],
      method: request.method,
    }),
  );
  return { assays, failed: [], notes: reading.notes };
}

/** Slots go by their own names unless `--slots` binds them. */
function slotsOf(text: string | undefined, known: readonly string[]): Readonly<Record<string, string>> {
  const bound = new Map(known.map((slot) => [slot, slot]));
  for (const part of text === undefined ? [] : text.split(',')) {
    const at = part.indexOf('=');
    const slot = part.slice(0, at).trim();
    if (at < 1 || !bound.has(slot)) {
      throw new InputError(
        'usage/bad-argument',
        `Expected --slots as slot=name,… with a slot of the layout (${[...bound.keys()].join(', ')}), found '${part}'.`,
      );
    }
    bound.set(slot, part.slice(at + 1).trim());
  }
  return Object.fromEntries(bound);
}

function readOf(plate: Plate, label: string | undefined, file: string): PlateRead {
  const fitting = plate.reads.filter((read) => (label === undefined ? !read.calculated : read.label === label));
  const [only, second] = fitting;
  if (only !== undefined && second === undefined) return only;
  const found = plate.reads.map((read) => `'${read.label}'`).join(', ');
  throw new InputError(
    'usage/bad-argument',
    `Expected exactly one read of the plate '${plate.name}', found ${fitting.length} among ${found}. Name one by --label.`,
    { file },
  );
}
