import * as z from 'zod';
import { DECLARED_FORMATS, PLATE_FORMATS } from '../formats/registry.ts';
import { vendorOptionsSchema } from '../vendor-options.ts';

/** How a definition names the format of its plate files: `format: detect`, a vendor format, or a declared one with its options beside it. */
export const plateFormatSchema = z
  .discriminatedUnion('format', [
    z.strictObject({
      format: z.enum(['detect', ...PLATE_FORMATS.ids]).describe('`detect`, or the name of a vendor format (see `cytolot formats`).'),
      ...vendorOptionsSchema().shape,
    }),
    ...DECLARED_FORMATS.members.map(({ id, description, optionsSchema }) =>
      z.strictObject({ format: z.literal(id).describe(description), ...optionsSchema().shape }),
    ),
  ])
  .describe('Format of the plate-reader files.');

export type PlateFormatChoice = z.output<typeof plateFormatSchema>;

/** The request to `readPlate` that a definition's choice makes. */
export function plateRequest(choice: PlateFormatChoice): { readonly format: string; readonly options?: unknown } {
  const { format, ...options } = choice;
  return Object.values(options).some((value) => value !== undefined) || DECLARED_FORMATS.find(format) !== undefined
    ? { format, options }
    : { format };
}
