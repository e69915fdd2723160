import * as z from 'zod';
import { headingKeys, tableKeys } from './declared-keys.ts';

/** Options of the format `long-table`: one well a line. */
export const longTableOptionsSchema = () =>
  z
    .strictObject({
      ...tableKeys(),
      ...headingKeys(),
      plate: z.string().optional().describe('Name of the plate where the table has no plate column. Left out: `Plate 1`.'),
      columns: z
        .strictObject({
          plate: z.string().optional().describe('Heading of the plate column. Left out: `plate` if the table has it.'),
          well: z.string().default('well').describe('Heading of the well column. Capitals do not matter.'),
          value: z
            .string()
            .optional()
            .describe(
              'Heading of the value column. Left out: the only one of signal, value, reading, response, RLU, RFU, OD, absorbance, fluorescence, luminescence.',
            ),
          read: z.string().optional().describe('Heading of a column that names the read of each line, where a well has several.'),
          dose: z
            .string()
            .optional()
            .describe('Heading of the dose column, which is checked to be numbers. Left out: `dose` if the table has it.'),
          doseUnit: z
            .string()
            .optional()
            .describe('Heading of the dose unit column, which is checked to name one unit. Left out: `doseunit` or `dose_unit`.'),
        })
        .prefault({})
        .describe('Headings of the columns.'),
    })
    .describe('A long table, declared: which column holds what.');

export type LongTableOptions = z.output<ReturnType<typeof longTableOptionsSchema>>;
