import * as z from 'zod';
import { InputError } from '../errors.ts';
import { type LayoutLine, layoutLines } from './layout-range.ts';
import type { PlateSize } from './wells.ts';

/** What stands in a well. */
export type WellRole = 'reference' | 'test' | 'control' | 'blank' | 'empty';

/** One well of a plate layout. */
export interface LayoutWell {
  readonly well: string;
  readonly role: WellRole;
  /** The slot of the layout: `reference`, `test-1`, `positive-control`; the assay run binds slots to lots. */
  readonly slot: string;
  /** Dose in the layout's unit; `0` is a zero dose; `null` for controls and blanks. A 1:n dilution is the dose 1/n. */
  readonly dose: number | null;
  /** Counts from 1. */
  readonly replicate: number;
  /** Wells of one slot, dose and group are averaged before the fit (pseudo-replicates); `null` = independent. */
  readonly group: string | null;
}

/** A checked layout: no well twice, every dose non-negative. */
export interface Layout {
  readonly wellCount: number;
  readonly doseUnit: string;
  readonly wells: readonly LayoutWell[];
}

/** A well taken out of the computation by hand. */
export interface WellExclusion {
  readonly plate: string;
  readonly well: string;
  readonly reason: string;
  readonly by: string;
}

const wellRange = z
  .string()
  .regex(/^[A-Z]{1,2}\d{1,2}(?::[A-Z]{1,2}\d{1,2})?$/, 'Expected a well or a range of wells such as A1 or A1:A10.')
  .describe('A well (`A1`) or a range of wells (`A1:A10`, `A1:H1`, `A1:C10`), inside the plate.');

const blockSchema = z.strictObject({
  wells: z
    .union([wellRange, z.array(wellRange).min(1)])
    .describe('The wells: one range or several. Each range holds one or more lines of doses.'),
  role: z.enum(['reference', 'test', 'control', 'blank']).describe('What stands in the wells.'),
  slot: z
    .string()
    .min(1)
    .describe('Name by which the assay run binds the wells to a lot or a reference standard: `reference`, `test-1`, `positive-control`.'),
  doses: z
    .array(z.number().min(0))
    .min(1)
    .optional()
    .describe('Doses along the range, in the unit of `doseUnit`, as many as a line has wells. 0 is a zero dose.'),
  dilutions: z
    .array(z.number().min(1))
    .min(1)
    .optional()
    .describe('Instead of doses: 100 for a dilution 1:100, which enters as the dose 1/100.'),
  along: z
    .enum(['rows', 'columns'])
    .optional()
    .describe('Whether doses run along plate rows (A1, A2, …) or columns (A1, B1, …). Needed only where a range is as wide as it is high.'),
  replicate: z
    .int()
    .min(1)
    .default(1)
    .describe('Number of the first line of doses; every further line of the block is the next replicate.'),
  group: z
    .string()
    .min(1)
    .optional()
    .describe('Wells of one slot, dose and group are averaged before the fit (pseudo-replicates). Left out: independent.'),
});

/** A plate layout as a definition writes it. */
export const layoutSchema = z
  .strictObject({
    wells: z.literal([6, 12, 24, 48, 96, 384, 1536]).describe('Wells of the plate.'),
    doseUnit: z.string().min(1).optional().describe('Unit of the doses. Left out where dilutions are given.'),
    blocks: z.array(blockSchema).min(1).describe('Blocks of wells with one role and slot. No well may stand in two.'),
  })
  .describe('What stands in which well.');

export type LayoutDefinition = z.output<typeof layoutSchema>;
type Block = LayoutDefinition['blocks'][number];

/** Checks a layout definition and lists its wells. Errors: plate/bad-layout. */
export function buildLayout(definition: LayoutDefinition, file?: string): Layout {
  const place = file === undefined ? {} : { file };
  const wells = definition.blocks.flatMap((block, i) => blockWells(block, { size: definition.wells, path: `blocks[${i}]`, place }));
  refuseTwice(wells, place);
  return { wellCount: definition.wells, doseUnit: doseUnitOf(definition, place), wells };
}

interface BlockPlace {
  readonly size: PlateSize;
  readonly path: string;
  readonly place: { readonly file?: string };
}

function blockWells(block: Block, at: BlockPlace): LayoutWell[] {
  const doses = dosesOf(block, at);
  const ranges = typeof block.wells === 'string' ? [block.wells] : block.wells;
  const lines = ranges.flatMap((range) =>
    layoutLines(range, { size: at.size, length: doses?.length ?? null, along: block.along ?? null, ...at.place, path: at.path }),
  );
  return lines.flatMap((line, i) => lineWells(line, { block, doses, replicate: block.replicate + i }));
}

function lineWells(
  line: LayoutLine,
  context: { readonly block: Block; readonly doses: readonly number[] | null; readonly replicate: number },
): LayoutWell[] {
  const { role, slot, group } = context.block;
  // Without doses every well of the line is a replicate of its own.
  return line.map((well, i) => ({
    well,
    role,
    slot,
    dose: context.doses?.[i] ?? null,
    replicate: context.doses === null ? context.replicate + i : context.replicate,
    group: group ?? null,
  }));
}

function dosesOf(block: Block, at: BlockPlace): readonly number[] | null {
  if (block.doses !== undefined && block.dilutions !== undefined)
    refuse('either doses or dilutions', `both in the block of ${block.slot}`, at);
  if (block.doses === undefined && block.dilutions === undefined) {
    if (block.role === 'reference' || block.role === 'test')
      refuse(`doses or dilutions for the role ${block.role}`, `none in the block of ${block.slot}`, at);
    return null;
  }
  return block.doses ?? block.dilutions?.map((n) => 1 / n) ?? null;
}

function doseUnitOf(definition: LayoutDefinition, place: { readonly file?: string }): string {
  const diluted = definition.blocks.some((block) => block.dilutions !== undefined);
  const dosed = definition.blocks.some((block) => block.doses !== undefined && (block.role === 'reference' || block.role === 'test'));
  const at = { place, path: 'doseUnit' };
  if (diluted && dosed) refuse('doses or dilutions throughout a layout', 'both', at);
  if (definition.doseUnit !== undefined) return definition.doseUnit;
  if (dosed) refuse('the unit of the doses', 'none', at);
  return '1/dilution';
}

function refuse(expected: string, found: string, at: { readonly path: string; readonly place: { readonly file?: string } }): never {
  throw new InputError('plate/bad-layout', `Expected ${expected}, found ${found}. Mend the layout.`, { ...at.place, path: at.path });
}

/** No well may stand in a layout twice. Errors: plate/bad-layout. */
export function refuseTwice(wells: readonly LayoutWell[], place: { readonly file?: string; readonly line?: number }): void {
  const seen = new Map<string, LayoutWell>();
  for (const well of wells) {
    const before = seen.get(well.well);
    if (before !== undefined) {
      throw new InputError(
        'plate/bad-layout',
        `Expected every well once, found ${well.well} in '${before.slot}' and in '${well.slot}'. Take it out of one.`,
        {
          ...place,
          well: well.well,
        },
      );
    }
    seen.set(well.well, well);
  }
}
