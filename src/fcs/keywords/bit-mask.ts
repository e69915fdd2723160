/** 2^bits, exact for bits <= 1023. */
export function powerOfTwo(bits: number): number {
  let power = 1;
  for (let bit = 0; bit < bits; bit++) power *= 2;
  return power;
}

/**
 * The highest value that an integer of this width and `$PnR` can have: a `$PnR` that is no power of two masks to the next one
 * (FCS 3.1, 3.3); without a usable `$PnR`, or with one beyond the width, every bit counts.
 */
export function highestValue(bits: number, range: number | null): number {
  const ofWidth = powerOfTwo(bits);
  if (range === null || range <= 1) return ofWidth - 1;
  let ofRange = 1;
  while (ofRange < range && ofRange < ofWidth) ofRange *= 2;
  return ofRange - 1;
}
