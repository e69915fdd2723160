import { describe, expect, it } from 'vitest';
import { normalQuantile } from '../../src/numerics/distributions/normal-distribution.ts';
import { studentQuantile } from '../../src/numerics/distributions/student-distribution.ts';
import { classCorrelation, moverDifference, moverProduct, moverSum, type OpenLimits } from '../../src/numerics/intervals/mover.ts';
import { proportionInterval } from '../../src/numerics/intervals/proportion-interval.ts';
import { randomNumbers } from '../population/random-files.ts';

/** Repeats of every simulation: 2,000 in the test, more by MOVER_REPEATS=100000. */
const REPEATS = Number(process.env.MOVER_REPEATS ?? 2000);
/** Three standard errors of a coverage of 0.95 with 2,000 repeats, 0.0146. The longer form keeps it: MOVER is an approximation itself. */
const MARGIN = 3 * Math.sqrt((0.95 * 0.05) / 2000);

describe('MOVER', () => {
  it('gives the limits of a difference of proportions that Newcombe published (Stat Med 17:873, 1998, table II, method 10)', () => {
    // 56/70 − 48/80: 0.0524 to 0.3339; 9/10 − 3/10: 0.1705 to 0.8090; 10/10 − 0/20: 0.6791 to 1.0000
    for (const [k1, n1, k2, n2, lower, upper] of [
      [56, 70, 48, 80, 0.0524, 0.3339],
      [9, 10, 3, 10, 0.1705, 0.809],
      [10, 10, 0, 20, 0.6791, 1],
    ] as const) {
      const found = moverSum([
        { coefficient: 1, value: wilson(k1, n1) },
        { coefficient: -1, value: wilson(k2, n2) },
      ]);
      expect([found.lower?.toFixed(4), found.upper?.toFixed(4)]).toEqual([lower.toFixed(4), upper.toFixed(4)]);
    }
  });

  it('agrees with the difference of independent parts, to the bit', () => {
    const [a, b] = [
      { estimate: 0.8, lower: 0.7, upper: 0.86 },
      { estimate: 0.3, lower: 0.2, upper: 0.42 },
    ];
    expect(
      moverSum([
        { coefficient: 1, value: a },
        { coefficient: -1, value: b },
      ]),
    ).toEqual(moverDifference(a, b));
  });

  it('gives r of two classes: −√(p₁p₂/((1 − p₁)(1 − p₂))), −1 for the only two, 0 for one that is 0', () => {
    expect(classCorrelation(0.5, 0.3)).toBeCloseTo(-Math.sqrt(0.15 / 0.35), 14);
    expect(classCorrelation(0.4, 0.6)).toBeCloseTo(-1, 14);
    expect(classCorrelation(0, 0.6)).toBe(0);
    expect(classCorrelation(1, 0)).toBe(0);
  });

  it('leaves a side open where a limit is missing', () => {
    const [a, b] = [
      { estimate: 1, lower: null, upper: 2 },
      { estimate: 1, lower: 0.5, upper: 2 },
    ];
    expect(
      moverSum([
        { coefficient: 1, value: a },
        { coefficient: -1, value: b },
      ]),
    ).toMatchObject({ lower: null, upper: Math.hypot(1, 0.5) });
    expect(
      moverProduct([
        { power: 1, value: b },
        { power: -1, value: a },
      ]),
    ).toMatchObject({ upper: null });
  });
});

interface Simulated {
  readonly name: string;
  readonly truth: number;
  readonly draw: (random: Draws) => OpenLimits;
  /** Whether the interval is meant to hold the truth in 95 % of repeats, or in more. */
  readonly kind: 'nominal' | 'conservative';
}

interface Draws {
  readonly uniform: () => number;
  readonly normal: () => number;
  readonly binomial: (n: number, p: number) => number;
}

function drawsOf(seed: number): Draws {
  const uniform = randomNumbers(seed);
  const normal = () => normalQuantile(Math.min(1 - 1e-12, Math.max(1e-12, uniform())));
  const binomial = (n: number, p: number) => {
    let k = 0;
    for (let event = 0; event < n; event += 1) k += uniform() < p ? 1 : 0;
    return k;
  };
  return { uniform, normal, binomial };
}

const wilson = (k: number, n: number): OpenLimits => ({
  estimate: k / n,
  ...proportionInterval(k, n, { method: 'wilson', level: 0.95, sides: 'two' }),
});
const exact = (k: number, n: number): OpenLimits => ({
  estimate: k / n,
  ...proportionInterval(k, n, { method: 'clopper-pearson', level: 0.95, sides: 'two' }),
});

/** Mean of `n` normal values with its t limits, e.g. of counts of preparations. */
function tMean(draws: Draws, { mean, cv, n }: { readonly mean: number; readonly cv: number; readonly n: number }): OpenLimits {
  const values = Array.from({ length: n }, () => mean * (1 + cv * draws.normal()));
  const estimate = values.reduce((sum, value) => sum + value, 0) / n;
  const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - estimate) ** 2, 0) / (n - 1));
  const half = (studentQuantile(0.975, n - 1) * sd) / Math.sqrt(n);
  return { estimate, lower: estimate - half, upper: estimate + half };
}

/** Geometric mean of `n` assays with t limits of the logarithm. */
function potency(draws: Draws, { value, sdLn, n }: { readonly value: number; readonly sdLn: number; readonly n: number }): OpenLimits {
  const { estimate, lower, upper } = tMean({ ...draws, normal: () => sdLn * draws.normal() }, { mean: 1, cv: 1, n });
  const back = (log: number | null) => value * Math.exp((log ?? Number.NaN) - 1);
  return { estimate: back(estimate), lower: back(lower), upper: back(upper) };
}

/** Three exclusive classes of N events. */
function composition(draws: Draws, N: number): readonly [number, number] {
  const first = draws.binomial(N, 0.5);
  return [first, draws.binomial(N - first, 0.3 / 0.5)];
}

const CASES: readonly Simulated[] = [
  {
    name: 'sum of two fractions (Wilson)',
    truth: 0.12,
    kind: 'nominal',
    draw: (draws) => {
      const [a, b] = [wilson(draws.binomial(400, 0.04), 400), wilson(draws.binomial(300, 0.08), 300)];
      return moverSum([
        { coefficient: 1, value: a },
        { coefficient: 1, value: b },
      ]);
    },
  },
  {
    name: 'difference of two fractions (Wilson)',
    truth: 0.75,
    kind: 'nominal',
    draw: (draws) => {
      const [a, b] = [wilson(draws.binomial(200, 0.9), 200), wilson(draws.binomial(150, 0.15), 150)];
      return moverSum([
        { coefficient: 1, value: a },
        { coefficient: -1, value: b },
      ]);
    },
  },
  {
    name: 'difference of two fractions (Clopper-Pearson)',
    truth: 0.75,
    kind: 'conservative',
    draw: (draws) => {
      const [a, b] = [exact(draws.binomial(200, 0.9), 200), exact(draws.binomial(150, 0.15), 150)];
      return moverSum([
        { coefficient: 1, value: a },
        { coefficient: -1, value: b },
      ]);
    },
  },
  {
    name: 'ratio of two fractions (Wilson, logarithms)',
    truth: 0.25 / 0.6,
    kind: 'nominal',
    draw: (draws) => {
      const [a, b] = [wilson(draws.binomial(300, 0.25), 300), wilson(draws.binomial(200, 0.6), 200)];
      return moverProduct([
        { power: 1, value: a },
        { power: -1, value: b },
      ]);
    },
  },
  {
    name: 'product of a count (t, 20) and a fraction (Wilson)',
    truth: 0.7e6,
    kind: 'nominal',
    draw: (draws) => {
      const [a, b] = [tMean(draws, { mean: 1e6, cv: 0.1, n: 20 }), wilson(draws.binomial(250, 0.7), 250)];
      return moverProduct([
        { power: 1, value: a },
        { power: 1, value: b },
      ]);
    },
  },
  {
    name: 'product of a rare fraction, often 0 (Clopper-Pearson), and a count (t, 4)',
    truth: 0.002 * 1e6,
    kind: 'conservative',
    draw: (draws) => {
      const [a, b] = [exact(draws.binomial(500, 0.002), 500), tMean(draws, { mean: 1e6, cv: 0.1, n: 4 })];
      return moverProduct([
        { power: 1, value: a },
        { power: 1, value: b },
      ]);
    },
  },
  {
    name: 'difference of two classes of one composition (Wilson, covariance)',
    truth: 0.2,
    kind: 'nominal',
    draw: (draws) => {
      const [k, m] = composition(draws, 400);
      return moverSum(
        [
          { coefficient: 1, value: wilson(k, 400) },
          { coefficient: -1, value: wilson(m, 400) },
        ],
        () => classCorrelation(k / 400, m / 400),
      );
    },
  },
  {
    name: 'sum of two classes of one composition (Wilson, covariance)',
    truth: 0.8,
    kind: 'nominal',
    draw: (draws) => {
      const [k, m] = composition(draws, 400);
      return moverSum(
        [
          { coefficient: 1, value: wilson(k, 400) },
          { coefficient: 1, value: wilson(m, 400) },
        ],
        () => classCorrelation(k / 400, m / 400),
      );
    },
  },
  {
    name: 'ratio of two classes of one composition (Wilson, covariance)',
    truth: 5 / 3,
    kind: 'nominal',
    draw: (draws) => {
      const [k, m] = composition(draws, 400);
      return moverProduct(
        [
          { power: 1, value: wilson(k, 400) },
          { power: -1, value: wilson(m, 400) },
        ],
        () => classCorrelation(k / 400, m / 400),
      );
    },
  },
  {
    name: 'assigned potency of 30 assays times a combination of 12',
    truth: 0.9 * 1.2,
    kind: 'nominal',
    draw: (draws) => {
      const [r, a] = [potency(draws, { value: 0.9, sdLn: 0.1, n: 12 }), potency(draws, { value: 1.2, sdLn: 0.08, n: 30 })];
      return moverProduct([
        { power: 1, value: r },
        { power: 1, value: a },
      ]);
    },
  },
  {
    // The quantile of few degrees of freedom stays in each distance, though their sum has more of them: wider than needed.
    name: 'assigned potency of 12 assays times a combination of 4',
    truth: 0.9 * 1.2,
    kind: 'conservative',
    draw: (draws) => {
      const [r, a] = [potency(draws, { value: 0.9, sdLn: 0.1, n: 4 }), potency(draws, { value: 1.2, sdLn: 0.08, n: 12 })];
      return moverProduct([
        { power: 1, value: r },
        { power: 1, value: a },
      ]);
    },
  },
];

describe(`coverage of 95 % MOVER limits over ${REPEATS.toLocaleString('en')} seeded repeats`, () => {
  const found = CASES.map(({ name, truth, draw, kind }, index) => {
    const draws = drawsOf(20261129 + index);
    let covered = 0;
    let width = 0;
    for (let repeat = 0; repeat < REPEATS; repeat += 1) {
      const { lower, upper } = draw(draws);
      if ((lower === null || lower <= truth) && (upper === null || truth <= upper)) covered += 1;
      width += (upper ?? Number.NaN) - (lower ?? 0);
    }
    return { name, kind, coverage: covered / REPEATS, relativeWidth: width / REPEATS / truth };
  });

  it('is printed', () => {
    const rows = found.map(({ name, kind, coverage, relativeWidth }) =>
      [name.padEnd(75), kind.padEnd(13), coverage.toFixed(4), relativeWidth.toFixed(3)].join(' '),
    );
    process.stdout.write(`${['interval'.padEnd(75), 'meant to be'.padEnd(13), 'cover ', 'width / truth'].join(' ')}\n${rows.join('\n')}\n`);
    expect(rows).toHaveLength(CASES.length);
  });

  it.each(found.filter((one) => one.kind === 'nominal'))('$name: $coverage within three standard errors of 0.95', ({ coverage }) => {
    expect(Math.abs(coverage - 0.95)).toBeLessThanOrEqual(MARGIN);
  });

  it.each(found.filter((one) => one.kind === 'conservative'))(
    '$name: $coverage, not below 0.95 by three standard errors',
    ({ coverage }) => {
      expect(coverage).toBeGreaterThanOrEqual(0.95 - MARGIN);
    },
  );
});
