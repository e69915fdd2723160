export type DecimalSign = '.' | ',';

const POINT = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,4})?$/;
const COMMA = /^[-+]?(?:\d+,?\d*|,\d+)(?:[eE][-+]?\d{1,4})?$/;
/** A comma that cannot part thousands: a zero before it, or other than three digits behind it. */
const PROVES_COMMA = /^[-+]?(?:0*,\d+|\d+,(?:\d{1,2}|\d{4,}))(?:[eE][-+]?\d{1,4})?$/;

/** The number that a cell's trimmed text is, or `null` where it is none. Thousands signs, units, percent and "Infinity" are no numbers. */
export function parseNumber(text: string, decimal: DecimalSign): number | null {
  if (!(decimal === '.' ? POINT : COMMA).test(text)) return null;
  const value = Number(decimal === ',' ? text.replace(',', '.') : text);
  return Number.isFinite(value) ? value : null;
}

/** Digits, points and commas, nothing else: the cells that can prove a decimal sign. */
const DIGITS_AND_SIGNS = /^[-+]?[\d.,]*\d[\d.,]*(?:[eE][-+]?\d{1,4})?$/;

/** Whether a trimmed text is a number by one decimal sign or the other, with or without signs between its thousands. */
export function looksNumeric(text: string): boolean {
  return DIGITS_AND_SIGNS.test(text);
}

/**
 * The decimal sign that a group of cells proves: a comma where at least one cell can only be read so, every comma can be, and no cell has a point.
 * `null` where commas are there and prove nothing; a point where there is no comma.
 */
export function provenDecimal(texts: Iterable<string>): DecimalSign | null {
  let proof = false;
  let commas = false;
  for (const text of texts) {
    if (!DIGITS_AND_SIGNS.test(text)) continue;
    if (POINT.test(text) && text.includes('.')) return '.';
    if (!text.includes(',')) continue;
    commas = true;
    if (!COMMA.test(text)) return null;
    if (PROVES_COMMA.test(text)) proof = true;
  }
  if (!commas) return '.';
  return proof ? ',' : null;
}

/** What a trimmed text says of the decimal sign of its table: `1.234` can be two numbers, `1,234` is none by a point and proves nothing. */
export function proofOf(text: string): 'comma' | 'point' | 'doubt' | 'nothing' {
  if (PROVES_COMMA.test(text)) return 'comma';
  if (!POINT.test(text) || !text.includes('.')) return 'nothing';
  return /^[-+]?[1-9]\d{0,2}\.\d{3}$/.test(text) ? 'doubt' : 'point';
}
