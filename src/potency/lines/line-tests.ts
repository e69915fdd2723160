import { fUpperTail } from '../../numerics/distributions/f-distribution.ts';
import { ln } from '../../numerics/elementary.ts';
import { fitLinear } from '../../numerics/regression/linear-model.ts';
import type { CheckName } from '../check-names.ts';
import { type CheckCode, checkReason } from '../check-reason.ts';
import type { CompendialTestName } from '../compendial-schema.ts';
import { suitabilityCheck } from '../dose-response/comparison/suitability.ts';
import type { Observation } from '../dose-response/curve/curve-data.ts';
import type { LineModel } from '../line-models.ts';
import type { PotencyMethod } from '../method.ts';
import type { FitSummary, TestArticleResult } from '../potency-result.ts';
import { type PotencyReason, reason } from '../reasons.ts';
import { figuresOf, finiteOrNull, joinReasons, type ReasonsWithFigures } from '../reasons-with-figures.ts';
import { relaxedTests } from '../relaxed-tests.ts';
import type { AnovaLine } from './anova.ts';
import type { LineRatio } from './parallel-line.ts';

/** The own line of a sample must not be level at this level. */
const OWN_LINE_ALPHA = 0.05;

/** The lines of the analysis of variance that decide, with the ratio of the article. */
export interface LineFit {
  readonly ratio: LineRatio | null;
  readonly regression: AnovaLine | null;
  readonly parallelism: AnovaLine | null;
  readonly linearity: AnovaLine | null;
  /** Zero doses of a slope-ratio assay; `null` where there are none. */
  readonly blanks: AnovaLine | null;
  readonly residual: AnovaLine | null;
  /** Against which parallelism is tested, where that is another error than the residual one. */
  readonly parallelismError?: AnovaLine;
  /** Error of one sample's own line, where that is another one. */
  readonly single?: AnovaLine;
}

/** The fit with what the record of an article shows of it. */
export interface ComputedLines extends LineFit {
  readonly anova: readonly AnovaLine[];
  readonly summary: FitSummary;
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

/** What the compendial tests find about an article; relaxed ones are notes. */
export type JudgedLines = ReasonsWithFigures & Pick<TestArticleResult, 'checks'> & { readonly notes: readonly PotencyReason[] };

/**
 * The compendial tests: a significant regression, no significant departure from parallelism (or a common intercept, and blanks that lie there) and from
 * linearity. Beyond them each sample's own line must not be level: the regression of a good reference standard would else speak for an article that does nothing.
 */
export function judgeLines(judged: Judged, frame: LineFrame): JudgedLines {
  const { checks, reasons, notes } = compendialTests(judged, frame);
  const silent = reasons.some((one) => one.code === 'potency/no-dose-response');
  const level = silent ? [] : levelLines(judged, frame);
  const ratio = silent || level.length > 0 ? [] : reasonsOfRatio(judged, frame);
  const regression = figuresOf('potency/no-dose-response', { sample: frame.test.name, curve: 'common' }, [
    { parameter: null, figure: 'dose-response-p', found: judged.computed.regression?.p ?? null, upper: regressionAlpha(frame.method) },
  ]);
  const compendial = { reasons, diagnostics: silent ? regression : [] };
  return { checks, notes, ...joinReasons([compendial, ...level, ...ratio]) };
}

/** The largest p of a regression that still is one. */
export function regressionAlpha({ sampleSuitability: { compendial } }: PotencyMethod): number {
  return compendial.regression.alpha;
}

interface TestRow {
  readonly test: CompendialTestName;
  readonly name: CheckName;
  readonly code: CheckCode;
  readonly line: AnovaLine | null;
}

/** The tests of a model in their order; blanks only where the assay has some. */
function rowsOf({ computed, pair }: Judged, model: LineModel): readonly TestRow[] {
  const regression = { test: 'regression', name: 'regression, p', code: 'potency/no-dose-response', line: computed.regression } as const;
  const linearity = { test: 'linearity', name: 'non-linearity, p', code: 'potency/lack-of-fit', line: pair.linearity } as const;
  if (model === 'parallel-line') {
    const parallelism = { test: 'parallelism', name: 'non-parallelism, p', code: 'potency/not-parallel', line: pair.parallelism } as const;
    return [regression, parallelism, linearity];
  }
  const intersection = { test: 'intersection', name: 'intersection, p', code: 'potency/no-intersection', line: pair.parallelism } as const;
  const blanks = { test: 'blanks', name: 'blanks, p', code: 'potency/blanks-differ', line: pair.blanks } as const;
  return [regression, intersection, linearity, ...(pair.blanks === null ? [] : [blanks])];
}

function compendialTests(
  judged: Judged,
  { test, method, model }: LineFrame,
): Pick<TestArticleResult, 'checks'> & { readonly reasons: readonly PotencyReason[]; readonly notes: readonly PotencyReason[] } {
  const { compendial } = method.sampleSuitability;
  const rows = rowsOf(judged, model).map((row) => {
    const rule = compendial[row.test];
    const decides = rule !== 'disregarded' && rule.action === 'fail';
    // Without degrees of freedom, as the linearity of two doses has none, there is nothing to judge.
    const limit = !decides || row.line?.df === 0 ? {} : row.test === 'regression' ? { upper: rule.alpha } : { lower: rule.alpha };
    const found = row.line?.p ?? null;
    return { ...row, checked: suitabilityCheck({ name: row.name, found, unit: null, limit }, 'test-article') };
  });
  const relaxed = relaxedTests(
    compendial,
    rows.map((row) => row.test),
  );
  return {
    checks: rows.map(({ checked }) => checked),
    reasons: rows.filter(({ checked }) => checked.outcome === 'fails').map(({ checked, code }) => checkReason(code, checked, test.name)),
    notes: relaxed.map(({ name, how, alpha }) => {
      const p = rows.find((row) => row.test === name)?.line?.p ?? null;
      return reason('potency/test-relaxed', 'test-article', { sample: test.name, test: name, how, alpha, p });
    }),
  };
}

function levelLines({ ownSlopes }: Judged, { test }: LineFrame): ReasonsWithFigures[] {
  return [...ownSlopes].flatMap(([name, p]) => {
    if (p === null || p <= OWN_LINE_ALPHA) return [];
    const scope = name === test.name ? 'test-article' : 'assay-run';
    return [
      {
        reasons: [reason('potency/no-dose-response', scope, { finding: 'own-line', sample: name, p, most: OWN_LINE_ALPHA })],
        diagnostics: figuresOf('potency/no-dose-response', { sample: name, curve: 'own' }, [
          { parameter: 'slope', figure: 'dose-response-p', found: p, upper: OWN_LINE_ALPHA },
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
