import type { AuditEntry } from '../../audit-log/audit-entry.ts';
import { originOf } from '../../audit-log/checkpoint.ts';
import { InputError } from '../../errors.ts';
import { actEvent, refusedEvent } from '../../persons/act-event.ts';
import { keyInForce, type PersonKey, type PersonKeys } from '../../persons/person-keys.ts';
import { subjectOfFolder } from '../../persons/published-result.ts';
import type { SignatureRecord } from '../../persons/signature-record.ts';
import { withSignature } from '../../persons/signed-json.ts';
import { isTimely, LONGEST_SIGNING_MINUTES } from '../../persons/signed-time.ts';
import { type StepRefusal, stepRefusal } from '../../persons/step-refusal.ts';
import { MEANINGS, type Meaning, type State } from '../../persons/steps.ts';
import type { SubjectActs } from '../../persons/subject-acts.ts';
import { appendDecided } from '../audit-log/append-decided.ts';
import { appendEntry } from '../audit-log/append-entry.ts';
import { readBeginning } from '../audit-log/begin-log.ts';
import { sha256 } from '../audit-log/ed25519.ts';
import { readEntries } from '../audit-log/read-entries.ts';
import { type Draft, discardDraft, type Shelf } from '../disk/draft.ts';
import { approvalOfResult, methodStepsIn } from '../method-approval/read-method-steps.ts';
import { checkPublishedFiles, type ResultOnDisk, readResultOnDisk } from './acted-result.ts';
import { settleActs } from './due-acts.ts';
import type { OpenedPersonKey } from './person-key.ts';
import { actsIn } from './read-acts.ts';
import { refusalSentence } from './refusal-sentences.ts';
import { draftSignature, publishSignature, signatureSha256 } from './signature-draft.ts';

/** A step that a person asks for. */
export interface StepRequest {
  /** `lots/<lot>/<subject>/0001`. */
  readonly folder: string;
  readonly meaning: Meaning;
  readonly reason: string;
  /** `null` = the passphrase was another one. */
  readonly key: OpenedPersonKey | null;
}

export interface TakenStep {
  readonly index: number;
  /** `signatures/<sha256>/0001.json`. */
  readonly path: string;
  readonly record: SignatureRecord;
  readonly from: State;
  readonly to: State;
  /** Why the file of the signature has not its name yet, which the next act or run gives it; `null` = it has. */
  readonly unfinished: string | null;
}

/** What is known of the subject when the step is decided on. */
interface Facts {
  readonly subject: SubjectActs;
  readonly key: PersonKey;
}

interface Refused {
  readonly why: StepRefusal;
  readonly state: State;
  readonly disposition: string | null;
  readonly name: string | null;
}

/**
 * Takes a step: the signature is on the disk under a name that nobody reads, then its entry stands in the log, on exactly the entries on which it was decided, then the signature gets
 * its name. A step that is not allowed appends that it was refused. Throws `usage/not-permitted`, `audit-log/damaged` where the result is not the one that was published, `usage/cannot-create`.
 */
export async function takeStep(shelf: Shelf, request: StepRequest): Promise<TakenStep> {
  await settleActs(shelf);
  const { key, folder, meaning, reason } = request;
  const first = factsOf(shelf, request, [...readEntries(shelf)]);
  if ('why' in first || key === null) return refuse(shelf, request, 'why' in first ? first : { ...UNKNOWN, why: 'wrong-passphrase' });
  const { latest } = first.subject;
  checkPublishedFiles(shelf, latest);
  const record: SignatureRecord = withSignature(
    {
      schemaVersion: 1,
      store: originOf(readBeginning(shelf).storeId),
      resultSha256: latest.resultSha256,
      manifestSha256: latest.manifestSha256,
      name: first.key.name,
      keyId: key.keyId,
      meaning,
      reason,
      timeUtc: shelf.clock.now().toISOString(),
      zone: shelf.clock.timeZone,
    } as const,
    key.sign,
  );
  const draft = await draftSignature(shelf, record);
  const refused: Refused[] = [];
  const from: State[] = [];
  const untimely: string[] = [];
  try {
    const { index, event } = await appendDecided(shelf, (entries, timeUtc) => {
      const facts = factsOf(shelf, request, entries);
      if ('why' in facts) {
        refused.push(facts);
        throw new InputError('usage/not-permitted', facts.why);
      }
      if (!isTimely(record.timeUtc, timeUtc)) {
        untimely.push(timeUtc);
        throw new InputError('io/failed', untimelySentence(record.timeUtc, timeUtc), { file: folder });
      }
      from.splice(0, 1, facts.subject.state);
      return actEvent({ folder, from: facts.subject.state, signature: record, number: nextNumber(entries, record.resultSha256) }, sha256);
    });
    const unfinished = named(shelf, draft, { path: event.object, bytesSha256: signatureSha256(record) });
    return { index, path: event.object, record, from: from[0] ?? 'analysed', to: stateAfter(event.new), unfinished };
  } catch (error) {
    const [late] = refused;
    if (late !== undefined || untimely.length > 0) discardDraft(shelf.disk, draft);
    if (late === undefined) throw error;
    return refuse(shelf, request, late);
  }
}

/** The entry stands whether or not the file gets its name now. Other bytes under it are for the person to know at once. */
function named(shelf: Shelf, draft: Draft, file: Parameters<typeof publishSignature>[2]): string | null {
  try {
    publishSignature(shelf, draft, file);
    return null;
  } catch (error) {
    if (error instanceof InputError && error.code === 'audit-log/damaged') throw error;
    return error instanceof Error ? error.message : String(error);
  }
}

function stateAfter(value: unknown): State {
  const states: readonly State[] = ['reviewed', 'approved', 'rejected', 'released', 're-opened'];
  const found = typeof value === 'object' && value !== null && 'state' in value ? value.state : null;
  return states.find((state) => state === found) ?? 'analysed';
}

function untimelySentence(signed: string, entered: string): string {
  return `Expected the entry of a signature at most ${LONGEST_SIGNING_MINUTES} minutes behind its time (${signed}), found that it would be at ${entered}: the clock of the host was set meanwhile, or the store did not answer. Nothing was signed: sign again.`;
}

const UNKNOWN = { state: 'analysed', disposition: null, name: null } as const;

/** One behind those that were ever listed under this result. */
function nextNumber(entries: readonly AuditEntry[], resultSha256: string): number {
  const head = `signatures/${resultSha256}/`;
  const numbers = entries.flatMap(({ object }) => (object.startsWith(head) ? Number.parseInt(object.slice(head.length), 10) : []));
  return Math.max(0, ...numbers.filter(Number.isSafeInteger)) + 1;
}

function factsOf(shelf: Shelf, { folder, meaning, key }: StepRequest, entries: readonly AuditEntry[]): Facts | Refused {
  const { subjects, persons } = actsIn(entries);
  const subject = subjects.get(subjectOfFolder(folder));
  const isListed = subject?.latest.folder === folder || subject?.earlier.some(({ publication }) => publication.folder === folder);
  if (subject === undefined || isListed !== true) return { ...UNKNOWN, why: 'nothing-published' };
  const { state, latest } = subject;
  const refused = (why: StepRefusal, name: string | null = null): Refused => ({ why, state, disposition: latest.disposition, name });
  if (latest.folder !== folder) return refused('superseded');
  if (key === null) return refused('wrong-passphrase');
  const own = keyInForce(persons.keys, key.keyId, entries.length);
  if (own === null) return refused(keyFault(persons, key.keyId));
  const result = standingResult(shelf, subject);
  const analysts = [latest.actor, ...(result.user === null ? [] : [result.user])];
  const { rules, waits } = result;
  const approved = approvalOfResult(methodStepsIn(entries), result, { at: latest.timeUtc, index: latest.index });
  const why = stepRefusal(subject, {
    meaning,
    key: own,
    actor: shelf.actor,
    rules,
    waits,
    analysts,
    noApproval: 'why' in approved ? approved.why : null,
  });
  return why === null ? { subject, key: own } : refused(why, own.name);
}

function keyFault({ keys }: PersonKeys, keyId: string): StepRefusal {
  return keys.some((key) => key.keyId === keyId) ? 'withdrawn' : 'not-enrolled';
}

/** Nobody signs what is not what was published. */
function standingResult(shelf: Shelf, { latest }: SubjectActs): ResultOnDisk {
  const result = readResultOnDisk(shelf, latest.folder);
  if (result.resultSha256 === latest.resultSha256) {
    if (result.disposition === latest.disposition) return result;
    throw new InputError(
      'audit-log/damaged',
      `Expected the disposition that the result proposes ('${result.disposition}') in the entry of its publication, found '${latest.disposition}': the entry was not written by a run. Run 'cytolot verify', and analyse the lot again ('cytolot run --reason').`,
      { file: `${latest.folder}/result.json` },
    );
  }
  throw new InputError(
    'audit-log/damaged',
    `Expected the result that was published (SHA-256 ${latest.resultSha256}), found ${result.resultSha256}. Run 'cytolot verify', and restore the folder from a copy.`,
    { file: `${latest.folder}/result.json` },
  );
}

/** That it was refused stands in the log; the person is told why. */
async function refuse(shelf: Shelf, { folder, meaning, key, reason }: StepRequest, refused: Refused): Promise<never> {
  const step = MEANINGS[meaning];
  const { why, state } = refused;
  await appendEntry(shelf, refusedEvent({ folder, step, state, why, keyId: key?.keyId ?? null, reason }));
  throw new InputError('usage/not-permitted', refusalSentence(why, { step, ...refused }), { file: folder });
}
