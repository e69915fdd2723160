import * as z from 'zod';
import { longTableOptionsSchema, matrixOptionsSchema } from './formats/declared/declared-options.ts';
import { PLATE_FORMATS } from './formats/registry.ts';

/** How a definition names the format of its plate files: `format: detect`, a vendor format, or a declared one with its options beside it. */
export const plateFormatSchema = z
  .discriminatedUnion('format', [
    z.strictObject({
      format: z
        .enum(['detect', ...PLATE_FORMATS.map((format) => format.name)])
        .describe('`detect`, or the name of a vendor format (see `cytolot formats`).'),
    }),
    z.strictObject({ format: z.literal('matrix').describe('A declared matrix.'), ...matrixOptionsSchema.shape }),
    z.strictObject({ format: z.literal('long-table').describe('A declared long table.'), ...longTableOptionsSchema.shape }),
  ])
  .describe('Format of the plate-reader files.');

export type PlateFormatChoice = z.output<typeof plateFormatSchema>;

/** The request to `readPlate` that a definition's choice makes. */
export function plateRequest(choice: PlateFormatChoice): { readonly format: string; readonly options?: unknown } {
  const { format, ...options } = choice;
  return Object.keys(options).length === 0 && format !== 'matrix' && format !== 'long-table' ? { format } : { format, options };
}
