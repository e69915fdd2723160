import { describe, expect, it } from 'vitest';
import type { AttributeEstimate, AttributeResult } from '../../src/attributes/attribute-result.ts';
import { type Answer, answerOf, type Question, questionsOf } from '../../src/specification/consequences.ts';
import { proposeDisposition } from '../../src/specification/disposition.ts';
import { evaluateSpecification } from '../../src/specification/evaluate-specification.ts';
import type { Investigation } from '../../src/specification/investigations.ts';
import { said } from '../said.ts';
import { counted, estimate, lot, parsed, row } from './specification-fixtures.ts';

type Conclusion = Investigation['conclusion'];
const none = { fails: 0, noValidResult: 0, pending: 0, meets: 0 };

describe('what an investigation makes of a question', () => {
  it.each<[Question, readonly Conclusion[], Answer]>([
    ['action', [], 'open'],
    ['action', ['no-impact'], 'closed'],
    ['action', ['confirmed'], 'open'],
    ['action', ['laboratory-error'], 'open'],
    ['action', [null], 'open'],
    ['action', ['no-impact', null], 'open'],
    ['action', ['no-impact', 'confirmed'], 'open'],
    ['action', ['confirmed', 'no-impact'], 'open'],
    ['action', ['no-impact', 'no-impact'], 'closed'],
    ['fails', [], 'open'],
    ['fails', ['no-impact'], 'closed'],
    ['fails', ['confirmed'], 'open'],
    ['fails the lot', ['no-impact'], 'does not conform'],
    ['discard', [], 'does not conform'],
    ['discard', ['no-impact'], 'does not conform'],
  ])('%s, %j: %s', (question, conclusions, answer) => {
    expect(
      answerOf(
        question,
        conclusions.map((conclusion) => ({ conclusion })),
      ),
    ).toBe(answer);
  });
});

const LIMIT = { kind: 'range', on: 'estimate', unit: '%', lower: null, upper: null, words: null } as const;

describe('what a result asks of the lot', () => {
  const crossed = (...kinds: readonly ('alert' | 'action' | 'discard')[]) =>
    kinds.map((kind) => ({ kind, criterion: LIMIT, crossed: true }));
  it.each<[string, Pick<AttributeResult, 'role' | 'outcome' | 'limits'>, 'does-not-conform' | undefined, readonly Question[]]>([
    ['a failing release row: its outcome says it', { role: 'release', outcome: 'fails', limits: [] }, undefined, []],
    ['a failing supportive row', { role: 'supportive', outcome: 'fails', limits: [] }, undefined, ['fails']],
    ['a failing parallel row', { role: 'parallel', outcome: 'fails', limits: [] }, undefined, ['fails']],
    ['one that fails the lot', { role: 'supportive', outcome: 'fails', limits: [] }, 'does-not-conform', ['fails the lot']],
    ['a supportive row that meets', { role: 'supportive', outcome: 'meets', limits: [] }, 'does-not-conform', []],
    ['an invalid supportive row', { role: 'supportive', outcome: 'no valid result', limits: [] }, 'does-not-conform', []],
    ['a pending supportive row', { role: 'supportive', outcome: 'pending', limits: [] }, 'does-not-conform', []],
    ['an alert limit', { role: 'release', outcome: 'meets', limits: crossed('alert') }, undefined, []],
    ['an action limit', { role: 'information', outcome: 'information', limits: crossed('action') }, undefined, ['action']],
    ['all limits', { role: 'release', outcome: 'meets', limits: crossed('alert', 'action', 'discard') }, undefined, ['discard', 'action']],
  ])('%s', (_, result, whenFails, questions) => {
    expect(questionsOf(result, whenFails)).toEqual(questions);
  });
});

const VIABLE = counted(95, 100);
const second = (value: AttributeEstimate): AttributeEstimate => ({ ...value, attribute: 'b' });

/** A release row that meets, and a second row as a test gives it. */
function lotWith(parts: Readonly<Record<string, unknown>>, value: AttributeEstimate, investigations: readonly Investigation[] = []) {
  const specification = parsed([row(), row({ id: 'R2', attribute: 'b', ...parts })]);
  const results = evaluateSpecification(specification, [VIABLE, second(value)], { ...lot, investigations });
  return { results, ...proposeDisposition(results, []) };
}
const investigation = (parts: Partial<Investigation> = {}): Investigation => ({
  subject: 'L1/release',
  row: 'R2',
  occasion: { kind: 'initial', number: 1 },
  reference: 'INV-0007',
  conclusion: 'no-impact',
  cause: null,
  closedAt: '2026-04-02',
  closedBy: 'qa-1',
  place: 'investigations.csv:2',
  ...parts,
});

describe('a crossed limit and the lot', () => {
  const roles = ['release', 'supportive', 'parallel', 'information'];
  it.each(roles)('a discard limit crossed in the role %s: does not conform, whatever is investigated', (role) => {
    const beyond = { role, criterion: { atLeast: 50 }, discard: { atLeast: 96 } };
    expect(lotWith(beyond, VIABLE)).toMatchObject({
      proposed: 'does not conform',
      counts: { fails: 0, limits: { discard: 1, action: 0 } },
    });
    expect(lotWith(beyond, VIABLE, [investigation()]).proposed).toBe('does not conform');
    expect(lotWith({ ...beyond, discard: { atLeast: 95 } }, VIABLE).proposed).toBe('conforms');
  });

  it.each(roles)('an action limit crossed in the role %s: pending until it is closed', (role) => {
    const beyond = { role, criterion: { atLeast: 50 }, action: { atLeast: 96 } };
    expect(lotWith(beyond, VIABLE)).toMatchObject({ proposed: 'pending', counts: { limits: { discard: 0, action: 1 } } });
    expect(lotWith(beyond, VIABLE, [investigation({ conclusion: 'confirmed' })]).proposed).toBe('pending');
    expect(lotWith(beyond, VIABLE, [investigation({ row: 'R1' })]).proposed).toBe('pending');
    expect(lotWith(beyond, VIABLE, [investigation({ occasion: { kind: 'retest', number: 2 } })]).proposed).toBe('pending');
    expect(lotWith(beyond, VIABLE, [investigation()])).toMatchObject({
      proposed: 'conforms',
      counts: { limits: { action: 0 } },
    });
  });

  it('an alert limit is noted', () => {
    const { proposed, results } = lotWith({ criterion: { atLeast: 50 }, alert: { atLeast: 96 } }, VIABLE);
    expect(proposed).toBe('conforms');
    expect(said(results[1]?.notes ?? [])).toEqual([
      { code: 'limit/alert', message: 'Expected ≥ 96.0 % (alert limit), found 95.0 %. It decides nothing.' },
    ]);
  });

  it('says what was expected and found, and what closes it', () => {
    const limits = { criterion: { atLeast: 50 }, action: { atLeast: 97 }, discard: { atLeast: 96 } };
    expect(said(lotWith(limits, VIABLE).results[1]?.notes ?? [])).toEqual([
      {
        code: 'limit/discard',
        message: 'Expected ≥ 96.0 % (discard limit), found 95.0 %. The lot does not conform, whatever the role of this row.',
      },
      {
        code: 'limit/action',
        message:
          "Expected ≥ 97.0 % (action limit), found 95.0 %. The lot is pending until an investigation of this row is closed with the conclusion 'no-impact'.",
      },
    ]);
    expect(
      said(lotWith({ criterion: { atLeast: 50 }, action: { atLeast: 97 } }, VIABLE, [investigation()]).results[1]?.notes ?? []),
    ).toEqual([
      {
        code: 'investigation/closed',
        message: 'Expected ≥ 97.0 % (action limit), found 95.0 %. Investigation INV-0007 found no impact.',
      },
    ]);
  });

  it('a test that was repeated since crosses nothing', () => {
    const specification = parsed([row({ criterion: { atLeast: 50 }, discard: { atLeast: 60 } })]);
    const initial = counted(55, 100, { reasons: [{ code: 'control/missing' as const, scope: 'assay-run' as const, fields: {} }] });
    const repeat = counted(95, 100, {
      occasion: { kind: 'repeat-after-invalid', number: 2, reason: 'x', reference: 'DEV-1', replaces: 'initial' },
    });
    expect(proposeDisposition(evaluateSpecification(specification, [initial, repeat], lot), []).proposed).toBe('conforms');
    // a retest replaces nothing: the first value, which is valid, still crosses
    const valid = [counted(55, 100), { ...repeat, occasion: { ...repeat.occasion, kind: 'retest' as const } }];
    expect(proposeDisposition(evaluateSpecification(specification, valid, lot), []).proposed).toBe('does not conform');
  });
});

describe('a supportive or parallel row and the lot', () => {
  const failing = counted(5, 100);
  const invalid = counted(5, 100, { reasons: [{ code: 'control/missing' as const, scope: 'assay-run' as const, fields: {} }] });

  it.each(['supportive', 'parallel'] as const)('%s and failing: pending until closed, or as the row says', (role) => {
    expect(lotWith({ role }, failing)).toMatchObject({
      proposed: 'pending',
      counts: { fails: 0, meets: 1, [role]: { ...none, fails: 1 } },
    });
    expect(lotWith({ role, whenFails: 'pending' }, failing).proposed).toBe('pending');
    expect(lotWith({ role }, failing, [investigation()]).proposed).toBe('conforms');
    expect(lotWith({ role }, failing, [investigation({ conclusion: 'confirmed' })]).proposed).toBe('pending');
    expect(lotWith({ role, whenFails: 'does-not-conform' }, failing).proposed).toBe('does not conform');
    expect(lotWith({ role, whenFails: 'does-not-conform' }, failing, [investigation()]).proposed).toBe('does not conform');
  });

  it.each([
    ['meeting', VIABLE, { ...none, meets: 1 }],
    ['invalid', invalid, { ...none, noValidResult: 1 }],
    ['pending', estimate({ status: 'pending' }), { ...none, pending: 1 }],
  ])('%s: the lot conforms, and the row is counted', (_, value, counts) => {
    expect(lotWith({ role: 'supportive', whenFails: 'does-not-conform' }, value)).toMatchObject({
      proposed: 'conforms',
      counts: { meets: 1, information: 0, supportive: counts, parallel: none },
    });
  });

  it('a release row that fails is not kept pending by a supportive one', () => {
    const specification = parsed([row(), row({ id: 'R2', attribute: 'b', role: 'supportive' })]);
    const results = evaluateSpecification(specification, [failing, second(failing)], lot);
    expect(proposeDisposition(results, [])).toMatchObject({ proposed: 'does not conform', counts: { fails: 1, supportive: { fails: 1 } } });
    const held = [{ code: 'held/identity-mismatch' as const, scope: 'test-article' as const, fields: {} }] as const;
    expect(proposeDisposition(lotWith({ role: 'supportive' }, failing).results, held).proposed).toBe('no valid result');
  });

  it('every result stands in one count', () => {
    const { results, counts } = lotWith({ role: 'supportive' }, failing);
    const sum = ({ fails, noValidResult, pending, meets }: typeof none): number => fails + noValidResult + pending + meets;
    expect(sum(counts) + sum(counts.supportive) + sum(counts.parallel) + counts.information).toBe(results.length);
  });
});
