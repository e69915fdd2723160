import { printable } from './printable.ts';

/** How a cell of every CSV that this product writes is kept from being run by a spreadsheet, and quoted. */

const NUMBER = /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/;

/** A number with a unit of letters, such as `-150C` or `-20 °C/60RH`: no spreadsheet finds a formula in it, and a LIMS must get the condition as it stands. */
const QUANTITY = /^[+-]\d+(\.\d+)? ?°?[A-Za-z][A-Za-z0-9°%/. ]*$/;

/** A cell that a spreadsheet would run gets an apostrophe before it; plain numbers keep their sign (OWASP, CSV injection). Characters that would act on a terminal or turn a line around are
 * written as \xNN. */
export function withoutFormula(cell: string): string {
  const clean = printable(cell.replaceAll('\r\n', '\n').replaceAll('\r', '\n'));
  const isSafe = NUMBER.test(clean) || QUANTITY.test(clean);
  return /^\s*[=+\-@\t\r＝＋－＠]/.test(clean) && !isSafe ? `'${clean}` : clean;
}

/** A cell as it stands in a line: without a formula, quoted where it holds a comma, a quotation mark or a line end (RFC 4180). */
export function csvCell(cell: string): string {
  const safe = withoutFormula(cell);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
