import { shownNumber, shownOrDash } from '../../../shown-number.ts';

/** Four significant digits for a sentence; the fields of the message have all of them. What is not a finite number has no digits. */
export function short(value: number | null): string {
  return value === null ? '∞' : shownNumber(value, 4);
}

/** Three significant digits, as a test statistic is said. */
export function statistic(value: number): string {
  return shownNumber(value, 3);
}

/** Five significant digits; a dash where there is no value. */
export function five(value: number | null): string {
  return shownOrDash(value, 5);
}
