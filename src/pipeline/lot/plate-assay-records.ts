import type { AssayForLot } from '../../attributes/attribute-context.ts';
import { distinctMessages } from '../../message.ts';
import type { FitSummary } from '../../potency/potency-result.ts';
import type { CurveFit, CurveParameter, PlateAssayRecord } from '../../results/plate-assay-record.ts';

/** The assays of a lot as the result records them. */
export function plateAssayRecords(assays: readonly AssayForLot[]): PlateAssayRecord[] {
  return assays.map(({ id, file, plate, assayRun, acquiredAt, occasion, result, test, reasons }) => ({
    name: result.name,
    assay: id,
    file,
    plate,
    assayRun,
    occasion: { kind: occasion.kind, number: occasion.number },
    acquiredAt,
    model: result.model,
    responseTransform: result.transform ?? 'none',
    weightExponent: result.weightExponent ?? null,
    doseUnit: result.doseUnit,
    responseUnit: result.responseUnit,
    reference: {
      name: result.reference.name,
      curve: curveFit(result.reference.curve ?? null, 'reference'),
      checks: result.reference.checks,
    },
    relativePotency: test.relativePotency,
    free: curveFit(test.free, 'common'),
    constrained: curveFit(test.constrained, 'common'),
    parallelism: {
      fTest: test.parallelism.fTest,
      chiSquared: test.parallelism.chiSquared ?? null,
      equivalence: test.parallelism.equivalence,
    },
    lackOfFit: test.lackOfFit,
    checks: test.checks,
    outcomes: test.outcomes,
    reasons: distinctMessages([...reasons, ...test.reasons]),
  }));
}

/** A fit with its parameters apart from whose they are, which `FitSummary` says at the end of their names. */
function curveFit(fit: FitSummary | null, sample: CurveParameter['sample']): CurveFit | null {
  if (fit === null) return null;
  const parameters = Object.entries(fit.parameters).map(([key, estimate]): CurveParameter => {
    const [, name = key, of = null] = /^(.+)_(reference|test)$/.exec(key) ?? [];
    const owner = of === 'reference' || of === 'test' ? of : sample;
    return { name, sample: owner, estimate, standardError: fit.standardErrors[key] ?? null };
  });
  const { rss, degreesOfFreedom, stopped, iterations } = fit;
  return { parameters, residualSumOfSquares: rss, residualDegreesOfFreedom: degreesOfFreedom, stopped, iterations };
}
