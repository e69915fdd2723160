import { potencyChecks, sentence } from './dose-response/comparison/sample-suitability.ts';
import { check, excludedCount } from './dose-response/comparison/suitability.ts';
import type { PotencyMethod } from './method.ts';
import { failRun, unmet } from './plate/plate-findings.ts';
import type { AssaySample, PotencyAssay } from './potency-assay.ts';
import type { AssayResult, SuitabilityCheck, TestArticleResult } from './potency-result.ts';
import { largestReplicateCv, prepareSample } from './prepared-sample.ts';
import { reason, type SampleScope } from './reasons.ts';

/**
 * The limits of the method that do not depend on a curve, for straight lines and quantal assays: excluded wells, replicate CV, width of the interval, range.
 * Limits on parameters of a curve are refused in the method.
 */
export function withCompendialLimits(result: AssayResult, assay: PotencyAssay, method: PotencyMethod): AssayResult {
  const checks = wellChecks(assay.reference, method, 'assay-run');
  const tests = result.tests.map((test, i): TestArticleResult => {
    const sample = assay.tests[i];
    return sample === undefined ? test : limited(test, sample, method);
  });
  const reference = { ...result.reference, checks: [...result.reference.checks, ...checks] };
  return failRun({ ...result, reference, tests }, unmet(checks, 'potency/unsuitable-reference'));
}

function limited(test: TestArticleResult, sample: AssaySample, method: PotencyMethod): TestArticleResult {
  const wells = wellChecks(sample, method, 'test-article');
  const codes = ['potency/replicates-differ', 'potency/too-many-excluded'] as const;
  const potency = test.relativePotency === null ? [] : potencyChecks(test.relativePotency, method);
  const [width, range] = potency;
  const reasons = [
    ...wells.flatMap((line, i) => (line.outcome === 'fails' ? [reason(codes[i]!, 'test-article', sentence(test.name, line))] : [])),
    ...(width?.outcome === 'fails' ? [reason('potency/interval-too-wide', 'test-article', sentence(test.name, width))] : []),
    ...(range?.outcome === 'fails' ? [reason('potency/outside-range', 'test-article', sentence(test.name, range))] : []),
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
  const cv = { name: `${prefix}largest replicate CV`, found: largestReplicateCv(prepared.kept), unit: 'fraction' };
  const excluded = { name: `${prefix}wells excluded`, found: excludedCount(prepared), unit: 'wells' };
  return [check({ ...cv, limit: { upper: maximumReplicateCv } }, scope), check({ ...excluded, limit: { upper: maximumExcluded } }, scope)];
}
