/** Days between which something registered may be used; the last days themselves are still good. ISO. */
export interface UsableDays {
  readonly qualifiedFrom: string;
  readonly retestDate: string | null;
  readonly expiryDate: string;
}

/** Why something registered may not serve on a day; `null` = it may. An expiry says more than a retest that is due. */
export function unusableOn(
  { qualifiedFrom, retestDate, expiryDate }: UsableDays,
  day: string,
): 'not-yet-qualified' | 'expired' | 'retest-due' | null {
  if (day < qualifiedFrom) return 'not-yet-qualified';
  if (day > expiryDate) return 'expired';
  return retestDate !== null && day > retestDate ? 'retest-due' : null;
}
