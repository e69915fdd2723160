import type { AuditEntry, AuditEvent } from '../../audit-log/audit-entry.ts';
import { originOf } from '../../audit-log/checkpoint.ts';
import type { SigningKey } from '../../audit-log/log-keys.ts';
import { formatVerifierKey, type Sign } from '../../audit-log/verifier-key.ts';
import { InputError } from '../../errors.ts';
import { type Authority, type Enrolment, enrolmentEvent, type PersonKeyFile, withdrawalEvent } from '../../persons/enrolment.ts';
import { type EnrolmentRefusal, enrolmentRefusal, isOnlyApprover, keyInForce, type PersonKey } from '../../persons/person-keys.ts';
import type { PersonRole } from '../../persons/steps.ts';
import { appendDecided } from '../audit-log/append-decided.ts';
import { beginLog, readBeginning } from '../audit-log/begin-log.ts';
import { sha256 } from '../audit-log/ed25519.ts';
import { readEntries } from '../audit-log/read-entries.ts';
import { RefusedAct } from '../audit-log/refused-act.ts';
import type { Shelf } from '../disk/draft.ts';
import type { OpenedPersonKey } from './person-key.ts';
import { personsIn } from './read-acts.ts';

/** Who stands for an enrolment or withdrawal: the key of the store as it is in force, or a person's that was opened. */
export type Enroller = { readonly storeKey: SigningKey } | { readonly personKey: OpenedPersonKey };

const SENTENCES: Readonly<Record<EnrolmentRefusal, string>> = {
  'key-known':
    'Expected a key that this store never had, found one that it has or had: a withdrawn key is not enrolled again. Make a new one.',
  'approver-enrols':
    'Expected the key of an approver after --key, found the key of the store, which enrols only while no approver is enrolled.',
  'replaces-other': 'Expected the id of a key of the same person after --replaces, which counts now, found another.',
  'name-taken':
    'Expected a name that no other key in force has, found one that has: give --replaces with the id of that key where it is the same person, or make a key under a name that tells the two apart.',
};

export interface EnrolRequest {
  readonly person: PersonKeyFile;
  readonly roles: readonly PersonRole[];
  readonly account: string | null;
  readonly replaces: string | null;
  readonly reason: string | null;
}

/** Enrols the key of a person by an entry that the enroller signs. Throws `usage/bad-argument`, `usage/not-permitted`. */
export async function enrolPerson(shelf: Shelf, { reason, ...asked }: EnrolRequest, enroller: Enroller): Promise<DoneKey> {
  await beginLog(shelf);
  const store = originOf(readBeginning(shelf).storeId);
  return doneOnce(shelf, asked.person.keyId, (entries) => {
    const { keys } = personsIn(entries);
    const same = keyInForce(keys, asked.person.keyId, entries.length);
    if (same !== null && isSameEnrolment(same, asked)) return { key: same, index: same.from };
    const { by, sign } = authorityOf(enroller, keys, { index: entries.length, own: null });
    const unsigned: Omit<Enrolment, 'signature'> = { schemaVersion: 1, store, ...asked, by };
    const refusal = enrolmentRefusal(unsigned, keys);
    if (refusal !== null) throw new RefusedAct(refusal, { code: 'usage/bad-argument', sentence: SENTENCES[refusal] }, { file: shelf.root });
    return enrolmentEvent(unsigned, sign, reason);
  });
}

/** Withdraws a key from here on: what it signed before stands. Throws `usage/bad-argument`, `usage/not-permitted`. */
export async function withdrawPerson(
  shelf: Shelf,
  { keyId, reason }: { readonly keyId: string; readonly reason: string },
  enroller: Enroller,
): Promise<DoneKey> {
  const store = originOf(readBeginning(shelf).storeId);
  return doneOnce(shelf, keyId, (entries) => {
    const { keys } = personsIn(entries);
    const gone = keys.find((one) => one.keyId === keyId && one.until !== null);
    if (gone?.until != null) return { key: gone, index: gone.until };
    const key = keyInForce(keys, keyId, entries.length);
    if (key === null)
      throw new InputError(
        'usage/bad-argument',
        `Expected the id of a key that counts, found '${keyId}': 'cytolot key list OUT' shows them.`,
        {
          file: shelf.root,
        },
      );
    if ('storeKey' in enroller && !isOnlyApprover(keys, keyId))
      throw new RefusedAct('store-key', {
        sentence: `Expected the key of an approver, or of ${key.name}, after --key, found the key of the store, which withdraws only the key of the only approver there is. Any other is withdrawn by an approver, or by the key itself.`,
      });
    const { by, sign } = authorityOf(enroller, keys, { index: entries.length, own: keyId });
    return withdrawalEvent({ schemaVersion: 1, store, keyId, name: key.name, reason, by }, sign);
  });
}

/** A key as an entry enrolled or withdrew it. */
export interface DoneKey {
  readonly key: PersonKey;
  readonly index: number;
}

/** The same command again, such as where only its checkpoint was missing, enters nothing: `decide` says what stands in the place of an event. */
async function doneOnce(shelf: Shelf, keyId: string, decide: (entries: readonly AuditEntry[]) => AuditEvent | DoneKey): Promise<DoneKey> {
  const standing: DoneKey[] = [];
  try {
    const { index } = await appendDecided(shelf, (entries) => {
      const decided = decide(entries);
      if (!('key' in decided)) return decided;
      standing.push(decided);
      throw new InputError('usage/bad-argument', 'it stands already');
    });
    const key = personsIn([...readEntries(shelf)]).keys.find((one) => one.keyId === keyId);
    if (key === undefined) throw new Error('an entry without a key');
    return { key, index };
  } catch (error) {
    const [stands] = standing;
    if (stands === undefined) throw error;
    return stands;
  }
}

function isSameEnrolment({ name, roles, account }: PersonKey, asked: Omit<EnrolRequest, 'reason'>): boolean {
  const sameRoles = roles.length === asked.roles.length && roles.every((role) => asked.roles.includes(role));
  return name === asked.person.name && sameRoles && account === asked.account;
}

function authorityOf(
  enroller: Enroller,
  keys: readonly PersonKey[],
  { index, own }: { readonly index: number; readonly own: string | null },
): { readonly by: Authority; readonly sign: Sign } {
  if ('storeKey' in enroller) {
    const { key, sign } = enroller.storeKey;
    return { by: { storeKey: formatVerifierKey(key, sha256) }, sign };
  }
  const { keyId, sign } = enroller.personKey;
  const key = keyInForce(keys, keyId, index);
  if (key !== null && (key.roles.includes('approver') || keyId === own)) return { by: { keyId, name: key.name }, sign };
  const found = key === null ? 'one that is not enrolled, or was withdrawn' : `the key of ${key.name}, who is ${key.roles.join(', ')}`;
  throw new RefusedAct(key === null ? 'not-enrolled' : 'not-entitled', {
    sentence: `Expected the key of an enrolled approver after --key, found ${found}. 'cytolot key list OUT' shows who is approver.`,
  });
}
