import * as z from 'zod';
import { METHOD_STATUSES } from '../attributes/result-words.ts';
import { SPECIFICATION_DATES } from '../specification/specification-dates.ts';
import { PURPOSES } from '../subject.ts';
import { attributeResultSchema, titleRecordSchema } from './attribute-schema.ts';
import { controlSchema } from './control-schema.ts';
import { doseRecordSchema } from './dose-record.ts';
import { gatedFileSchema } from './gated-file-schema.ts';
import { inputUseSchema } from './input-use.ts';
import { MESSAGE_DEFINITIONS } from './message-json-schema.ts';
import { departureSchema, reasonSchema, secondReaderDetailSchema, unusedRowSchema } from './message-schema.ts';
import { plateAssaySchema } from './plate-assay-schema.ts';
import { DISPOSITION_WORDS, type ReleaseResult } from './release-result.ts';
import { releaseRulesSchema } from './release-rules.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const methodSchema = z
  .strictObject({
    id: z.string(),
    version: z.string(),
    status: z.enum(METHOD_STATUSES),
    title: titleRecordSchema,
    sha256,
    release: releaseRulesSchema.exactOptional(),
  })
  .describe('The pipeline definition.');

const specificationSchema = z
  .strictObject({
    id: z.string(),
    revision: z.string(),
    title: titleRecordSchema,
    effectiveFrom: z.string(),
    accepts: z.literal('qualified').exactOptional(),
    effectiveTo: z.string().nullable().describe('Last valid day of the revision; null = until further notice.'),
    servesBy: z
      .strictObject({ rule: z.enum(SPECIFICATION_DATES), day: z.string().nullable() })
      .describe('The date of the lot by which this revision serves it.'),
    dose: doseRecordSchema.exactOptional(),
    sha256,
  })
  .describe('The specification.');

const reagentSchema = z
  .strictObject({
    assayRun: z.string(),
    kind: z.string(),
    lot: z.string(),
    serves: z.string().nullable().describe('What it served alone; null = the whole assay run.'),
    status: z.string().nullable(),
    storage: z.string().nullable(),
    qualifiedFrom: z.string().nullable(),
    retestDate: z.string().nullable(),
    expiryDate: z.string().nullable(),
    traceableTo: z.string().nullable(),
  })
  .describe('A lot of a demanded reagent that served an assay run; null = not in the register.');

const lotSchema = z
  .strictObject({
    id: z.string(),
    product: z.strictObject({ id: z.string(), title: titleRecordSchema }),
    subject: z.string().describe('Folder name of the subject within its lot: purpose, condition and time point.'),
    purpose: z.enum(PURPOSES),
    condition: z.string().nullable().describe('Storage condition; null where none is given.'),
    timePoint: z.string().nullable().describe('Time point, such as 6 months; null where none is given.'),
    processVersion: z.string().nullable(),
    drawnAt: z.string().nullable(),
    acquiredFrom: z.string().nullable(),
    acquiredTo: z.string().nullable(),
    assayRuns: z.array(z.string()),
    instruments: z.array(z.string()),
    occasion: z.string(),
    reagents: z.array(reagentSchema),
    unusedRows: z.array(unusedRowSchema),
  })
  .describe('The lot. Dates are ISO dates with offset as the files or the sample list give them.');

const inputSchema = z
  .strictObject({
    file: z.string(),
    sha256: sha256
      .optional()
      .describe('Absent where the hash could not be taken, or the file changed during the run: what it serves is held.'),
    bytes: z.int(),
    kind: z.enum([
      'fcs',
      'plate',
      'sample-list',
      'external-results',
      'reference-standards',
      'spillover',
      'counts',
      'exclusions',
      'investigations',
      'reagents',
      'reagent-register',
    ]),
    serves: inputUseSchema,
    sample: z.string().nullable().describe('Sample id of a file of a sample.'),
    assayRun: z.string().nullable(),
    acquiredAt: z.string().nullable(),
    instrument: z.string().nullable(),
    events: z.int().nullable(),
    rows: z
      .array(z.string())
      .optional()
      .describe('Of a table: the rows that served the subject, as canonical JSON, without those that only announce a result.'),
    secondReader: z
      .union([
        z.strictObject({ outcome: z.literal('agrees'), reader: z.string(), eventsCompared: z.int(), detail: z.null() }),
        z.strictObject({
          outcome: z.enum(['outside its range', 'differs']),
          reader: z.string(),
          eventsCompared: z.null(),
          detail: secondReaderDetailSchema,
        }),
      ])
      .optional()
      .describe('What a second, independent reader made of the file; only where the run asked it.'),
  })
  .describe('One file that went into the result.');

const outcomeCounts = { fails: z.int(), noValidResult: z.int(), pending: z.int(), meets: z.int() };

const dispositionSchema = z
  .strictObject({
    proposed: z.enum(DISPOSITION_WORDS),
    counts: z
      .strictObject({
        ...outcomeCounts,
        information: z.int(),
        supportive: z.strictObject(outcomeCounts),
        parallel: z.strictObject(outcomeCounts),
        limits: z
          .strictObject({ discard: z.int(), action: z.int() })
          .describe('Results of any role beyond a discard limit, and beyond an action limit that no investigation has closed.'),
      })
      .describe('Release rows by outcome, then all others; every result stands in exactly one of the counts of outcomes.'),
    held: z.array(reasonSchema),
  })
  .describe('The proposed disposition; a person decides.');

/** Schema of `result.json`, closed: a key that is not named here is refused. */
export const releaseResultSchema = z
  .strictObject({
    schemaVersion: z.literal(2),
    software: z.strictObject({ name: z.literal('cytolot'), version: z.string() }),
    method: methodSchema,
    specification: specificationSchema,
    lot: lotSchema,
    inputs: z.array(inputSchema),
    controls: z.array(controlSchema),
    gating: z.array(gatedFileSchema).describe('How the data sets of the lot and of its controls were gated.'),
    assays: z.array(plateAssaySchema).describe('The assays in which the lot was a test article.'),
    attributes: z.array(attributeResultSchema),
    departures: z.array(departureSchema),
    occasions: z
      .array(z.strictObject({ kind: z.enum(['repeat-after-invalid', 'retest']), found: z.int(), allowed: z.int() }))
      .describe('Further test occasions, and how many the method allows.'),
    disposition: dispositionSchema,
  })
  .describe('Result of one subject: a release of a lot, or another use of it. Free of time of analysis, host and absolute paths.');

/** Reads a release result. Throws a `ZodError` where it departs from the schema. */
export function parseReleaseResult(value: unknown): ReleaseResult {
  return releaseResultSchema.parse(value);
}

/** The published JSON Schema (2020-12) of `result.json`. Every code of a message has a schema of its own. */
export function releaseResultJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(releaseResultSchema, {
    target: 'draft-2020-12',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      const { messages = null } = z.globalRegistry.get(zodSchema) ?? {};
      if (typeof messages !== 'string') return;
      delete jsonSchema.messages;
      jsonSchema.$ref = `#/$defs/${messages}`;
    },
  });
  return { ...schema, $defs: { ...schema.$defs, ...MESSAGE_DEFINITIONS }, title: 'cytolot release result, version 2' };
}
