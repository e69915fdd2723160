import { InputError } from '../../errors.ts';
import { meanInAnyOrder } from '../../numerics/mean.ts';
import { failRun, isUnmet } from '../assay-run.ts';
import { checkReason } from '../check-reason.ts';
import { suitabilityCheck } from '../dose-response/comparison/suitability.ts';
import type { PlateQuality, PotencyMethod } from '../method.ts';
import type { PotencyAssay } from '../potency-assay.ts';
import type { AssayResult, PlateResult, SuitabilityCheck } from '../potency-result.ts';
import { controlSeparation } from './plate-quality.ts';
import { plateEffects } from './plate-residuals.ts';

/** The quality of the plates of an assay: figures in the record, checks of the assay run, and a reason for each limit that is not met. */
export function judgePlates(result: AssayResult, assay: PotencyAssay, method: PotencyMethod): AssayResult {
  const rule = method.plateQuality;
  for (const name of [rule.high, rule.low]) requireControl(assay, name);
  const controls = { high: responsesOf(assay, rule.high), low: responsesOf(assay, rule.low) };
  const effects = plateEffects(assay, result);
  const plates = effects.map((plate): PlateResult => ({ ...plate, means: meansOf(assay, plate.name, rule) }));
  const checks = [...controlChecks(controls, rule), ...(plates.length === 0 && noEffectLimits(rule) ? [] : effectChecks(plates, rule))];
  if (checks.length === 0 && plates.length === 0) return result;
  const withChecks = { ...result, reference: { ...result.reference, checks: [...result.reference.checks, ...checks] } };
  return failRun(
    { ...withChecks, ...(plates.length === 0 ? {} : { plates }) },
    checks.filter(isUnmet).map((line) => checkReason('potency/plate-quality', line)),
  );
}

function requireControl(assay: PotencyAssay, name: string | undefined): void {
  const known = (assay.controls ?? []).map((control) => control.name);
  if (name === undefined || known.includes(name)) return;
  throw new InputError(
    'potency/bad-data',
    `Expected wells of the control '${name}' in the assay '${assay.name}', found ${known.length === 0 ? 'no control' : known.map((one) => `'${one}'`).join(', ')}. Name a control or blank slot of the layout, or a sample of the table, in plateQuality.`,
  );
}

/** The wells of a control, named by slot or sample; the responses of a blank that was subtracted are what is left of it. */
function responsesOf(assay: PotencyAssay, name: string | undefined): readonly number[] {
  const wells = (assay.controls ?? []).find((control) => control.name === name)?.wells ?? [];
  return wells.filter((well) => well.excluded === null).map((well) => well.response);
}

function meansOf(assay: PotencyAssay, plate: string | null, rule: PlateQuality): PlateResult['means'] {
  const mean = (wells: readonly { readonly plate: string | null; readonly excluded: string | null; readonly response: number }[]) => {
    const own = wells.filter((well) => well.plate === plate && well.excluded === null).map((well) => well.response);
    return own.length === 0 ? null : meanInAnyOrder(own);
  };
  const control = (name: string | undefined) => mean((assay.controls ?? []).find((one) => one.name === name)?.wells ?? []);
  return { high: control(rule.high), low: control(rule.low), reference: mean(assay.reference.points) };
}

function controlChecks(
  { high, low }: { readonly high: readonly number[]; readonly low: readonly number[] },
  rule: PlateQuality,
): SuitabilityCheck[] {
  if (rule.high === undefined || rule.low === undefined) return [];
  const found = high.length < 2 || low.length < 2 ? null : controlSeparation(high, low);
  const cv = (percent: number | undefined): number | null => (percent === undefined ? null : Math.abs(percent) / 100);
  const rows = [
    { name: "Z'" as const, found: found?.zPrime ?? null, unit: null, limit: rule.zPrime },
    { name: "robust Z'" as const, found: found?.zPrimeRobust ?? null, unit: null, limit: rule.zPrimeRobust },
    { name: 'signal window' as const, found: found?.signalWindow ?? null, unit: null, limit: rule.signalWindow },
    { name: 'signal to background' as const, found: found?.signalToBackground ?? null, unit: null, limit: rule.signalToBackground },
    { name: 'high control CV' as const, found: cv(found?.cvHighPercent), unit: 'fraction', limit: { upper: rule.maximumControlCv } },
    { name: 'low control CV' as const, found: cv(found?.cvLowPercent), unit: 'fraction', limit: { upper: rule.maximumControlCv } },
  ];
  return rows.map((row) => suitabilityCheck(row, 'assay-run'));
}

function noEffectLimits({ maximumRowEffect, maximumColumnEffect, maximumEdgeEffect }: PlateQuality): boolean {
  return maximumRowEffect === undefined && maximumColumnEffect === undefined && maximumEdgeEffect === undefined;
}

/** The largest effects over all plates of the assay. */
function effectChecks(plates: readonly PlateResult[], rule: PlateQuality): SuitabilityCheck[] {
  const largest = (values: readonly (number | null)[]): number | null => {
    const sizes = values.flatMap((value) => (value === null ? [] : [Math.abs(value)]));
    return sizes.length === 0 ? null : Math.max(...sizes);
  };
  const rows = [
    { name: 'row effect' as const, found: largest(plates.flatMap((plate) => plate.rows)), limit: rule.maximumRowEffect },
    { name: 'column effect' as const, found: largest(plates.flatMap((plate) => plate.columns)), limit: rule.maximumColumnEffect },
    { name: 'edge effect' as const, found: largest(plates.map((plate) => plate.edge)), limit: rule.maximumEdgeEffect },
  ];
  return rows.map(({ limit, ...row }) => suitabilityCheck({ ...row, unit: 'fraction', limit: { upper: limit } }, 'assay-run'));
}
