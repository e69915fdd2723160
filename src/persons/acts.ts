import { type AuditEntry, isSameEvent } from '../audit-log/audit-entry.ts';
import { parseSignedEntry, type SignedEntry } from './act-event.ts';
import { type ActEntry, faultOfAct } from './act-fault.ts';
import { type EnrolmentContext, keyInForce, type PersonKey, type PersonKeys, personKeysOf } from './person-keys.ts';
import { numberOfFolder, type PublishedResult, parsePublishedResult, subjectOfFolder } from './published-result.ts';
import { type Step, stepOfAction, stepRule } from './steps.ts';
import type { FaultyAct, SignatureFault, SignatureStanding, SignedAct, SubjectActs } from './subject-acts.ts';

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
  if (numberOfFolder(latest.folder) < numberOfFolder(before.latest.folder)) return before;
  // The first entry counts: one that was appended again would bring another disposition, account or time.
  if (before.latest.folder === latest.folder && before.latest.resultSha256 === latest.resultSha256) {
    // Computed again before they appeared, its other files may differ; what a person has signed stays what it was.
    const isSigned = before.signatures.some(({ folder }) => folder === latest.folder);
    return isSigned ? before : { ...before, latest: { ...before.latest, manifestSha256: latest.manifestSha256 } };
  }
  return {
    ...before,
    latest,
    state: reopensBy(latest, before) ? 're-opened' : 'analysed',
    earlier: [...before.earlier, { publication: before.latest, state: before.state, released: before.released }],
    signatures: before.signatures.map((one) => ({ ...one, standing: 'superseded' as const })),
  };
}

/** A released lot is open again by itself where any later analysis, such as that with the last of several late results, does not let its result stand. */
export function reopensBy({ disposition }: PublishedResult, { released }: Pick<SubjectActs, 'released'>): boolean {
  return released && (disposition === 'does not conform' || disposition === 'no valid result');
}

function afterAct(subject: SubjectActs, of: ActEntry, keys: readonly PersonKey[], context: EnrolmentContext): SubjectActs {
  const { entry, act, step } = of;
  const key = keyInForce(keys, act.signature.keyId, entry.index);
  const fault = faultOfAct(subject, { ...of, key }, { ...context, keys });
  if (fault !== null || key === null) return { ...subject, faulty: [...subject.faulty, faultyAct(entry, fault ?? 'not-enrolled', act)] };
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
    key,
    before: subject,
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
