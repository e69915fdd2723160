import * as z from 'zod';
import { InputError } from '../../errors.ts';
import { plateFormatSchema } from '../../plates/reading/plate-format-schema.ts';
import { parseFilePattern, parsePattern, type TextPattern } from './file-pattern.ts';
import { idSchema } from './names.ts';

/** What the name of a counted sample may say. */
export const COUNT_FIELDS = ['lot', 'stage', 'sample', 'preparation', 'replicate', 'purpose', 'condition', 'timePoint'] as const;
export type CountField = (typeof COUNT_FIELDS)[number];

const countSchema = z
  .strictObject({
    column: z.string().min(1).describe('Name of the figure in the export, as read-plate shows it, such as Viable (x10^6) cells/mL.'),
    minus: z
      .string()
      .min(1)
      .optional()
      .describe('A figure that is taken from it, such as Dead (cells/ml) of a counter that gives no viable cells.'),
    unit: z
      .string()
      .min(1)
      .describe(
        'Unit of the count, as attributes name it. Concentrations are converted (10^6 cells/mL to cells/mL); any other unit must be that of the export.',
      ),
  })
  .describe('A count, as attributes name it, from a figure of the export.');

/** Binds exports of cell counters: each sample of an export is a row of the counts. */
export const countExportSchema = z
  .strictObject({
    pattern: z
      .string()
      .min(1)
      .describe('File name of the exports, such as counter/*.csv; fields in braces, such as {lot}, are those of all its samples.'),
    kind: z.literal('counts').describe('Exports of a cell counter, which give counts.'),
    read: plateFormatSchema.prefault({ format: 'detect' }),
    sampleId: z
      .string()
      .min(1)
      .describe(
        'How a sample is named at the counter, with fields in braces, such as {lot}_{stage}_{preparation}; samples that are named otherwise serve nothing.',
      ),
    set: z.partialRecord(z.enum(COUNT_FIELDS), z.string().min(1)).default({}).describe('Field → fixed value.'),
    counts: z
      .record(idSchema, countSchema)
      .refine((counts) => Object.keys(counts).length > 0, 'expected at least one count')
      .describe('Name of a count → the figure of the export that gives it.'),
    dilution: z
      .number()
      .positive()
      .optional()
      .describe(
        'Dilution in which samples are counted (2 = one part in two). The export must state it (the counter has corrected) or 1 (the value is multiplied here). Absent: what the counter was told stands.',
      ),
    admit: z.array(z.string().min(1)).default([]).describe('States of the counter, as it words them, that do not hold a count.'),
  })
  .describe('Exports of a cell counter that give counts.');

export type CountExportRule = z.output<typeof countExportSchema>;

/** The pattern of a rule's sample names. Throws `definition/bad-value`. */
export function sampleIdPattern({ sampleId }: Pick<CountExportRule, 'sampleId'>): TextPattern<CountField> {
  return parsePattern(sampleId, { what: 'pattern of sample names', fields: [...COUNT_FIELDS, 'any'] });
}

/** A count belongs to a lot and a stage: the file name, the name of its sample, or the rule gives each field, one of them. Throws `definition/bad-value`. */
export function checkCountExport(rule: CountExportRule, counts: readonly string[]): void {
  const refuse = (sentence: string): never => {
    throw new InputError('definition/bad-value', sentence);
  };
  const inFile = fieldsOf(parseFilePattern(rule.pattern).parts);
  const sources = { pattern: inFile, sampleId: fieldsOf(sampleIdPattern(rule).parts), set: Object.keys(rule.set) };
  const strange = inFile.find((field) => !COUNT_FIELDS.some((known) => known === field));
  if (strange !== undefined) refuse(`Expected the fields {${COUNT_FIELDS.join('}, {')}} in a pattern of counts, found {${strange}}.`);
  for (const field of COUNT_FIELDS) {
    const found = Object.entries(sources)
      .filter(([, fields]) => fields.includes(field))
      .map(([name]) => name);
    if (found.length > 1)
      refuse(`Expected the ${field} of a counted sample from one of pattern, sampleId and set, found it in ${found.join(' and ')}.`);
    if (found.length === 0 && (field === 'lot' || field === 'stage'))
      refuse(`Expected the ${field} of a counted sample from sampleId or pattern ({${field}}) or from set, found it in none.`);
  }
  for (const name of Object.keys(rule.counts))
    if (!counts.includes(name)) refuse(`Expected a count that an attribute reads (${counts.join(', ')}), found '${name}'.`);
}

function fieldsOf(parts: TextPattern<string>['parts']): string[] {
  return [...new Set(parts.flatMap((part) => ('field' in part && part.field !== 'any' ? [part.field] : [])))];
}
