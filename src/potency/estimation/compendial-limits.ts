import { failRun, isUnmet } from '../assay-run.ts';
import { checkReason } from '../check-reason.ts';
import { potencyChecks } from '../dose-response/comparison/sample-suitability.ts';
import { excludedCount, suitabilityCheck } from '../dose-response/comparison/suitability.ts';
import { largestReplicateCv, prepareSample } from '../dose-response/curve/prepared-sample.ts';
import type { PotencyMethod } from '../method.ts';
import type { AssaySample, PotencyAssay } from '../potency-assay.ts';
import type { AssayResult, SuitabilityCheck, TestArticleResult } from '../potency-result.ts';
import type { SampleScope } from '../reasons.ts';

/**
 * The limits of the method that do not depend on a curve, for straight lines and quantal assays: excluded wells, replicate CV, width of the interval, range.
 * Limits on parameters of a curve are refused in the method.
 */
export function withCompendialLimits(result: AssayResult, assay: PotencyAssay, method: PotencyMethod): AssayResult {
  const checks = [
    ...wellChecks(assay.reference, method, 'assay-run'),
    ...(result.preparation === undefined ? [] : limitsOfArticles(assay.reference, method)),
  ];
  const tests = result.tests.map((test, i): TestArticleResult => {
    const sample = assay.tests[i];
    return sample === undefined ? test : limited(test, sample, method);
  });
  const reference = { ...result.reference, checks: [...result.reference.checks, ...checks] };
  return failRun(
    { ...result, reference, tests },
    checks.filter(isUnmet).map((line) => checkReason('potency/unsuitable-reference', line)),
  );
}

/** A preparation alone is the assay run, and must also meet what the method asks of articles. */
function limitsOfArticles(sample: AssaySample, method: PotencyMethod): readonly SuitabilityCheck[] {
  return wellChecks(sample, method, 'test-article').flatMap((line) =>
    line.upper === null ? [] : [{ ...line, scope: 'assay-run' as const }],
  );
}

function limited(test: TestArticleResult, sample: AssaySample, method: PotencyMethod): TestArticleResult {
  const wells = wellChecks(sample, method, 'test-article');
  const codes = ['potency/replicates-differ', 'potency/too-many-excluded'] as const;
  const potency = test.relativePotency === null ? [] : potencyChecks(test.relativePotency, method);
  const [width, range] = potency;
  const reasons = [
    ...wells.flatMap((line, i) => (line.outcome === 'fails' ? [checkReason(codes[i]!, line, test.name)] : [])),
    ...(width?.outcome === 'fails' ? [checkReason('potency/interval-too-wide', width, test.name)] : []),
    ...(range?.outcome === 'fails' ? [checkReason('potency/outside-range', range, test.name)] : []),
  ];
  const checks = [...test.checks, ...wells, ...potency];
  if (reasons.length === 0) return { ...test, checks };
  const outcomes = { ...test.outcomes, sampleSuitability: 'fails', result: 'not-reportable' } as const;
  return { ...test, checks, reasons: [...test.reasons, ...reasons], outcomes };
}

/** Largest replicate CV, then excluded wells. */
function wellChecks(sample: AssaySample, method: PotencyMethod, scope: SampleScope): readonly [SuitabilityCheck, SuitabilityCheck] {
  const prepared = prepareSample(sample, method, scope);
  const ofRun = scope === 'assay-run';
  const { maximumReplicateCv, maximumExcluded } = ofRun ? method.systemSuitability : method.sampleSuitability;
  const prefix = ofRun ? 'reference ' : '';
  const cv = { name: `${prefix}largest replicate CV`, found: largestReplicateCv(prepared.kept), unit: 'fraction' } as const;
  const excluded = { name: `${prefix}wells excluded`, found: excludedCount(prepared), unit: 'wells' } as const;
  return [
    suitabilityCheck({ ...cv, limit: { upper: maximumReplicateCv } }, scope),
    suitabilityCheck({ ...excluded, limit: { upper: maximumExcluded } }, scope),
  ];
}
