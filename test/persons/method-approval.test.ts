import { beforeEach, describe, expect, it } from 'vitest';
import type { AuditEvent } from '../../src/audit-log/audit-entry.ts';
import { lineDifferences } from '../../src/persons/line-differences.ts';
import {
  approvalEvent,
  approvalOf,
  type MethodApproval,
  methodApprovalSchema,
  methodStepsOf,
  methodWithdrawalEvent,
} from '../../src/persons/method-approval.ts';
import type { FileOfMethod } from '../../src/results/decided-facts.ts';
import { cryptography } from '../../src/runtime/audit-log/ed25519.ts';
import { sha256OfText } from '../../src/sha256.ts';
import { MemoryLog, ORIGIN, type Person, person } from './log-in-memory.ts';

const documentOf = (id: string, version: string, text: string) => ({ id, version, sha256: sha256OfText(text), text });
const METHOD = documentOf('dap', '1', 'method: 1\n');
const LATER = documentOf('dap', '2', 'method: 2\n');
const SPECIFICATION = documentOf('SPEC-1', '1', 'rows: 1\n');
const fileOf = (name: string, text: string) => ({ name, sha256: sha256OfText(text), text });
const REVISION = documentOf('SPEC-1', '2', 'rows: 2\n');
const day = (number: number) => `2026-11-${String(number).padStart(2, '0')}T00:00:00.000Z`;

let log: MemoryLog;
let approver: Person;
beforeEach(() => {
  log = new MemoryLog();
  approver = person('Anna Berg');
  log.enrol(approver, ['approver'], 'store');
});

/** Appends an entry at a time. */
function append(event: AuditEvent, timeUtc: string): void {
  log.append(event);
  const last = log.entries.pop();
  if (last !== undefined) log.entries.push({ ...last, timeUtc });
}

function approve(at: string, changed: Partial<Omit<MethodApproval, 'signature'>> = {}, by: Person = approver): void {
  const unsigned: Omit<MethodApproval, 'signature'> = {
    schemaVersion: 1,
    store: ORIGIN,
    method: METHOD,
    specifications: [SPECIFICATION],
    files: [],
    from: at,
    retrospective: null,
    supersedes: null,
    differences: null,
    name: by.file.name,
    keyId: by.file.keyId,
    reason: 'validated: VAL-7',
    timeUtc: at,
    zone: 'Asia/Shanghai',
    ...changed,
  };
  append(approvalEvent(unsigned, by.sign), at);
}

function withdraw(at: string): void {
  const { name, keyId } = approver.file;
  const of = {
    schemaVersion: 1,
    store: ORIGIN,
    methodId: 'dap',
    specificationId: 'SPEC-1',
    reason: 'CAPA-3',
    timeUtc: at,
    zone: 'UTC',
  } as const;
  append(methodWithdrawalEvent({ ...of, name, keyId }, approver.sign), at);
}

interface FoundOptions {
  readonly files?: readonly FileOfMethod[];
  readonly index?: number | null;
}

const steps = () => methodStepsOf(log.entries, { origin: ORIGIN, keys: log.acts().persons.keys, check: cryptography.check });
function found(at: string, method = METHOD, specification = SPECIFICATION, { files = [], index = null }: FoundOptions = {}) {
  const use = {
    methodId: method.id,
    methodSha256: method.sha256,
    specificationId: specification.id,
    specificationSha256: specification.sha256,
    files,
    at,
    index,
  };
  const approval = approvalOf(steps().steps, use);
  return 'why' in approval ? approval.why : approval.index;
}

describe('the approval of a method with its specification', () => {
  it('counts from the instant that it names, and not before', () => {
    approve(day(10), { from: day(20) });
    expect([found('2026-11-19T23:59:59.999Z'), found(day(20)), found(day(30))]).toEqual(['not-yet', 2, 2]);
  });

  it('is of exactly the two files', () => {
    expect(found(day(12))).toBe('never');
    approve(day(10));
    expect(found(day(12), LATER)).toBe('another-version');
    expect(found(day(12), METHOD, REVISION)).toBe('another-version');
    expect(found(day(12), METHOD, documentOf('SPEC-9', '1', SPECIFICATION.text))).toBe('never');
    expect(found(day(12))).toBe(2);
  });

  it('gives way to a later one from its own time on; what was used before stays approved', () => {
    approve(day(10));
    approve(day(15), { method: LATER, from: day(20) });
    expect([found(day(19)), found(day(20)), found(day(20), LATER)]).toEqual([2, 'another-version', 3]);
  });

  it.each([
    ['none', [], null],
    ['the one that was approved', [['spillover.csv', 'a,b\n']], null],
    ['one of another content', [['spillover.csv', 'a,c\n']], 'another-file'],
    ['one of another name', [['matrix.csv', 'a,b\n']], 'another-file'],
    [
      'one more than was approved',
      [
        ['spillover.csv', 'a,b\n'],
        ['second.csv', 'a,b\n'],
      ],
      'another-file',
    ],
  ] as const)('is of the files beside the definition, used with %s', (_title, used, why) => {
    approve(day(10), { files: [fileOf('spillover.csv', 'a,b\n')] });
    const files = used.map(([name, text]) => fileOf(name, text));
    expect(found(day(11), METHOD, SPECIFICATION, { files })).toBe(why ?? 2);
  });

  it.each([
    ['behind its entry', 3, null, 2],
    ['before its entry, though the clock of that host says later', 1, null, 'not-yet'],
    ['before its entry, approved in retrospect', 1, 'DEV-9', 2],
  ] as const)('is of what was published %s', (_title, index, retrospective, expected) => {
    approve(day(10), { from: day(5), retrospective });
    expect(found(day(11), METHOD, SPECIFICATION, { index })).toBe(expected);
  });

  it('is of no file that its hash is not of', () => {
    approve(day(10), { files: [{ ...fileOf('spillover.csv', 'a,b\n'), text: 'a,c\n' }] });
    expect(steps()).toEqual({ steps: [], unproven: [2] });
  });

  it('of several revisions is one approval', () => {
    approve(day(10), { specifications: [SPECIFICATION, REVISION] });
    expect([found(day(11)), found(day(11), METHOD, REVISION)]).toEqual([2, 2]);
  });

  it('ends where it is withdrawn, until another one', () => {
    approve(day(10));
    withdraw(day(15));
    approve(day(20));
    expect([found(day(14)), found(day(15)), found(day(19)), found(day(20))]).toEqual([2, 'withdrawn', 'withdrawn', 4]);
  });

  const ENDS: readonly (readonly [string, () => void, string | number])[] = [
    ['a withdrawal', () => withdraw(day(12)), 'withdrawn'],
    ['a later approval', () => approve(day(12), { method: METHOD }), 'another-version'],
    ['nothing', () => {}, 3],
    ['one in retrospect', () => approve(day(12), { from: day(1), retrospective: 'DEV-9' }), 3],
  ];
  it.each(ENDS)('that was entered for the future is ended or not by %s', (_title, act, last) => {
    approve(day(9));
    approve(day(10), { method: LATER, from: day(15) });
    act();
    expect(found(day(15), LATER)).toBe(last);
  });

  it('does not come back by a copy of its entry', () => {
    approve(day(10));
    const [entry] = log.entries.slice(-1);
    if (entry === undefined) throw new Error('none');
    const { action, object, objectSha256, old, new: now, reason } = entry;
    const copy: AuditEvent = { action, object, objectSha256, old, new: now, reason };
    approve(day(12), { method: LATER });
    append(copy, day(14));
    append({ ...copy, reason: 'another' }, day(15));
    expect([found(day(16)), found(day(16), LATER)]).toEqual(['another-version', 3]);
    expect(steps().unproven).toEqual([5]);
  });

  it('in retrospect counts from the time that it names, and takes the place of none that came after that', () => {
    approve(day(10), { method: LATER });
    approve(day(20), { from: day(1), retrospective: 'used since day 1, DEV-9' });
    expect([found(day(5)), found(day(12)), found(day(12), LATER)]).toEqual([3, 'another-version', 2]);
  });

  it('without a reason for it counts from its entry on, whatever time it names', () => {
    approve(day(10), { from: day(1) });
    expect([found(day(5)), found(day(10))]).toEqual(['not-yet', 2]);
  });
});

describe('an entry that claims an approval and proves none', () => {
  const stranger = () => person('Anna Berg');
  const reviewer = () => {
    const own = person('Li Wei');
    log.enrol(own, ['reviewer'], approver);
    return own;
  };
  it.each([
    ['of a key that is not enrolled', () => approve(day(10), {}, stranger())],
    ['of a reviewer', () => approve(day(10), {}, reviewer())],
    ['under another name', () => approve(day(10), { name: 'Li Wei' })],
    ['a quarter of an hour after it was signed', () => approve('2026-11-10T00:15:00.000Z', { timeUtc: day(10) })],
    ['that was signed for later', () => approve(day(10), { timeUtc: '2026-11-10T00:00:00.001Z' })],
    [
      'whose entry says another reason',
      () => {
        approve(day(10));
        const last = log.entries.pop();
        if (last !== undefined) log.entries.push({ ...last, reason: 'not validated' });
      },
    ],
    ['of another store', () => approve(day(10), { store: 'cytolot/11111111-1111-4111-8111-111111111111' })],
    ['with a text that has another hash', () => approve(day(10), { method: { ...METHOD, text: 'method: 9\n' } })],
    ['with two specifications', () => approve(day(10), { specifications: [SPECIFICATION, documentOf('SPEC-2', '1', 'rows: 3\n')] })],
    [
      'that was changed afterwards',
      () => {
        approve(day(10), { from: day(20) });
        const last = log.entries.pop();
        if (last !== undefined) log.entries.push({ ...last, new: { ...methodApprovalSchema.parse(last.new), from: day(1) } });
      },
    ],
    [
      'by a key that was withdrawn before',
      () => {
        log.withdraw(approver, approver);
        approve(day(10));
      },
    ],
  ])('%s', (_, act) => {
    act();
    expect(steps()).toEqual({ steps: [], unproven: [log.entries.length - 1] });
    expect(found(day(30))).toBe('never');
  });
});

describe('what differs between two texts', () => {
  it.each([
    ['nothing', 'a\nb', 'a\nb', ''],
    ['the only line', 'a', 'b', '@@ 1 1\n-a\n+b'],
    ['one line in the middle, with two lines around it', '1\n2\n3\n4\n5\n6\n7', '1\n2\n3\nx\n5\n6\n7', '@@ 2 2\n 2\n 3\n-4\n+x\n 5\n 6'],
    ['a line more at the end', '1\n2', '1\n2\n3', '@@ 1 1\n 1\n 2\n+3'],
    ['a line less at the beginning', '1\n2\n3', '2\n3', '@@ 1 1\n-1\n 2\n 3'],
    ['two passages apart', 'a\n1\n2\n3\n4\n5\nb', 'A\n1\n2\n3\n4\n5\nB', '@@ 1 1\n-a\n+A\n 1\n 2\n@@ 5 5\n 4\n 5\n-b\n+B'],
    ['what moved', 'a\nb\nc', 'b\nc\na', '@@ 1 1\n-a\n b\n c\n+a'],
  ])('%s', (_, before, after, differences) => {
    expect(lineDifferences(before, after)).toBe(differences);
  });

  it('is whole where both texts are long and share nothing', () => {
    const text = (word: string) => Array.from({ length: 2500 }, (_, line) => `${word} ${line}`).join('\n');
    const lines = lineDifferences(text('a'), text('b')).split('\n');
    expect([lines.filter((line) => line.startsWith('-')).length, lines.filter((line) => line.startsWith('+')).length]).toEqual([
      2500, 2500,
    ]);
  });
});
