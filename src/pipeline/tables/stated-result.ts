/** What a row of results from elsewhere states in its cells. */
export interface StatedResult {
  readonly value: number | null;
  readonly operator: '' | '<' | '>';
  readonly text: string | null;
}

/** A text that is one number, perhaps with a sign before and a unit behind it: `< 0.25 EU/mL`. */
const ONE_NUMBER = /^([<>\u2264\u2265\uff1c\uff1e]?)\s*([+-]?(?:\d+(?:[.,]\d+)?|[.,]\d+)(?:[eE][+-]?\d+)?)(?:\s*[^\d\s<>][^\d<>]*)?$/;

const SIGNS: ReadonlyMap<string, '<' | '>'> = new Map([
  ['<', '<'],
  ['\u2264', '<'],
  ['\uff1c', '<'],
  ['>', '>'],
  ['\u2265', '>'],
  ['\uff1e', '>'],
]);

/** Whether a text states one number, and it is not that of the cells beside it. Words, and texts of several numbers, say nothing of it. */
export function textDisagrees({ value, operator, text }: StatedResult): boolean {
  if (value === null || text === null) return false;
  const [, sign = '', number] = ONE_NUMBER.exec(text.trim()) ?? [];
  if (number === undefined) return false;
  // A comma is the decimal sign, or one between thousands.
  const readings = number.includes(',') ? [number.replace(',', '.'), number.replace(',', '')] : [number];
  return !readings.some((reading) => Number(reading) === value) || (SIGNS.get(sign) ?? '') !== operator;
}
