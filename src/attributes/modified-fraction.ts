import * as z from 'zod';
import { moverRatio } from '../numerics/mover.ts';
import { proportionInterval } from '../numerics/proportion-interval.ts';
import type { AttributeContext } from './attribute-context.ts';
import type { AttributeEstimate, AttributeInterval, Reason } from './attribute-result.ts';
import { attributeType, commonKeys, countingKeys, type IntervalDefinition, populationName } from './attribute-type.ts';
import { countingNeeds, estimateFraction } from './estimate-record.ts';
import { countControl, countPopulation } from './population-counts.ts';
import { probabilityAbove, type RareCount } from './rare-event.ts';
import { reason } from './reasons.ts';

const schema = z
  .strictObject({
    type: z.literal('modified-fraction').describe('Modified cells within a population.'),
    ...commonKeys,
    ...countingKeys,
    population: populationName.describe('The modified cells: reporter, tag or transgene positive.'),
    of: populationName.describe('The target cells that they are a fraction of.'),
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
export const modifiedFraction = attributeType({
  schema,
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
    query: { ...query, stage: definition.sample },
  });
  const { background } = definition;
  if (background === undefined) return whole;
  const samples = countPopulation({ ...query, stage: definition.sample }, context).counts;
  const found = countControl(background.control, query, context, samples);
  const count = found.counts[0];
  const control = count === undefined || count.N === 0 || count.k > count.N ? null : { k: count.k, N: count.N };
  const reasons = [...whole.reasons, ...found.reasons, ...controlFailures(background, control, whole)];
  if (control === null || whole.k === null || whole.N === null) return { ...whole, reasons };
  return {
    ...whole,
    ...correct({ k: whole.k, N: whole.N }, control, definition.interval),
    reasons,
    details: [...whole.details, ...details(whole, control)],
  };
}

function controlFailures(background: NonNullable<Definition['background']>, control: RareCount | null, whole: AttributeEstimate): Reason[] {
  if (control === null) return [];
  const { control: name, minimumEvents, maximumPositiveFraction } = background;
  const reasons: Reason[] = [];
  if (control.N < minimumEvents)
    reasons.push(
      reason('control/too-few-events', `Expected at least ${minimumEvents} events in the control '${name}', found ${control.N}.`),
    );
  if (control.k > maximumPositiveFraction * control.N) {
    reasons.push(
      reason(
        'control/too-many-positive',
        `Expected at most ${maximumPositiveFraction} positive in the control '${name}', found ${control.k} of ${control.N}.`,
      ),
    );
  }
  if (whole.k !== null && whole.N !== null && probabilityAbove(control, { k: whole.k, N: whole.N }) < 0.05) {
    reasons.push(reason('control/above-sample', `The control '${name}' is significantly above its sample.`));
  }
  return reasons;
}

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
          method: `MOVER on ${interval.method}`,
        };
  return { estimate: (ps - pc) / (1 - pc), interval: limits };
}

function details(whole: AttributeEstimate, control: RareCount): AttributeEstimate['details'] {
  return [
    { name: 'uncorrected', title: { en: 'without background subtraction', zh: '未扣除背景' }, value: whole.estimate, unit: 'fraction' },
    { name: 'control-positive', title: { en: 'positive events in the control', zh: '对照中阳性事件数' }, value: control.k, unit: 'events' },
    { name: 'control-events', title: { en: 'events in the control', zh: '对照事件数' }, value: control.N, unit: 'events' },
  ];
}
