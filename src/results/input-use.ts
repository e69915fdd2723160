import * as z from 'zod';

/** What an input file serves, as data. */
export type InputUse =
  | { readonly what: 'sample'; readonly stage: string | null; readonly tube: string | null; readonly preparation: string | null }
  | { readonly what: 'control'; readonly control: string | null; readonly tube: string | null }
  | { readonly what: 'assay'; readonly assay: string | null; readonly plate: string | null }
  /** A table serves as its kind says. */
  | { readonly what: 'table' };

const name = z.string().nullable();

export const inputUseSchema = z
  .discriminatedUnion('what', [
    z.strictObject({ what: z.literal('sample'), stage: name, tube: name, preparation: name }),
    z.strictObject({ what: z.literal('control'), control: name, tube: name }),
    z.strictObject({ what: z.literal('assay'), assay: name, plate: name.describe('null = the only plate of the file.') }),
    z.strictObject({ what: z.literal('table') }).describe('As its kind says.'),
  ])
  .describe("What it serves, by the definition's names.");
