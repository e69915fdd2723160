import { chiSquaredUpperTail } from '../../numerics/chi-squared-distribution.ts';
import { normalUpperTail } from '../../numerics/normal-distribution.ts';
import { checkReason } from '../check-reason.ts';
import { suitabilityCheck } from '../dose-response/comparison/suitability.ts';
import { isRatio } from '../lines/line-tests.ts';
import type { PotencyMethod } from '../method.ts';
import type { ChiSquaredTest, TestArticleResult } from '../potency-result.ts';
import { reason } from '../reasons.ts';
import { figuresOf, finiteOrNull, joinReasons, type ReasonsWithFigures } from '../reasons-with-figures.ts';
import type { QuantalResult } from './quantal.ts';

/** The common slope must differ from 0 at this level (two-sided) for the assay to say anything. */
const SLOPE_ALPHA = 0.05;

interface Fits {
  readonly joint: QuantalResult;
  /** Reference standard and article alone. */
  readonly pair: QuantalResult | null;
}

interface ComparedSamples {
  readonly reference: string;
  readonly test: string;
  readonly method: PotencyMethod;
}

/** p of a slope of 0, by the normal distribution (two-sided). */
function slopeP({ slope, slopeError }: QuantalResult): number {
  return 2 * normalUpperTail(Math.abs(slope / slopeError));
}

/** Whether the doses make a difference at all. */
export function isSignificant(result: QuantalResult): boolean {
  return slopeP(result) <= SLOPE_ALPHA;
}

/** Pearson's chi-squared about the common lines; `null` without degrees of freedom. */
export function heterogeneityOf({ pearson, degreesOfFreedom }: QuantalResult): ChiSquaredTest | null {
  if (degreesOfFreedom < 1) return null;
  return { statistic: pearson, df: degreesOfFreedom, p: chiSquaredUpperTail(pearson, degreesOfFreedom) };
}

/** Slope, parallelism and heterogeneity against the limits of the method, whose F test and lack of fit give alpha and action here. */
export function judgeQuantal(
  { joint, pair }: Fits,
  { reference, test, method }: ComparedSamples,
): ReasonsWithFigures & Pick<TestArticleResult, 'checks'> {
  const { parallelism, lackOfFit } = method.sampleSuitability;
  const limits = (rule: { readonly alpha: number; readonly action: 'fail' | 'information' }) =>
    rule.action === 'fail' ? { lower: rule.alpha } : {};
  const rows = [
    { name: 'common slope, p' as const, found: slopeP(joint), limit: { upper: SLOPE_ALPHA }, code: 'potency/no-dose-response' as const },
    {
      name: 'parallelism chi-squared, p' as const,
      found: pair?.parallelism?.p ?? null,
      limit: limits(parallelism.fTest),
      code: 'potency/not-parallel' as const,
    },
    {
      name: 'heterogeneity chi-squared, p' as const,
      found: heterogeneityOf(joint)?.p ?? null,
      limit: limits(lackOfFit),
      code: 'potency/lack-of-fit' as const,
    },
  ].map(({ name, found, limit, code }) => ({ line: suitabilityCheck({ name, found, unit: null, limit }, 'test-article'), code }));
  const reasons = rows
    .filter(({ line, code }) => line.outcome === 'fails' || (line.outcome === 'not-estimable' && code === 'potency/not-parallel'))
    .map(({ line, code }) => checkReason(code, line, test));
  const level = isSignificant(joint) && pair !== null ? levelLines({ pair, reference, test }) : [];
  const sample = joint.samples.find((one) => one.name === test);
  const potency = sample?.relativePotency;
  const unbounded = isSignificant(joint) && (potency?.lower == null || !isRatio(potency.estimate));
  const why = { of: 'quantal', sample: test, g: finiteOrNull(sample?.g ?? 0) } as const;
  const common = { sample: test, curve: 'common' } as const;
  const slope = [{ parameter: 'slope', figure: 'dose-response-p', found: slopeP(joint), upper: SLOPE_ALPHA }] as const;
  const ratio = [{ parameter: 'relativePotency', figure: 'fieller-g', found: sample?.g ?? null, upper: 1 }] as const;
  return {
    checks: rows.map(({ line }) => line),
    ...joinReasons([
      { reasons, diagnostics: isSignificant(joint) ? [] : figuresOf('potency/no-dose-response', common, slope) },
      ...level,
      ...(unbounded
        ? [
            {
              reasons: [reason('potency/unbounded-interval', 'test-article', why)],
              diagnostics: figuresOf('potency/unbounded-interval', common, ratio),
            },
          ]
        : []),
    ]),
  };
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
    const p = 2 * normalUpperTail(Math.abs((separate.coefficients[j + 2] ?? 0) / error));
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
