import * as z from 'zod';
import { zeroCountUpperLimit } from '../numerics/proportion-interval.ts';
import type { AttributeContext } from './attribute-context.ts';
import { type AttributeEstimate, DETAIL, type Reason } from './attribute-result.ts';
import { attributeType, commonKeys, populationName } from './attribute-type.ts';
import { combineCounts } from './combine-counts.ts';
import { countingNeeds, estimateRecord, provenance } from './estimate-record.ts';
import { type CountFindings, countControl, countPopulation } from './population-counts.ts';
import {
  correctedRareEvent,
  probabilityAbove,
  RARE_EVENT_LEVEL,
  type RareCount,
  type RareEventEstimate,
  uncorrectedRareEvent,
} from './rare-event.ts';
import { reason } from './reasons.ts';

const schema = z
  .strictObject({
    type: z.literal('residual-pluripotent').describe('A rare population, judged on its one-sided 95 % upper limit.'),
    ...commonKeys,
    panel: z.string().min(1).describe('Panel in which the cells are counted.'),
    tube: z.string().min(1).optional().describe('Tube of the panel; needed only where several tubes hold the population.'),
    population: populationName.describe('The rare population.'),
    of: populationName.describe("The denominator: viable cells, the same as the dose's."),
    preparations: z.int().min(1).default(1).describe('Planned number of preparations; their counts are added after a homogeneity test.'),
    minimumEvents: z.int().min(1).describe('Least events in the denominator; with fewer the value may fail but never meets.'),
    correction: z
      .enum(['none', 'mover'])
      .default('none')
      .describe("none: the upper limit of the sample alone decides. mover: the control's background is subtracted."),
    interval: z
      .literal('clopper-pearson', {
        error: "expected 'clopper-pearson': Wilson is refused for rare events, its upper limit is too low there",
      })
      .default('clopper-pearson')
      .describe('Only exact limits are allowed for rare events.'),
    control: z
      .strictObject({
        name: z.string().min(1).describe('The negative control: FMO, isotype, or product without the rare cells.'),
        minimumEvents: z.int().min(1).describe('Least events in the denominator of the control.'),
        maximumPositiveFraction: z.number().gt(0).lt(1).describe('Largest fraction of positive events in a valid control, 0–1.'),
        significance: z.number().gt(0).lt(0.5).default(0.05).describe('One-sided level at which a control above its sample has failed.'),
      })
      .optional()
      .describe('The control whose events are counted beside the sample. Required by the correction.'),
    detection: z
      .strictObject({
        limitOfBlank: z.number().min(0).describe('Limit of blank of the method, in events of the planned acquisition.'),
        limitOfDetection: z.number().gt(0).lt(1).describe('Limit of detection of the method, as a fraction 0–1.'),
      })
      .optional()
      .describe('Limits from the validation of the method; "not detected" needs both.'),
    recovery: z
      .strictObject({
        estimate: z.number().gt(0).describe('Recovery of spiked cells: slope of found on added, 1 = all.'),
        lowerLimit: z.number().gt(0).describe('Its lower 95 % limit; values above 1 count as 1.'),
      })
      .optional()
      .describe('Recovery of spiked cells, from the validation of the method. Without it nothing is corrected.'),
  })
  .refine((definition) => definition.correction === 'none' || definition.control !== undefined, {
    path: ['control'],
    error: 'expected a control: the mover correction subtracts its background',
  })
  .describe('Residual pluripotent cells, or another rare population, as a fraction of viable cells and per maximum dose.');

type Definition = z.output<typeof schema>;

/** Residual pluripotent cells as a rare event: k of N viable cells, one-sided 95 % upper limit, per maximum dose. */
export const residualPluripotent = attributeType({
  schema,
  needs: (definition) => {
    const control = definition.control?.name;
    const names = [definition.population, definition.of];
    const inControl = names.map((population) => ({
      panel: definition.panel,
      tube: definition.tube ?? null,
      stage: definition.sample,
      population,
    }));
    return countingNeeds(definition, names, {
      controls: control === undefined ? [] : [control],
      populations: control === undefined ? [] : inControl.map((need) => ({ ...need, control })),
    });
  },
  estimate: (definition, context) => {
    const whole = estimateWhole(definition, context);
    return context.dose === null ? [whole] : [whole, perDose(definition, whole, context.dose.viableCellsPerMaximumDose)];
  },
});

function estimateWhole(definition: Definition, context: AttributeContext): AttributeEstimate {
  const query = { panel: definition.panel, tube: definition.tube, population: definition.population, of: definition.of };
  const findings = countPopulation({ ...query, stage: definition.sample }, context);
  const counting = { ...definition, interval: INTERVAL, replicates: 'pool' as const };
  const pooled = combineCounts(findings.counts, counting);
  const control =
    definition.control === undefined ? { counts: [], reasons: [] } : countControl(definition.control.name, query, context, findings.counts);
  const sample = pooled.k === null || pooled.N === null ? null : { k: pooled.k, N: pooled.N };
  const background = controlCount(control);
  const value = sample === null ? null : estimateRare(definition, sample, background);
  return estimateRecord(definition, context, {
    ...pooled,
    ...provenance(findings.counts),
    sources: provenance([...findings.counts, ...control.counts]).sources,
    estimate: value?.estimate ?? null,
    interval: value === null ? null : { lower: null, upper: value.upper, level: 0.95, sides: 'upper', method: value.method },
    status: value === null ? 'missing' : 'computed',
    detection: definition.detection ?? null,
    reasons: [
      ...findings.reasons,
      ...(findings.counts.length === 0 ? [] : pooled.reasons),
      ...control.reasons,
      ...controlFailures(definition, background, sample),
    ],
    details: [...limitDetails(value), ...controlDetails(background, sample), ...recoveryDetails(definition)],
  });
}

const INTERVAL = { method: 'clopper-pearson', level: 0.95, sides: 'upper' } as const;

/** `null` where the method corrects and the control cannot be counted: the uncorrected value stands in then, as not valid. */
function estimateRare(definition: Definition, sample: RareCount, control: RareCount | null): RareEventEstimate {
  return definition.correction === 'mover' && control !== null ? correctedRareEvent(sample, control) : uncorrectedRareEvent(sample);
}

function controlCount(findings: CountFindings): RareCount | null {
  const count = findings.counts[0];
  return count === undefined || count.N === 0 || count.k > count.N ? null : { k: count.k, N: count.N };
}

function controlFailures(definition: Definition, control: RareCount | null, sample: RareCount | null): Reason[] {
  const limits = definition.control;
  if (limits === undefined || control === null) return [];
  const reasons: Reason[] = [];
  const { name } = limits;
  if (control.N < limits.minimumEvents) {
    reasons.push(
      reason('control/too-few-events', `Expected at least ${limits.minimumEvents} events in the control '${name}', found ${control.N}.`),
    );
  }
  if (control.k > limits.maximumPositiveFraction * control.N) {
    const found = `${control.k} of ${control.N}`;
    reasons.push(
      reason(
        'control/too-many-positive',
        `Expected at most ${limits.maximumPositiveFraction} positive in the control '${name}', found ${found}.`,
      ),
    );
  }
  if (sample !== null && probabilityAbove(control, sample) < limits.significance) {
    const found = `${control.k} of ${control.N} against ${sample.k} of ${sample.N}`;
    reasons.push(reason('control/above-sample', `The control '${name}' is significantly above its sample (${found}).`));
  }
  return reasons;
}

function limitDetails(value: RareEventEstimate | null): AttributeEstimate['details'] {
  if (value === null) return [];
  return [
    { name: DETAIL.lowerLimit, title: { en: 'one-sided 95 % lower limit', zh: '单侧 95 % 下限' }, value: value.lower, unit: 'fraction' },
    { name: DETAIL.upperLimit, title: { en: 'one-sided 95 % upper limit', zh: '单侧 95 % 上限' }, value: value.upper, unit: 'fraction' },
  ];
}

function controlDetails(control: RareCount | null, sample: RareCount | null): AttributeEstimate['details'] {
  if (control === null) return [];
  const rows: AttributeEstimate['details'] = [
    { name: 'control-positive', title: { en: 'positive events in the control', zh: '对照中阳性事件数' }, value: control.k, unit: 'events' },
    { name: 'control-events', title: { en: 'events in the control', zh: '对照事件数' }, value: control.N, unit: 'events' },
  ];
  if (sample === null) return rows;
  const p = probabilityAbove(sample, control);
  return [
    ...rows,
    { name: 'p-above-control', title: { en: 'one-sided p, sample above control', zh: '样品高于对照的单侧 p 值' }, value: p, unit: '' },
  ];
}

function recoveryDetails(definition: Definition): AttributeEstimate['details'] {
  if (definition.recovery === undefined) return [];
  const { estimate, lowerLimit } = definition.recovery;
  return [
    { name: 'recovery', title: { en: 'recovery', zh: '回收率' }, value: estimate, unit: 'fraction' },
    {
      name: DETAIL.recoveryLowerLimit,
      title: { en: 'recovery, lower 95 % limit', zh: '回收率 95 % 下限' },
      value: lowerLimit,
      unit: 'fraction',
    },
  ];
}

/** The same value per maximum dose: limits x viable cells / min(1, recovery's lower limit). */
function perDose(definition: Definition, whole: AttributeEstimate, cells: number): AttributeEstimate {
  const recovered = Math.min(1, definition.recovery?.lowerLimit ?? 1);
  const scale = (value: number | null): number | null => (value === null ? null : (value * cells) / recovered);
  const unit = 'cells per dose';
  return {
    ...whole,
    component: 'per-dose',
    title: { en: `${definition.title.en}, per maximum dose`, zh: `${definition.title.zh}（每最大剂量）` },
    unit,
    estimate: whole.estimate === null ? null : (whole.estimate * cells) / Math.min(1, definition.recovery?.estimate ?? 1),
    interval:
      whole.interval === null ? null : { ...whole.interval, lower: scale(whole.interval.lower), upper: scale(whole.interval.upper) },
    replicates: [],
    detection: null,
    details: [
      ...zeroCountDetail(whole.N, scale),
      {
        name: 'viable-cells-per-dose',
        title: { en: 'viable cells per maximum dose', zh: '每最大剂量活细胞数' },
        value: cells,
        unit: 'cells',
      },
      ...whole.details.map((row) =>
        row.name === DETAIL.lowerLimit || row.name === DETAIL.upperLimit
          ? { ...row, value: typeof row.value === 'number' ? scale(row.value) : row.value, unit }
          : row,
      ),
    ],
  };
}

/** A specification per dose cannot know what N events without a positive would have given; this says it. */
function zeroCountDetail(N: number | null, scale: (value: number | null) => number | null): AttributeEstimate['details'] {
  if (N === null || N === 0) return [];
  const title = { en: 'upper limit had none been positive', zh: '无阳性事件时的上限' };
  return [{ name: DETAIL.zeroCountLimit, title, value: scale(zeroCountUpperLimit(N, RARE_EVENT_LEVEL)), unit: 'cells per dose' }];
}
