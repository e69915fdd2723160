import type { Reason } from '../attributes/attribute-result.ts';
import type { FcsDataSet } from '../fcs/fcs-file.ts';
import type { GatingResult } from '../population/population.ts';
import type { ControlRecord } from '../results/release-result.ts';
import type { ComputedThreshold, GatedFile } from './compute-gating.ts';
import { compareSettings } from './instrument-settings.ts';
import type { ControlPlan } from './plan.ts';
import { pipelineReason } from './reasons.ts';
import type { ControlDefinition, TubeDefinition } from './tube-definition.ts';

/** Identifier of the median that a control's limit asks for, among the quantiles of its gating. */
export const medianId = (control: string, index: number): string => `median ${control} ${index}`;

/** What a control was found to be: valid, or why not. */
export interface CheckedControl {
  readonly reasons: readonly Reason[];
  readonly record: ControlRecord;
}

export interface ControlUnderTest {
  readonly tube: TubeDefinition;
  readonly definition: ControlDefinition;
  readonly plan: ControlPlan;
  readonly gated: GatedFile | null;
  readonly dataSet: FcsDataSet | null;
  /** Data sets of the samples that it serves. */
  readonly samples: readonly FcsDataSet[];
  /** Thresholds that were taken from it. */
  readonly thresholds: readonly ComputedThreshold[];
}

/** Judges a control: that it is there, has enough events, shows what it must, and was acquired with the settings of its samples. */
export function checkControl(control: ControlUnderTest): CheckedControl {
  const { definition, plan, gated } = control;
  const findings =
    gated?.result == null
      ? []
      : [...eventFindings(control, gated.result), ...limitFindings(control, gated), ...control.thresholds.map(thresholdFinding)];
  const settings =
    control.dataSet === null
      ? []
      : control.samples.flatMap((sample) => compareSettings(sample, control.dataSet as FcsDataSet, definition.settings));
  const reasons = [...plan.reasons, ...ungatedReasons(gated), ...findings.flatMap((finding) => finding.reasons), ...distinct(settings)];
  const missing = plan.binding === null;
  return {
    reasons,
    record: {
      name: definition.name,
      kind: definition.kind,
      panel: control.tube.panel,
      file: plan.binding?.file ?? null,
      found: missing ? '' : findings.map((finding) => finding.found).join('; '),
      limits: findings.map((finding) => finding.limits).join('; '),
      outcome: missing
        ? 'missing'
        : reasons.length > 0
          ? 'fails'
          : gated !== null && (findings.length > 0 || definition.settings.length > 0)
            ? 'meets'
            : 'information',
      reasons,
    },
  };
}

/** A control whose file could not be gated shows nothing. Where no sample of the lot could be used, it was not looked at (`gated` is null). */
function ungatedReasons(gated: GatedFile | null): readonly Reason[] {
  return gated === null || gated.result !== null
    ? []
    : distinct([...gated.absent.values()].flat()).map((reason) => ({ ...reason, scope: 'assay-run' }));
}

interface Finding {
  readonly found: string;
  readonly limits: string;
  readonly reasons: readonly Reason[];
}

/** The threshold with all its digits: a reviewer can redo every gate from the record. */
function thresholdFinding({ name, value, percentile, events }: ComputedThreshold): Finding {
  return { found: `threshold ${name} = ${value} of ${events} events`, limits: `percentile ${percentile}`, reasons: [] };
}

function eventFindings({ definition, plan }: ControlUnderTest, result: GatingResult): Finding[] {
  if (definition.minimumEvents === undefined) return [];
  const { population, count } = definition.minimumEvents;
  const found = countOf(result, population);
  const enough = found !== null && found >= count;
  const message = `Expected at least ${count} events in '${population}' of the control '${plan.binding?.file}', found ${found ?? 'no such population'}.`;
  return [
    {
      found: `${found ?? 0} events in ${population}`,
      limits: `at least ${count}`,
      reasons: enough ? [] : [reasonOf('control/too-few-events', message)],
    },
  ];
}

function limitFindings(control: ControlUnderTest, gated: GatedFile): Finding[] {
  return control.definition.limits.flatMap((limit, index) => {
    const absent = gated.absent.get(limit.population);
    if (absent !== undefined) return [notGated(control, limit.population, absent)];
    const findings: Finding[] = [];
    if (limit.fraction !== undefined) {
      const value = gated.result?.populations.find((population) => population.path.at(-1) === limit.population)?.frequencyOfParent ?? null;
      findings.push(judge(control, { what: `fraction in ${limit.population}`, value, ...limit.fraction }));
    }
    if (limit.median !== undefined) {
      const { parameter, min, max } = limit.median;
      const value =
        gated.result?.quantiles.find((quantile) => quantile.id === medianId(control.definition.name, index))?.values?.[0] ?? null;
      findings.push(judge(control, { what: `median of ${parameter} in ${limit.population}`, value, min, max }));
    }
    return findings;
  });
}

/** A control whose population could not be gated is not judged; the cause is what a reviewer needs. */
function notGated(control: ControlUnderTest, population: string, causes: readonly Reason[]): Finding {
  const message = `'${population}' of the control '${control.plan.binding?.file}' could not be gated: ${causes.map((cause) => cause.message).join(' ')}`;
  return { found: `${population} not gated`, limits: 'not judged', reasons: [reasonOf('population/not-gated', message)] };
}

function judge(
  control: ControlUnderTest,
  told: { readonly what: string; readonly value: number | null; readonly min?: number | undefined; readonly max?: number | undefined },
): Finding {
  const { what, value, min, max } = told;
  const limits = [min === undefined ? '' : `at least ${min}`, max === undefined ? '' : `at most ${max}`]
    .filter((part) => part !== '')
    .join(', ');
  const inside = value !== null && (min === undefined || value >= min) && (max === undefined || value <= max);
  const shown = value === null ? 'not computed' : value.toPrecision(4);
  const reasons = inside
    ? []
    : [
        reasonOf(
          'control/outside-limits',
          `Expected the ${what} of the control '${control.plan.binding?.file}' to be ${limits}, found ${shown}.`,
        ),
      ];
  return { found: `${what} ${shown}`, limits, reasons };
}

function countOf(result: GatingResult, population: string): number | null {
  return result.populations.find((known) => known.path.at(-1) === population)?.count ?? null;
}

function distinct(reasons: readonly Reason[]): Reason[] {
  return reasons.filter((one, index) => reasons.findIndex((other) => other.message === one.message) === index);
}

function reasonOf(code: 'control/too-few-events' | 'control/outside-limits' | 'population/not-gated', message: string): Reason {
  return pipelineReason(code, 'assay-run', message);
}
