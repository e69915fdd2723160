import * as z from 'zod';

/** How margins follow from historic figures; used by both studies of margins. */
export const marginOptions = {
  coverage: z.number().gt(0).lt(1).default(0.95).describe('Share of future assays of parallel samples that the margins are to hold.'),
  confidence: z.number().gt(0).lt(1).default(0.95).describe('Confidence with which they hold it.'),
  linear: z
    .array(z.string().min(1))
    .default(['lower-asymptote-difference'])
    .describe('Figures that are normal as they stand; the others on the scale ln.'),
  upperOnly: z.array(z.string().min(1)).default(['rsse']).describe('Figures with an upper limit only.'),
  minimumAssays: z.int().min(3).default(10).describe('Fewest historic assays that propose a margin.'),
} as const;

const plain = z.strictObject(marginOptions);

export type MarginOptions = z.output<typeof plain>;

/** Options of margins from figures. */
export const marginsOptions = plain.describe('How margins follow from historic figures.');
