import * as z from 'zod';
import { TEXT_ENCODINGS } from '../../file/decode-text.ts';
import { parseCellName } from '../../file/sheet.ts';

/** Keys that both declared formats have. */
const shared = {
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
  wells: z
    .literal([6, 12, 24, 48, 96, 384, 1536])
    .optional()
    .describe('Wells of the plate. Left out: the smallest plate that holds the wells, with a note.'),
  sheet: z.string().optional().describe('Sheet of a workbook. Left out: the only sheet that holds such a table.'),
};

const cellName = z.string().refine((text) => parseCellName(text) !== null, 'Expected a cell such as B3: column letters and a line number.');

/** What a matrix or a value column holds. */
const heading = {
  label: z.string().optional().describe('Name of the read, for example `OD450`. Left out: `reading`.'),
  mode: z
    .enum(['absorbance', 'fluorescence', 'luminescence', 'count', 'unknown'])
    .optional()
    .describe('How it was measured. Left out: `unknown`.'),
  wavelengthsNm: z.array(z.number().positive()).max(16).optional().describe('Wavelengths in nm, excitation before emission.'),
  unit: z.string().optional().describe('Unit of the numbers, for example `OD`, `RLU`. They are taken as they stand.'),
  calculated: z.boolean().optional().describe('true: calculated by other software (blank-corrected, for example), not measured.'),
};

const matrixKeys = {
  ...heading,
  plate: z.string().optional().describe('Name of the plate. Left out: `Plate 1`.'),
  anchor: cellName
    .optional()
    .describe(
      'Cell that holds the reading of well A1, for example B3 (line 3, second field). Left out: the only block of row letters and column numbers.',
    ),
  rows: z.int().min(1).max(32).optional().describe('Rows of the block from the anchor on. Left out: those of the plate.'),
  columns: z.int().min(1).max(48).optional().describe('Columns of the block from the anchor on. Left out: those of the plate.'),
};

/** Options of the format `matrix`: blocks of plate rows and columns in a text file or workbook. */
export const matrixOptionsSchema = z
  .strictObject({
    ...shared,
    ...matrixKeys,
    ignore: z
      .array(z.string().min(1))
      .max(200)
      .optional()
      .describe(
        'Beginnings of lines that hold numbers and are no readings of this plate; any other block of numbers beside it is refused.',
      ),
    matrices: z
      .array(z.strictObject({ ...matrixKeys, sheet: shared.sheet }))
      .min(1)
      .max(200)
      .optional()
      .describe('Several matrices of one file, each with its own anchor; a key that one leaves out is taken from above.'),
  })
  .describe('A matrix export, declared: where it stands and what it holds.');

/** Options of the format `long-table`: one well a line. */
export const longTableOptionsSchema = z
  .strictObject({
    ...shared,
    ...heading,
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

export type MatrixOptions = z.output<typeof matrixOptionsSchema>;
export type LongTableOptions = z.output<typeof longTableOptionsSchema>;
