import { beforeEach, describe, expect, it } from 'vitest';
import type { AuditEvent } from '../../../src/audit-log/audit-entry.ts';
import { isWrong } from '../../../src/audit-log/verify-notes.ts';
import { actEvent } from '../../../src/persons/act-event.ts';
import { personObject } from '../../../src/persons/enrolment.ts';
import { formatSignatureRecord, type SignatureRecord } from '../../../src/persons/signature-record.ts';
import { appendEntry } from '../../../src/runtime/audit-log/append-entry.ts';
import { sha256 } from '../../../src/runtime/audit-log/ed25519.ts';
import { verifyStore } from '../../../src/runtime/audit-log/verify-store.ts';
import {
  enrolmentOf,
  type Publication,
  personNamed,
  publish,
  put,
  type SignedStore,
  signatureOf,
  signedFields,
  signedStore,
  type TestPerson,
} from './signed-store.ts';

let made: SignedStore;
let person: TestPerson;
let result: Publication;
beforeEach(async () => {
  made = await signedStore();
  result = await publish(made.shelf, 'D');
  person = personNamed('Ada Approver');
});

const FOLDER = 'lots/D/release/0001';

/** What whoever holds the disk, and no key of a person, can write: a file with the entry that lists it. */
async function write(signature: SignatureRecord, { folder = FOLDER, number = 1 } = {}): Promise<AuditEvent> {
  const event = actEvent({ folder, from: 'analysed', signature, number }, sha256);
  put(made.shelf, event.object, formatSignatureRecord(signature));
  await appendEntry(made.shelf, event);
  return event;
}

const reviewed = (of: TestPerson = person): SignatureRecord =>
  signatureOf(of, { ...signedFields(made.shelf, result), meaning: 'reviewed', reason: 'complete' });

const found = () =>
  verifyStore(made.shelf, { known: [], key: null, witnesses: [] })
    .notes.filter(isWrong)
    .map(({ code, fields }) => [code, 'why' in fields ? fields.why : null]);

describe('the signatures of a store', () => {
  it('are intact where an enrolled person signed', async () => {
    await appendEntry(made.shelf, enrolmentOf(made.shelf, person, made.signing));
    // The reviewer of the store may enrol as well, so that the key of the store no longer does.
    expect(found()).toEqual([['verify/person-key-not-proven', null]]);
  });

  it.each([
    ['a key that nobody enrolled', () => reviewed(), 'not-enrolled'],
    ['another name', () => ({ ...reviewed(), name: 'Rui Reviewer' }), 'not-enrolled'],
  ] as const)('are wrong with %s', async (_title, record, why) => {
    await write(record());
    expect(found()).toEqual([['verify/signature-wrong', why]]);
  });

  it.each([
    ['meaning', { meaning: 'released' }, 'wrong-signature'],
    ['time', { timeUtc: '2026-11-19T06:05:00.000Z' }, 'wrong-signature'],
    ['reason', { reason: 'none' }, 'wrong-signature'],
    ['name', { name: 'Eve' }, 'other-name'],
  ] as const)('are wrong with another %s, file and entry changed alike', async (_title, change, why) => {
    const own = made.person;
    await write({ ...reviewed(own), ...change });
    expect(found()).toEqual([['verify/signature-wrong', why]]);
  });

  it('are wrong where one is moved to another result, or doubled', async () => {
    const other = signatureOf(made.person, { ...signedFields(made.shelf, made.signed), meaning: 'reviewed', reason: 'complete' });
    await write(other, { number: 2 });
    await write(reviewed(made.person));
    await write(signatureOf(made.person, { ...signedFields(made.shelf, result), meaning: 'reviewed', reason: 'twice' }), { number: 2 });
    expect(found()).toHaveLength(2);
    expect(new Set(found().map(([, why]) => why))).toEqual(new Set(['other-place', 'same-person']));
  });

  it('are wrong where an entry enrols a key that nobody entitled signed', async () => {
    const event = enrolmentOf(made.shelf, person, { ...made.signing, sign: person.pair.sign });
    await appendEntry(made.shelf, event);
    await appendEntry(made.shelf, { ...event, action: 'key-withdrawn', object: personObject(made.person.file.keyId) });
    expect(found()).toEqual([
      ['verify/person-key-not-proven', null],
      ['verify/person-key-not-proven', null],
    ]);
  });

  it.each(['method-approved', 'method-withdrawn'] as const)('are wrong where an entry is %s and no approver signed it', async (action) => {
    const event = {
      action,
      object: 'methods/m/specifications/s',
      objectSha256: null,
      old: null,
      new: { signature: '' },
      reason: null,
    } as const;
    await appendEntry(made.shelf, event);
    expect(found()).toEqual([['verify/method-step-not-proven', null]]);
  });

  it('are wrong where an entry claims one and holds none', async () => {
    const path = `signatures/${result.resultSha256}/0001.json`;
    put(made.shelf, path, '{}');
    const event = { action: 'approved', object: path, objectSha256: null, old: null, new: null, reason: null } as const;
    await appendEntry(made.shelf, event);
    expect(found().map(([code]) => code)).toContain('verify/signature-wrong');
  });
});
