import { beforeEach, describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../src/audit-log/audit-entry.ts';
import { formatPersonKeyFile, parsePersonKeyFile } from '../../src/persons/enrolment.ts';
import { keyInForce } from '../../src/persons/person-keys.ts';
import { canonicalJson } from '../../src/results/canonical-json.ts';
import { cryptography } from '../../src/runtime/audit-log/ed25519.ts';
import { MemoryLog, person } from './log-in-memory.ts';

let log: MemoryLog;
beforeEach(() => {
  log = new MemoryLog();
});

const names = () =>
  log
    .acts()
    .persons.keys.filter(({ until }) => until === null)
    .map(({ name }) => name);
const unproven = () => log.acts().persons.unproven;

describe('a key of a person', () => {
  it('is enrolled by the key of the store while no approver is there, then by an approver alone', () => {
    const [first, second, third] = [person('A'), person('B'), person('C')];
    log.enrol(first, ['reviewer'], 'store');
    log.enrol(second, ['approver'], 'store');
    log.enrol(third, ['reviewer'], 'store');
    expect(names()).toEqual(['A', 'B']);
    expect(unproven()).toEqual([3]);
    log.enrol(third, ['reviewer'], second);
    expect(names()).toEqual(['A', 'B', 'C']);
  });

  it('is not enrolled by a reviewer, by nobody, or by a key that was withdrawn', () => {
    const [approver, reviewer, other] = [person('A'), person('B'), person('C')];
    log.enrol(approver, ['approver'], 'store');
    log.enrol(reviewer, ['reviewer'], approver);
    log.enrol(other, ['reviewer'], reviewer);
    log.enrol(other, ['reviewer'], person('Z'));
    log.withdraw(approver, approver);
    log.enrol(other, ['reviewer'], approver);
    expect(names()).toEqual(['B']);
    expect(unproven()).toEqual([3, 4, 6]);
  });

  it('is replaced by another one of the same name, and not beside it', () => {
    const [old, next, third] = [person('Wei Zhang'), person('wei  zhang'), person('X')];
    log.enrol(old, ['approver'], 'store');
    log.enrol(next, ['approver'], old);
    expect(unproven()).toEqual([2]);
    log.enrol(third, ['approver'], old, { replaces: old.file.keyId });
    expect(unproven()).toEqual([2, 3]);
    log.enrol(next, ['approver'], old, { replaces: old.file.keyId });
    expect(names()).toEqual(['wei  zhang']);
  });

  it('that was withdrawn is never enrolled again; after the only approver lost it, the store enrols', () => {
    const [approver, next] = [person('A'), person('A')];
    log.enrol(approver, ['approver'], 'store');
    log.withdraw(approver, 'store');
    log.enrol(approver, ['approver'], 'store');
    expect(names()).toEqual([]);
    log.enrol(approver, ['approver', 'reviewer'], 'store');
    expect(names()).toEqual([]);
    expect(unproven()).toEqual([4]);
    log.enrol(next, ['approver'], 'store');
    expect(names()).toEqual(['A']);
  });

  it('is withdrawn by the key of the store where it is that of the only approver, and else by an approver', () => {
    const [first, second, reviewer] = [person('A'), person('B'), person('C')];
    log.enrol(first, ['approver'], 'store');
    log.enrol(second, ['approver'], first);
    log.enrol(reviewer, ['reviewer'], first);
    log.withdraw(first, 'store');
    log.withdraw(reviewer, 'store');
    expect(names()).toEqual(['A', 'B', 'C']);
    expect(unproven()).toEqual([4, 5]);
    log.withdraw(second, first);
    log.withdraw(reviewer, 'store');
    log.withdraw(first, 'store');
    expect(names()).toEqual(['C']);
    expect(unproven()).toEqual([4, 5, 7]);
    expect(log.acts().persons.byStoreKey).toEqual([1, 8]);
  });

  it('counts from behind the entry that enrols it to before the one that withdraws it', () => {
    const approver = person('A');
    log.enrol(approver, ['approver'], 'store');
    log.publish();
    log.withdraw(approver, approver);
    const { keys } = log.acts().persons;
    expect([0, 1, 2, 3, 4].map((index) => keyInForce(keys, approver.file.keyId, index)?.name ?? null)).toEqual([
      null,
      null,
      'A',
      null,
      null,
    ]);
  });

  it.each([
    ['roles', { roles: ['approver', 'reviewer'] }],
    ['account', { account: 'root' }],
    ['store', { store: 'cytolot/11111111-0000-4000-8000-000000000000' }],
  ])('with other %s than were signed does not count', (_title, change) => {
    log.enrol(person('A'), ['approver'], 'store');
    const entry = log.entries.pop() as AuditEntry & { readonly new: object };
    log.append({ ...entry, new: Object.assign({}, entry.new, change) as AuditEntry['new'] });
    expect(names()).toEqual([]);
    expect(unproven()).toEqual([1]);
  });

  it('is read from a file that it signed itself, as it stands', () => {
    const { file } = person('Ada 王');
    expect(parsePersonKeyFile(formatPersonKeyFile(file), cryptography)).toEqual(file);
    for (const change of [{ name: 'Eve' }, { keyId: '00'.repeat(32) }, { publicKey: person('B').file.publicKey }])
      expect(parsePersonKeyFile(canonicalJson({ ...file, ...change }), cryptography)).toEqual({
        found: 'a file that its own key did not sign as it stands',
      });
    expect(parsePersonKeyFile('-----BEGIN PUBLIC KEY-----', cryptography)).toHaveProperty('found');
  });
});
