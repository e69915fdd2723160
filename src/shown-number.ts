/** A number for a sentence or a table on a terminal: at most so many significant digits, without trailing zeros. Never a reported value, which is rounded from the exact number. */
export function shownNumber(value: number, significant: number): string {
  return String(Number(value.toPrecision(significant)));
}

/** The same, with a dash where there is no value. */
export function shownOrDash(value: number | null | undefined, significant: number): string {
  return value === null || value === undefined ? '–' : shownNumber(value, significant);
}
