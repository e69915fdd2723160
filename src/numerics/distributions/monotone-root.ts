/** A function of t and its slope. */
export interface ValueAndSlope {
  readonly value: number;
  readonly slope: number;
}

/** Where a monotone function is zero: Newton steps kept inside a bracket, which is halved when a step leaves it. Finite bounds. */
export function monotoneRoot(
  evaluate: (t: number) => ValueAndSlope,
  start: number,
  bounds: { readonly lower: number; readonly upper: number; readonly direction: 'rises' | 'falls' },
): number {
  let { lower, upper } = bounds;
  let t = Math.min(Math.max(start, lower), upper);
  let lastStep = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 400; i += 1) {
    const { value, slope } = evaluate(t);
    const newton = t - value / slope;
    if (value === 0 || newton === t) return t;
    if (value > 0 === (bounds.direction === 'rises')) upper = t;
    else lower = t;
    const inside = Number.isFinite(newton) && newton > lower && newton < upper;
    const next = inside ? newton : lower + (upper - lower) / 2;
    const step = Math.abs(next - t);
    t = next;
    const floor = 4e-16 * Math.max(1, Math.abs(t));
    if (step <= floor || (inside && step >= lastStep && step <= 16 * floor)) return t;
    lastStep = step;
  }
  return t;
}
