import * as z from 'zod';
import { DECIDED_ON, TYPED_TABLES } from '../attributes/attribute-result.ts';
import { LIMIT_KINDS } from '../attributes/criterion-record.ts';
import { DETAIL_NAMES } from '../attributes/detail.ts';
import { INTERVAL_METHOD_NAMES, type IntervalMethod } from '../attributes/interval-method.ts';
import { CONCLUSIONS, METHOD_STATUSES, OCCASION_KINDS, ROLES } from '../attributes/result-words.ts';
import { COMBINATION_VARIANTS, isCombinationVariant } from '../potency/combination/combination-editions.ts';
import { noteSchema, reasonSchema } from './message-schema.ts';

export const titleRecordSchema = z.strictObject({ en: z.string(), zh: z.string() }).describe('A text in English and Chinese.');

const [FIRST_VARIANT = 'unweighted', ...OTHER_VARIANTS] = Object.keys(COMBINATION_VARIANTS).filter(isCombinationVariant);

const intervalMethodKeys = {
  method: z
    .enum(INTERVAL_METHOD_NAMES)
    .describe('How the limits were found; those from mover on stand on limits that were found before (of).'),
  combination: z
    .strictObject({ variant: z.enum([FIRST_VARIANT, ...OTHER_VARIANTS]), replicatesPerRun: z.int(), scale: z.enum(['logarithm', 'ratio']) })
    .exactOptional()
    .describe(
      'Of a combination of independent assays: its variant (docs/methods/combination.md), the scale of the mean, and replicates whose mean an assay run enters with.',
    ),
};

const intervalMethodSchema: z.ZodType<IntervalMethod> = z.strictObject({
  ...intervalMethodKeys,
  get of() {
    return z.array(intervalMethodSchema).exactOptional();
  },
});

const enteredMethods = z.array(intervalMethodSchema).exactOptional().describe('Methods of the limits that entered; absent = none entered.');

const intervalSchema = z
  .strictObject({
    lower: z.number().nullable().describe('null = unbounded, or the open side of a one-sided interval.'),
    upper: z.number().nullable(),
    level: z.number().describe('Confidence level, 0–1; it belongs to the sides.'),
    sides: z.enum(['two', 'lower', 'upper']),
    ...intervalMethodKeys,
    of: enteredMethods,
  })
  .describe("Confidence interval in the attribute's unit; fractions are 0–1.");

const versionSchema = z.strictObject({
  estimate: z.number().nullable(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  reportable: z.boolean(),
});

const replicateSchema = z
  .strictObject({
    name: z.string(),
    estimate: z.number().nullable(),
    lower: z.number().nullable(),
    upper: z.number().nullable(),
    k: z.int().exactOptional(),
    N: z.int().exactOptional(),
    file: z.string().exactOptional().describe('The file that it was acquired in: events, or the export of a plate.'),
    assayRun: z.string().nullable().exactOptional(),
    plate: z.string().nullable().exactOptional().describe('Of an assay on a plate; null = the only plate of the file, without a name.'),
    residualDegreesOfFreedom: z
      .int()
      .nullable()
      .exactOptional()
      .describe('Behind the limits of an assay: wells (or means) less fitted parameters; null = it has no fit.'),
    versions: z
      .array(
        z.strictObject({
          kind: z.enum(['outliers', 'exclusions']).describe('What was taken out of the reduced data.'),
          original: versionSchema,
          reduced: versionSchema,
          proposed: z.enum(['original', 'reduced']),
          agree: z.boolean().describe('Whether both have the same outcome.'),
        }),
      )
      .exactOptional()
      .describe('Original and reduced data of an assay side by side, where wells were taken out.'),
  })
  .describe('One preparation, tube or independent assay behind the value.');

const detailSchema = z
  .strictObject({
    name: z.enum(DETAIL_NAMES),
    of: z
      .string()
      .exactOptional()
      .describe('What it is of, where the name does not say it: input of a formula, passage, reference standard.'),
    stage: z.string().exactOptional().describe("Stage of an input of a formula, where it is not the formula's."),
    value: z
      .union([z.number(), z.string(), z.null()])
      .describe('A number or a word of the method; null = none is known, or not one number (bounds).'),
    bounds: z.lazy(() => boundsSchema).exactOptional(),
    unit: z.string(),
  })
  .describe('A further named value. It decides nothing.');

const decisiveSchema = z
  .strictObject({
    level: z.number().describe('Confidence of the one-sided limits, 0-1.'),
    oneSided: z
      .strictObject({ lower: z.number().nullable(), upper: z.number().nullable() })
      .nullable()
      .describe('One-sided limits of the value: with them a value of too few events may fail, never meet. null = it has none of its own.'),
    zeroCountUpper: z
      .number()
      .nullable()
      .describe('Upper limit that as many events without a positive one would have had; null = that of the counts themselves.'),
    recoveryLower: z.number().nullable().describe('Lower limit of the recovery of spiked cells, a fraction; null = none was declared.'),
  })
  .describe("Numbers besides the estimate and its interval by which the outcome is decided, in the attribute's unit.");

const occasionSchema = z
  .strictObject({
    kind: z.enum(OCCASION_KINDS),
    number: z.int(),
    reason: z.string().nullable(),
    reference: z.string().nullable(),
    replaces: z.string().nullable().describe('What a repeat stands in place of: an occasion, plate, preparation or file.'),
  })
  .describe('The test in the laboratory: which, why, and its reference.');

const operatorSchema = z.enum(['', '<', '<=', '>', '>=']);

const boundSchema = z
  .strictObject({ value: z.number(), closed: z.boolean().describe('Whether the end itself is possible.') })
  .nullable()
  .describe('null = unbounded.');

const boundsSchema = z
  .strictObject({ lower: boundSchema, upper: boundSchema })
  .describe("All that is known of a value that is not one number, in the attribute's unit.");

const convertedSchema = z
  .strictObject({
    unit: z.string(),
    estimate: z.number().nullable().describe('null = there is none, or it is known only to lie in a range (bounds).'),
    bounds: boundsSchema.exactOptional(),
    lower: z.number().nullable().describe('Of the confidence interval; null = there is none, or it is open on this side.'),
    upper: z.number().nullable(),
  })
  .describe("Estimate and interval in the specification's unit, before rounding. The ends of criterion and limits are in the same unit.");

const reportableSchema = z
  .strictObject({
    operator: operatorSchema,
    value: z.string().describe('Digits exactly as printed.'),
    unit: z.string(),
    digits: z.int().describe('Decimals of the printed value.'),
    rule: z
      .enum(['half-up', 'half-even', 'outward'])
      .describe('outward: an end of what is known of a value, rounded so that what is printed stays true.'),
  })
  .describe("The value as reported, in the specification's unit.");

const limitEndSchema = z
  .strictObject({
    printed: z.string().describe('Digits exactly as printed; empty = it cannot be derived.'),
    value: z.number().nullable().describe('The nearest number, in the unit of the row.'),
    closed: z.boolean().describe('Whether the end itself meets.'),
    derived: z
      .strictObject({
        amount: z.number(),
        unit: z.string(),
        per: z.enum(['maximum-dose', 'kg']),
        patient: z
          .strictObject({ kg: z.number(), which: z.enum(['lightest', 'heaviest']) })
          .nullable()
          .describe('The patient by whose mass it is judged.'),
        shown: z.boolean().describe('Whether the printed digits say more than the amount does.'),
      })
      .nullable()
      .describe('What the end was derived from; null = it is a number of the specification.'),
  })
  .nullable()
  .describe('null = no end on this side.');

const criterionFields = {
  kind: z.enum(['range', 'words', 'not-detected', 'report-only']),
  on: z.enum(['estimate', 'lower-limit', 'upper-limit']).describe('What is held against the ends.'),
  unit: z.string(),
  lower: limitEndSchema,
  upper: limitEndSchema,
  words: titleRecordSchema.nullable().describe('The words that meet; null = the criterion is no words.'),
};

const criterionSchema = z
  .strictObject({
    id: z.string(),
    ...criterionFields,
    revision: z.string(),
    source: z.string(),
    effectiveFrom: z.string(),
    method: z.string(),
    due: z.string().nullable(),
  })
  .describe('The acceptance criterion as it stood.');

/** Schema of one row of a release result; `attributes/attribute-result.ts` is the record that it describes. */
export const attributeResultSchema = z
  .strictObject({
    attribute: z.string().describe('Id of the attribute in the definition.'),
    component: z.string().nullable().describe('Part of a panel or composition; null = the whole.'),
    title: titleRecordSchema,
    stage: z.string(),
    section: z.string(),
    role: z.enum(ROLES),
    estimate: z.number().nullable(),
    operator: operatorSchema.exactOptional().describe('A value known only to lie below or above this number.'),
    bounds: boundsSchema.exactOptional(),
    exclusiveClassOf: z.string().exactOptional().describe('The composition of which this is one class; its classes exclude each other.'),
    text: z.string().nullable(),
    unit: z.string(),
    interval: intervalSchema.nullable(),
    k: z.int().nullable().describe('Events counted.'),
    N: z.int().nullable().describe('Events of the denominator.'),
    replicates: z.array(replicateSchema),
    reasons: z.array(reasonSchema),
    notes: z.array(noteSchema),
    status: z.enum(['computed', 'pending', 'missing']),
    details: z.array(detailSchema),
    decisive: decisiveSchema.exactOptional().describe('Absent = the estimate, its counts and its interval decide alone.'),
    due: z.string().exactOptional().describe('ISO date on which a pending result is expected; absent = not pending, or none is stated.'),
    detection: z
      .strictObject({ limitOfBlank: z.number().nullable(), limitOfDetection: z.number().nullable() })
      .nullable()
      .describe('Limits of the method, for "not detected".'),
    sources: z.array(z.string()),
    acquiredAt: z.string().nullable().exactOptional(),
    method: z.strictObject({ id: z.string().nullable(), text: z.string(), version: z.string(), status: z.enum(METHOD_STATUSES) }),
    occasion: occasionSchema,
    decidedOn: z.enum(DECIDED_ON).describe('What the criterion is held against.'),
    unroundedValue: z.number().nullable().describe("What is judged, before rounding, in the specification's unit."),
    converted: convertedSchema
      .exactOptional()
      .describe('Absent = the units do not convert, there is no number, or the specification has no row for it.'),
    eventsNeeded: z
      .int()
      .exactOptional()
      .describe(
        'Events of the denominator that would exclude the upper limit of the criterion had none been positive; absent = it is not judged so.',
      ),
    reportable: reportableSchema.nullable(),
    criterion: criterionSchema.nullable(),
    outcome: z.enum(['meets', 'fails', 'no valid result', 'pending', 'information']),
    limits: z.array(
      z.strictObject({
        kind: z.enum(LIMIT_KINDS),
        criterion: z.strictObject(criterionFields),
        crossed: z.boolean().nullable().describe('null = could not be judged: no valid number, or one known only from one side.'),
      }),
    ),
    investigations: z
      .array(
        z.strictObject({
          reference: z.string(),
          conclusion: z.enum(CONCLUSIONS).nullable().describe('null = still open.'),
          cause: z.string().nullable(),
          closedAt: z.string().nullable(),
          closedBy: z.string().nullable(),
          checkedBy: z.string().exactOptional().describe('Who checked the conclusion; absent = the table does not say.'),
          checkedAt: z.string().exactOptional(),
          place: z.string().describe('File and line.'),
        }),
      )
      .exactOptional()
      .describe('Investigations of this row on this test occasion; absent = none.'),
    typed: z
      .array(
        z.strictObject({
          table: z.enum(TYPED_TABLES),
          name: z.string().describe('The result, count, well, reference standard or file that the row is about.'),
          place: z.string().describe('File and line.'),
          enteredBy: z.string().nullable().describe('null = the row does not say.'),
          enteredAt: z.string().nullable(),
          checkedBy: z.string().nullable(),
          checkedAt: z.string().nullable(),
        }),
      )
      .exactOptional()
      .describe('What people typed of what the value is made of, with who did and who checked it; absent = nothing.'),
  })
  .describe('One row: an estimate judged against its criterion.');
