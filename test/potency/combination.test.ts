import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { runProgram } from '../../src/cli/program.ts';
import { terminal } from '../../src/cli/terminal/terminal.ts';
import { sentenceOf } from '../../src/outputs/words/sentence.ts';
import { combineAssays, type IndependentAssay } from '../../src/potency/combination/combination.ts';
import { combinationSchema } from '../../src/potency/combination/combination-schema.ts';
import { combineByVariant } from '../../src/potency/combination/combination-variants.ts';
import { said } from './said.ts';
import { relativeError } from './shared-cases.ts';

const ASSAYS = [
  { estimate: 0.86, lower: 0.78, upper: 0.95, df: 43 },
  { estimate: 1.12, lower: 0.95, upper: 1.32, df: 43 },
  { estimate: 1.31, lower: 1.2, upper: 1.43, df: 40 },
];

const independent: readonly IndependentAssay[] = ASSAYS.map(({ estimate, ...interval }, i) => ({
  name: `assay ${i + 1}`,
  relativePotency: { estimate },
  interval,
}));

const WEIGHTED = [1.09257601123017, 1.02929661974204, 1.15974571121665] as const;
const SEMI_WEIGHTED = [1.080255934481331, 0.637243535171496, 1.831251036023587] as const;

describe('combination of assays', () => {
  // R 4.2: W <- 4*qt(.975, df)^2/(log(hi) - log(lo))^2; sum(W*M)/sum(W) with 1/sqrt(sum(W)); the same with 1/(1/W + v).
  it.each([
    ['weighted', WEIGHTED],
    ['ph-eur-10-weighted', WEIGHTED],
    ['ph-eur-9-weighted', WEIGHTED],
    ['usp-1034-weighted', WEIGHTED],
    ['semi-weighted', SEMI_WEIGHTED],
    ['ph-eur-10-semi-weighted', SEMI_WEIGHTED],
    // v = var(M) as it stands, t on 126 degrees of freedom.
    ['ph-eur-9-semi-weighted', [1.08027433744098, 0.83932229432715, 1.39039872051662]],
    ['dersimonian-laird', [1.08033216336283, 0.578611299201755, 2.017101264365823]],
  ] as const)('%s', (variant, [estimate, lower, upper]) => {
    const found = combineByVariant(ASSAYS, variant, { level: 0.95 });
    expect(relativeError(found.estimate, estimate)).toBeLessThan(1e-12);
    expect(relativeError(found.lower, lower)).toBeLessThan(1e-12);
    expect(relativeError(found.upper, upper)).toBeLessThan(1e-12);
    expect(relativeError(found.homogeneity?.chiSquared, 41.5706896341669)).toBeLessThan(1e-12);
    expect(relativeError(found.homogeneity?.p, 9.39808657643241e-10)).toBeLessThan(1e-10);
    expect(combineByVariant([...ASSAYS].reverse(), variant, { level: 0.95 })).toEqual(found);
  });

  it('assays that are not homogeneous are a reason, or take the semi-weighted variant of the same edition', () => {
    const plan = { planned: 3, level: 0.95, variant: 'ph-eur-10-weighted' } as const;
    expect(combineAssays(independent, { ...plan, homogeneity: { alpha: 0.05, action: 'fail' } }).reasons.map(said)).toEqual([
      {
        code: 'potency/heterogeneous-assays',
        scope: 'test-article',
        // Of the semi-weighted variant by the rows above.
        message:
          "Expected homogeneous assays (p at least 0.05), found chi-squared 41.57 on 2, p = 9.398e-10. A weighted combination does not hold for them; 'ph-eur-10-semi-weighted' gives 1.08 (0.6372 to 1.831).",
      },
    ]);
    const switched = combineAssays(independent, { ...plan, homogeneity: { alpha: 0.05, action: 'semi-weight' } });
    expect(switched.variant).toBe('ph-eur-10-semi-weighted');
    expect(switched.reasons).toEqual([]);
    expect(relativeError(switched.lower, SEMI_WEIGHTED[1])).toBeLessThan(1e-12);
  });

  it('replicates of a run are averaged first; an incomplete run is left out and counts as missing', () => {
    // R: a <- c(mean(log(c(0.8, 1))), mean(log(c(1.1, 1.3)))); t with 1 degree of freedom on a.
    const of = (run: string, estimate: number | null, i: number): IndependentAssay => ({
      name: `${run}-${i}`,
      run,
      relativePotency: estimate === null ? null : { estimate },
    });
    const full = [of('r1', 0.8, 1), of('r1', 1, 2), of('r2', 1.1, 1), of('r2', 1.3, 2)];
    const found = combineAssays(full, { planned: 2, level: 0.95, replicatesPerRun: 2 });
    expect(relativeError(found.estimate, 1.034204697615358)).toBeLessThan(1e-12);
    expect(relativeError(found.lower, 0.163430841098567)).toBeLessThan(1e-12);
    expect(relativeError(found.upper, 6.544538040556255)).toBeLessThan(1e-12);
    expect(found.used).toEqual(['r1-1', 'r1-2', 'r2-1', 'r2-2']);
    const short = combineAssays([...full.slice(0, 3), of('r2', null, 2)], { planned: 2, level: 0.95, replicatesPerRun: 2 });
    expect(short.reasons.map((reason) => sentenceOf(reason, 'en'))).toEqual([
      'Expected 2 runs of 2 reportable assays of 2 planned, found 1.',
      "Expected 2 reportable relative potencies of the assay run 'r2', found 1; the run is left out.",
    ]);
    expect(short.used).toEqual(['r1-1', 'r1-2']);
  });

  // Three planned, of which two are enough: reportable ones are none, some, as many as needed, all, and one more.
  it.each([
    ['none', 0, 2, ['potency/too-few-assays']],
    ['some, fewer than needed', 1, 2, ['potency/too-few-assays']],
    ['some, as many as needed', 2, 2, []],
    ['all', 3, 2, []],
    ['all but one where all are needed', 2, 3, ['potency/too-few-assays']],
    ['all but one where the plan names no minimum', 2, undefined, ['potency/too-few-assays']],
    ['all where the plan names no minimum', 3, undefined, []],
  ] as const)('of three planned assays, reportable: %s', (_, reportable, minimum, codes) => {
    const assays = independent.map((one, i) => (i < reportable ? one : { ...one, relativePotency: null }));
    const found = combineAssays(assays, { planned: 3, level: 0.95, ...(minimum === undefined ? {} : { minimum }) });
    expect(found.reasons.map(({ code }) => code)).toEqual(codes);
    expect(found.used).toHaveLength(reportable);
    // The value is shown whether it counts or not: exp of the mean of ln 0.86 and ln 1.12 is the root of their product.
    if (reportable === 2) expect(relativeError(found.estimate, Math.sqrt(0.86 * 1.12))).toBeLessThan(1e-12);
  });

  it('an assay without a bounded interval has no weight, so nothing is combined by weights', () => {
    const open = [...independent.slice(0, 2), { name: 'assay 3', relativePotency: { estimate: 1.3 }, interval: null }];
    const found = combineAssays(open, { planned: 3, level: 0.95, variant: 'weighted' });
    expect(found.estimate).toBeNull();
    expect(found.reasons.map((reason) => sentenceOf(reason, 'en'))).toEqual([
      "The assay 'assay 3' has no bounded interval above 0 from which its weight could come.",
    ]);
    expect(combineAssays(open, { planned: 3, level: 0.95 }).estimate).not.toBeNull();
  });

  it('a definition cannot weight means of runs, nor switch from an unweighted variant', () => {
    expect(combinationSchema.safeParse({ variant: 'weighted', replicatesPerRun: 2 }).success).toBe(false);
    expect(combinationSchema.safeParse({ homogeneity: { action: 'semi-weight' } }).success).toBe(false);
    expect(combinationSchema.safeParse({ variant: 'usp-1034-weighted', homogeneity: { action: 'semi-weight' } }).success).toBe(true);
  });
});

describe('cytolot potency --combine', () => {
  afterEach(() => void vi.restoreAllMocks());

  it('combines the assays of every test article of a table', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cytolot-combine-'));
    let out = '';
    vi.spyOn(terminal, 'out').mockImplementation((text) => {
      out += text;
    });
    try {
      const rows = [1.7, 2, 2.4].flatMap((potency, run) =>
        ['RS', 'LOT'].flatMap((sample) =>
          [1, 2, 4, 8, 16, 32, 64, 128].flatMap((dose) =>
            [0.995, 1.005].map((f) => {
              const x = sample === 'LOT' ? potency * dose : dose;
              return `run-${run + 1},${sample},${dose},${f * (0.1 + 2 / (1 + 12 / x))}`;
            }),
          ),
        ),
      );
      const path = join(folder, 'a.csv');
      writeFileSync(path, `assay,sample,dose,response\n${rows.join('\n')}\n`);
      expect(await runProgram(['potency', path, '--reference', 'RS', '--combine', 'ph-eur-10-weighted', '--json'])).toBe(0);
      const { assays, combinations } = JSON.parse(out);
      const found = assays.map((assay: { tests: { relativePotency: unknown; constrained: { degreesOfFreedom: number } }[] }) => ({
        ...Object(assay.tests[0]?.relativePotency),
        df: assay.tests[0]?.constrained.degreesOfFreedom,
      }));
      const expected = combineByVariant(found, 'ph-eur-10-weighted', { level: 0.95 });
      expect(combinations).toMatchObject([
        {
          test: 'LOT',
          planned: 3,
          used: ['run-1', 'run-2', 'run-3'],
          estimate: expected.estimate,
          // 1.7, 2 and 2.4, known to half a percent each, are not one potency.
          reasons: [{ code: 'potency/heterogeneous-assays', fields: { of: 'chi-squared', df: 2, instead: 'ph-eur-10-semi-weighted' } }],
        },
      ]);
      out = '';
      await runProgram(['potency', path, '--reference', 'RS', '--combine', 'unweighted']);
      // ∛(1.7 × 2 × 2.4) = 2.0132; the fits of the noisy wells differ from it in the fourth digit.
      expect(out).toMatch(/combined +assays +relative potency[^\n]*\nLOT +3 of 3 +2\.01/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
