import * as z from 'zod';
import type { AuditEvent } from '../audit-log/audit-entry.ts';
import { bytesOfBase64, hexOf, type Sha256 } from '../audit-log/bytes.ts';
import type { CheckSignature, Sign } from '../audit-log/verifier-key.ts';
import { canonicalJson } from '../results/canonical-json.ts';
import {
  accountSchema,
  foundBy,
  givenReasonSchema,
  nameSchema,
  parseJson,
  publicKeySchema,
  sha256Schema,
  signatureSchema,
} from './signed-fields.ts';
import { isSignedJson, withSignature } from './signed-json.ts';
import { PERSON_ROLES } from './steps.ts';

/** `FILE.pub`: the public half of a person's key, signed by itself, so that whoever enrols it knows that it belongs to the name. */
export const personKeyFileSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    name: nameSchema.describe('Printed name of the person.'),
    keyId: sha256Schema.describe('SHA-256 of the 32 bytes of the public key.'),
    publicKey: publicKeySchema.describe('Base64 of the 32 bytes of the Ed25519 public key.'),
    signature: signatureSchema.describe('Base64 of Ed25519 by this key over the canonical JSON of all other members.'),
  })
  .describe('The public key of a person.');

export type PersonKeyFile = Readonly<z.output<typeof personKeyFileSchema>>;

/** Who stands for an enrolment or a withdrawal: the key of the store, or the key of a person. */
const authority = z.union([
  z.strictObject({ storeKey: z.string().min(1).describe('Verifier key of the store.') }),
  z.strictObject({ keyId: sha256Schema, name: nameSchema }),
]);
export type Authority = Readonly<z.output<typeof authority>>;

const store = z.string().min(1).describe('cytolot/<store id>: counts in this store alone.');

/** `new` of an entry `key-enrolled`. */
export const enrolmentSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    store,
    person: personKeyFileSchema,
    roles: z.array(z.enum(PERSON_ROLES)).min(1).readonly().describe('What the person may do.'),
    account: accountSchema.nullable().describe('Name of the person\u2019s account on the host; null = not stated.'),
    replaces: sha256Schema.nullable().describe('The key of the same person that counts no longer from here on.'),
    by: authority.describe('Who enrolled.'),
    signature: signatureSchema.describe('By the key of who enrolled, over the canonical JSON of all other members.'),
  })
  .describe('The enrolment of a person\u2019s key.');

export type Enrolment = Readonly<z.output<typeof enrolmentSchema>>;

/** `new` of an entry `key-withdrawn`. */
export const withdrawalSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    store,
    keyId: sha256Schema,
    name: nameSchema,
    reason: givenReasonSchema,
    by: authority.describe('Who withdrew.'),
    signature: signatureSchema.describe('By the key of who withdrew, over the canonical JSON of all other members.'),
  })
  .describe('The withdrawal of a person\u2019s key.');

export type Withdrawal = Readonly<z.output<typeof withdrawalSchema>>;

export function keyIdOfPublicKey(publicKey: Uint8Array, sha256: Sha256): string {
  return hexOf(sha256(publicKey));
}

export function formatPersonKeyFile(file: PersonKeyFile): string {
  return `${canonicalJson(file)}\n`;
}

export interface PersonKeyMeans {
  readonly sha256: Sha256;
  readonly check: CheckSignature;
}

/** Reads `FILE.pub` and checks that its key signed it; what was found in its place where it is none. */
export function parsePersonKeyFile(text: string, means: PersonKeyMeans): PersonKeyFile | { readonly found: string } {
  const parsed = personKeyFileSchema.safeParse(parseJson(text));
  if (!parsed.success) return { found: foundBy(parsed.error) };
  return isOwnKey(parsed.data, means) ? parsed.data : { found: 'a file that its own key did not sign as it stands' };
}

/** Whether the file is of the key that it names, and signed by it. */
export function isOwnKey(file: PersonKeyFile, { sha256, check }: PersonKeyMeans): boolean {
  const publicKey = bytesOfBase64(file.publicKey);
  return publicKey?.length === 32 && keyIdOfPublicKey(publicKey, sha256) === file.keyId && isSignedJson(file, publicKey, check);
}

/** `persons/<key id>`: the object of both entries; a name, not a file. */
export const personObject = (keyId: string): string => `persons/${keyId}`;

export function enrolmentEvent(unsigned: Omit<Enrolment, 'signature'>, sign: Sign, reason: string | null): AuditEvent {
  const { person, replaces } = unsigned;
  return {
    action: 'key-enrolled',
    object: personObject(person.keyId),
    objectSha256: null,
    old: replaces === null ? null : { keyId: replaces },
    new: withSignature(unsigned, sign),
    reason,
  };
}

export function withdrawalEvent(unsigned: Omit<Withdrawal, 'signature'>, sign: Sign): AuditEvent {
  const { keyId, name, reason } = unsigned;
  return {
    action: 'key-withdrawn',
    object: personObject(keyId),
    objectSha256: null,
    old: { keyId, name },
    new: withSignature(unsigned, sign),
    reason,
  };
}
