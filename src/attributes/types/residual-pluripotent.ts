import * as z from 'zod';
import type { AttributeContext } from '../attribute-context.ts';
import type { AttributeEstimate } from '../attribute-result.ts';
import { attributeKeys, defineAttribute, populationNameSchema } from '../attribute-type.ts';
import type { DecisiveNumbers } from '../detail.ts';
import { combineCounts, ownMinimum } from '../estimates/combine-counts.ts';
import { controlCount, controlDetails, controlFailures } from '../estimates/counted-control.ts';
import { countingNeeds, estimateRecord, provenance } from '../estimates/estimate-record.ts';
import { perDose } from '../estimates/per-dose.ts';
import { countControl, countPopulation } from '../estimates/population-counts.ts';
import {
  correctedRareEvent,
  RARE_EVENT_LEVEL,
  type RareCount,
  type RareEventEstimate,
  uncorrectedRareEvent,
} from '../estimates/rare-event.ts';

const schema = z
  .strictObject({
    type: z.literal('residual-pluripotent').describe('A rare population, judged on its one-sided 95 % upper limit.'),
    ...attributeKeys,
    panel: z.string().min(1).describe('Panel in which the cells are counted.'),
    tube: z.string().min(1).optional().describe('Tube of the panel; needed only where several tubes hold the population.'),
    population: populationNameSchema.describe('The rare population.'),
    of: populationNameSchema.describe("The denominator: viable cells, the same as the dose's."),
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
export const residualPluripotent = defineAttribute({
  id: 'residual-pluripotent',
  schema,
  units: () => ['fraction', 'cells per dose'],
  needs: (definition) => {
    const control = definition.control?.name;
    const names = [definition.population, definition.of];
    const inControl = names.map((population) => ({
      panel: definition.panel,
      tube: definition.tube ?? null,
      stage: definition.stage,
      population,
    }));
    return countingNeeds(definition, names, {
      controls: control === undefined ? [] : [control],
      populations: control === undefined ? [] : inControl.map((need) => ({ ...need, control })),
      rare: [definition.population],
    });
  },
  estimate: (definition, context) => {
    const whole = estimateWhole(definition, context);
    return context.dose === null
      ? [whole]
      : [whole, perDose(whole, { cells: context.dose.viableCellsPerMaximumDose, recovery: definition.recovery ?? null })];
  },
});

function estimateWhole(definition: Definition, context: AttributeContext): AttributeEstimate {
  const query = { panel: definition.panel, tube: definition.tube, population: definition.population, of: definition.of };
  const counting = { ...definition, interval: INTERVAL, replicates: 'pool' as const };
  const minimumEvents = ownMinimum(counting, context.purpose);
  const findings = countPopulation({ ...query, stage: definition.stage, minimumEvents }, context);
  const pooled = combineCounts(findings.counts, counting, context.purpose);
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
    interval: value === null ? null : { lower: null, upper: value.upper, level: RARE_EVENT_LEVEL, sides: 'upper', ...value.method },
    status: value === null ? 'missing' : 'computed',
    detection: definition.detection ?? null,
    reasons: [
      ...findings.reasons,
      ...(findings.counts.length === 0 ? [] : pooled.reasons),
      ...control.reasons,
      ...(definition.control === undefined ? [] : controlFailures(definition.control, background, sample)),
    ],
    details: [...controlDetails(background, sample), ...recoveryDetails(definition)],
    decisive: decisiveOf(value, definition),
  });
}

const INTERVAL = { method: 'clopper-pearson', level: RARE_EVENT_LEVEL, sides: 'upper' } as const;

/** `null` where the method corrects and the control cannot be counted: the uncorrected value stands in then, as not valid. */
function estimateRare(definition: Definition, sample: RareCount, control: RareCount | null): RareEventEstimate {
  return definition.correction === 'mover' && control !== null ? correctedRareEvent(sample, control) : uncorrectedRareEvent(sample);
}

function decisiveOf(value: RareEventEstimate | null, { recovery }: Definition): DecisiveNumbers {
  const oneSided = value === null ? null : { lower: value.lower, upper: value.upper };
  return { level: RARE_EVENT_LEVEL, oneSided, zeroCountUpper: null, recoveryLower: recovery?.lowerLimit ?? null };
}

function recoveryDetails({ recovery }: Definition): AttributeEstimate['details'] {
  return recovery === undefined ? [] : [{ name: 'recovery', value: recovery.estimate, unit: 'fraction' }];
}
