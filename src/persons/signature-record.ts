import * as z from 'zod';
import { canonicalJson } from '../results/canonical-json.ts';
import {
  foundBy,
  givenReasonSchema,
  instantSchema,
  nameSchema,
  parseJson,
  sha256Schema,
  signatureSchema,
  zoneSchema,
} from './signed-fields.ts';
import { MEANING_TEXTS } from './steps.ts';

/** `signatures/<sha256 of result.json>/0001.json`: what a person signed, with the signature over RFC 8785 of the rest. */
export const signatureRecordSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    store: z.string().min(1).describe('cytolot/<store id>: counts in this store alone.'),
    resultSha256: sha256Schema.describe('SHA-256 of result.json, lower-case hexadecimal.'),
    manifestSha256: sha256Schema.describe(
      'SHA-256 of manifest.sha256: of the report that was read, and of every other file of the result.',
    ),
    name: nameSchema.describe('Printed name of who signed.'),
    keyId: sha256Schema.describe('SHA-256 of the 32 bytes of the public key that signed.'),
    meaning: z.enum(MEANING_TEXTS).describe('What the signature means.'),
    reason: givenReasonSchema.describe('Why, in the words of who signed.'),
    timeUtc: instantSchema.describe('When, by the clock of the host, UTC.'),
    zone: zoneSchema.describe('Time zone of the host: an IANA name.'),
    signature: signatureSchema.describe('Base64 of Ed25519 over the canonical JSON (RFC 8785) of all other members.'),
  })
  .describe('The signature of a person under one result.');

export type SignatureRecord = Readonly<z.output<typeof signatureRecordSchema>>;

/** The bytes of a signature file, as text. */
export function formatSignatureRecord(record: SignatureRecord): string {
  return canonicalJson(record);
}

/** Reads a signature file; what was found in its place where it is none. The signature is not checked. */
export function parseSignatureRecord(text: string): SignatureRecord | { readonly found: string } {
  const value = parseJson(text);
  if (value === undefined) return { found: 'what is not JSON' };
  const parsed = signatureRecordSchema.safeParse(value);
  if (!parsed.success) return { found: foundBy(parsed.error) };
  return canonicalJson(parsed.data) === text ? parsed.data : { found: 'JSON that is not in its canonical form (RFC 8785)' };
}

/** `signatures/<sha256>/0001.json`; counts from 1. */
export function signaturePath(resultSha256: string, number: number): string {
  return `signatures/${resultSha256}/${String(number).padStart(4, '0')}.json`;
}

const PATH = /^signatures\/([0-9a-f]{64})\/(\d{4,})\.json$/;

export function parseSignaturePath(path: string): { readonly resultSha256: string; readonly number: number } | null {
  const [, resultSha256, number] = PATH.exec(path) ?? [];
  return resultSha256 === undefined || number === undefined ? null : { resultSha256, number: Number(number) };
}
