import { shownOrDash } from '../shown-number.ts';
/** Five significant digits for a person; `--json` has all of them. A dash where there is no value. */
export function shown(value: number | null): string {
  return shownOrDash(value, 5);
}

/** An interval for a person. */
export function shownInterval(limits: { readonly lower: number | null; readonly upper: number | null } | null): string {
  return limits === null ? '–' : `${shown(limits.lower)} to ${shown(limits.upper)}`;
}
