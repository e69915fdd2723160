/** Between a signature and its entry lie the writing of its draft and, where others append at once, a few turns: seconds. More is a draft that was left, or a time that was made up. */
export const LONGEST_SIGNING_MINUTES = 10;

const MILLISECONDS_PER_MINUTE = 60_000;

/** Whether a time that was signed is not behind that of its entry, nor longer before it than signing takes. Both bounds count as in time. */
export function isTimely(signedUtc: string, entryUtc: string): boolean {
  const before = Date.parse(entryUtc) - Date.parse(signedUtc);
  return before >= 0 && before <= LONGEST_SIGNING_MINUTES * MILLISECONDS_PER_MINUTE;
}
