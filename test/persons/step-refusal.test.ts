import { beforeEach, describe, expect, it } from 'vitest';
import { type AskedStep, stepRefusal } from '../../src/persons/step-refusal.ts';
import type { Meaning } from '../../src/persons/steps.ts';
import { MemoryLog, type Person, person } from './log-in-memory.ts';

let log: MemoryLog;
let approver: Person;
beforeEach(() => {
  log = new MemoryLog();
  approver = person('Ada Approver');
  log.enrol(approver, ['approver', 'reviewer'], 'store', { account: 'ada' });
});

function ask(meaning: Meaning, more: Partial<AskedStep> & { disposition?: string; before?: readonly Meaning[] } = {}) {
  const { disposition = 'conforms', before = ['reviewed'], ...asked } = more;
  log.publish(undefined, { disposition });
  for (const one of before) log.act(approver, one);
  const [key] = log.acts().persons.keys;
  if (key === undefined) throw new Error('no key');
  return stepRefusal(log.subject(), {
    meaning,
    key,
    actor: 'qa-7',
    rules: {},
    waits: { rows: 1, questions: 0 },
    analysts: ['anna'],
    noApproval: null,
    ...asked,
  });
}

const BOTH: readonly Meaning[] = ['reviewed', 'approved'];
const EXCEPTION: Meaning = 'released exceptionally, out of specification';
const RAPID: Meaning = 'released on rapid results, others pending';

describe('what a disposition lets a signature mean', () => {
  it.each([
    ['approved', 'does not conform', {}, ['reviewed'], null],
    ['approved for release', 'conforms', {}, ['reviewed'], null],
    ['approved for release', 'does not conform', {}, ['reviewed'], 'does-not-conform'],
    ['approved for release', 'no valid result', {}, ['reviewed'], 'does-not-conform'],
    ['approved for release', 'information', {}, ['reviewed'], 'does-not-conform'],
    ['approved for release', 'pending', {}, ['reviewed'], 'rapid-not-permitted'],
    ['approved for release', 'pending', { onRapidResults: true }, ['reviewed'], null],
    ['released', 'conforms', {}, BOTH, null],
    ['released', 'pending', { onRapidResults: true }, BOTH, 'does-not-conform'],
    ['released', 'does not conform', { exceptional: 'autologous' }, BOTH, 'does-not-conform'],
    ['released', 'conforms', {}, ['reviewed'], 'wrong-step'],
    [RAPID, 'pending', {}, BOTH, 'rapid-not-permitted'],
    [RAPID, 'pending', { onRapidResults: true }, BOTH, null],
    [RAPID, 'conforms', { onRapidResults: true }, BOTH, 'not-pending'],
    [EXCEPTION, 'does not conform', { exceptional: 'autologous' }, BOTH, null],
    [EXCEPTION, 'does not conform', {}, BOTH, 'exception-not-permitted'],
    [EXCEPTION, 'no valid result', { exceptional: 'autologous' }, BOTH, 'exception-not-permitted'],
    [EXCEPTION, 'conforms', { exceptional: 'autologous' }, BOTH, 'conforms'],
    [EXCEPTION, 'does not conform', { exceptional: 'autologous' }, ['reviewed'], 'wrong-step'],
  ] as const)('"%s" of a lot that says "%s"', (meaning, disposition, rules, before, refusal) => {
    expect(ask(meaning, { disposition, rules, before })).toBe(refusal);
  });
});

describe('a pending lot', () => {
  const rules = { onRapidResults: true } as const;
  it.each([
    ['nothing', { rows: 0, questions: 0 }, 'not-pending'],
    ['an investigation alone', { rows: 0, questions: 1 }, 'not-pending'],
    ['a late result and an investigation', { rows: 1, questions: 1 }, 'not-pending'],
    ['late results alone', { rows: 2, questions: 0 }, null],
  ] as const)('that waits for %s', (_title, waits, refusal) => {
    expect(ask('approved for release', { disposition: 'pending', rules, waits })).toBe(refusal);
    log.act(approver, 'approved');
    expect(ask(RAPID, { disposition: 'pending', rules, waits, before: [] })).toBe(refusal);
  });
});

describe('a method that was not approved', () => {
  it.each([
    ['reviewed', [], null],
    ['approved', ['reviewed'], 'method-not-approved'],
    ['approved for release', ['reviewed'], 'method-not-approved'],
    ['released', BOTH, 'method-not-approved'],
    ['rejected', ['reviewed'], null],
  ] as const)('and %s', (meaning, before, refusal) => {
    expect(ask(meaning, { before, noApproval: 'never' })).toBe(refusal);
  });
});

describe('an approver, where the method asks that it is another than the analyst', () => {
  const rules = { approverDiffersFromAnalyst: true } as const;
  it.each([
    ['another account', { actor: 'qa-7', analysts: ['anna'] }, null],
    ['the account that acts', { actor: 'anna', analysts: ['anna'] }, 'approver-is-analyst'],
    ['the account of the key', { analysts: ['ada'] }, 'approver-is-analyst'],
    ['the name of the key', { analysts: ['ada approver'] }, 'approver-is-analyst'],
    ['the account of one of two who analysed', { analysts: ['anna', 'ADA'] }, 'approver-is-analyst'],
  ] as const)('is refused or not by %s', (_title, asked, refusal) => {
    expect(ask('approved', { rules, ...asked })).toBe(refusal);
  });

  it.each([
    ['otherwise', 'approved', {}, ['reviewed']],
    ['of who reviews', 'reviewed', rules, []],
  ] as const)('is not asked for %s', (_title, meaning, own, before) => {
    expect(ask(meaning, { rules: own, actor: 'anna', before })).toBeNull();
  });

  it('or than the reviewer', () => {
    expect(ask('approved', { rules: { approverDiffersFromReviewer: true } })).toBe('approver-is-reviewer');
  });
});
