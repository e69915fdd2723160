import * as z from 'zod';
import { titleRecordSchema } from './attribute-schema.ts';
import { reasonSchema } from './message-schema.ts';

const limitOutcome = z.enum(['meets', 'fails', 'not judged']);

const limitSchema = z
  .strictObject({
    name: z.enum(['events', 'fraction', 'median', 'iterations', 'separation', 'shift']),
    population: z.string().nullable(),
    populationTitle: titleRecordSchema.nullable(),
    parameter: z.string().nullable().describe('Parameter of a median.'),
    unit: z.enum(['events', 'fraction', 'linear', 'iterations', 'ratio', 'scale']),
    lower: z.number().nullable().describe('Inclusive; null = none.'),
    upper: z.number().nullable().describe('Inclusive; null = none.'),
    found: z.number().nullable().describe('null = not computed.'),
    outcome: limitOutcome,
  })
  .describe('One limit of a control with what was found.');

const thresholdSchema = z
  .strictObject({
    name: z.string(),
    parameter: z.string(),
    population: z.string(),
    populationTitle: titleRecordSchema.nullable(),
    method: z.literal('percentile'),
    percentile: z.number().describe('0-100, exact (R-7).'),
    offset: z.number().describe('Added to the percentile, in linear units.'),
    minimumEvents: z.int(),
    events: z.int().nullable(),
    value: z.number().nullable().describe('Percentile and offset together, linear and compensated; null = it could not be taken.'),
    outcome: limitOutcome,
  })
  .describe('A threshold that gates take from the control.');

const learnedSchema = z
  .strictObject({
    seed: z.int(),
    population: z.int().describe('Events of the divided population.'),
    events: z.int().describe('Events that were drawn and have a place on every scale.'),
    withoutPlace: z.int(),
    iterations: z.int(),
    converged: z.boolean(),
    separation: z.number().nullable(),
    scales: z.array(z.number()),
    centroids: z.array(
      z.strictObject({
        name: z.string(),
        at: z.array(z.number()),
        events: z.int(),
        expected: z.array(z.number()).nullable().describe('Where the validation of the method found it.'),
      }),
    ),
  })
  .describe('All numbers that repeat a data-driven gate, on the transformed scales of its dimensions.');

/** Schema of a control in `result.json`; `results/control-record.ts` is the record that it describes. */
export const controlSchema = z
  .strictObject({
    name: z.string(),
    title: titleRecordSchema,
    kind: z.string().describe('Kind of the control; clusters = what was learned for a data-driven gate.'),
    panel: z.string(),
    tube: z.string(),
    assayRun: z.string().nullable(),
    file: z.string().nullable(),
    outcome: z
      .enum(['meets', 'fails', 'missing', 'not judged', 'information'])
      .describe('not judged = its file, or a population that its limits need, could not be used. information = the method sets no limit.'),
    limits: z.array(limitSchema),
    settings: z
      .array(z.strictObject({ name: z.enum(['cytometer', 'serial', 'voltages', 'gains']), outcome: limitOutcome }))
      .describe('Instrument settings that must equal those of its samples.'),
    thresholds: z.array(thresholdSchema),
    clusters: learnedSchema.nullable(),
    reasons: z.array(reasonSchema),
  })
  .describe('One control that serves the lot, or what was learned for a data-driven gate.');
