import * as z from 'zod';
import { transformSchema } from '../population/transforms/registry.ts';

const spilloverSchema = z
  .strictObject({
    from: z.enum(['keyword', 'matrix-file']).describe('keyword = of the file itself. matrix-file = a file beside the definition.'),
    name: z.string().describe('The keyword, or the name of the file.'),
    parameters: z.array(z.string()).describe('Of rows and columns alike, as the matrix names them.'),
    matrix: z
      .array(z.array(z.number()))
      .describe('Row = fluorochrome that spills, column = detector that sees it, as fractions of what its own detector sees.'),
  })
  .describe('The spillover by which values were compensated.');

const axisSchema = z
  .strictObject({
    gates: z.array(z.string()).describe('Gates that compare values on it.'),
    named: z.string().describe('As the definition names it.'),
    parameter: z.string().nullable().describe('$PnN of the parameter in this file; null = a ratio.'),
    ratio: z
      .strictObject({ numerator: z.string(), denominator: z.string(), A: z.number(), B: z.number(), C: z.number() })
      .nullable()
      .describe('A (numerator - B) / (denominator - C), of two parameters by their $PnN.'),
    compensated: z.boolean().describe('Whether values of the parameter went through the spillover.'),
    transform: transformSchema().nullable().describe('With all its numbers; null = linear values as they are.'),
  })
  .describe('An axis of gates with its transform.');

const populationSchema = z.strictObject({
  name: z.string(),
  parent: z.string().nullable().describe('null = all events.'),
  events: z.int(),
  parentEvents: z.int(),
});

/** Schema of a gated data set in `result.json`; `results/gated-file-record.ts` is the record that it describes. */
export const gatedFileSchema = z
  .strictObject({
    file: z.string(),
    dataSet: z.int().describe('Data set within the file, from 1.'),
    control: z.string().nullable().describe("The definition's name of the control; null = a sample of the lot."),
    panel: z.string(),
    tube: z.string(),
    assayRun: z.string().nullable(),
    events: z.int().describe('All events of the data set.'),
    spillover: spilloverSchema.nullable().describe('null = values as acquired.'),
    axes: z.array(axisSchema),
    populations: z.array(populationSchema).describe('Counts of every population that was gated, in the order of the gate tree.'),
  })
  .describe('How one data set was gated. Thresholds and centroids stand with the controls, gates in the definition (method.sha256).');
