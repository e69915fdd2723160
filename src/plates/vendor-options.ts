import * as z from 'zod';
import { InputError } from '../errors.ts';

/** What a definition may pass over in an export. */
export const ignoreKey = () =>
  z
    .array(z.string().min(1))
    .max(200)
    .describe(
      'What is no reading of this plate: the beginning of a line, which stands for it and the lines below it up to an empty one, or a range such as `B3:M10`, of one sheet `Sheet1!B3:M10`. Nothing that is read can be ignored; any other block of numbers beside the readings is refused.',
    );

/** Options of a vendor's format. */
export const vendorOptionsSchema = () => z.strictObject({ ignore: ignoreKey().optional() });

/** Checks the options that a request gives a vendor's format. Errors: usage/bad-argument. */
export function vendorOptions(
  options: unknown,
  place: { readonly format: string; readonly file: string },
): { readonly ignore: readonly string[] } {
  if (options === undefined) return { ignore: [] };
  const result = vendorOptionsSchema().safeParse(options);
  if (result.success) return { ignore: result.data.ignore ?? [] };
  throw new InputError(
    'usage/bad-argument',
    `Expected no option but \`ignore\` with the format '${place.format}', found: ${result.error.issues[0]?.message ?? 'something else'}.`,
    { file: place.file },
  );
}
