import { exp } from '../../../numerics/elementary.ts';
import type { LeastSquaresFit } from '../../../numerics/regression/least-squares.ts';
import type { Reason } from '../../../reason.ts';
import { checkReason } from '../../check-reason.ts';
import type { PotencyMethod } from '../../method.ts';
import { type PotencyFit, potencyInterval } from '../../potency-interval.ts';
import type { Diagnostic, RelativePotency, TestArticleResult } from '../../potency-result.ts';
import { reason } from '../../reasons.ts';
import { figuresOf, type MeasuredFigure, type ReasonsWithFigures } from '../../reasons-with-figures.ts';
import { summarizeConstrained, summarizeFree } from '../curve/fit-summary.ts';
import { reasonsOfShared, WITHOUT_CURVE } from '../curve/identification.ts';
import type { AssayCurve, AssayFrame } from './assay-frame.ts';
import { fitConstrained, potencyFit } from './constrained-fit.ts';
import { compareFits, findings, type JudgedSuitability, potencyChecks } from './sample-suitability.ts';

/** Everything about one test article; `index` is its place among the articles of a simultaneous fit, −1 outside it. */
export function estimateTestArticle(frame: AssayFrame, test: AssayCurve, index: number): TestArticleResult {
  const { curve, method, reference } = frame;
  const pair = reference.data.count > 0 && test.data.count > 0 ? fitConstrained(curve, reference, [test]) : null;
  const constrained = chooseFit(frame, pair, test, index);
  const free = reference.fit !== null && test.fit !== null ? summarizeFree(curve, reference.fit, test.fit) : null;
  const tests = compareFits(frame, test, pair);
  const found = findings(frame, test, tests);
  const undetermined = undeterminedBy(frame, test, constrained);
  const estimated = undetermined === null ? relativePotencyOf(constrained, method) : null;
  const potency = estimated?.potency ?? null;
  const judged = judgePotency(potency, constrained, test.sample.name, method);
  // Where a curve has no number, saying so once is enough.
  const articleReasons = [
    ...test.reasons,
    ...(undetermined?.reasons ?? []),
    ...found.reasons,
    ...(undetermined === null ? judged.reasons : []),
  ];
  const reasons = [...frame.runReasons, ...articleReasons];
  const diagnostics = [
    ...reference.diagnostics,
    ...test.diagnostics,
    ...(undetermined?.diagnostics ?? []),
    ...(undetermined === null ? figuresOfPotency(estimated, constrained, test.sample.name) : []),
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
    outcomes: {
      systemSuitability: frame.runReasons.length === 0 ? 'meets' : 'fails',
      sampleSuitability: articleReasons.length === 0 ? 'meets' : 'fails',
      result: reasons.length === 0 && potency !== null ? 'reportable' : 'not-reportable',
    },
    points: test.sample.points,
    ...(found.notes === undefined || found.notes.length === 0 ? {} : { notes: found.notes }),
    ...(diagnostics.length === 0 ? {} : { diagnostics }),
    residuals: constrained === null ? [] : residualsOf(frame, test, constrained),
  };
}

function chooseFit(frame: AssayFrame, pair: LeastSquaresFit | null, test: AssayCurve, index: number): PotencyFit | null {
  const { curve, simultaneous, reference } = frame;
  if (simultaneous !== null && index >= 0) return potencyFit(curve, simultaneous.samples, simultaneous.fit, index);
  return pair === null ? null : potencyFit(curve, [reference.data, test.data], pair);
}

const NOTHING: ReasonsWithFigures = { reasons: [], diagnostics: [] };

/** Why there is no number at all (empty where another finding already says so); `null` where there is one. */
function undeterminedBy(frame: AssayFrame, test: AssayCurve, constrained: PotencyFit | null): ReasonsWithFigures | null {
  const { reference, curve } = frame;
  if (reference.reasons.some((one) => WITHOUT_CURVE.has(one.code)) || frame.runReasons.some((one) => one.code === 'potency/no-weights'))
    return NOTHING;
  if (test.reasons.some((one) => one.code === 'potency/no-dose-response' || one.code === 'potency/too-few-doses')) return NOTHING;
  if (constrained === null || constrained.fit.stopped !== 'converged') return null;
  const means = Float64Array.from([...reference.data.means, ...test.data.means]);
  const data = { ...reference.data, means };
  const name = `the common curve of ${reference.sample.name} and ${test.sample.name}`;
  const common = { name, sample: test.sample.name, of: 'common', scope: 'test-article' } as const;
  const found = reasonsOfShared({ ...common, curve, data, fit: constrained.fit });
  return found.reasons.length === 0 ? null : found;
}

interface EstimatedPotency {
  readonly potency: RelativePotency;
  readonly unbounded: readonly MeasuredFigure[];
}

function relativePotencyOf(potency: PotencyFit | null, method: PotencyMethod): EstimatedPotency | null {
  if (potency === null || potency.fit.stopped !== 'converged' || (potency.fit.standardErrors[potency.rho] ?? null) === null) return null;
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
