import { beforeEach, describe, expect, it } from 'vitest';
import { actEvent } from '../../src/persons/act-event.ts';
import { dueEvents } from '../../src/persons/due-events.ts';
import { formatSignatureRecord, parseSignatureRecord } from '../../src/persons/signature-record.ts';
import { MEANING_TEXTS, MEANINGS, type Meaning, STATES, STEP_NAMES, STEPS, type State } from '../../src/persons/steps.ts';
import { canonicalJson } from '../../src/results/canonical-json.ts';
import { cryptography } from '../../src/runtime/audit-log/ed25519.ts';
import { FOLDER, MemoryLog, type Person, person, RESULT } from './log-in-memory.ts';

let log: MemoryLog;
let reviewer: Person;
let approver: Person;

beforeEach(() => {
  log = new MemoryLog();
  reviewer = person('Rui Reviewer');
  approver = person('Ada Approver');
  log.enrol(approver, ['approver'], 'store');
  log.enrol(reviewer, ['reviewer'], approver);
});

const ready = (...meanings: readonly Meaning[]): void => {
  log.publish();
  for (const meaning of meanings) log.act(meaning === 'reviewed' ? reviewer : approver, meaning);
};

describe('the steps of a result', () => {
  it.each([
    ['published', [], 'analysed'],
    ['reviewed', ['reviewed'], 'reviewed'],
    ['approved', ['reviewed', 'approved'], 'approved'],
    ['approved for release', ['reviewed', 'approved for release'], 'approved'],
    ['rejected', ['reviewed', 'rejected'], 'rejected'],
    ['rejected after approval', ['reviewed', 'approved', 'rejected'], 'rejected'],
    ['released', ['reviewed', 'approved', 'released'], 'released'],
    ['re-opened', ['reviewed', 'approved', 'released', 're-opened'], 're-opened'],
    ['reviewed again', ['reviewed', 'rejected', 're-opened', 'reviewed'], 'reviewed'],
  ] as const)('%s', (_title, meanings, state) => {
    ready(...meanings);
    expect(log.subject().state).toBe(state);
    expect(log.subject().faulty).toEqual([]);
  });

  /** Written out by hand from the order in which a laboratory works; everything that is not here is refused. */
  const LEGAL: readonly (readonly [State, string])[] = [
    ['analysed', 'review'],
    ['re-opened', 'review'],
    ['reviewed', 'review'],
    ['reviewed', 'approve'],
    ['approved', 'approve'],
    ['reviewed', 'reject'],
    ['approved', 'reject'],
    ['approved', 'release'],
    ['reviewed', 'reopen'],
    ['approved', 'reopen'],
    ['rejected', 'reopen'],
    ['released', 'reopen'],
  ];

  it('are these and no other', () => {
    const found = STATES.flatMap((state) =>
      STEP_NAMES.filter((step) => (STEPS[step].from as readonly State[]).includes(state)).map((step) => `${state} ${step}`),
    );
    expect(found.sort()).toEqual(LEGAL.map((pair) => pair.join(' ')).sort());
  });

  it('have each a meaning, and each meaning a step', () => {
    expect([...new Set(MEANING_TEXTS.map((meaning) => MEANINGS[meaning]))]).toEqual([...STEP_NAMES]);
    expect([...MEANING_TEXTS].sort()).toEqual(Object.keys(MEANINGS).sort());
  });

  it('that are not allowed change nothing, and are named', () => {
    ready('released');
    expect(log.subject()).toMatchObject({ state: 'analysed', signatures: [], faulty: [{ fault: 'wrong-step', name: 'Ada Approver' }] });
  });

  it('take a further signature of another person, and none of the same again', () => {
    const second = person('Bo Second');
    log.enrol(second, ['approver'], approver);
    ready('reviewed', 'approved', 'approved');
    log.act(second, 'approved');
    expect(log.subject().signatures.map(({ record }) => record.name)).toEqual(['Rui Reviewer', 'Ada Approver', 'Bo Second']);
    expect(log.subject().faulty.map(({ fault }) => fault)).toEqual(['same-person']);
  });
});

describe('a signature', () => {
  it('is Ed25519 over RFC 8785 of all its other members', () => {
    ready('reviewed');
    const [signed] = log.subject().signatures;
    const { signature, ...rest } = signed?.record ?? { signature: '' };
    const key = log.acts().persons.keys.find(({ name }) => name === 'Rui Reviewer');
    const message = Buffer.from(canonicalJson(rest));
    expect(Object.keys(rest).sort().join(' ')).toBe(
      'keyId manifestSha256 meaning name reason resultSha256 schemaVersion store timeUtc zone',
    );
    expect(
      cryptography.check({ publicKey: key?.publicKey ?? new Uint8Array(32), message, signature: Buffer.from(signature, 'base64') }),
    ).toBe(true);
  });

  it.each([
    ['another name', { name: 'Ada Approver' }, 'other-name'],
    ['another meaning of the same step', { meaning: 'approved for release' }, 'wrong-signature'],
    ['another time', { timeUtc: '2026-11-19T06:05:00.000Z' }, 'wrong-signature'],
    ['another reason', { reason: 'none' }, 'wrong-signature'],
    ['another zone', { zone: 'UTC' }, 'wrong-signature'],
    ['another result', { resultSha256: 'cd'.repeat(32) }, 'other-result'],
    ['another key', { keyId: '00'.repeat(32) }, 'not-enrolled'],
  ] as const)('with %s does not count', (_title, change, fault) => {
    log.publish();
    log.act(reviewer, 'reviewed');
    const before = log.subject().state;
    const second = person('Bo Second');
    log.enrol(second, ['approver'], approver);
    // Signed as it should be, then changed, with an entry that names the changed bytes: what whoever holds the disk can do without a key.
    const unsigned = new MemoryLog();
    unsigned.act(second, 'approved');
    const forged = structuredClone(unsigned.entries.at(-1)) as { new: { signature: Record<string, unknown> } } | undefined;
    const record = { ...forged?.new.signature, ...change };
    const parsed = parseSignatureRecord(canonicalJson(record));
    if ('found' in parsed) throw new Error(parsed.found);
    log.act(second, parsed.meaning, { ...parsed, ...change });
    expect(log.subject()).toMatchObject({ state: before, faulty: [{ fault }] });
  });

  it.each([
    ['another store', { store: 'cytolot/11111111-0000-4000-8000-000000000000' }, 'other-store'],
    ['other files than were published', { manifestSha256: '21'.repeat(32) }, 'other-files'],
    // Its entry, the fifth, is written at 06:05:04; ten minutes before it is the last time that counts.
    ['a time behind its entry', { timeUtc: '2026-11-18T06:05:04.001Z' }, 'other-time'],
    ['a time that is too long before its entry', { timeUtc: '2026-11-18T05:55:03.999Z' }, 'other-time'],
    ['the earliest time', { timeUtc: '2026-11-18T05:55:04.000Z' }, null],
    ['the latest time', { timeUtc: '2026-11-18T06:05:04.000Z' }, null],
    ['an entry that says another state before', { from: 'reviewed' }, 'entry-differs'],
  ] as const)('that its person gave, for %s', (_title, change, fault) => {
    log.publish();
    log.act(reviewer, 'reviewed', change);
    expect(log.subject()).toMatchObject(
      fault === null ? { state: 'reviewed', faulty: [] } : { state: 'analysed', faulty: [{ index: 4, fault }] },
    );
  });

  it('does not count under an entry that gives another reason', () => {
    ready('reviewed');
    const last = log.entries.pop();
    if (last !== undefined) log.entries.push({ ...last, reason: 'nobody asked' });
    expect(log.subject()).toMatchObject({ state: 'analysed', faulty: [{ fault: 'entry-differs' }] });
  });

  it.each([
    ['released', 'conforms', null],
    ['released', 'does not conform', 'other-disposition'],
    ['released', 'pending', 'other-disposition'],
    ['released', 'no valid result', 'other-disposition'],
    ['released on rapid results, others pending', 'pending', null],
    ['released on rapid results, others pending', 'conforms', 'other-disposition'],
    ['released exceptionally, out of specification', 'does not conform', null],
    ['released exceptionally, out of specification', 'conforms', 'other-disposition'],
  ] as const)('that says "%s" of a result that says "%s"', (meaning, disposition, fault) => {
    log.publish(FOLDER, { disposition });
    for (const one of ['reviewed', 'approved', meaning] as const) log.act(approver, one);
    expect(log.subject()).toMatchObject(
      fault === null ? { state: 'released', faulty: [] } : { state: 'approved', faulty: [{ fault, name: 'Ada Approver' }] },
    );
  });

  it('is of the files that were published last; those that were signed stay what was signed', () => {
    log.publish();
    log.publish(FOLDER, { manifestSha256: '21'.repeat(32) });
    log.act(reviewer, 'reviewed', { manifestSha256: '21'.repeat(32) });
    log.publish(FOLDER, { manifestSha256: '31'.repeat(32) });
    expect(log.subject()).toMatchObject({ state: 'reviewed', latest: { manifestSha256: '21'.repeat(32) } });
    log.act(approver, 'approved', { manifestSha256: '31'.repeat(32) });
    expect(log.subject()).toMatchObject({ state: 'reviewed', faulty: [{ fault: 'other-files' }] });
  });

  it('of a withdrawn key does not count; one from before goes on to stand', () => {
    ready('reviewed', 'approved');
    log.withdraw(approver, 'store');
    log.act(approver, 'released');
    expect(log.subject()).toMatchObject({ state: 'approved', faulty: [{ fault: 'withdrawn' }] });
    expect(log.subject().signatures.map(({ standing }) => standing)).toEqual(['stands', 'stands']);
  });

  it('of somebody who is not entitled does not count', () => {
    ready('reviewed');
    log.act(reviewer, 'approved');
    expect(log.subject()).toMatchObject({ state: 'reviewed', faulty: [{ fault: 'not-entitled' }] });
  });

  it('under a number that is taken does not count; the very entry again counts once', () => {
    ready('reviewed');
    log.act(approver, 'approved', { number: 1 });
    expect(log.subject()).toMatchObject({ state: 'reviewed', faulty: [{ fault: 'other-place' }] });
    const [first] = log.entries.filter(({ action }) => action === 'reviewed');
    if (first !== undefined) log.append(first);
    expect(log.subject().signatures).toHaveLength(1);
  });

  it('that was given before is no new one, whatever entry holds it', () => {
    ready('reviewed', 'approved');
    const [, approved] = log.subject().signatures;
    if (approved === undefined) throw new Error('none');
    log.act(approver, 're-opened');
    log.act(reviewer, 'reviewed');
    log.append(actEvent({ folder: FOLDER, from: 'reviewed', signature: approved.record, number: 9 }, cryptography.sha256));
    expect(log.subject()).toMatchObject({ faulty: [{ fault: 'other-place' }], state: 'reviewed' });
  });

  it.each([
    ['', 'what is not JSON'],
    ['{}', "'schemaVersion': Invalid input: expected 1"],
    ['{"schemaVersion":1 }', "'store': Invalid input: expected string, received undefined"],
  ])('is not read from %j', (text, found) => {
    expect(parseSignatureRecord(text)).toEqual({ found });
  });

  it('is read from its canonical form alone, without a further member, and without characters that hide', () => {
    ready('reviewed');
    const [signed] = log.subject().signatures;
    if (signed === undefined) throw new Error('none');
    const text = formatSignatureRecord(signed.record);
    expect(parseSignatureRecord(text)).toEqual(signed.record);
    expect(parseSignatureRecord(`${text}\n`)).toHaveProperty('found');
    expect(parseSignatureRecord(canonicalJson({ ...signed.record, more: 1 }))).toHaveProperty('found');
    for (const name of ['', ' A', 'A\u0000', 'A\u202eB', 'A\nB', 'A\u200bB', 'e\u0301', 'x'.repeat(121)])
      expect(parseSignatureRecord(canonicalJson({ ...signed.record, name }))).toHaveProperty('found');
  });
});

describe('a later analysis', () => {
  const later = 'lots/LOT-1/release/0002';
  const other = { resultSha256: '34'.repeat(32) };

  it('takes the place of a signed one, whose signatures are superseded', () => {
    ready('reviewed', 'approved');
    log.publish(later, other);
    expect(log.subject()).toMatchObject({ state: 'analysed', earlier: [{ state: 'approved' }] });
    expect(log.subject().signatures.map(({ standing }) => standing)).toEqual(['superseded', 'superseded']);
    expect(dueEvents(log.subject(), log.entries)).toMatchObject([{ action: 'superseded', object: FOLDER, new: { by: later } }]);
  });

  it.each([
    ['does not conform', 're-opened'],
    ['no valid result', 're-opened'],
    ['pending', 'analysed'],
    ['conforms', 'analysed'],
  ])('that says "%s" makes of a released lot one that is %s', (disposition, state) => {
    ready('reviewed', 'approved', 'released');
    log.publish(later, { ...other, disposition });
    expect(log.subject().state).toBe(state);
    const due = dueEvents(log.subject(), log.entries);
    expect(due.map(({ action }) => action)).toEqual(state === 're-opened' ? ['superseded', 'reopened'] : ['superseded']);
    for (const event of due) log.append(event);
    expect(log.subject().state).toBe(state);
    expect(dueEvents(log.subject(), log.entries)).toEqual([]);
  });

  it.each([
    ['pending, then fails', ['pending', 'does not conform'], [0, 1], 're-opened'],
    ['fails, then fails again', ['does not conform', 'no valid result'], [1, 1], 're-opened'],
    ['pending, then conforms', ['pending', 'conforms'], [0, 0], 'analysed'],
  ] as const)('behind another: released, %s', (_title, dispositions, reopened, state) => {
    ready('reviewed', 'approved', 'released');
    const found = dispositions.map((disposition, i) => {
      log.publish(`lots/LOT-1/release/000${i + 2}`, { resultSha256: `${i + 3}4`.repeat(32), disposition });
      const due = dueEvents(log.subject(), log.entries);
      for (const event of due) log.append(event);
      return due.filter(({ action }) => action === 'reopened').length;
    });
    expect(found).toEqual(reopened);
    expect(log.subject().state).toBe(state);
  });

  it.each([
    ['none decided', [], 're-opened'],
    ['one re-opened it', ['re-opened'], 'analysed'],
  ] as const)('that fails opens a released lot of which %s since', (_title, since, state) => {
    ready('reviewed', 'approved', 'released', ...since);
    log.publish(later, { ...other, disposition: 'does not conform' });
    expect(log.subject().state).toBe(state);
  });

  it('is not made by its own entry again, whatever that says', () => {
    ready();
    const first = log.subject().latest;
    log.publish(FOLDER, { disposition: 'does not conform' });
    log.publish(FOLDER);
    expect(log.subject()).toMatchObject({ latest: first, earlier: [] });
  });

  it('of the same bytes needs signatures of its own', () => {
    ready('reviewed');
    log.publish(later);
    expect(log.subject()).toMatchObject({ state: 'analysed', signatures: [{ standing: 'superseded' }] });
    log.act(reviewer, 'reviewed', { folder: later });
    expect(log.subject()).toMatchObject({
      state: 'reviewed',
      signatures: [{ standing: 'superseded' }, { path: `signatures/${RESULT}/0002.json` }],
    });
  });

  it('is not made by the entry of an earlier one that comes again', () => {
    ready();
    log.publish(later, other);
    log.publish();
    expect(log.subject()).toMatchObject({ latest: { folder: later }, earlier: [{ publication: { folder: FOLDER } }] });
  });
});
