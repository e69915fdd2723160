import * as z from 'zod';
import { moverRatio } from '../../numerics/intervals/mover.ts';
import { proportionInterval } from '../../numerics/intervals/proportion-interval.ts';
import type { AttributeContext } from '../attribute-context.ts';
import type { AttributeEstimate, AttributeInterval } from '../attribute-result.ts';
import { attributeKeys, countingKeys, defineAttribute, type IntervalDefinition, populationNameSchema } from '../attribute-type.ts';
import { controlCount, controlDetails, controlFailures } from '../estimates/counted-control.ts';
import { countingNeeds, estimateFraction } from '../estimates/estimate-record.ts';
import { countControl, countPopulation } from '../estimates/population-counts.ts';
import type { RareCount } from '../estimates/rare-event.ts';
import { methodOn } from '../interval-method.ts';

const schema = z
  .strictObject({
    type: z.literal('modified-fraction').describe('Modified cells within a population.'),
    ...attributeKeys,
    ...countingKeys,
    population: populationNameSchema.describe('The modified cells: reporter, tag or transgene positive.'),
    of: populationNameSchema.describe('The target cells that they are a fraction of.'),
    background: z
      .strictObject({
        control: z.string().min(1).describe('The unmodified control whose positive fraction is background.'),
        minimumEvents: z.int().min(1).describe('Least target cells in the control.'),
        maximumPositiveFraction: z.number().gt(0).lt(1).describe('Largest positive fraction of a valid control, 0–1.'),
      })
      .optional()
      .describe('Background correction p = (sample − control) / (1 − control). Without it nothing is subtracted.'),
  })
  .refine((definition) => definition.background === undefined || definition.replicates === 'pool', {
    path: ['replicates'],
    error: 'expected pool: background is subtracted from pooled counts',
  })
  .describe('Percentage of modified cells within the target population.');

type Definition = z.output<typeof schema>;

/** Fraction of modified cells within a population, with or without subtraction of an unmodified control. */
export const modifiedFraction = defineAttribute({
  id: 'modified-fraction',
  schema,
  units: () => ['fraction'],
  needs: (definition) => {
    const names = [definition.population, definition.of];
    const control = definition.background?.control;
    const inSample = countingNeeds(definition, names);
    return control === undefined
      ? inSample
      : {
          ...inSample,
          controls: [...new Set([...inSample.controls, control])],
          populations: inSample.populations.flatMap((need) => [need, { ...need, control }]),
        };
  },
  estimate: (definition, context) => [estimate(definition, context)],
});

function estimate(definition: Definition, context: AttributeContext): AttributeEstimate {
  const query = { panel: definition.panel, tube: definition.tube, population: definition.population, of: definition.of };
  const whole = estimateFraction(definition, context, {
    component: null,
    title: definition.title,
    query: { ...query, stage: definition.stage },
  });
  const { background } = definition;
  if (background === undefined) return whole;
  const samples = countPopulation({ ...query, stage: definition.stage }, context).counts;
  const found = countControl(background.control, query, context, samples);
  const control = controlCount(found);
  const sample = whole.k === null || whole.N === null ? null : { k: whole.k, N: whole.N };
  const limits = { ...background, name: background.control, significance: CONTROL_SIGNIFICANCE };
  const reasons = [...whole.reasons, ...found.reasons, ...controlFailures(limits, control, sample)];
  if (control === null || sample === null) return { ...whole, reasons };
  const details = [...whole.details, ...uncorrected(whole), ...controlDetails(control, sample)];
  return { ...whole, ...correct(sample, control, definition.interval), reasons, details };
}

/** One-sided level at which a control above its sample has failed. */
const CONTROL_SIGNIFICANCE = 0.05;

/**
 * 1 − p is the ratio of unmodified fractions, (1 − sample) / (1 − control); its limits are MOVER's for a ratio of proportions.
 * A negative estimate stays negative: clipping it at 0 would hide the noise.
 */
function correct(sample: RareCount, control: RareCount, interval: IntervalDefinition): Pick<AttributeEstimate, 'estimate' | 'interval'> {
  const level = interval.sides === 'two' ? interval.level : 2 * interval.level - 1;
  const unmodified = (count: RareCount): { estimate: number; lower: number; upper: number } => {
    const limits = proportionInterval(count.N - count.k, count.N, { method: interval.method, level, sides: 'two' });
    return { estimate: (count.N - count.k) / count.N, lower: limits.lower ?? 0, upper: limits.upper ?? 1 };
  };
  const ps = sample.k / sample.N;
  const pc = control.k / control.N;
  if (pc === 1) return { estimate: null, interval: null };
  const ratio = moverRatio(unmodified(sample), unmodified(control));
  const limits: AttributeInterval | null =
    ratio === null
      ? null
      : {
          lower: interval.sides === 'upper' ? null : 1 - ratio.upper,
          upper: interval.sides === 'lower' ? null : 1 - ratio.lower,
          level: interval.level,
          sides: interval.sides,
          ...methodOn('mover', [{ method: interval.method }]),
        };
  return { estimate: (ps - pc) / (1 - pc), interval: limits };
}

function uncorrected(whole: AttributeEstimate): AttributeEstimate['details'] {
  return [{ name: 'uncorrected', value: whole.estimate, unit: 'fraction' }];
}
