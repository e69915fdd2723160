import { chiSquaredUpperTail } from '../../numerics/distributions/chi-squared-distribution.ts';
import { normalUpperTail } from '../../numerics/distributions/normal-distribution.ts';
import { studentUpperTail } from '../../numerics/distributions/student-distribution.ts';
import type { CheckName } from '../check-names.ts';
import { type CheckCode, checkReason } from '../check-reason.ts';
import type { CompendialTest, CompendialTestName } from '../compendial-schema.ts';
import { suitabilityCheck } from '../dose-response/comparison/suitability.ts';
import { isRatio } from '../lines/line-tests.ts';
import type { PotencyMethod } from '../method.ts';
import type { ChiSquaredTest, TestArticleResult } from '../potency-result.ts';
import { type PotencyReason, reason, type SampleScope } from '../reasons.ts';
import { figuresOf, finiteOrNull, joinReasons, type ReasonsWithFigures } from '../reasons-with-figures.ts';
import { relaxedTests } from '../relaxed-tests.ts';
import type { QuantalResult } from './quantal.ts';

/** The own slope of each sample must differ from 0 at this level (two-sided). */
const SLOPE_ALPHA = 0.05;

interface Fits {
  readonly joint: QuantalResult;
  /** Reference standard and article alone. */
  readonly pair: QuantalResult | null;
}

interface Told {
  readonly reference: string;
  readonly test: string;
  readonly method: PotencyMethod;
}

/** p of the common slope being 0. */
export function slopeP(result: QuantalResult): number {
  return levelP(result.slope / result.slopeError, result);
}

/** p of a slope of 0, two-sided, from its ratio to its error: by the normal distribution, where the error has a heterogeneity factor by Student's. */
function levelP(ratio: number, { heterogeneityFactor, linearity }: QuantalResult): number {
  const size = Math.abs(ratio);
  return 2 * (heterogeneityFactor === 1 || linearity === null ? normalUpperTail(size) : studentUpperTail(size, linearity.df));
}

/** Whether the doses make a difference at all, or the method takes their test as information. */
export function isSignificant(result: QuantalResult, { sampleSuitability: { compendial } }: PotencyMethod): boolean {
  return compendial.regression.action === 'information' || slopeP(result) <= compendial.regression.alpha;
}

/** Pearson's chi-squared about the common lines; `null` without degrees of freedom. */
export function heterogeneityOf({ pearson, degreesOfFreedom }: QuantalResult): ChiSquaredTest | null {
  if (degreesOfFreedom < 1) return null;
  return { statistic: pearson, df: degreesOfFreedom, p: chiSquaredUpperTail(pearson, degreesOfFreedom) };
}

/** What the tests of counts find about an article; relaxed ones are notes. */
type JudgedCounts = ReasonsWithFigures & Pick<TestArticleResult, 'checks'> & { readonly notes: readonly PotencyReason[] };

interface TestRow {
  readonly test: CompendialTestName | null;
  readonly name: CheckName;
  readonly found: number | null;
  readonly limit: { readonly lower?: number; readonly upper?: number };
  readonly code: CheckCode;
}

/** Common slope, parallelism and linearity about separate lines, as the method asks for them; the chi-squared about the common lines is information. */
function rowsOf({ joint, pair }: Fits, method: PotencyMethod): readonly TestRow[] {
  const { regression, parallelism, linearity } = method.sampleSuitability.compendial;
  const decides = (rule: CompendialTest, limit: TestRow['limit']): TestRow['limit'] => (rule.action === 'fail' ? limit : {});
  const scaled = pair?.parallelismF ?? null;
  // A non-linearity of the pair decides unless what is reported was scaled: other samples may dilute it in the chi-squared of all.
  const scales = joint.heterogeneityFactor !== 1;
  return [
    {
      test: 'regression',
      name: 'common slope, p',
      found: slopeP(joint),
      limit: decides(regression, { upper: regression.alpha }),
      code: 'potency/no-dose-response',
    },
    {
      test: 'parallelism',
      name: scaled === null ? 'parallelism chi-squared, p' : 'parallelism F test, p',
      found: scaled?.p ?? pair?.parallelism?.p ?? null,
      limit: decides(parallelism, { lower: parallelism.alpha }),
      code: 'potency/not-parallel',
    },
    {
      test: 'linearity',
      name: 'non-linearity chi-squared, p',
      found: pair?.linearity?.p ?? null,
      limit: scales ? {} : decides(linearity, { lower: linearity.alpha }),
      code: 'potency/lack-of-fit',
    },
    { test: null, name: 'heterogeneity chi-squared, p', found: heterogeneityOf(joint)?.p ?? null, limit: {}, code: 'potency/lack-of-fit' },
  ];
}

/** The compendial tests of counts (Ph. Eur. 5.3, 4.2.2 and 4.2.4) against the rules of the method. */
export function judgeQuantal(fits: Fits, { reference, test, method }: Told): JudgedCounts {
  const { joint, pair } = fits;
  const rows = rowsOf(fits, method).map((row) => ({ ...row, line: suitabilityCheck({ ...row, unit: null }, 'test-article') }));
  const reasons = rows
    .filter(({ line, code }) => line.outcome === 'fails' || (line.outcome === 'not-estimable' && code === 'potency/not-parallel'))
    .map(({ line, code }) => checkReason(code, line, test));
  const significant = isSignificant(joint, method);
  const level = significant && pair !== null ? levelLines({ pair, reference, test }) : [];
  const sample = joint.samples.find((one) => one.name === test);
  const potency = sample?.relativePotency;
  const unbounded = significant && (potency?.lower == null || !isRatio(potency.estimate));
  const why = { of: 'quantal', sample: test, g: finiteOrNull(sample?.g ?? 0) } as const;
  const common = { sample: test, curve: 'common' } as const;
  const alpha = method.sampleSuitability.compendial.regression.alpha;
  const slope = [{ parameter: 'slope', figure: 'dose-response-p', found: slopeP(joint), upper: alpha }] as const;
  const ratio = [{ parameter: 'relativePotency', figure: 'fieller-g', found: sample?.g ?? null, upper: 1 }] as const;
  const open = {
    reasons: [reason('potency/unbounded-interval', 'test-article', why)],
    diagnostics: figuresOf('potency/unbounded-interval', common, ratio),
  };
  const found = (name: CompendialTestName): number | null => rows.find((row) => row.test === name)?.found ?? null;
  return {
    checks: rows.map(({ line }) => line),
    notes: relaxedNotes(joint, { sample: test, scope: 'test-article', tests: ['regression', 'parallelism', 'linearity'], method, found }),
    ...joinReasons([
      { reasons, diagnostics: significant ? [] : figuresOf('potency/no-dose-response', common, slope) },
      ...level,
      ...(unbounded ? [open] : []),
    ]),
  };
}

interface Relaxing {
  readonly sample: string;
  readonly scope: SampleScope;
  readonly tests: readonly CompendialTestName[];
  readonly method: PotencyMethod;
  readonly found: (name: CompendialTestName) => number | null;
}

/** Tests that the method relaxes, and a linearity that scales the variances in place of deciding. */
export function relaxedNotes(result: QuantalResult, { sample, scope, tests, method, found }: Relaxing): readonly PotencyReason[] {
  const noteOf = (
    test: CompendialTestName,
    how: 'information' | 'other-alpha' | 'disregarded' | 'scaled',
    alpha: number,
  ): PotencyReason => {
    const factor = how === 'scaled' ? result.heterogeneityFactor : null;
    return reason('potency/test-relaxed', scope, { sample, test, how, alpha, p: found(test), factor });
  };
  const { compendial } = method.sampleSuitability;
  const relaxed = relaxedTests(compendial, tests).map(({ name, how, alpha }) => noteOf(name, how, alpha));
  return result.heterogeneityFactor === 1 ? relaxed : [...relaxed, noteOf('linearity', 'scaled', compendial.linearity.alpha)];
}

/** A good reference standard must not speak for an article that does nothing: each sample's own slope must differ from 0. */
function levelLines({
  pair,
  reference,
  test,
}: {
  readonly pair: QuantalResult;
  readonly reference: string;
  readonly test: string;
}): ReasonsWithFigures[] {
  const { separate, heterogeneityFactor } = pair;
  if (separate === null) return [];
  return [reference, test].flatMap((name, j) => {
    const error = Math.sqrt((separate.covariance[j + 2]?.[j + 2] ?? 0) * heterogeneityFactor);
    const p = levelP((separate.coefficients[j + 2] ?? 0) / error, pair);
    if (p <= SLOPE_ALPHA) return [];
    const flat = { finding: 'responders', sample: name, p: finiteOrNull(p), most: SLOPE_ALPHA } as const;
    return [
      {
        reasons: [reason('potency/no-dose-response', name === test ? 'test-article' : 'assay-run', flat)],
        diagnostics: figuresOf('potency/no-dose-response', { sample: name, curve: 'own' }, [
          { parameter: 'slope', figure: 'dose-response-p', found: p, upper: SLOPE_ALPHA },
        ]),
      },
    ];
  });
}
