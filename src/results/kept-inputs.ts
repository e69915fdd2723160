import * as z from 'zod';
import { ERROR_CODES, type ErrorCode } from '../errors.ts';

const SHA256 = z.string().regex(/^[0-9a-f]{64}$/);
const isErrorCode = (text: string): text is ErrorCode => Object.hasOwn(ERROR_CODES, text);

const placeSchema = z.strictObject({
  file: z.string().exactOptional(),
  dataSet: z.number().exactOptional(),
  line: z.number().exactOptional(),
  column: z.number().exactOptional(),
  byte: z.number().exactOptional(),
  keyword: z.string().exactOptional(),
  well: z.string().exactOptional(),
  path: z.string().exactOptional(),
});

const keptInputsSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** Every file of the export folder as it was listed: its path there, its content, or why it could not be taken. */
  files: z.array(
    z.strictObject({
      path: z.string(),
      sha256: SHA256.nullable(),
      error: z.strictObject({ code: z.string().refine(isErrorCode), message: z.string(), place: placeSchema }).nullable(),
      linkTo: z.string().exactOptional(),
    }),
  ),
  method: z.strictObject({
    /** Paths from the folder of the definition, with `/`. */
    pipeline: z.string(),
    /** `null` = the one that the definition names. */
    specification: z.string().nullable(),
    files: z.array(z.strictObject({ path: z.string(), sha256: SHA256 })),
  }),
  secondReader: z.enum(['asked', 'by-method']),
});

/** What an analysis was computed from, by content: with the intake it can be computed again. It lies in the intake itself, under its own hash. */
export type KeptInputs = z.infer<typeof keptInputsSchema>;

/** Reads a listing of kept inputs; `null` where the text is none. */
export function parseKeptInputs(text: string): KeptInputs | null {
  try {
    const parsed = keptInputsSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
