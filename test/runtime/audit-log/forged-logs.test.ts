import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type AuditEntry, entryPath, formatEntry } from '../../../src/audit-log/audit-entry.ts';
import { isWrong } from '../../../src/audit-log/verify-notes.ts';
import { actEvent } from '../../../src/persons/act-event.ts';
import { enrolmentEvent } from '../../../src/persons/enrolment.ts';
import { formatSignatureRecord, type SignatureRecord } from '../../../src/persons/signature-record.ts';
import type { Meaning, State } from '../../../src/persons/steps.ts';
import { appendEntry } from '../../../src/runtime/audit-log/append-entry.ts';
import { sha256 } from '../../../src/runtime/audit-log/ed25519.ts';
import { readEntries } from '../../../src/runtime/audit-log/read-entries.ts';
import { useStoreKey } from '../../../src/runtime/audit-log/store-key.ts';
import { verifyStore } from '../../../src/runtime/audit-log/verify-store.ts';
import type { Shelf } from '../../../src/runtime/disk/draft.ts';
import { shelfHere } from './log-here.ts';
import {
  enrolmentOf,
  hash,
  methodApprovalOf,
  newPair,
  type Publication,
  personNamed,
  publish,
  put,
  resultText,
  signatureOf,
  signedFields,
  type TestPerson,
} from './signed-store.ts';

/**
 * Entries: 0 the beginning, 1 the key of the store, 2 an approver, 3 a reviewer, 4 the method, 5 lot D that conforms, 6 its review, 7 approval, 8 release, 9 lot F that does not
 * conform, 10 its review, 11 approval. No checkpoint is over them: who holds the disk can write every entry anew, and has the key of no person.
 */
const REVIEWED = 6;
const APPROVED = 7;
const RELEASED = 8;

interface Made {
  readonly shelf: Shelf;
  readonly approver: TestPerson;
  readonly passing: Publication;
  readonly failing: Publication;
  readonly entries: readonly AuditEntry[];
}

let made: Made;
let other: Made;

async function sign(shelf: Shelf, person: TestPerson, publication: Publication, step: readonly [Meaning, State, number]): Promise<void> {
  const [meaning, from, number] = step;
  const record = signatureOf(person, { ...signedFields(shelf, publication), meaning, reason: 'complete' });
  const event = actEvent({ folder: publication.folder, from, signature: record, number }, sha256);
  put(shelf, event.object, formatSignatureRecord(record));
  await appendEntry(shelf, event);
}

async function newStore(approver: TestPerson, reviewer: TestPerson): Promise<Made> {
  const shelf = shelfHere();
  const signing = await useStoreKey(shelf, newPair());
  await appendEntry(shelf, enrolmentOf(shelf, approver, signing));
  const by = { keyId: approver.file.keyId, name: approver.file.name };
  const store = signing.key.name;
  const unsigned = { schemaVersion: 1, store, person: reviewer.file, roles: ['reviewer'], account: null, replaces: null, by } as const;
  await appendEntry(shelf, enrolmentEvent(unsigned, approver.pair.sign, null));
  await appendEntry(shelf, methodApprovalOf(shelf, approver));
  const passing = await publish(shelf, 'D', { user: 'wang' });
  await sign(shelf, reviewer, passing, ['reviewed', 'analysed', 1]);
  await sign(shelf, approver, passing, ['approved for release', 'reviewed', 2]);
  await sign(shelf, approver, passing, ['released', 'approved', 3]);
  const failing = await publish(shelf, 'F', { text: resultText('F', 'does not conform'), disposition: 'does not conform' });
  await sign(shelf, reviewer, failing, ['reviewed', 'analysed', 1]);
  await sign(shelf, approver, failing, ['approved', 'reviewed', 2]);
  return { shelf, approver, passing, failing, entries: [...readEntries(shelf)] };
}

beforeAll(async () => {
  const [approver, reviewer] = [personNamed('Ada Approver'), personNamed('Rui Reviewer')];
  made = await newStore(approver, reviewer);
  other = await newStore(approver, reviewer);
});

type Forge = (entries: readonly AuditEntry[]) => readonly AuditEntry[];

const at =
  (index: number, change: (entry: AuditEntry) => AuditEntry): Forge =>
  (entries) =>
    entries.map((entry, i) => (i === index ? change(entry) : entry));
const without =
  (...indices: readonly number[]): Forge =>
  (entries) =>
    entries.filter((_, i) => !indices.includes(i));
/** The entry of one index right behind another one. */
const moved =
  (from: number, behind: number): Forge =>
  (entries) => {
    const [entry] = entries.slice(from, from + 1);
    return entries.flatMap((one, i) => (i === from ? [] : i === behind && entry !== undefined ? [one, entry] : [one]));
  };
const appended =
  (make: (entries: readonly AuditEntry[]) => AuditEntry | undefined): Forge =>
  (entries) => {
    const entry = make(entries);
    if (entry === undefined) throw new Error('no entry to copy');
    return [...entries, entry];
  };
function withNew(entry: AuditEntry, change: object): AuditEntry {
  return { ...entry, new: JSON.parse(JSON.stringify({ ...Object(entry.new), ...change })) };
}
const signatureIn = (entry: AuditEntry): SignatureRecord => Object(entry.new).signature;
/** An act whose record is changed, its bytes named as they then are. */
const withRecord = (entry: AuditEntry, change: Partial<SignatureRecord>): AuditEntry => {
  const signature = { ...signatureIn(entry), ...change };
  return { ...withNew(entry, { signature }), objectSha256: hash(formatSignatureRecord(signature)), reason: signature.reason };
};
/** The release of lot D as one of lot F. */
const asOfFailing = (entry: AuditEntry): AuditEntry => ({
  ...withNew(entry, { folder: made.failing.folder }),
  object: `signatures/${made.failing.resultSha256}/0003.json`,
});

/** Writes a log of these entries into a copy of the store, each under its place in it, and the files that they list. */
function forgedStore(forge: Forge): Shelf {
  const root = mkdtempSync(join(tmpdir(), 'cytolot-forged-'));
  cpSync(made.shelf.root, root, { recursive: true });
  for (const folder of ['log', 'signatures']) rmSync(join(root, folder), { recursive: true });
  const shelf = { ...made.shelf, root };
  for (const [index, entry] of forge(made.entries).entries()) {
    put(shelf, `log/entries/${entryPath(index)}/entry.json`, formatEntry({ ...entry, index }));
    if (entry.object.startsWith('signatures/')) put(shelf, entry.object, formatSignatureRecord(signatureIn(entry)));
  }
  return shelf;
}

function found(forge: Forge): readonly string[] {
  const { notes } = verifyStore(forgedStore(forge), { known: [], key: null, witnesses: [] });
  const codes = notes.filter(isWrong).map(({ code, fields }) => ('why' in fields ? `${code} ${fields.why}` : code));
  return [...new Set(codes)].sort();
}

const wrong = (why: string): string => `verify/signature-wrong ${why}`;
const MINUTE = 60_000;
const later = (timeUtc: string, minutes: number): string => new Date(Date.parse(timeUtc) + minutes * MINUTE).toISOString();

const FORGERIES: readonly (readonly [string, Forge, readonly string[]])[] = [
  [
    'the release of one lot is copied to another',
    appended((entries) => entries.slice(RELEASED).map(asOfFailing)[0]),
    [wrong('other-place')],
  ],
  [
    'the release is copied under another number',
    appended((entries) => entries.slice(RELEASED).map((one) => ({ ...one, object: one.object.replace('0003', '0004') }))[0]),
    [wrong('other-place')],
  ],
  [
    'a release of the same result in another store is entered',
    (entries) => [...entries.slice(0, RELEASED), ...other.entries.slice(RELEASED, RELEASED + 1), ...entries.slice(RELEASED + 1)],
    [wrong('other-store')],
  ],
  [
    'the reason of an entry is another than was signed',
    at(APPROVED, (entry) => ({ ...entry, reason: 'complete, with a deviation' })),
    [wrong('entry-differs'), wrong('wrong-step')],
  ],
  [
    'the reason of a record is changed with its entry',
    at(RELEASED, (entry) => withRecord(entry, { reason: 'other' })),
    [wrong('wrong-signature')],
  ],
  ['a name is changed', at(RELEASED, (entry) => withRecord(entry, { name: 'Eve' })), [wrong('other-name')]],
  [
    'an approval becomes one for release',
    at(11, (entry) => withRecord(entry, { meaning: 'approved for release' })),
    [wrong('wrong-signature')],
  ],
  ['an old signature is dated to now', at(RELEASED, (entry) => ({ ...entry, timeUtc: later(entry.timeUtc, 11) })), [wrong('other-time')]],
  [
    'a signature is entered before it was given',
    at(RELEASED, (entry) => ({ ...entry, timeUtc: later(entry.timeUtc, -1) })),
    [wrong('other-time')],
  ],
  ['a release stands before its approval', moved(APPROVED, RELEASED), [wrong('wrong-step')]],
  ['a review is left out', without(REVIEWED), [wrong('wrong-step')]],
  ['an enrolment is left out', without(3), [wrong('not-enrolled'), wrong('wrong-step')]],
  ['an enrolment stands behind the signature', moved(3, REVIEWED), [wrong('not-enrolled'), wrong('wrong-step')]],
  [
    'a reviewer is enrolled as an approver',
    at(3, (entry) => withNew(entry, { roles: ['approver'] })),
    ['verify/person-key-not-proven', wrong('not-enrolled'), wrong('wrong-step')],
  ],
  [
    'a key is enrolled by nobody who might',
    appended((entries) => entries.slice(3, 4).map((entry) => ({ ...withNew(entry, { person: personNamed('Eve').file }) }))[0]),
    ['verify/person-key-not-proven'],
  ],
  [
    'the text of an approved method is changed',
    at(4, (entry) => withNew(entry, { method: { id: 'M', version: '1', sha256: hash('other'), text: 'other' } })),
    ['verify/act-not-allowed method-not-approved', 'verify/method-step-not-proven'],
  ],
  ['a method is approved behind the release', moved(4, RELEASED), ['verify/act-not-allowed method-not-approved']],
  [
    'an approval of a method without a reason in retrospect names an earlier time',
    at(4, (entry) => withNew(entry, { retrospective: null })),
    ['verify/act-not-allowed method-not-approved', 'verify/method-step-not-proven'],
  ],
  [
    'the publication of a lot that fails says that it conforms',
    at(9, (entry) => withNew(entry, { disposition: 'conforms' })),
    ['verify/publication-differs'],
  ],
  [
    'the publication names the result of another lot',
    at(9, (entry) => withNew(entry, { resultSha256: made.passing.resultSha256 })),
    ['verify/publication-differs', wrong('other-result')],
  ],
  [
    'a lot is published again with what was signed of another',
    appended((entries) => entries.slice(5, 6).map((entry) => withNew({ ...entry, object: 'lots/F/release/0001' }, {}))[0]),
    ['verify/changed', 'verify/job-differs', wrong('other-files')],
  ],
  ['the state before a step is another', at(RELEASED, (entry) => ({ ...entry, old: { state: 'reviewed' } })), [wrong('entry-differs')]],
  [
    'the entries of two lots are exchanged',
    (entries) =>
      entries.map((entry, i) =>
        i === 5 ? { ...entry, object: 'lots/F/release/0001' } : i === 9 ? { ...entry, object: 'lots/D/release/0001' } : entry,
      ),
    ['verify/changed', 'verify/job-differs', wrong('other-result')],
  ],
];

describe('a log that was written anew by whoever holds the disk, and the key of no person', () => {
  it('is intact where nothing was forged', () => {
    expect(found((entries) => entries)).toEqual([]);
  });

  it.each(FORGERIES)('is found where %s', (_title, forge, codes) => {
    expect(found(forge)).toEqual([...codes].sort());
  });
});
