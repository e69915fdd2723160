import { describe, expect, it } from 'vitest';
import { nodeProcesses, type Owner, ownerState, type ProcessState, parseOwner } from '../../src/runtime/disk/owner.ts';

const SELF = { host: 'qc-1', machine: 'm1', boot: 'b1', pidNamespace: 'pid:[1]', pid: 10, processStart: '500' } as const;
const OWNER: Owner = { ...SELF, pid: 42, processStart: '900', since: '2026-11-18T06:05:00.000Z' };
const RUNNING: ProcessState = { running: true, start: '900' };
const ENDED: ProcessState = { running: false };

interface Case {
  readonly title: string;
  readonly owner?: Partial<Owner>;
  readonly self?: { readonly machine?: null };
  readonly found: ProcessState;
  readonly state: 'running' | 'gone' | 'unknown';
}

const CASES: readonly Case[] = [
  { title: 'a process that runs', found: RUNNING, state: 'running' },
  { title: 'a process that has ended', found: ENDED, state: 'gone' },
  { title: 'another process with its number', found: { running: true, start: '901' }, state: 'gone' },
  { title: 'a process of its number whose start is not said', found: { running: true, start: null }, state: 'running' },
  { title: 'a record without a start, and a process of its number', owner: { processStart: null }, found: RUNNING, state: 'running' },
  { title: 'another host', owner: { host: 'qc-2' }, found: ENDED, state: 'unknown' },
  { title: 'another machine of the same name', owner: { machine: 'm2' }, found: ENDED, state: 'unknown' },
  { title: 'the same machine, started again', owner: { boot: 'b0' }, found: RUNNING, state: 'gone' },
  {
    title: 'another start of a machine that does not say which it is',
    owner: { boot: 'b0', machine: null },
    found: ENDED,
    state: 'unknown',
  },
  {
    title: 'another start, seen from a machine that does not say which it is',
    owner: { boot: 'b0' },
    self: { machine: null },
    found: ENDED,
    state: 'unknown',
  },
  { title: 'another container', owner: { pidNamespace: 'pid:[2]' }, found: ENDED, state: 'unknown' },
  {
    title: 'a system that says nothing but host and process, ended',
    owner: { machine: null, boot: null, pidNamespace: null, processStart: null },
    found: ENDED,
    state: 'gone',
  },
];

describe('the owner of an unfinished result', () => {
  it.each(CASES)('$title: $state', ({ owner = {}, self = {}, found, state }) => {
    expect(ownerState({ ...OWNER, ...owner }, { self: { ...SELF, ...self }, processState: () => found })).toBe(state);
  });

  it('is read from its record, and from nothing else', () => {
    expect(parseOwner(JSON.stringify(OWNER))).toEqual(OWNER);
    for (const text of [
      '',
      '{',
      'null',
      '[]',
      '{"host":"a","since":"b"}',
      '{"host":"a","since":"b","pid":0}',
      '{"host":"","since":"b","pid":1}',
    ])
      expect(parseOwner(text), text).toBeNull();
  });

  it('is this process by its own account', () => {
    const here = nodeProcesses('qc-1');
    expect(here.self.pid).toBe(process.pid);
    expect(ownerState({ ...here.self, since: '2026-11-18T06:05:00.000Z' }, here)).toBe('running');
  });
});
