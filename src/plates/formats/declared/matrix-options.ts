import * as z from 'zod';
import { parseCellName } from '../../file/sheet.ts';
import { ignoreKey } from '../../vendor-options.ts';
import { headingKeys, tableKeys } from './declared-keys.ts';

const cellName = () =>
  z.string().refine((text) => parseCellName(text) !== null, 'Expected a cell such as B3: column letters and a line number.');

const matrixKeys = () => ({
  ...headingKeys(),
  plate: z.string().optional().describe('Name of the plate. Left out: `Plate 1`.'),
  anchor: cellName()
    .optional()
    .describe(
      'Cell that holds the reading of well A1, for example B3 (line 3, second field). Left out: the only block of row letters and column numbers.',
    ),
  rows: z.int().min(1).max(32).optional().describe('Rows of the block from the anchor on. Left out: those of the plate.'),
  columns: z.int().min(1).max(48).optional().describe('Columns of the block from the anchor on. Left out: those of the plate.'),
});

/** Options of the format `matrix`: blocks of plate rows and columns in a text file or workbook. */
export const matrixOptionsSchema = () =>
  z
    .strictObject({
      ...tableKeys(),
      ...matrixKeys(),
      ignore: ignoreKey().optional(),
      matrices: z
        .array(z.strictObject({ ...matrixKeys(), sheet: tableKeys().sheet }))
        .min(1)
        .max(200)
        .optional()
        .describe('Several matrices of one file, each with its own anchor; a key that one leaves out is taken from above.'),
    })
    .describe('A matrix export, declared: where it stands and what it holds.');

export type MatrixOptions = z.output<ReturnType<typeof matrixOptionsSchema>>;
