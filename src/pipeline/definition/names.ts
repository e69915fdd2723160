import * as z from 'zod';

export const bilingualSchema = z
  .strictObject({ en: z.string().min(1).describe('English text.'), zh: z.string().min(1).describe('Chinese text.') })
  .describe('A text in both languages of the report.');

/** Kinds of reagents that something demands. */
export const reagentKinds = z.array(z.string().min(1)).default([]);

/** A name that other parts of the definition refer to. */
export const idSchema = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._+/ -]{0,79}$/u, 'expected a name of letters, digits and . _ + / - (at most 80 characters)')
  .describe('A name, unique in its list, that other parts refer to.');
