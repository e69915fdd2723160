import * as z from 'zod';
import type { Title } from '../attributes/attribute-result.ts';
import { titleRecordSchema } from './attribute-schema.ts';

/** What a patient gets, as the specification says it; limits per dose and per kg were derived from it. */
export interface DoseRecord {
  readonly viableCellsPerMaximumDose: number;
  /** `null` = one dose for every patient. */
  readonly viableCellsPerKg: number | null;
  readonly volumeMlPerMaximumDose: number | null;
  readonly patientMassKg: { readonly from: number; readonly to: number } | null;
  readonly route: Title | null;
  readonly indication: Title | null;
  readonly basis: string | null;
}

export const doseRecordSchema = z
  .strictObject({
    viableCellsPerMaximumDose: z.number(),
    viableCellsPerKg: z.number().nullable().describe('null = one dose for every patient.'),
    volumeMlPerMaximumDose: z.number().nullable(),
    patientMassKg: z.strictObject({ from: z.number(), to: z.number() }).nullable().describe('The lightest and the heaviest patient.'),
    route: titleRecordSchema.nullable(),
    indication: titleRecordSchema.nullable(),
    basis: z.string().nullable(),
  })
  .describe('Dose profile of the product; absent where the specification has none.');
