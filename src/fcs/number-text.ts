/**
 * Strict readings of numbers in HEADER and TEXT. A text that is not wholly a number is `null`: nothing is guessed from a prefix.
 */

/** Longer texts are no number that a file can mean; the bound keeps every scan short. */
const longestNumber = 400;

/** A whole number >= 0 that a double holds exactly, blanks around it allowed (FCS 3.1, 3.1: offsets are padded). */
export function parseCount(text: string): number | null {
  const digits = trimValue(text);
  if (digits.length > longestNumber || !/^\d+$/.test(digits)) return null;
  const value = Number(digits);
  return Number.isSafeInteger(value) ? value : null;
}

/** A finite decimal number with a point, sign and exponent allowed; never a decimal comma, NaN or Infinity. */
export function parseDecimal(text: string): number | null {
  const digits = trimValue(text);
  if (digits.length > longestNumber || !/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(digits)) return null;
  const value = Number(digits);
  return Number.isFinite(value) ? value : null;
}

/** A value without the blanks, line ends and NULs that instruments pad it with. */
export function trimValue(text: string): string {
  let begin = 0;
  let end = text.length;
  while (begin < end && isPadding(text.charCodeAt(begin))) begin++;
  while (end > begin && isPadding(text.charCodeAt(end - 1))) end--;
  return text.slice(begin, end);
}

function isPadding(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d || code === 0x00;
}

/** At most 60 characters of a value, in quotes, on one line, for a message. */
export function quoteValue(text: string): string {
  const shown = text.length <= 60 ? text : text.slice(0, 57);
  const oneLine = shown.replace(/[\n\r\t]/g, (character) => `\\x0${character.charCodeAt(0).toString(16)}`);
  return text.length <= 60 ? `'${oneLine}'` : `'${oneLine}...' (${text.length} characters)`;
}
