import { extraSumOfSquares } from '../../../numerics/regression/extra-sum-of-squares.ts';
import type { Reason } from '../../../reason.ts';
import type { CheckName } from '../../check-names.ts';
import { type CheckCode, checkReason } from '../../check-reason.ts';
import type { PotencyMethod } from '../../method.ts';
import type { SuitabilityCheck } from '../../potency-result.ts';
import { reason, type SampleScope } from '../../reasons.ts';
import { finiteOrNull } from '../../reasons-with-figures.ts';
import type { CurveModel } from '../curve/curve-model.ts';
import { type HookEffect, hookEffect } from '../curve/hook-effect.ts';
import { largestReplicateCv } from '../curve/prepared-sample.ts';
import { countOutliers } from '../curve/studentized-residuals.ts';
import type { AssayCurve } from './assay-frame.ts';
import { settledFit } from './settled-fit.ts';
import { excludedCount, suitabilityCheck } from './suitability.ts';

/** A line of the suitability table before it is judged. */
export interface Row {
  readonly name: CheckName;
  readonly found: number | null;
  readonly unit: string | null;
  readonly lower?: number | undefined;
  readonly upper?: number | undefined;
  readonly code: CheckCode;
  /** A test that could not be made also fails. */
  readonly needed?: boolean;
}

/** A test that a p below its level fails. */
export function pValueRow(
  name: CheckName,
  p: number | null,
  rule: { readonly alpha: number; readonly action: 'fail' | 'information' },
  code: CheckCode,
): Row {
  const fails = rule.action === 'fail';
  return { name, found: p, unit: null, lower: fails ? rule.alpha : undefined, code, needed: fails && code === 'potency/not-parallel' };
}

/** The lines that need the sample alone: replicates, excluded wells, suspected outliers, hook effect. */
export function rowsOfSample(
  curve: CurveModel,
  { sample, data, fit }: AssayCurve,
  limits: PotencyMethod['sampleSuitability'],
): readonly Row[] {
  const { maximumReplicateCv, maximumExcluded, outliers } = limits;
  const found = outliers === undefined ? null : countOutliers(curve, fit, { observations: sample.observations, limit: outliers.limit });
  return [
    {
      name: 'largest replicate CV',
      found: largestReplicateCv(sample.kept),
      unit: 'fraction',
      upper: maximumReplicateCv,
      code: 'potency/replicates-differ',
    },
    { name: 'wells excluded', found: excludedCount(sample), unit: 'wells', upper: maximumExcluded, code: 'potency/too-many-excluded' },
    ...(outliers === undefined
      ? []
      : [{ name: 'suspected outliers', found, unit: 'wells', upper: outliers.maximum, code: 'potency/outliers' } as const]),
    { ...pValueRow('hook effect, p', hookEffect(data)?.p ?? null, limits.hookEffect, 'potency/hook-effect'), needed: true },
  ];
}

/** A hook that the method takes as information, said all the same. */
export function hookNote(
  name: string,
  hook: HookEffect | null,
  { rule, scope }: { readonly rule: { readonly alpha: number; readonly action: 'fail' | 'information' }; readonly scope: SampleScope },
): Reason[] {
  if (hook === null || hook.p >= rule.alpha || rule.action === 'fail') return [];
  const { topDose, peakDose, drop, t, p } = hook;
  return [reason('potency/hook-effect', scope, { finding: 'hook', sample: name, topDose, peakDose, drop, t: finiteOrNull(t), p })];
}

/**
 * What a method asks of its samples, asked of a preparation without another one, which is the assay run: the limits that stand for articles, and the lack
 * of fit of its own curve. Lines without a limit stand with those of the system suitability already.
 */
export function suitabilityAlone(curve: CurveModel, own: AssayCurve, method: PotencyMethod) {
  const limits = method.sampleSuitability;
  const fit = settledFit(curve, own);
  const { sumOfSquares: sum, count: df } = own.data.within;
  const lack = fit === null ? null : extraSumOfSquares({ sum: fit.rss - sum, df: fit.degreesOfFreedom - df }, { sum, df });
  const limited = rowsOfSample(curve, own, limits).filter((row) => row.lower !== undefined || row.upper !== undefined);
  const rows = [pValueRow('lack of fit, p', lack?.p ?? null, limits.lackOfFit, 'potency/lack-of-fit'), ...limited];
  const name = own.sample.name;
  const judged = rows.map((row) => ({
    row,
    line: suitabilityCheck({ ...row, limit: { lower: row.lower, upper: row.upper } }, 'assay-run'),
  }));
  const isUnmet = ({ row, line }: { readonly row: Row; readonly line: SuitabilityCheck }): boolean =>
    line.outcome === 'fails' || (line.outcome === 'not-estimable' && row.needed === true && own.reasons.length === 0);
  return {
    checks: judged.map(({ line }) => line),
    reasons: judged.filter(isUnmet).map(({ row, line }) => checkReason(row.code, line, name)),
    notes: hookNote(name, hookEffect(own.data), { rule: method.systemSuitability.hookEffect, scope: 'assay-run' }),
  };
}
