import type { PlateFormat } from '../plate-format.ts';
import { bmgMars } from './bmg-mars.ts';
import { gen5Text, gen5Workbook } from './gen5.ts';
import { softMaxPro } from './softmax.ts';

/** Every vendor format. Adding one is its file, its line here, a fixture in `test/plates/fixtures` and a line in `docs/plate-formats.md`. */
export const PLATE_FORMATS: readonly PlateFormat[] = [softMaxPro, gen5Text, gen5Workbook, bmgMars];

/** The formats that the definition declares; in detection they are looked at only where no vendor's format recognises the file. */
export const DECLARED_FORMATS = {
  matrix: { title: 'Declared matrix: plate rows and columns in a text file or workbook' },
  'long-table': { title: 'Declared long table: one well a line, in a text file or workbook' },
} as const;

export type DeclaredFormatName = keyof typeof DECLARED_FORMATS;
