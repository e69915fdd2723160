import { attributeReason, isAwaited } from '../../attributes/reasons.ts';
import { distinctMessages } from '../../message.ts';
import type { GatedPopulations } from '../../population/population.ts';
import type { Reason } from '../../reason.ts';
import type { ControlLimit, ControlRecord, ControlSetting, LimitOutcome } from '../../results/control-record.ts';
import { populationTitle } from '../definition/population-title.ts';
import { pipelineReason } from '../reasons.ts';
import type { GatedAcquisition } from './compute-gating.ts';
import { controlOutcome } from './control-outcome.ts';
import { judgeThresholds } from './control-thresholds.ts';
import type { ControlUnderTest, JudgedLine } from './control-under-test.ts';
import { compareSettings } from './instrument-settings.ts';

/** Identifier of the median that a control's limit asks for, among the quantiles of its gating. */
export const medianId = (control: string, index: number): string => `median ${control} ${index}`;

/** What a control was found to be: valid, or why not. */
export interface CheckedControl {
  readonly reasons: readonly Reason[];
  readonly record: ControlRecord;
}

/** Judges a control: that it is there, has enough events, shows what it must, and was acquired with the settings of its samples. */
export function checkControl(control: ControlUnderTest): CheckedControl {
  const { definition, plan, gated, tube } = control;
  const limits = [...eventLimits(control), ...judgeLimits(control)];
  const settings = judgeSettings(control);
  const thresholds = judgeThresholds(control);
  const reasons = [...plan.reasons, ...ungatedReasons(gated), ...[...limits, ...settings].flatMap((finding) => finding.reasons)];
  const own = distinctMessages(reasons);
  return {
    reasons: own,
    record: {
      name: definition.name,
      title: definition.title,
      kind: definition.kind,
      panel: tube.panel,
      tube: tube.id,
      assayRun: control.assayRun,
      file: plan.binding?.file ?? null,
      outcome: controlOutcome({
        found:
          plan.binding !== null && !plan.reasons.some(isAwaited)
            ? 'one'
            : plan.reasons.some(({ code }) => code === 'control/ambiguous')
              ? 'several'
              : 'none',
        lines: [...limits, ...settings, ...thresholds].map(({ line }) => line.outcome),
        blocked: reasons.length > 0 || gated === null,
      }),
      limits: limits.map(({ line }) => line),
      settings: settings.map(({ line }) => line),
      thresholds: thresholds.map(({ line }) => line),
      clusters: null,
      // That a threshold cannot be taken is a reason of what it gates; here it stands beside the control that should give it.
      reasons: distinctMessages([...own, ...thresholds.flatMap((finding) => finding.reasons)]),
    },
  };
}

/** A control whose file could not be gated shows nothing. Where no sample of the lot could be used, it was not looked at (`gated` is null). */
function ungatedReasons(gated: GatedAcquisition | null): readonly Reason[] {
  return gated === null || gated.result !== null
    ? []
    : distinctMessages([...gated.absent.values()].flat()).map((reason) => ({ ...reason, scope: 'assay-run' }));
}

function eventLimits(control: ControlUnderTest): JudgedLine<ControlLimit>[] {
  const { definition, plan, gated } = control;
  if (definition.minimumEvents === undefined) return [];
  const { population, count } = definition.minimumEvents;
  const limit = { ...emptyLimit(control, population), name: 'events', unit: 'events', lower: count } as const;
  if (gated?.result == null) return [{ line: limit, reasons: [] }];
  const found = countOf(gated.result, population);
  const fields = { control: null, file: plan.binding?.file ?? null, population, minimum: count, found };
  const enough = found !== null && found >= count;
  return [
    {
      line: { ...limit, found, outcome: enough ? 'meets' : 'fails' },
      reasons: enough ? [] : [attributeReason('control/too-few-events', fields)],
    },
  ];
}

function judgeLimits(control: ControlUnderTest): JudgedLine<ControlLimit>[] {
  const { gated, definition } = control;
  return definition.limits.flatMap((limit, index) => {
    const base = emptyLimit(control, limit.population);
    const result = gated?.result ?? null;
    const absent = gated?.absent.get(limit.population);
    const lines: { readonly line: ControlLimit; readonly found: number | null }[] = [];
    if (limit.fraction !== undefined) {
      const found = result?.populations.find((population) => population.path.at(-1) === limit.population)?.frequencyOfParent ?? null;
      lines.push({ line: { ...base, name: 'fraction', unit: 'fraction', ...bounds(limit.fraction) }, found });
    }
    if (limit.median !== undefined) {
      const id = medianId(definition.name, index);
      const found = result?.quantiles.find((quantile) => quantile.id === id)?.values?.[0] ?? null;
      lines.push({ line: { ...base, name: 'median', unit: 'linear', parameter: limit.median.parameter, ...bounds(limit.median) }, found });
    }
    if (result === null) return lines.map(({ line }) => ({ line, reasons: [] }));
    if (absent !== undefined) return lines.map(({ line }) => ({ line, reasons: [notGated(control, limit.population, absent)] }));
    return lines.map(({ line, found }) => judged(control, { ...line, found }));
  });
}

/** A control whose population could not be gated is not judged; the cause is what a reviewer needs. */
function notGated(control: ControlUnderTest, population: string, causes: readonly Reason[]): Reason {
  const reasons = causes.map(({ code, fields }) => ({ code, fields }));
  return pipelineReason('population/not-gated', 'assay-run', { population, file: control.plan.binding?.file ?? null, reasons });
}

function judged(control: ControlUnderTest, line: ControlLimit): JudgedLine<ControlLimit> {
  const { lower, upper, found } = line;
  const inside = found !== null && (lower === null || found >= lower) && (upper === null || found <= upper);
  if (inside) return { line: { ...line, outcome: 'meets' }, reasons: [] };
  const reason = pipelineReason('control/outside-limits', 'assay-run', {
    file: control.plan.binding?.file ?? null,
    figure: line.name === 'median' ? 'median' : 'fraction',
    population: line.population ?? '',
    parameter: line.parameter,
    lower,
    upper,
    found,
  });
  return { line: { ...line, outcome: 'fails' }, reasons: [reason] };
}

function judgeSettings({ definition, dataSet, samples }: ControlUnderTest): JudgedLine<ControlSetting>[] {
  return definition.settings.map((name) => {
    if (dataSet === null || samples.length === 0) return { line: { name, outcome: 'not judged' }, reasons: [] };
    const reasons = distinctMessages(samples.flatMap((sample) => compareSettings(sample, dataSet, [name])));
    const differs = reasons.some(({ code }) => code === 'instrument/mismatch');
    const outcome: LimitOutcome = differs ? 'fails' : reasons.length > 0 ? 'not judged' : 'meets';
    return { line: { name, outcome }, reasons };
  });
}

function emptyLimit({ tube }: ControlUnderTest, population: string) {
  return {
    population,
    populationTitle: populationTitle(tube, population),
    parameter: null,
    lower: null,
    upper: null,
    found: null,
    outcome: 'not judged',
  } as const;
}

function bounds({
  min,
  max,
}: {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}): Pick<ControlLimit, 'lower' | 'upper'> {
  return { lower: min ?? null, upper: max ?? null };
}

function countOf(result: GatedPopulations, population: string): number | null {
  return result.populations.find((known) => known.path.at(-1) === population)?.count ?? null;
}
