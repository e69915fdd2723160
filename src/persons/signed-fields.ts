import * as z from 'zod';

/** Text that a person reads and signs: no control or format character that could make it look like another one, nor a lone surrogate. */
const READABLE = /^[^\p{C}\p{Zl}\p{Zp}]*$/u;

function readable(longest: number) {
  return z
    .string()
    .min(1)
    .max(longest)
    .regex(READABLE, 'expected text without control or invisible characters and line ends')
    .refine((text) => text === text.trim() && text === text.normalize('NFC'), 'expected text without space at its ends, in the form NFC');
}

/** The printed name of a person. */
export const nameSchema = readable(120);
export const givenReasonSchema = readable(2000);
/** The name of an account of the operating system. */
export const accountSchema = readable(120);

export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
/** Base64 of 32 bytes. */
export const publicKeySchema = z.string().regex(/^[A-Za-z0-9+/]{43}=$/);
/** Base64 of 64 bytes. */
export const signatureSchema = z.string().regex(/^[A-Za-z0-9+/]{86}==$/);
export const instantSchema = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
/** IANA name of a time zone. */
export const zoneSchema = z.string().regex(/^[A-Za-z0-9._+/-]{1,64}$/);

/** What was found where a value is not of a schema, as the end of a sentence that begins with "Expected". */
export function foundBy(error: z.ZodError): string {
  const [first] = error.issues;
  const place = first?.path.join('.') ?? '';
  return place === '' ? (first?.message ?? 'another form') : `'${place}': ${first?.message ?? 'another form'}`;
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
