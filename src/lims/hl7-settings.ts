import * as z from 'zod';

const name = z.string().max(180);

/** What every HL7 target says of the two ends of its messages. */
export const hl7Settings = {
  names: z
    .strictObject({
      sendingApplication: name.default('cytolot'),
      sendingFacility: name.default(''),
      receivingApplication: name.default(''),
      receivingFacility: name.default(''),
      processing: z.enum(['P', 'T', 'D']).default('P').describe('MSH-11.'),
      patient: z.enum(['none', 'lot']).default('none').describe('lot = a PID with the lot as identifier, for engines that demand one.'),
      units: z.record(z.string(), z.string()).default({}).describe('Our unit: UCUM.'),
    })
    .prefault({})
    .describe('MSH-3 to MSH-6, and what is said of a lot.'),
};
