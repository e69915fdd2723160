import { InputError } from '../../errors.ts';
import type { Layout } from '../../plates/layout.ts';
import type { Plate, PlateRead } from '../../plates/plate-reading.ts';
import { readOfSpot } from '../../plates/spot-read.ts';
import type { PotencyMethod } from '../method.ts';
import type { PotencyAssay } from '../potency-assay.ts';
import { assayFromPlate } from './assay-from-plate.ts';

/** What the wells of an export are, and which of its readings count. */
export interface ExportRequest {
  readonly file: string;
  readonly layout: Layout;
  /** The name of the sample in each slot of the layout. */
  readonly slots: Readonly<Record<string, string>>;
  /** Of the read; `null` = the only one that the reader did not calculate. */
  readonly label: string | null;
  /** Of the wells, by number or analyte; `null` = they have one. */
  readonly spot: string | null;
  readonly method: PotencyMethod;
}

/** One assay a plate. Errors: usage/bad-argument, potency/bad-data. */
export function assaysOfExport(plates: readonly Plate[], request: ExportRequest): readonly PotencyAssay[] {
  const { file, layout, slots, spot, method } = request;
  return plates.map((plate) =>
    assayFromPlate({
      name: plate.name,
      responseUnit: null,
      plate: plate.name,
      read: readOfSpot(plate, readOf(plate, request), { spot, file }),
      layout,
      slots,
      exclusions: [],
      method,
    }),
  );
}

function readOf(plate: Plate, { label, file }: Pick<ExportRequest, 'label' | 'file'>): PlateRead {
  const fitting = plate.reads.filter((read) => (label === null ? !read.calculated : read.label === label));
  const [only, second] = fitting;
  if (only !== undefined && second === undefined) return only;
  const found = plate.reads.map((read) => `'${read.label}'`).join(', ');
  throw new InputError(
    'usage/bad-argument',
    `Expected exactly one read of the plate '${plate.name}', found ${fitting.length} among ${found}. Name one by --label.`,
    { file },
  );
}
