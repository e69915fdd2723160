import * as z from 'zod';
import { type AuditEntry, type AuditEvent, isSameEvent } from '../audit-log/audit-entry.ts';
import { base64Of, bytesOfBase64 } from '../audit-log/bytes.ts';
import type { CheckSignature, Sign } from '../audit-log/verifier-key.ts';
import type { FileOfMethod } from '../results/decided-facts.ts';
import type { NoApproval } from '../results/run-notes.ts';
import { sha256OfText } from '../sha256.ts';
import { keyInForce, type PersonKey } from './person-keys.ts';
import { givenReasonSchema, instantSchema, nameSchema, sha256Schema, signatureSchema, zoneSchema } from './signed-fields.ts';
import { isSignedJson, withSignature } from './signed-json.ts';
import { isTimely } from './signed-time.ts';

const store = z.string().min(1).describe('cytolot/<store id>: counts in this store alone.');
const signedBy = {
  name: nameSchema.describe('Printed name of the approver.'),
  keyId: sha256Schema.describe('SHA-256 of the 32 bytes of the public key that signed.'),
  reason: givenReasonSchema,
  timeUtc: instantSchema.describe('When it was signed, by the clock of the host, UTC.'),
  zone: zoneSchema,
  signature: signatureSchema.describe('Base64 of Ed25519 by this key over the canonical JSON (RFC 8785) of all other members.'),
};

/** A definition, or a revision of a specification: with its text, so that the log alone says what was approved. */
const documentSchema = z.strictObject({
  id: z.string().min(1),
  version: z.string().min(1),
  sha256: sha256Schema.describe('Of the bytes of the file, as in result.json.'),
  text: z.string(),
});
export type ApprovedDocument = Readonly<z.output<typeof documentSchema>>;

const fileSchema = z.strictObject({
  name: z.string().min(1).describe('As the definition gives it.'),
  sha256: sha256Schema.describe('Of the bytes of the file, as in result.json.'),
  text: z.string(),
});
export type ApprovedFile = Readonly<z.output<typeof fileSchema>>;

/** `new` of an entry `method-approved`. */
export const methodApprovalSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    store,
    method: documentSchema,
    specifications: z
      .array(documentSchema)
      .min(1)
      .readonly()
      .describe('The specification, or all its revisions, each in force on its own days.'),
    files: z.array(fileSchema).readonly().describe('Files beside the definition that change numbers: spillover matrices.'),
    from: instantSchema.describe('From when on it may be used, UTC.'),
    retrospective: givenReasonSchema.nullable().describe('Why it approves what was used before it was approved; null = it does not.'),
    supersedes: z
      .int()
      .min(0)
      .nullable()
      .describe('Entry of the approval before; null = it is the first of this method and specification.'),
    differences: z
      .strictObject({ method: z.string(), specification: z.string(), files: z.string() })
      .nullable()
      .describe('What differs from the approval before, line by line; null = there was none.'),
    ...signedBy,
  })
  .describe('The approval of a method with its specification.');

export type MethodApproval = Readonly<z.output<typeof methodApprovalSchema>>;

/** `new` of an entry `method-withdrawn`. */
export const methodWithdrawalSchema = z
  .strictObject({ schemaVersion: z.literal(1), store, methodId: z.string().min(1), specificationId: z.string().min(1), ...signedBy })
  .describe('That a method with a specification may be used no longer.');

export type MethodWithdrawal = Readonly<z.output<typeof methodWithdrawalSchema>>;

/** `methods/<method>/<specification>`: the object of both entries; a name, not a file. */
export function methodObject(methodId: string, specificationId: string): string {
  return `methods/${encodeURIComponent(methodId)}/${encodeURIComponent(specificationId)}`;
}

export function approvalEvent(unsigned: Omit<MethodApproval, 'signature'>, sign: Sign): AuditEvent {
  return eventOfApproval(withSignature(unsigned, sign));
}

function eventOfApproval(approval: MethodApproval): AuditEvent {
  const { method, specifications, supersedes, reason } = approval;
  return {
    action: 'method-approved',
    object: methodObject(method.id, specifications[0]?.id ?? ''),
    objectSha256: null,
    old: supersedes === null ? null : { supersedes },
    new: approval,
    reason,
  };
}

export function methodWithdrawalEvent(unsigned: Omit<MethodWithdrawal, 'signature'>, sign: Sign): AuditEvent {
  return eventOfWithdrawal(withSignature(unsigned, sign));
}

function eventOfWithdrawal(withdrawal: MethodWithdrawal): AuditEvent {
  const { methodId, specificationId, reason } = withdrawal;
  return {
    action: 'method-withdrawn',
    object: methodObject(methodId, specificationId),
    objectSha256: null,
    old: null,
    new: withdrawal,
    reason,
  };
}

/** What the log proves of one method with one specification at a time: it was approved, or withdrawn. */
export interface MethodStep {
  readonly index: number;
  readonly methodId: string;
  readonly specificationId: string;
  /** From when on it counts, UTC. */
  readonly from: string;
  /** `null` = it is a withdrawal. */
  readonly approval: MethodApproval | null;
}

export interface MethodSteps {
  readonly steps: readonly MethodStep[];
  /** Entries that claim an approval or a withdrawal and prove none. */
  readonly unproven: readonly number[];
}

interface Proof {
  readonly origin: string;
  readonly keys: readonly PersonKey[];
  readonly check: CheckSignature;
}

/** The approvals and withdrawals of a log: each signed by the key of an approver that counted then, over the texts whose hashes it names. One that was copied out of an earlier entry is no new act. */
export function methodStepsOf(entries: Iterable<AuditEntry>, proof: Proof): MethodSteps {
  const steps: MethodStep[] = [];
  const unproven: number[] = [];
  const proven = new Map<string, AuditEntry>();
  for (const entry of entries) {
    if (entry.action !== 'method-approved' && entry.action !== 'method-withdrawn') continue;
    const signature = signatureIn(entry);
    const first = signature === null ? undefined : proven.get(signature);
    if (first !== undefined && isSameEvent(first, entry)) continue;
    const step = entry.action === 'method-approved' ? approved(entry, proof) : withdrawn(entry, proof);
    if (step === null || signature === null || first !== undefined) unproven.push(entry.index);
    else {
      proven.set(signature, entry);
      steps.push(step);
    }
  }
  return { steps, unproven };
}

/** In the one form that its bytes have in Base64: another text for them is not another signature. */
function signatureIn({ new: now }: AuditEntry): string | null {
  const bytes = bytesOfBase64(z.object({ signature: signatureSchema }).safeParse(now).data?.signature ?? '');
  return bytes === null ? null : base64Of(bytes);
}

function approved(entry: AuditEntry, proof: Proof): MethodStep | null {
  const parsed = methodApprovalSchema.safeParse(entry.new);
  if (!parsed.success) return null;
  const approval = parsed.data;
  const { method, specifications, files, retrospective } = approval;
  const [{ id: specificationId } = { id: '' }, ...others] = specifications;
  const rightTexts = [method, ...specifications, ...files].every(({ text, sha256 }) => sha256OfText(text) === sha256);
  const oneSpecification = others.every(({ id }) => id === specificationId);
  if (!rightTexts || !oneSpecification || !isSameEvent(entry, eventOfApproval(approval))) return null;
  // Whatever time it names: without a reason for it, nothing is approved before it stands in the log.
  const from = retrospective === null && approval.from < entry.timeUtc ? entry.timeUtc : approval.from;
  return isApprovers(entry, approval, proof) ? { index: entry.index, methodId: method.id, specificationId, from, approval } : null;
}

function withdrawn(entry: AuditEntry, proof: Proof): MethodStep | null {
  const parsed = methodWithdrawalSchema.safeParse(entry.new);
  if (!parsed.success) return null;
  const { methodId, specificationId } = parsed.data;
  if (!isSameEvent(entry, eventOfWithdrawal(parsed.data)) || !isApprovers(entry, parsed.data, proof)) return null;
  return { index: entry.index, methodId, specificationId, from: entry.timeUtc, approval: null };
}

function isApprovers(
  { index, timeUtc }: AuditEntry,
  record: Pick<MethodApproval, 'store' | 'name' | 'keyId' | 'timeUtc' | 'signature'>,
  { origin, keys, check }: Proof,
): boolean {
  const key = keyInForce(keys, record.keyId, index);
  return (
    record.store === origin &&
    isTimely(record.timeUtc, timeUtc) &&
    key !== null &&
    key.name === record.name &&
    key.roles.includes('approver') &&
    isSignedJson(record, key.publicKey, check)
  );
}

/** What was used, and when (UTC). */
export interface MethodUse {
  readonly methodId: string;
  readonly methodSha256: string;
  readonly specificationId: string;
  readonly specificationSha256: string;
  /** Files beside the definition that change numbers. */
  readonly files: readonly FileOfMethod[];
  readonly at: string;
  /** Entry of the publication: an approval behind it is one in retrospect, whatever the clocks of two hosts say; `null` = it is not published yet. */
  readonly index: number | null;
}

/** The approval that is in force for what was used, or why there is none. */
export type ApprovalFound = { readonly approval: MethodApproval; readonly index: number } | { readonly why: NoApproval };

/**
 * The last step that counts at the time decides: a later approval takes the place of an earlier one of the same method and specification, one of the future does not
 * count yet, and one that is entered afterwards counts from the time that it names.
 * A withdrawal, or a later approval that is not in retrospect, ends as well what was entered before it for a later time.
 */
export function approvalOf(steps: readonly MethodStep[], use: MethodUse): ApprovalFound {
  const own = steps.filter(({ methodId, specificationId }) => methodId === use.methodId && specificationId === use.specificationId);
  if (own.length === 0) return { why: 'never' };
  const known = own.filter(({ index, approval }) => use.index === null || index < use.index || (approval?.retrospective ?? null) !== null);
  const counting = known
    .filter((step) => step.from <= use.at && !known.some((later) => isEndedBy(step, later)))
    .sort((a, b) => (a.from === b.from ? a.index - b.index : a.from < b.from ? -1 : 1));
  const last = counting.at(-1);
  if (last === undefined) return { why: 'not-yet' };
  const { approval, index } = last;
  if (approval === null) return { why: 'withdrawn' };
  const isOwn =
    approval.method.sha256 === use.methodSha256 && approval.specifications.some(({ sha256 }) => sha256 === use.specificationSha256);
  if (!isOwn) return { why: 'another-version' };
  const isApproved = ({ name, sha256 }: FileOfMethod): boolean =>
    approval.files.some((file) => file.name === name && file.sha256 === sha256);
  return use.files.every(isApproved) ? { approval, index } : { why: 'another-file' };
}

function isEndedBy({ index, from }: MethodStep, later: MethodStep): boolean {
  return later.index > index && (later.approval?.retrospective ?? null) === null && later.from <= from;
}

/** The approval before, of the same method and specification, with which a new one is compared; `null` = there is none. */
export function lastApproval(steps: readonly MethodStep[], methodId: string, specificationId: string): MethodStep | null {
  return steps.findLast((one) => one.approval !== null && one.methodId === methodId && one.specificationId === specificationId) ?? null;
}
