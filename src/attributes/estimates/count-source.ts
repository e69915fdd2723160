import * as z from 'zod';
import type { CountNeed } from '../attribute-type.ts';

/** How many readings of each preparation the method plans. */
export const replicatesSchema = z
  .int()
  .min(1)
  .optional()
  .describe(
    'Readings of each preparation that the method plans, numbered 1…n in the column replicate; they are averaged within the preparation first. Default: as another attribute plans the same count, else one.',
  );

/** A value of the count file: its name, or the name with the planned replicates. */
export const countSourceSchema = z.union([
  z.string().min(1),
  z.strictObject({ count: z.string().min(1).describe('Name of the value in the count file.'), replicates: replicatesSchema }),
]);

export type CountSource = z.output<typeof countSourceSchema>;

export function countName(source: CountSource): string {
  return typeof source === 'string' ? source : source.count;
}

/** What an attribute needs of the count file. */
export function countNeed(source: CountSource): CountNeed {
  return { count: countName(source), replicates: typeof source === 'string' ? null : (source.replicates ?? null) };
}
