/** Seeded random numbers of a simulation, so that a count of it is the same wherever it is made. */
export interface Seeded {
  /** Uniform in (0, 1). */
  readonly uniform: () => number;
  /** Standard normal. */
  readonly normal: () => number;
  /** Responders of n units that each respond with a probability. */
  readonly binomial: (n: number, probability: number) => number;
}

/** Mulberry32 (Tommy Ettinger, public domain) with the polar method of Marsaglia. */
export function seeded(seed: number): Seeded {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 4294967296;
  };
  const normal = (): number => {
    for (;;) {
      const [a, b] = [2 * uniform() - 1, 2 * uniform() - 1];
      const square = a * a + b * b;
      if (square > 0 && square < 1) return a * Math.sqrt((-2 * Math.log(square)) / square);
    }
  };
  const binomial = (n: number, probability: number): number => {
    let count = 0;
    for (let i = 0; i < n; i += 1) if (uniform() < probability) count += 1;
    return count;
  };
  return { uniform, normal, binomial };
}

/** Assays of a simulation: a short form in every run of the tests, the full one by `npm run simulate:potency`. */
export function assaysOf(short: number): number {
  const asked = Number(process.env.CYTOLOT_SIMULATED_ASSAYS ?? '');
  return Number.isInteger(asked) && asked > 0 ? asked : short;
}

/** Bounds of a count among n that a share gives, four binomial standard errors about it; at 2,000 the bounds that are asked for. */
export function boundsOf(share: number, n: number, asked: readonly [number, number]): readonly [number, number] {
  if (n >= 2000) return asked;
  const half = 4 * Math.sqrt((share * (1 - share)) / n);
  return [Math.max(0, share - half), Math.min(1, share + half)];
}
