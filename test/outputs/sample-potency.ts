import type { AssayResult, TestArticleResult } from '../../src/potency/potency-result.ts';
import type { PotencyCurves, PotencyFigures } from '../../src/results/figures.ts';
import { normal, seeded } from './sample-clouds.ts';

const DOSES = [0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000];
const REFERENCE = { lower: 1300, upper: 24800, slope: 1.2, ec50: 13.9 };

function response(dose: number, ec50: number): number {
  return REFERENCE.lower + (REFERENCE.upper - REFERENCE.lower) / (1 + (ec50 / dose) ** REFERENCE.slope);
}

function pointsOf(ec50: number, seed: number): TestArticleResult['points'] {
  const random = seeded(seed);
  return DOSES.flatMap((dose, column) =>
    [0, 1, 2].map((replicate) => ({
      dose,
      response: response(dose, ec50) * (1 + 0.03 * normal(random)),
      well: `${'BCDEFG'[replicate + (ec50 > 14 ? 3 : 0)]}${column + 2}`,
      plate: 'P-2026-311',
      excluded: null,
    })),
  );
}

function assayOf(number: number, relativePotency: readonly [number, number, number]): AssayResult {
  const ec50 = REFERENCE.ec50 / relativePotency[0];
  const points = pointsOf(ec50, 100 + number);
  const test: TestArticleResult = {
    name: 'DAP-2026-014',
    relativePotency: {
      estimate: relativePotency[0],
      lower: relativePotency[1],
      upper: relativePotency[2],
      level: 0.95,
      sides: 'two',
      method: 'log-delta',
    },
    reasons: [],
    constrained: {
      parameters: { lower: 1300, upper: 24800, slope: 1.2, lnEc50: 2.63, lnRelativePotency: -0.16 },
      standardErrors: { lower: 110, upper: 160, slope: 0.03, lnEc50: 0.02, lnRelativePotency: 0.034 },
      rss: 9.1e6,
      degreesOfFreedom: 48,
      stopped: 'converged',
      iterations: 6,
    },
    free: null,
    parallelism: {
      fTest: { statistic: 2.2163, df1: 3, df2: 45, p: 0.0992 },
      equivalence: [
        {
          parameter: 'slope-ratio',
          estimate: 0.98,
          lower: 0.9,
          upper: 1.07,
          level: 0.9,
          lowerMargin: 0.8,
          upperMargin: 1.25,
          outcome: 'within',
        },
        {
          parameter: 'upper-asymptote-ratio',
          estimate: 0.98,
          lower: 0.96,
          upper: 1,
          level: 0.9,
          lowerMargin: 0.9,
          upperMargin: 1.11,
          outcome: 'within',
        },
        {
          parameter: 'lower-asymptote-difference',
          estimate: -0.008,
          lower: -0.024,
          upper: 0.009,
          level: 0.9,
          lowerMargin: -0.1,
          upperMargin: 0.1,
          outcome: 'within',
        },
      ],
    },
    lackOfFit: { statistic: 1.1, df1: 13, df2: 35, p: 0.39 },
    checks: [
      {
        name: 'largest replicate CV',
        scope: 'test-article',
        found: 0.068123,
        unit: 'fraction',
        lower: null,
        upper: 0.12,
        outcome: 'meets',
      },
    ],
    outcomes: { systemSuitability: 'meets', sampleSuitability: 'meets', result: 'reportable' },
    points:
      number === 1
        ? [...points, { dose: 10, response: 14000, well: 'E7', plate: 'P-2026-311', excluded: 'air bubble, recorded before reading' }]
        : points,
  };
  return {
    name: `assay ${number}`,
    model: '4PL',
    doseUnit: '10^3 viable cells per well',
    responseUnit: 'RFU',
    reference: {
      name: 'RS-07',
      points: pointsOf(REFERENCE.ec50, 200 + number),
      checks: [
        { name: 'reference EC50', scope: 'assay-run', found: 13.9012, unit: '10^3 cells', lower: 10, upper: 20, outcome: 'meets' },
        {
          name: 'reference upper over lower asymptote',
          scope: 'assay-run',
          found: 19.04,
          unit: null,
          lower: 8,
          upper: null,
          outcome: 'meets',
        },
      ],
    },
    tests: [test],
  };
}

function curvesOf(assay: AssayResult, relativePotency: number): PotencyCurves {
  const doses = Array.from({ length: 101 }, (_, i) => 0.06 * (1700 / 0.06) ** (i / 100));
  const ec50 = REFERENCE.ec50 / relativePotency;
  const residualsOf = (sample: 'reference' | 'test', points: TestArticleResult['points'], at: number) =>
    points
      .filter((point) => point.excluded === null)
      .map((point) => ({
        sample,
        dose: point.dose,
        value: (point.response - response(point.dose, at)) / (0.03 * response(point.dose, at)),
      }));
  return {
    assay: assay.name,
    doses,
    reference: doses.map((dose) => response(dose, REFERENCE.ec50)),
    test: doses.map((dose) => response(dose, ec50)),
    freeReference: doses.map((dose) => response(dose, REFERENCE.ec50) * 1.008),
    freeTest: doses.map((dose) => response(dose, ec50 * 1.01) * 0.99),
    ec50Reference: REFERENCE.ec50,
    ec50Test: ec50,
    residuals: [
      ...residualsOf('reference', assay.reference.points, REFERENCE.ec50),
      ...residualsOf('test', assay.tests[0]?.points ?? [], ec50),
    ],
  };
}

const estimates = [
  [0.85, 0.79, 0.91],
  [0.91, 0.84, 0.99],
  [0.86, 0.79, 0.94],
] as const;
const assays = estimates.map((estimate, i) => assayOf(i + 1, estimate));

export const samplePotency: PotencyFigures = {
  attribute: 'dopamine-release',
  title: { en: 'Dopamine release against reference standard RS-07', zh: '多巴胺释放，以参比品 RS-07 为对照' },
  test: 'DAP-2026-014',
  referenceName: 'RS-07',
  assays,
  combined: { estimate: 0.87, lower: 0.81, upper: 0.94 },
  limits: { lower: 0.7, upper: 1.43 },
  curves: assays.map((assay, i) => curvesOf(assay, estimates[i]?.[0] ?? 1)),
};
