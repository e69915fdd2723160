import { exp } from '../../../numerics/elementary.ts';
import type { LeastSquaresFit } from '../../../numerics/regression/least-squares.ts';
import type { Reason } from '../../../reason.ts';
import { checkReason } from '../../check-reason.ts';
import type { PotencyMethod } from '../../method.ts';
import { type PotencyFit, potencyInterval } from '../../potency-interval.ts';
import type { Diagnostic, RelativePotency, TestArticleResult } from '../../potency-result.ts';
import { reason } from '../../reasons.ts';
import { figuresOf, joinReasons, type MeasuredFigure } from '../../reasons-with-figures.ts';
import { outcomesOf } from '../../suitability-outcomes.ts';
import { noteEvenDoses } from '../curve/even-doses.ts';
import { summarizeConstrained, summarizeFree } from '../curve/fit-summary.ts';
import { WITHOUT_CURVE } from '../curve/identification.ts';
import { type AssayCurve, type AssayFrame, outlierHint } from './assay-frame.ts';
import { fitConstrained, potencyFit } from './constrained-fit.ts';
import { identifyPotency } from './identified-potency.ts';
import { compareFits, findings, type JudgedSuitability, potencyChecks } from './sample-suitability.ts';

/** Everything about one test article; `index` is its place among the articles of a simultaneous fit, −1 outside it. */
export function estimateTestArticle(frame: AssayFrame, test: AssayCurve, index: number): TestArticleResult {
  const { curve, method, reference } = frame;
  const pair = reference.data.count > 0 && test.data.count > 0 ? fitConstrained(curve, reference, [test]) : null;
  const constrained = chooseFit(frame, pair, test, index);
  const free = reference.fit !== null && test.fit !== null ? summarizeFree(curve, reference.fit, test.fit) : null;
  const tests = compareFits(frame, test, pair);
  const found = findings(frame, test, tests);
  const silent = isSilent(frame, test);
  const estimable = !silent && isEstimable(constrained);
  const identified = estimable ? identifyPotency(frame, test, constrained) : null;
  const estimated = identified?.isBounded === true ? relativePotencyOf(constrained, method) : null;
  const potency = estimated?.potency ?? null;
  // Where a curve has no number, saying so once is enough.
  const judged = silent || identified?.isBounded === false ? NO_CHECKS : judgePotency(potency, constrained, test.sample.name, method);
  const doubts = identified === null ? joinReasons([reference.doubts, test.doubts]) : identified.reasons;
  const articleReasons = withoutTwice(
    identified === null
      ? [...test.reasons, ...judged.reasons, ...doubts.reasons, ...found.reasons]
      : [...test.reasons, ...doubts.reasons, ...found.reasons, ...judged.reasons],
  );
  const reasons = [...frame.runReasons, ...articleReasons];
  const diagnostics = [
    ...reference.diagnostics,
    ...test.diagnostics,
    ...doubts.diagnostics,
    ...(identified?.notes.diagnostics ?? []),
    ...(silent || identified?.isBounded === false ? [] : figuresOfPotency(estimated, constrained, test.sample.name)),
  ];
  const residuals = constrained === null ? [] : residualsOf(frame, test, constrained);
  const notes = [
    ...(identified?.notes.reasons ?? []),
    ...hints(frame, test, { reasons, residuals }),
    ...evenDoses(frame, test),
    ...(found.notes ?? []),
  ];
  return {
    name: test.sample.name,
    relativePotency: potency,
    reasons,
    constrained: constrained === null ? null : summarizeConstrained(curve, constrained.fit, constrained.rho),
    free,
    parallelism: { fTest: tests.parallelism, equivalence: tests.equivalence },
    lackOfFit: tests.lackOfFit,
    checks: [...found.checks, ...judged.checks],
    outcomes: outcomesOf(reasons, potency),
    points: test.sample.points,
    ...(tests.anova === undefined ? {} : { anova: tests.anova }),
    ...(notes.length === 0 ? {} : { notes }),
    ...(diagnostics.length === 0 ? {} : { diagnostics }),
    residuals,
  };
}

function chooseFit(frame: AssayFrame, pair: LeastSquaresFit | null, test: AssayCurve, index: number): PotencyFit | null {
  const { curve, simultaneous, reference } = frame;
  if (simultaneous !== null && index >= 0) return potencyFit(curve, simultaneous.samples, simultaneous.fit, index);
  return pair === null ? null : potencyFit(curve, [reference.data, test.data], pair);
}

const NO_CHECKS: JudgedSuitability = { checks: [], reasons: [] };

/** Whether another reason already says why there is no number. */
function isSilent({ reference, runReasons }: AssayFrame, test: AssayCurve): boolean {
  if (reference.reasons.some((one) => WITHOUT_CURVE.has(one.code)) || runReasons.some((one) => one.code === 'potency/no-weights'))
    return true;
  return test.reasons.some(
    (one) => one.code === 'potency/no-dose-response' || one.code === 'potency/outlier-suspected' || one.code === 'potency/too-few-doses',
  );
}

/** Whether the search arrived at a curve that has a standard error. */
function isEstimable(potency: PotencyFit | null): potency is PotencyFit {
  return potency !== null && potency.fit.stopped === 'converged' && (potency.fit.standardErrors[potency.rho] ?? null) !== null;
}

function evenDoses({ reference }: AssayFrame, test: AssayCurve): readonly Reason[] {
  return [...noteEvenDoses(reference.sample, 'assay-run'), ...noteEvenDoses(test.sample, 'test-article')];
}

/** A residual of the common curve, in its standard deviations, beyond which a response is looked at: of 32 without an outlier about one in three assays has one. */
const FAR = 2.5;

/** Of an article that is not parallel, does not fit, or has a response far from the common curve: the response that spoils a curve. */
function hints(
  { curve, method: { averaging }, reference }: AssayFrame,
  test: AssayCurve,
  { reasons, residuals }: { readonly reasons: readonly Reason[]; readonly residuals: NonNullable<TestArticleResult['residuals']> },
): readonly Reason[] {
  const codes = reasons.map((one) => one.code);
  const isSpoilt = codes.some((code) => code === 'potency/not-parallel' || code === 'potency/lack-of-fit');
  if (codes.includes('potency/outlier-suspected') || !(isSpoilt || residuals.some(({ value }) => Math.abs(value) > FAR))) return [];
  return [
    ...outlierHint(curve, reference.sample, { scope: 'assay-run', averaging }),
    ...outlierHint(curve, test.sample, { scope: 'test-article', averaging }),
  ];
}

/** An interval that is too wide for the method and for its suitability is one reason, that of the smaller ratio. */
function withoutTwice(reasons: readonly Reason[]): readonly Reason[] {
  const wide = reasons.filter((one) => one.code === 'potency/interval-too-wide');
  return wide.length < 2 ? reasons : reasons.filter((one) => one !== wide[0]);
}

interface EstimatedPotency {
  readonly potency: RelativePotency;
  readonly unbounded: readonly MeasuredFigure[];
}

function relativePotencyOf(potency: PotencyFit | null, method: PotencyMethod): EstimatedPotency | null {
  if (!isEstimable(potency)) return null;
  const estimate = exp(potency.fit.parameters[potency.rho]!);
  if (!(estimate > 0 && estimate < Number.POSITIVE_INFINITY)) return null;
  const { limits, unbounded } = potencyInterval(potency, method.interval);
  return { potency: { estimate, ...limits, level: method.interval.level, sides: 'two', method: method.interval.method }, unbounded };
}

/** The figures of an interval without limits, or of a common curve that gave no relative potency. */
function figuresOfPotency(estimated: EstimatedPotency | null, constrained: PotencyFit | null, sample: string): readonly Diagnostic[] {
  const common = { sample, curve: 'common' } as const;
  if (estimated !== null) return figuresOf('potency/unbounded-interval', common, estimated.unbounded);
  if (constrained === null) return [];
  const { stopped, iterations, standardErrors } = constrained.fit;
  if (stopped !== 'singular')
    return figuresOf('potency/not-converged', common, [{ parameter: null, figure: 'iterations', found: iterations }]);
  const found = standardErrors[constrained.rho] ?? null;
  return figuresOf('potency/not-identified', common, [{ parameter: 'relativePotency', figure: 'standard-error', found }]);
}

/** What speaks against the relative potency itself: no fit, no bounded interval, a limit of the method. */
function judgePotency(
  potency: RelativePotency | null,
  constrained: PotencyFit | null,
  name: string,
  method: PotencyMethod,
): JudgedSuitability {
  if (potency === null) {
    const code = constrained !== null && constrained.fit.stopped !== 'singular' ? 'potency/not-converged' : 'potency/not-identified';
    return {
      checks: [],
      reasons: [reason(code, 'test-article', { of: 'relative-potency', sample: name, stopped: constrained?.fit.stopped ?? null })],
    };
  }
  const { lower, upper } = potency;
  const checks = potencyChecks(potency, method);
  const reasons: Reason[] = [];
  if (lower === null || upper === null) {
    reasons.push(reason('potency/unbounded-interval', 'test-article', { of: 'interval', sample: name, method: method.interval.method }));
  } else if (checks[0].outcome === 'fails' || checks[0].outcome === 'not-estimable') {
    reasons.push(checkReason('potency/interval-too-wide', checks[0], name));
  }
  if (checks[1].outcome === 'fails') reasons.push(checkReason('potency/outside-range', checks[1], name));
  return { checks, reasons };
}

/** Residuals of the constrained fit in units of s, for the plot of the report. */
function residualsOf(frame: AssayFrame, test: AssayCurve, { fit, rho }: PotencyFit): NonNullable<TestArticleResult['residuals']> {
  const { curve, reference } = frame;
  const s = Math.sqrt(fit.rss / fit.degreesOfFreedom);
  if (!(s > 0)) return [];
  const full = Float64Array.from(curve.template);
  curve.free.forEach((index, j) => {
    full[index] = fit.parameters[j]!;
  });
  const gradient = new Float64Array(full.length + 1);
  const of = (sample: 'reference' | 'test', from: AssayCurve, shift: number) =>
    from.sample.observations.map(({ dose, response, weight }) => {
      const fitted = curve.model.evaluate(Math.log(dose) + shift, full, gradient);
      return { sample, dose, value: (Math.sqrt(weight) * (response - fitted)) / s };
    });
  return [...of('reference', reference, 0), ...of('test', test, fit.parameters[rho]!)];
}
