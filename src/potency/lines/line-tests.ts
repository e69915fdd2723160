import { ln } from '../../numerics/elementary.ts';
import { fUpperTail } from '../../numerics/f-distribution.ts';
import { fitLinear } from '../../numerics/linear-model.ts';
import { checkReason } from '../check-reason.ts';
import { suitabilityCheck } from '../dose-response/comparison/suitability.ts';
import type { Observation } from '../dose-response/curve/curve-data.ts';
import type { PotencyMethod } from '../method.ts';
import type { TestArticleResult } from '../potency-result.ts';
import { type PotencyReason, reason } from '../reasons.ts';
import { figuresOf, finiteOrNull, joinReasons, type ReasonsWithFigures } from '../reasons-with-figures.ts';
import type { AnovaLine } from './anova.ts';
import type { LineModel } from './line-models.ts';
import type { LineRatio } from './parallel-line.ts';

/** Ph. Eur. 5.3: the regression must be significant at this level for the assay to say anything. */
export const REGRESSION_ALPHA = 0.05;

/** The lines of the analysis of variance that decide, with the ratio of the article. */
export interface LineFit {
  readonly ratio: LineRatio | null;
  readonly regression: AnovaLine | null;
  readonly parallelism: AnovaLine | null;
  readonly linearity: AnovaLine | null;
  readonly residual: AnovaLine | null;
}

/** Whether a value can be a relative potency. */
export function isRatio(value: number): boolean {
  return value > 0 && value < Number.POSITIVE_INFINITY;
}

/** F test of a level line for the own line of a sample, with the residual error of the assay; `null` where there is no error. */
export function ownSlopeP(
  observations: readonly Observation[],
  { scale, residual }: { readonly scale: 'ln' | 'linear'; readonly residual: AnovaLine | null },
): number | null {
  const x = observations.map((one) => (scale === 'ln' ? ln(one.dose) : one.dose));
  const y = observations.map((one) => one.response);
  const fit = fitLinear([x.map(() => 1), x], y);
  const error = residual?.meanSquare ?? 0;
  if (fit === null || residual === null || !(error > 0)) return null;
  const slope = fit.coefficients[1] ?? 0;
  return fUpperTail((slope * slope) / (error * (fit.unscaledCovariance[1]?.[1] ?? 0)), 1, residual.df);
}

interface Judged {
  readonly computed: LineFit;
  /** Of reference standard and article alone. */
  readonly pair: LineFit;
  readonly ownSlopes: ReadonlyMap<string, number | null>;
}

interface LineFrame {
  readonly test: { readonly name: string };
  readonly method: PotencyMethod;
  readonly model: LineModel;
}

/**
 * The compendial tests: a significant regression, no significant departure from parallelism (or a common intercept) and from linearity. Beyond them each
 * sample's own line must not be level: the regression of a good reference standard would else speak for an article that does nothing.
 */
export function judgeLines(judged: Judged, frame: LineFrame): ReasonsWithFigures & Pick<TestArticleResult, 'checks'> {
  const { checks, reasons } = compendialTests(judged, frame);
  const silent = reasons.some((one) => one.code === 'potency/no-dose-response');
  const level = silent ? [] : levelLines(judged, frame);
  const ratio = silent || level.length > 0 ? [] : reasonsOfRatio(judged, frame);
  const regression = figuresOf('potency/no-dose-response', { sample: frame.test.name, curve: 'common' }, [
    { parameter: null, figure: 'dose-response-p', found: judged.computed.regression?.p ?? null, upper: REGRESSION_ALPHA },
  ]);
  const compendial = { reasons, diagnostics: silent ? regression : [] };
  return { checks, ...joinReasons([compendial, ...level, ...ratio]) };
}

function compendialTests(
  { computed, pair }: Judged,
  { test, method, model }: LineFrame,
): Pick<TestArticleResult, 'checks'> & { readonly reasons: readonly PotencyReason[] } {
  const { parallelism, lackOfFit } = method.sampleSuitability;
  const departure = model === 'parallel-line' ? ('non-parallelism' as const) : ('intersection' as const);
  const limits = (rule: { readonly alpha: number; readonly action: 'fail' | 'information' }) =>
    rule.action === 'fail' ? { lower: rule.alpha } : {};
  const rows = [
    {
      name: 'regression, p' as const,
      p: computed.regression?.p,
      limit: { upper: REGRESSION_ALPHA },
      code: 'potency/no-dose-response' as const,
    },
    { name: `${departure}, p` as const, p: pair.parallelism?.p, limit: limits(parallelism.fTest), code: 'potency/not-parallel' as const },
    { name: 'non-linearity, p' as const, p: pair.linearity?.p, limit: limits(lackOfFit), code: 'potency/lack-of-fit' as const },
  ].map(({ name, p, limit, code }) => ({ line: suitabilityCheck({ name, found: p ?? null, unit: null, limit }, 'test-article'), code }));
  const reasons = rows.filter(({ line }) => line.outcome === 'fails').map(({ line, code }) => checkReason(code, line, test.name));
  return { checks: rows.map(({ line }) => line), reasons };
}

function levelLines({ ownSlopes }: Judged, { test }: LineFrame): ReasonsWithFigures[] {
  return [...ownSlopes].flatMap(([name, p]) => {
    if (p === null || p <= REGRESSION_ALPHA) return [];
    const scope = name === test.name ? 'test-article' : 'assay-run';
    return [
      {
        reasons: [reason('potency/no-dose-response', scope, { finding: 'own-line', sample: name, p, most: REGRESSION_ALPHA })],
        diagnostics: figuresOf('potency/no-dose-response', { sample: name, curve: 'own' }, [
          { parameter: 'slope', figure: 'dose-response-p', found: p, upper: REGRESSION_ALPHA },
        ]),
      },
    ];
  });
}

/** Why the lines give no ratio to report. */
function reasonsOfRatio({ computed }: Judged, { test }: LineFrame): ReasonsWithFigures[] {
  const { ratio, residual } = computed;
  const found = (why: PotencyReason): ReasonsWithFigures[] => [{ reasons: [why], diagnostics: [] }];
  if (residual === null || !((residual.meanSquare ?? 0) > 0)) {
    return found(reason('potency/no-replicate-variation', 'test-article', { of: 'assay', sample: test.name }));
  }
  if (ratio !== null && ratio.estimate < 0) {
    const opposite = { of: 'ratio', test: test.name, ratio: finiteOrNull(ratio.estimate) } as const;
    return found(reason('potency/opposite-direction', 'test-article', opposite));
  }
  if (ratio === null || !isRatio(ratio.estimate)) {
    return [unbounded(test.name, ratio, 'estimate')];
  }
  if (ratio.lower !== null && ratio.upper !== null) return [];
  return [unbounded(test.name, ratio, 'line')];
}

function unbounded(sample: string, ratio: LineRatio | null, of: 'line' | 'estimate'): ReasonsWithFigures {
  const figures = [{ parameter: 'relativePotency', figure: 'fieller-g', found: ratio?.g ?? null, upper: 1 }] as const;
  return {
    reasons: [reason('potency/unbounded-interval', 'test-article', { of, sample, g: finiteOrNull(ratio?.g) })],
    diagnostics: figuresOf('potency/unbounded-interval', { sample, curve: 'common' }, figures),
  };
}
