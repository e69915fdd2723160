import { type AuditEntry, isSameEvent } from '../audit-log/audit-entry.ts';
import { hexOf, utf8 } from '../audit-log/bytes.ts';
import { isSameName } from '../person-name.ts';
import { actEvent, type SignedEntry } from './act-event.ts';
import type { EnrolmentContext, PersonKey } from './person-keys.ts';
import { formatSignatureRecord, parseSignaturePath } from './signature-record.ts';
import { isSignedJson } from './signed-json.ts';
import { isTimely } from './signed-time.ts';
import { MEANINGS, type Meaning, type Step, stepRule } from './steps.ts';
import type { SignatureFault, SubjectActs } from './subject-acts.ts';

export interface ActEntry {
  readonly entry: AuditEntry;
  readonly act: SignedEntry;
  readonly step: Step;
  /** Another entry named this file, or held this very signature, before. */
  readonly used: boolean;
}

/** Why an entry that says that a person signed does not count under the subject as it was then; `null` = it counts. */
export function faultOfAct(
  subject: SubjectActs,
  { entry, act, step, used, key }: ActEntry & { readonly key: PersonKey | null },
  { keys, origin, cryptography: { sha256, check } }: EnrolmentContext & { readonly keys: readonly PersonKey[] },
): SignatureFault | null {
  const { signature } = act;
  if (act.state !== stepRule(step).to) return 'unreadable';
  if (hexOf(sha256(utf8(formatSignatureRecord(signature)))) !== entry.objectSha256) return 'other-bytes';
  const place = parseSignaturePath(entry.object);
  if (used || place === null || place.resultSha256 !== signature.resultSha256) return 'other-place';
  if (signature.store !== origin) return 'other-store';
  if (act.folder !== subject.latest.folder || signature.resultSha256 !== subject.latest.resultSha256) return 'other-result';
  if (signature.manifestSha256 !== subject.latest.manifestSha256) return 'other-files';
  if (key === null) return keys.some(({ keyId, from }) => keyId === signature.keyId && from < entry.index) ? 'withdrawn' : 'not-enrolled';
  if (key.name !== signature.name) return 'other-name';
  if (!isSignedJson(signature, key.publicKey, check)) return 'wrong-signature';
  if (!isTimely(signature.timeUtc, entry.timeUtc)) return 'other-time';
  if (MEANINGS[signature.meaning] !== step) return 'other-meaning';
  const own = actEvent({ folder: act.folder, from: subject.state, signature, number: place.number }, sha256);
  return (
    stepFault(subject, { step, key }) ?? dispositionFault(subject, signature.meaning) ?? (isSameEvent(entry, own) ? null : 'entry-differs')
  );
}

/** Dispositions of which a meaning can be true at all, whatever the method permits; those that are not here are of any. */
export const MEANT_DISPOSITIONS: Readonly<Partial<Record<Meaning, readonly string[]>>> = {
  'approved for release': ['conforms', 'pending'],
  released: ['conforms'],
  'released on rapid results, others pending': ['pending'],
  'released exceptionally, out of specification': ['does not conform'],
};

function dispositionFault({ latest }: SubjectActs, meaning: Meaning): 'other-disposition' | null {
  return MEANT_DISPOSITIONS[meaning]?.includes(latest.disposition) === false ? 'other-disposition' : null;
}

/** Why a person may not take a step now; `null` = may. The one reading of the table of steps. */
export function stepFault(
  { state, signatures }: Pick<SubjectActs, 'state' | 'signatures'>,
  { step, key }: { readonly step: Step; readonly key: Pick<PersonKey, 'keyId' | 'name' | 'roles'> },
): Extract<SignatureFault, 'not-entitled' | 'wrong-step' | 'same-person'> | null {
  const { from, to, roles } = stepRule(step);
  if (!from.includes(state)) return 'wrong-step';
  if (!key.roles.some((role) => roles.includes(role))) return 'not-entitled';
  const again =
    state === to && signatures.some((one) => one.standing === 'stands' && one.step === step && isSameName(one.record.name, key.name));
  return again ? 'same-person' : null;
}
