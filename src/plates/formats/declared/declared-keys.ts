import * as z from 'zod';
import { TEXT_ENCODINGS } from '../../file/decode-text.ts';

/** Keys that every declared format has. Made when they are asked for: most exports are a vendor's. */
export const tableKeys = () => ({
  encoding: z
    .enum(TEXT_ENCODINGS)
    .optional()
    .describe('Encoding of a text file. Left out: byte order mark, NUL pattern, strict UTF-8, then windows-1252, with a note.'),
  delimiter: z
    .enum(['detect', 'comma', 'semicolon', 'tab', 'pipe'])
    .default('detect')
    .describe('What parts the fields of a text file. `detect`: the one delimiter with which the table can be found.'),
  decimal: z
    .enum(['detect', 'point', 'comma'])
    .default('detect')
    .describe('Decimal sign. `detect`: a point, unless the cells prove a comma; a comma is noted.'),
  thousands: z
    .enum(['none', 'comma', 'point', 'space', 'apostrophe'])
    .default('none')
    .describe(
      'Sign between thousands. A comma or point needs `decimal` to be declared as the other one. A number whose groups are not of three digits is refused. `none`: such a number is a text, never a number.',
    ),
  wells: z
    .literal([6, 12, 24, 48, 96, 384, 1536])
    .optional()
    .describe('Wells of the plate. Left out: the smallest plate that holds the wells, with a note.'),
  sheet: z.string().optional().describe('Sheet of a workbook. Left out: the only sheet that holds such a table.'),
});

/** Keys of what a block or a column of values holds. */
export const headingKeys = () => ({
  label: z.string().optional().describe('Name of the read, for example `OD450`. Left out: `reading`.'),
  mode: z
    .enum(['absorbance', 'fluorescence', 'luminescence', 'count', 'unknown'])
    .optional()
    .describe('How it was measured. Left out: `unknown`.'),
  wavelengthsNm: z.array(z.number().positive()).max(16).optional().describe('Wavelengths in nm, excitation before emission.'),
  unit: z.string().optional().describe('Unit of the numbers, for example `OD`, `RLU`. They are taken as they stand.'),
  calculated: z.boolean().optional().describe('true: calculated by other software (blank-corrected, for example), not measured.'),
});
