import * as z from 'zod';
import { plannedNumberSchema } from '../../attributes/planned-units.ts';
import { layoutSchema } from '../../plates/layout.ts';
import { plateFormatSchema } from '../../plates/reading/plate-format-schema.ts';
import { combinationSchema } from '../../potency/combination/combination-schema.ts';
import { isQuantalModel } from '../../potency/line-models.ts';
import { potencyMethodSchema } from '../../potency/method.ts';
import { bilingualSchema, idSchema, reagentKinds } from './names.ts';

/** One potency assay of the definition: how its plates are read, laid out, fitted and combined. */
export const assaySchema = z
  .strictObject({
    id: idSchema.describe('Name of the assay; attributes refer to it.'),
    title: bilingualSchema,
    read: plateFormatSchema.describe('How the plate-reader export is read.'),
    select: z
      .strictObject({
        label: z.string().min(1).optional().describe('Label of the read.'),
        wavelengthNm: z.number().positive().optional().describe('Wavelength of the read.'),
        mode: z.string().min(1).optional().describe('Mode of the read.'),
        spot: z
          .union([z.int().min(1), z.string().min(1)])
          .optional()
          .describe(
            'Which spot of a well, of exports with several: its number, or its analyte where the export names it. Each analyte is an assay of its own.',
          ),
        calculated: z.boolean().default(false).describe('Whether a value that the reader calculated is taken.'),
      })
      .default({ calculated: false })
      .describe('Which read of a plate is taken; exactly one must fit.'),
    layout: layoutSchema,
    responseUnit: z.string().min(1).describe('Unit of the response.'),
    method: potencyMethodSchema,
    planned: plannedNumberSchema.describe(
      'Independent assays that the method plans for one reportable value, for all purposes or each that is named; with replicates in a run, the runs. With fewer the result is pending, with more not valid.',
    ),
    minimum: plannedNumberSchema.describe('Valid assays (or complete runs) of the planned ones that are enough for a reportable value.'),
    combination: combinationSchema.prefault({}),
    reagents: reagentKinds.describe(
      'Kinds of reagents that must be stated, registered, released and in date; else no plate of the assay run is valid.',
    ),
    referenceKind: z.string().min(1).optional().describe('Kind that the reference standard must have in the register.'),
  })
  .refine(({ method }) => !isQuantalModel(method.model), {
    path: ['method', 'model'],
    message:
      "Expected a model of a measured response, found 'probit' or 'logit': a plate layout carries no total of units. Compute quantal assays with `cytolot potency` from a long table with total and responders.",
  })
  .describe('A potency assay.');

export type AssayDefinition = z.output<typeof assaySchema>;
