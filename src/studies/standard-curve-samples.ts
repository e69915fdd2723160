import {
  backCalculate,
  type CalculatedDilution,
  type CensoredConcentration,
  combineDilutions,
  type UnknownRules,
} from '../potency/calibration/back-calculation.ts';
import type { UsableCurve, WorkingRange } from '../potency/calibration/standard-curve.ts';
import { reason, type SampleScope } from '../potency/reasons.ts';
import type { StandardCurveOptions } from './standard-curve-options.ts';
import type { AnalyteResult, SampleResult, StandardCurveRow } from './standard-curve-record.ts';
import { type StudyReason, studyReason } from './study-reasons.ts';

/** A well that is not excluded. */
export interface Response {
  readonly row: StandardCurveRow;
  /** Without the blank; `null` for a marker. */
  readonly value: number | null;
}

/** What all samples of an analyte on a plate share. */
export interface Frame {
  readonly ready: (UsableCurve & { readonly range: WorkingRange }) | null;
  readonly options: StandardCurveOptions;
  readonly name: string;
}

/** A sample with why it is not reportable. */
export interface Computed {
  readonly result: SampleResult;
  readonly reasons: readonly StudyReason[];
}

/** All dilutions of one sample, and what they say together. */
export function computeSample(sample: string, wells: readonly Response[], { ready, options, name }: Frame): Computed {
  const bare = { sample, concentration: null, lower: null, upper: null, limit: null, dilutions: [], linearity: null };
  const markers = wells.filter((well) => well.value === null).map(({ row }) => notNumericRow(row, { sample, curve: name }, 'test-article'));
  if (ready === null || markers.length > 0) return { result: { ...bare, outcome: 'not-reportable' }, reasons: markers };
  const rules: UnknownRules = { level: options.level, cvOf: options.cvOf, ...options.samples };
  const factors = [...new Set(wells.map(({ row }) => row.dilution ?? 1))].sort((a, b) => a - b);
  const calculated = factors.map((dilution) => {
    const responses = wells.flatMap(({ row, value }) => ((row.dilution ?? 1) === dilution && value !== null ? [value] : []));
    return backCalculate({ dilution, responses }, ready, { ...rules, range: ready.range });
  });
  const combined = combineDilutions(calculated, ready, rules);
  const dilutions = calculated.map(({ result }) => ({
    ...result,
    deviationPercent: combined?.used.find((one) => one.dilution === result.dilution)?.deviationPercent ?? null,
  }));
  const reasons = sampleReasons({ sample, curve: name }, calculated, dilutions, options);
  if (combined === null) {
    const limit = reasons.length > 0 ? null : sideOfAll(calculated);
    const outcome = limit === null ? 'not-reportable' : limit.operator === '<' ? 'below' : 'above';
    return { result: { ...bare, dilutions, limit, outcome }, reasons };
  }
  const { concentration, lower, upper, linearity } = combined;
  const outcome = reasons.length > 0 ? 'not-reportable' : 'reportable';
  return { result: { ...bare, outcome, concentration, lower, upper, dilutions, linearity }, reasons };
}

/** With every dilution below, the least diluted one says most; with every one above, the most diluted. */
function sideOfAll(calculated: readonly CalculatedDilution[]): CensoredConcentration | null {
  const first = calculated[0]?.result;
  const last = calculated[calculated.length - 1]?.result;
  if (first !== undefined && calculated.every(({ result }) => result.outcome === 'below')) return first.limit;
  return last !== undefined && calculated.every(({ result }) => result.outcome === 'above') ? last.limit : null;
}

function sampleReasons(
  named: { readonly sample: string; readonly curve: string },
  calculated: readonly CalculatedDilution[],
  dilutions: SampleResult['dilutions'],
  { samples }: StandardCurveOptions,
): readonly StudyReason[] {
  const reasons = dilutions.flatMap(({ outcome, dilution, cvPercent, deviationPercent }) => {
    if (outcome === 'replicates-differ') {
      const most = samples.maximumCvPercent;
      const found = { finding: 'dilution', ...named, dilution, mostPercent: most, cvPercent } as const;
      return [reason('potency/replicates-differ', 'test-article', found)];
    }
    if (deviationPercent === null || Math.abs(deviationPercent) <= samples.maximumDeviationPercent) return [];
    const far = { dilution, mostPercent: samples.maximumDeviationPercent, deviationPercent, dilutions: [] };
    return [studyReason('study/dilutions-differ', 'test-article', { finding: 'deviation', ...named, ...far })];
  });
  const order = calculated.map(({ result }) => ({ dilution: result.dilution, outcome: result.outcome }));
  const ranks = calculated.map(({ result }) => (result.outcome === 'above' ? 2 : result.outcome === 'below' ? 0 : 1));
  // More diluted, a sample can only lie lower.
  if (ranks.some((rank, i) => i > 0 && rank > ranks[i - 1]!))
    return [...reasons, studyReason('study/dilutions-differ', 'test-article', { finding: 'contradiction', ...named, dilutions: order })];
  if (ranks.includes(2) && ranks.includes(0) && !ranks.includes(1))
    return [...reasons, studyReason('study/dilutions-differ', 'test-article', { finding: 'none-inside', ...named, dilutions: order })];
  return reasons;
}

/** A sample of known concentration against its recovery. */
export function controlOf(
  sample: string,
  wells: readonly Response[],
  frame: Frame,
): { readonly result: AnalyteResult['controls'][number]; readonly reasons: readonly StudyReason[] } {
  const { result, reasons } = computeSample(sample, wells, frame);
  const nominal = wells[0]?.row.concentration ?? 0;
  const recoveryPercent = result.concentration === null ? null : (100 * result.concentration) / nominal;
  const { lower, upper } = frame.options.controls.recoveryPercent;
  const meets = result.outcome === 'reportable' && recoveryPercent !== null && recoveryPercent >= lower && recoveryPercent <= upper;
  return { result: { ...result, nominal, recoveryPercent, meets }, reasons };
}

/** A marker where a number was needed. */
export function notNumericRow(
  row: StandardCurveRow,
  named: { readonly sample?: string; readonly curve: string },
  scope: SampleScope,
): StudyReason {
  const { text } = row.response;
  const found = text === '' ? ({ fault: 'no-value' } as const) : ({ fault: 'marker', marker: text } as const);
  return reason('potency/well-not-numeric', scope, { of: 'line', line: row.place.line ?? null, ...named, ...found, mend: 'exclude' });
}

/** Wells of a role by the name of their sample, in order of appearance. */
export function groupBySample(
  responses: readonly Response[],
  role: StandardCurveRow['role'],
): readonly (readonly [string, readonly Response[]])[] {
  const groups = new Map<string, Response[]>();
  for (const one of responses.filter(({ row }) => row.role === role)) {
    const group = groups.get(one.row.sample);
    if (group === undefined) groups.set(one.row.sample, [one]);
    else group.push(one);
  }
  return [...groups];
}
