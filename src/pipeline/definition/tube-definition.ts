import * as z from 'zod';
import { parameterAxis, parameterSchema } from '../../population/gates/keys.ts';
import { gateSchema } from '../../population/gates/registry.ts';
import { bilingualSchema, idSchema, reagentKinds } from './names.ts';

const thresholdSchema = z
  .strictObject({
    name: idSchema.describe('Gates refer to it as { threshold: name }.'),
    control: idSchema.describe('Control of the same assay run and tube that gives the threshold.'),
    parameter: z.string().min(1).describe('Parameter or marker whose values are taken.'),
    population: idSchema.describe('Gate of this tube in which the percentile is taken; its own thresholds must not depend on this one.'),
    percentile: z.number().gt(0).lt(100).describe('Percentile of the control, exact (R-7), such as 99.5.'),
    minimumEvents: z.number().int().min(1).default(500).describe('Fewer events of the control in the population give no threshold.'),
    offset: z.number().default(0).describe('Added to the percentile, in linear units.'),
  })
  .describe('A threshold computed from a control.');

const clustersSchema = z
  .strictObject({
    name: idSchema.describe('Name of the clusters; their populations have names of their own.'),
    title: bilingualSchema.optional(),
    population: idSchema.nullable().default(null).describe('Gate of this tube whose events are divided; null or absent = all events.'),
    dimensions: z
      .array(z.union([parameterSchema(), parameterAxis()]))
      .min(1)
      .max(8)
      .describe('Parameters with their transforms; distances are measured on the transformed scales.'),
    count: z.number().int().min(2).max(8).describe('How many clusters.'),
    seed: z.number().int().min(0).max(4_294_967_295).describe('Which sub-sample is drawn: with the event index it decides for each event.'),
    sample: z
      .number()
      .int()
      .min(100)
      .max(50_000)
      .default(20_000)
      .describe('Most events of the sub-sample; a smaller population is taken whole.'),
    sortBy: z.number().int().min(0).default(0).describe('Dimension, from 0, by which the centroids are put in order, ascending.'),
    populations: z
      .array(z.union([idSchema, z.strictObject({ name: idSchema, title: bilingualSchema })]))
      .min(2)
      .max(8)
      .describe('Names of the populations in the order of the centroids.'),
    learnFrom: idSchema
      .default('sample')
      .describe('sample = each sample by its own events; the name of a control = once in an assay run, for all its samples and controls.'),
    minimumEvents: z.number().int().min(100).default(1000).describe('Fewer events of the sub-sample give no clusters.'),
    minimumSeparation: z
      .number()
      .positive()
      .default(2)
      .describe(
        'Least distance of two centroids over the sum of their standard deviations along the line between; a normal population that was halved has 1.32.',
      ),
    expected: z
      .strictObject({
        centroids: z
          .array(z.array(z.number()).min(1))
          .min(2)
          .describe('Validated centroids in their order, places on the transformed scales.'),
        maximumShift: z
          .number()
          .positive()
          .describe('Most that a centroid may lie from its validated place in any dimension, on the transformed scale.'),
      })
      .optional()
      .describe('Where the validation of the method found the centroids.'),
  })
  .describe('A data-driven gate: k-means centroids are learned from a recorded sub-sample, then every event goes to the nearest.');

const limitSchema = z
  .strictObject({
    population: idSchema.describe('Gate of this tube.'),
    fraction: z
      .strictObject({
        min: z.number().min(0).max(1).optional().describe('Smallest fraction, 0-1.'),
        max: z.number().min(0).max(1).optional().describe('Largest fraction, 0-1.'),
      })
      .optional()
      .describe('Limits on the frequency of parent, 0-1.'),
    median: z
      .strictObject({
        parameter: z.string().min(1).describe('Parameter or marker.'),
        min: z.number().optional().describe('Smallest median.'),
        max: z.number().optional().describe('Largest median.'),
      })
      .optional()
      .describe('Limits on the median of a parameter, linear and compensated.'),
  })
  .describe('What a control must show to be valid.');

const controlSchema = z
  .strictObject({
    name: idSchema.describe('Attributes name the controls whose validity they declare.'),
    kind: z.enum(['fmo', 'unstained', 'isotype', 'single-stain', 'negative', 'positive', 'viability']).describe('Kind of control.'),
    title: bilingualSchema,
    minimumEvents: z
      .strictObject({ population: idSchema, count: z.number().int().min(1).describe('Least events of the gate.') })
      .optional()
      .describe('Fewer events make the control invalid.'),
    limits: z.array(limitSchema).default([]).describe('Limits on fractions and medians.'),
    reagents: reagentKinds.describe(
      'Kinds of reagents (such as control cells) that must be stated, registered, released and in date; else the control is not valid.',
    ),
    settings: z
      .array(z.enum(['cytometer', 'serial', 'voltages', 'gains']))
      .default(['cytometer', 'voltages'])
      .describe('Instrument settings that must equal those of the sample.'),
  })
  .describe('A control that is acquired with this tube in the same assay run.');

const compensationSchema = z
  .discriminatedUnion('from', [
    z.strictObject({ from: z.literal('file').describe('The spillover of each file itself.') }),
    z.strictObject({ from: z.literal('none').describe('No compensation.') }),
    z.strictObject({
      from: z.literal('matrix').describe('A matrix file.'),
      file: z.string().min(1).describe('CSV beside the definition: a heading of parameters, then one row each.'),
    }),
  ])
  .describe('Where the spillover comes from.');

/** One tube: what is stained and acquired together. */
export const tubeSchema = z
  .strictObject({
    id: idSchema.describe('Name of the tube, as the sample list gives it.'),
    panel: idSchema.describe('Panel that attributes name; several tubes may belong to one.'),
    title: bilingualSchema.optional(),
    stages: z.array(idSchema).min(1).describe('Stages of a lot at which this tube is expected.'),
    compensation: compensationSchema,
    plotAgainst: z
      .string()
      .min(1)
      .optional()
      .describe('Parameter against which gates of one axis are plotted; absent = the area of side scatter.'),
    gates: z.array(gateSchema()).min(1).describe('Gates in any order; parents are named.'),
    thresholds: z.array(thresholdSchema).default([]).describe('Thresholds from controls.'),
    clusters: z.array(clustersSchema).default([]).describe('Data-driven gates.'),
    controls: z.array(controlSchema).default([]).describe('Controls.'),
    reagents: reagentKinds.describe(
      'Kinds of reagents that must be stated, registered, released and in date; else nothing of this tube and assay run is valid.',
    ),
  })
  .describe('One tube.');

export type TubeDefinition = z.output<typeof tubeSchema>;
export type ThresholdDefinition = z.output<typeof thresholdSchema>;
export type ClustersDefinition = z.output<typeof clustersSchema>;
export type ControlDefinition = z.output<typeof controlSchema>;
