import type * as z from 'zod';
import { InputError } from '../../../errors.ts';
import { type LongTableOptions, longTableOptionsSchema, type MatrixOptions, matrixOptionsSchema } from './declared-options.ts';

/** Options of the format `matrix`, checked and complete. Errors: definition/bad-value. */
export function parseMatrixOptions(options: unknown, file: string): MatrixOptions {
  return parse(matrixOptionsSchema, options, { format: 'matrix', file });
}

/** Options of the format `long-table`, checked and complete. Errors: definition/bad-value. */
export function parseLongTableOptions(options: unknown, file: string): LongTableOptions {
  return parse(longTableOptionsSchema, options, { format: 'long-table', file });
}

function parse<T>(schema: z.ZodType<T>, options: unknown, told: { readonly format: string; readonly file: string }): T {
  const result = schema.safeParse(options);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new InputError(
    'definition/bad-value',
    `Expected options of the plate format '${told.format}', found: ${issue?.message ?? 'something else'}.`,
    {
      file: told.file,
      path: issue?.path.join('.') ?? '',
    },
  );
}
