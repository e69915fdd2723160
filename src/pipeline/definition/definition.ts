import * as z from 'zod';
import { TYPED_TABLES } from '../../attributes/attribute-result.ts';
import { METHOD_STATUSES } from '../../attributes/result-words.ts';
import { attributeSchema } from '../../attributes/types/registry.ts';
import { DEPARTURES, type DepartureCode } from '../../fcs/departures.ts';
import { transformSchema } from '../../population/transforms/registry.ts';
import { releaseRulesSchema } from '../../results/release-rules.ts';
import { SPECIFICATION_DATES } from '../../specification/specification-dates.ts';
import { BINDING_FIELDS } from '../binding.ts';
import { assaySchema } from './assay-definition.ts';
import { countExportSchema } from './count-export.ts';
import { bilingualSchema, idSchema } from './names.ts';
import { tubeSchema } from './tube-definition.ts';

const departureCodeSchema = z.enum(Object.keys(DEPARTURES) as [DepartureCode, ...DepartureCode[]]);

const fileName = z
  .string()
  .min(1)
  .refine((name) => !name.startsWith('/') && !name.split('/').includes('..'), 'expected a file name inside the folder, without ..');

const methodSchema = z
  .strictObject({
    id: idSchema.describe('Identifier of the method, such as dap-release.'),
    version: z.string().min(1).describe('Version of the method; quote it, or YAML reads 1.10 as 1.1.'),
    status: z
      .enum(METHOD_STATUSES)
      .describe(
        'validated or verified (pharmacopoeial) releases; qualified where the specification accepts it; with the others nothing is a valid result.',
      ),
    title: bilingualSchema,
    sources: z.array(z.string().min(1)).default([]).describe('Publications and documents that the method and its limits come from.'),
  })
  .describe('The versioned method that this definition is.');

const productSchema = z
  .strictObject({
    id: idSchema.describe('Identifier of the product.'),
    title: bilingualSchema,
  })
  .describe('The product whose lots are judged.');

const bindSchema = z
  .strictObject({
    pattern: z.string().min(1).describe('File name with fields in braces, such as {lot}_{stage}_{tube}.fcs; * is any text.'),
    kind: z.enum(['sample', 'control', 'plate']).describe('What such a file is.'),
    keywords: z.partialRecord(z.enum(BINDING_FIELDS), z.string().min(1)).default({}).describe('Field → FCS keyword that gives it.'),
    set: z.partialRecord(z.enum(BINDING_FIELDS), z.string().min(1)).default({}).describe('Field → fixed value.'),
    slots: z
      .record(z.string(), z.string())
      .default({})
      .describe('Plates: layout slot → lot or reference standard; {lot} stands for the lot.'),
  })
  .describe('Binds files that the sample list does not name.');

const identitySchema = z
  .strictObject({
    field: z
      .enum(['lot', 'assayRun', 'stage', 'sample', 'preparation', 'tube', 'control', 'purpose', 'condition', 'timePoint'])
      .describe('The field that is compared.'),
    kinds: z
      .array(z.enum(['sample', 'control', 'plate']))
      .min(1)
      .default(['sample'])
      .describe('Kinds of files that are checked.'),
    sources: z
      .array(z.union([z.enum(['sample-list', 'file-name']), z.templateLiteral(['keyword:', z.string().min(1)])]))
      .min(2)
      .describe(
        'Where the field is read: sample-list, file-name (by `pattern`), keyword:NAME (a 3.2 keyword serves for the older one, and the other way round: $LOCATIONID and $WELLID, $CARRIERID and $PLATEID). All must be there and agree.',
      ),
    pattern: z.string().min(1).optional().describe('How file-name gives the field, such as {lot}_*.fcs.'),
  })
  .describe('An identity check: a file whose sources are missing or disagree is held.');

const inputsSchema = z
  .strictObject({
    sampleList: fileName.optional().describe('Sample list (CSV) in the export folder.'),
    bind: z
      .array(z.discriminatedUnion('kind', [bindSchema, countExportSchema]))
      .default([])
      .describe('File-name patterns, tried in order; exactly one may fit.'),
    identity: z.array(identitySchema).default([]).describe('Identity checks.'),
    externalResults: fileName.optional().describe('Results from elsewhere (CSV) in the export folder.'),
    counts: fileName.optional().describe('Cell counts (CSV) in the export folder.'),
    reagents: fileName.optional().describe('Which lots of reagents were used (CSV: assay_run, kind, lot, serves) in the export folder.'),
    exclusions: fileName.optional().describe('Wells excluded by hand (CSV) in the export folder.'),
    investigations: fileName.optional().describe('Investigations and their conclusions (CSV) in the export folder.'),
    secondPerson: z
      .array(z.enum(TYPED_TABLES))
      .default([])
      .describe(
        'Tables of which a second person checks every row: one that does not name both who typed it and another who checked it is pending or held, never used. Closed investigations are checked; open ones are not.',
      ),
    secondReader: z
      .boolean()
      .default(false)
      .describe('Every FCS file is read again with an independent reader; one that it reads otherwise is held.'),
    links: z
      .enum(['inside', 'anywhere'])
      .default('inside')
      .describe(
        'Symbolic links that are followed: inside = those to files and folders of the export folder itself; anywhere = all, for workflow engines that stage inputs by links.',
      ),
    ignore: z.array(z.string().min(1)).default([]).describe('Patterns of files in the export folder that serve nothing, such as *.pdf.'),
  })
  .describe('Which files of the export folder serve what.');

/** The schema of a pipeline definition. Its JSON Schema is `pipelines/pipeline.schema.json`. */
export const definitionSchema = z
  .strictObject({
    definition: z.literal(1).describe('Version of the layout of this file.'),
    method: methodSchema,
    product: productSchema,
    specification: fileName.optional().describe('Specification file beside this definition; --specification takes its place.'),
    specifications: fileName
      .optional()
      .describe(
        'Folder beside this definition that holds the revisions of one specification, a YAML file each; exactly one serves a lot. In place of specification.',
      ),
    specificationDate: z
      .enum(SPECIFICATION_DATES)
      .default('first-acquisition')
      .describe(
        'Which date of a lot chooses the revision: its first acquisition, its manufacture (manufactured_at in the sample list), or the study protocol (protocol_date).',
      ),
    referenceStandards: fileName.optional().describe('Register of reference standards (CSV) beside this definition.'),
    reagents: fileName.optional().describe('Register of control cells, beads, antibodies and other reagents (CSV) beside this definition.'),
    site: z
      .strictObject({
        timeZone: z
          .string()
          .regex(
            /^(?:\+(?:0\d|1[0-3]):[0-5]\d|\+14:00|-(?:0\d|1[01]):[0-5]\d|-12:00)$/,
            'expected an offset from -12:00 to +14:00 such as +08:00',
          )
          .describe('Offset of dates that have none, such as +08:00.'),
      })
      .describe('The laboratory.'),
    occasions: z
      .strictObject({
        repeatsAfterInvalid: z.number().int().min(0).default(1).describe('Repeats allowed after an invalid test.'),
        retests: z.number().int().min(0).default(0).describe('Retests allowed after a valid test.'),
      })
      .default({ repeatsAfterInvalid: 1, retests: 0 })
      .describe('How many further test occasions the method allows.'),
    inputs: inputsSchema,
    release: releaseRulesSchema
      .optional()
      .describe('What the method asks of the persons who decide, and lets them do. Absent = asks nothing, lets nothing.'),
    departures: z
      .strictObject({ admit: z.array(departureCodeSchema).default([]).describe('Codes of departures of FCS files that a release admits.') })
      .default({ admit: [] })
      .describe('A file with any other departure is held.'),
    transforms: z.record(idSchema, transformSchema()).default({}).describe('Named transforms for gates and plots.'),
    markers: z
      .record(z.string().min(1), z.array(z.string().min(1)).min(1))
      .default({})
      .describe('Marker → names ($PnN) or labels ($PnS) under which files carry it.'),
    tubes: z.array(tubeSchema).default([]).describe('What is stained and acquired: gates, thresholds and controls of each tube.'),
    assays: z.array(assaySchema).default([]).describe('Potency assays.'),
    attributes: z.array(attributeSchema).min(1).describe('What is computed for each lot.'),
  })
  .describe('A pipeline definition: a versioned method that turns an export folder into one release result per lot.');

export type Definition = z.output<typeof definitionSchema>;
