import { basename } from 'node:path';
import { InputError } from '../../../errors.ts';
import { buildLayout, layoutSchema } from '../../../plates/layout.ts';
import { readPlate } from '../../../plates/reading/read-plate.ts';
import type { PotencyMethod } from '../../../potency/method.ts';
import type { PotencyTable } from '../../../potency/plate/assay-table.ts';
import { assaysOfExport } from '../../../potency/plate/assays-of-export.ts';
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
  const { label = null, spot = null, method } = request;
  return { assays: assaysOfExport(reading.plates, { file: name, layout, slots, label, spot, method }), failed: [], notes: reading.notes };
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
