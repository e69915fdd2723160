import * as z from 'zod';
import type { Member } from '../registry.ts';
import type { AttributeContext } from './attribute-context.ts';
import type { AttributeEstimate } from './attribute-result.ts';
import { type PlannedNumber, plannedNumberSchema } from './planned-units.ts';
import { METHOD_STATUSES, type MethodStatus } from './result-words.ts';

/** What an attribute reads, so that a plan can show what is missing before anything is computed. */
export interface AttributeNeeds {
  readonly populations: readonly PopulationNeed[];
  /** Controls whose validity it declares, or whose events it counts. */
  readonly controls: readonly string[];
  readonly assays: readonly string[];
  readonly external: readonly string[];
  readonly counts: readonly CountNeed[];
  /** Ids of attributes that must be estimated first. */
  readonly attributes: readonly string[];
  /** Populations whose overlap gating must count besides, to prove that classes are exclusive. */
  readonly exclusive: readonly ExclusiveNeed[];
  /** Values of a parameter that gating must sum up besides counting. */
  readonly intensities: readonly IntensityNeed[];
  /** Populations that are rare: plots draw their events one by one. */
  readonly rare: readonly string[];
}

/** A parameter in a population of a panel; the result stands under `id` among the quantiles. */
export interface IntensityNeed {
  readonly id: string;
  readonly panel: string;
  readonly tube: string | null;
  readonly population: string;
  readonly parameter: string;
  /** 0–1. */
  readonly probability: number;
  readonly limits: { readonly level: number; readonly sides: 'two' | 'lower' | 'upper' };
}

/** A value of the count file. */
export interface CountNeed {
  readonly count: string;
  /** Planned readings of each preparation; `null` = as another attribute plans the same count, else one. */
  readonly replicates: number | null;
}

export interface PopulationNeed {
  readonly panel: string;
  readonly tube: string | null;
  readonly stage: string;
  readonly population: string;
  /** The control it is counted in; `null` = the lot's sample. */
  readonly control: string | null;
}

/** Classes of one panel that must not share an event: `GatingResult.overlaps` counts the events in two or more of them. */
export interface ExclusiveNeed {
  readonly panel: string;
  readonly stage: string;
  readonly populations: readonly string[];
}

export const NO_NEEDS: AttributeNeeds = {
  populations: [],
  controls: [],
  assays: [],
  external: [],
  counts: [],
  attributes: [],
  exclusive: [],
  intensities: [],
  rare: [],
};

/** One attribute type as its file states it. */
export interface AttributeTypeParts<Id extends string, Schema extends AttributeSchema<Id>> {
  readonly id: Id;
  readonly schema: Schema;
  /** Units that its estimates, or what they are per dose, can have; `null` = the data decide. */
  readonly units: (definition: z.output<Schema>) => readonly string[] | null;
  readonly needs: (definition: z.output<Schema>) => AttributeNeeds;
  readonly estimate: (definition: z.output<Schema>, context: AttributeContext) => readonly AttributeEstimate[];
}

type AttributeSchema<Id extends string> = z.ZodObject<{ readonly type: z.ZodLiteral<Id> }>;

/** One attribute type as the registry holds it: it takes any checked definition and reads it by its own schema. */
export interface AttributeType<Id extends string, Schema extends AttributeSchema<Id>> extends Member<Id> {
  readonly schema: Schema;
  readonly unitsOf: (definition: unknown) => readonly string[] | null;
  readonly needsOf: (definition: unknown) => AttributeNeeds;
  readonly estimateOf: (definition: unknown, context: AttributeContext) => readonly AttributeEstimate[];
}

/** Makes a registry member. The registry hands each member only definitions of its `type`, which its schema has read: the one cast for all of them. */
export function defineAttribute<const Id extends string, Schema extends AttributeSchema<Id>>(
  parts: AttributeTypeParts<Id, Schema>,
): AttributeType<Id, Schema> {
  return {
    id: parts.id,
    schema: parts.schema,
    unitsOf: (definition) => parts.units(definition as z.output<Schema>),
    needsOf: (definition) => parts.needs(definition as z.output<Schema>),
    estimateOf: (definition, context) => parts.estimate(definition as z.output<Schema>, context),
  };
}

export const titleSchema = z.strictObject({
  en: z.string().min(1).describe('English title.'),
  zh: z.string().min(1).describe('Chinese title.'),
});

export const methodSchema = z.strictObject({
  id: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe(
      'Document number of the procedure, e.g. QC-M-024: the rows of the specification and results from elsewhere must name the same. Without it they must name a word of the text.',
    ),
  text: z.string().min(1).describe('The analytical procedure, e.g. "flow, rare event, M-024".'),
  version: z.string().min(1).describe('Version of the procedure.'),
  status: z
    .enum(METHOD_STATUSES)
    .describe(
      'validated or verified (pharmacopoeial) releases; qualified where the specification accepts it; the others give information.',
    ),
});

/** Keys that every attribute has. */
export const attributeKeys = {
  id: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_-]*$/, 'expected a letter, then letters, digits, - or _')
    .describe('Name of the attribute, unique in the definition; the specification refers to it.'),
  title: titleSchema.describe('Title in both languages of the report.'),
  stage: z
    .string()
    .min(1)
    .meta({ 'x-formerly': 'sample' })
    .describe('Stage of the sample that it is measured on, e.g. final or before-sorting.'),
  method: methodSchema.describe('Method, its version and its status.'),
  controls: z
    .array(z.string().min(1))
    .default([])
    .describe('Controls whose validity this attribute declares: one that is missing or failed invalidates this attribute, and no other.'),
  reagents: z
    .array(z.string().min(1))
    .default([])
    .describe(
      'Kinds of reagents that must be stated, registered, released and in date in the assay runs of its tubes; else this attribute is not valid, and no other.',
    ),
};

/** What every definition of an attribute has after reading. */
export interface CommonDefinition {
  readonly id: string;
  readonly title: { readonly en: string; readonly zh: string };
  readonly stage: string;
  readonly method: { readonly id: string | null; readonly text: string; readonly version: string; readonly status: MethodStatus };
  readonly controls: readonly string[];
  readonly reagents: readonly string[];
}

export const intervalSchema = z
  .strictObject({
    method: z.enum(['clopper-pearson', 'wilson']).describe('Limits of a binomial proportion; counting only.'),
    level: z.number().gt(0.5).lt(1).describe('Confidence level, 0.5–1.'),
    sides: z.enum(['two', 'lower', 'upper']).describe('Two-sided, or one-sided with the named limit; the level belongs to the sides.'),
  })
  .default({ method: 'clopper-pearson', level: 0.95, sides: 'two' })
  .describe('Interval of the fraction. Default: two-sided 95 % Clopper-Pearson.');

export const populationNameSchema = z.string().min(1);

/** Keys of attributes that count events. */
export const countingKeys = {
  panel: z.string().min(1).describe('Panel of the definition in which the populations are counted.'),
  tube: z.string().min(1).optional().describe('Tube of the panel; needed only where several tubes hold the population.'),
  interval: intervalSchema,
  replicates: z
    .enum(['pool', 'mean'])
    .default('pool')
    .describe('Preparations are pooled after a homogeneity test (p < 0.01 refuses), or averaged with a t interval.'),
  preparations: plannedNumberSchema
    .default(1)
    .describe(
      'Planned number of preparations, for all purposes or each that is named; with fewer the result is pending, with more not valid.',
    ),
  minimumEvents: z.int().min(1).optional().describe('Least events in the denominator; with fewer the value never meets its criterion.'),
};

export type IntervalDefinition = z.output<typeof intervalSchema>;

/** What a counting definition has after reading. */
export interface CountingDefinition extends CommonDefinition {
  readonly panel: string;
  readonly tube?: string | undefined;
  readonly interval: IntervalDefinition;
  readonly replicates: 'pool' | 'mean';
  readonly preparations: PlannedNumber;
  readonly minimumEvents?: number | undefined;
}
