import { type AuditEntry, isSameEvent } from '../audit-log/audit-entry.ts';
import { hexOf, utf8 } from '../audit-log/bytes.ts';
import type { SIGNATURE_WRONG } from '../audit-log/verify-notes.ts';
import { isSameName } from '../person-name.ts';
import { parseSignedEntry, type SignedEntry } from './act-event.ts';
import { type EnrolmentContext, keyInForce, type PersonKey, type PersonKeys, personKeysOf } from './person-keys.ts';
import { type PublishedResult, parsePublishedResult, subjectOfFolder } from './published-result.ts';
import { formatSignatureRecord, parseSignaturePath, type SignatureRecord } from './signature-record.ts';
import { isSignedJson } from './signed-json.ts';
import { MEANINGS, type State, type Step, stepOfAction, stepRule } from './steps.ts';

/** Why an entry that says that a person signed does not count. */
export type SignatureFault = (typeof SIGNATURE_WRONG)[number];

/** What a right signature is worth now. `overruled`: the result was rejected after it was approved. */
export type SignatureStanding = 'stands' | 'superseded' | 're-opened' | 'overruled';

/** A signature under a result, by its entry. */
export interface SignedAct {
  readonly index: number;
  /** `signatures/<sha256>/0001.json`. */
  readonly path: string;
  readonly folder: string;
  readonly step: Step;
  readonly record: SignatureRecord;
  readonly actor: string;
  readonly actorSource: AuditEntry['actorSource'];
  readonly standing: SignatureStanding;
}

/** An entry that claims a signature and is none. */
export interface FaultyAct {
  readonly index: number;
  readonly path: string;
  readonly fault: SignatureFault;
  readonly name: string | null;
}

/** One subject of the store, by its entries. */
export interface SubjectActs {
  /** `lots/<lot>/<subject>`. */
  readonly subject: string;
  /** The last one published: the state is of it. All others are superseded. */
  readonly latest: PublishedResult;
  readonly state: State;
  /** A person released it, under whichever analysis, and none rejected or re-opened it since. */
  readonly released: boolean;
  readonly earlier: readonly SupersededResult[];
  /** Under all analyses, in the order of the log. */
  readonly signatures: readonly SignedAct[];
  readonly faulty: readonly FaultyAct[];
}

/** An analysis that a later one took the place of, with the state in which it was then. */
export interface SupersededResult {
  readonly publication: PublishedResult;
  readonly state: State;
  /** As `SubjectActs.released` was then. */
  readonly released: boolean;
}

export interface Acts {
  readonly subjects: ReadonlyMap<string, SubjectActs>;
  readonly persons: PersonKeys;
  /** Of analyses that nothing was published of. */
  readonly faulty: readonly FaultyAct[];
}

/** Derives from a log alone what each subject is and who signed what. `entries` in their order; one that is repeated counts once. */
export function actsOf(entries: readonly AuditEntry[], context: EnrolmentContext): Acts {
  const persons = personKeysOf(entries, context);
  const subjects = new Map<string, SubjectActs>();
  const faulty: FaultyAct[] = [];
  const counted = new Map<string, AuditEntry[]>();
  const given = new Set<string>();
  for (const entry of entries) {
    const publication = parsePublishedResult(entry);
    if (publication !== null) {
      subjects.set(subjectOfFolder(publication.folder), afterPublication(subjects.get(subjectOfFolder(publication.folder)), publication));
      continue;
    }
    const step = stepOfAction(entry.action);
    if (step === null || !entry.object.startsWith('signatures/')) continue;
    const same = counted.get(entry.object) ?? [];
    if (same.some((earlier) => isSameEvent(earlier, entry))) continue;
    counted.set(entry.object, [...same, entry]);
    const act = parseSignedEntry(entry);
    const subject = act === null ? undefined : subjects.get(subjectOfFolder(act.folder));
    // A signature is given once: one that was copied out of an earlier entry is no new act of that person.
    const used = same.length > 0 || (act !== null && given.has(act.signature.signature));
    if (act !== null) given.add(act.signature.signature);
    if (subject === undefined) faulty.push(faultyAct(entry, act === null ? 'unreadable' : 'other-result', act));
    else if (act !== null) subjects.set(subject.subject, afterAct(subject, { entry, act, step, used }, persons.keys, context));
  }
  return { subjects, persons, faulty };
}

function faultyAct({ index, object }: AuditEntry, fault: SignatureFault, act: SignedEntry | null): FaultyAct {
  return { index, path: object, fault, name: act?.signature.name ?? null };
}

function afterPublication(before: SubjectActs | undefined, latest: PublishedResult): SubjectActs {
  const subject = subjectOfFolder(latest.folder);
  if (before === undefined) return { subject, latest, state: 'analysed', released: false, earlier: [], signatures: [], faulty: [] };
  // The entry of an earlier analysis again, by whoever finished it; or files that were lost before they appeared, computed again into the same place.
  if (numberOf(latest) < numberOf(before.latest)) return before;
  // The first entry counts: one that was appended again would bring another disposition, account or time.
  if (before.latest.folder === latest.folder && before.latest.resultSha256 === latest.resultSha256) return before;
  return {
    ...before,
    latest,
    state: reopensBy(latest, before) ? 're-opened' : 'analysed',
    earlier: [...before.earlier, { publication: before.latest, state: before.state, released: before.released }],
    signatures: before.signatures.map((one) => ({ ...one, standing: 'superseded' as const })),
  };
}

function numberOf({ folder }: PublishedResult): number {
  return Number(folder.slice(folder.lastIndexOf('/') + 1));
}

/** A released lot is open again by itself where any later analysis, such as that with the last of several late results, does not let its result stand. */
export function reopensBy({ disposition }: PublishedResult, { released }: Pick<SubjectActs, 'released'>): boolean {
  return released && (disposition === 'does not conform' || disposition === 'no valid result');
}

interface ActEntry {
  readonly entry: AuditEntry;
  readonly act: SignedEntry;
  readonly step: Step;
  /** Another entry named this file, or held this very signature, before. */
  readonly used: boolean;
}

function afterAct(subject: SubjectActs, of: ActEntry, keys: readonly PersonKey[], context: EnrolmentContext): SubjectActs {
  const { entry, act, step } = of;
  const fault = faultOf(subject, of, keys, context);
  if (fault !== null) return { ...subject, faulty: [...subject.faulty, faultyAct(entry, fault, act)] };
  const { index, object: path, actor, actorSource } = entry;
  const signed: SignedAct = {
    index,
    path,
    folder: act.folder,
    step,
    record: act.signature,
    actor,
    actorSource,
    standing: 'stands',
  };
  const before = subject.signatures.map((one) => ({ ...one, standing: standingAfter(one, step) }));
  return { ...subject, state: stepRule(step).to, released: releasedAfter(subject, step), signatures: [...before, signed] };
}

function releasedAfter({ released }: SubjectActs, step: Step): boolean {
  if (step === 'release') return true;
  return step === 'reject' || step === 'reopen' ? false : released;
}

function standingAfter({ standing, step: earlier }: SignedAct, step: Step): SignatureStanding {
  if (standing !== 'stands') return standing;
  if (step === 'reopen') return 're-opened';
  return step === 'reject' && earlier === 'approve' ? 'overruled' : 'stands';
}

function faultOf(
  subject: SubjectActs,
  { entry, act, step, used }: ActEntry,
  keys: readonly PersonKey[],
  { cryptography: { sha256, check } }: EnrolmentContext,
): SignatureFault | null {
  const { signature } = act;
  if (act.state !== stepRule(step).to) return 'unreadable';
  if (hexOf(sha256(utf8(formatSignatureRecord(signature)))) !== entry.objectSha256) return 'other-bytes';
  if (used || parseSignaturePath(entry.object)?.resultSha256 !== signature.resultSha256) return 'other-place';
  if (act.folder !== subject.latest.folder || signature.resultSha256 !== subject.latest.resultSha256) return 'other-result';
  const key = keyInForce(keys, signature.keyId, entry.index);
  if (key === null) return keys.some(({ keyId, from }) => keyId === signature.keyId && from < entry.index) ? 'withdrawn' : 'not-enrolled';
  if (key.name !== signature.name) return 'other-name';
  if (!isSignedJson(signature, key.publicKey, check)) return 'wrong-signature';
  return MEANINGS[signature.meaning] === step ? stepFault(subject, { step, key }) : 'other-meaning';
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
