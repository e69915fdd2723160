import { describe, expect, it } from 'vitest';
import type { AttributeEstimate } from '../../src/attributes/attribute-result.ts';
import { proposeDisposition } from '../../src/specification/disposition.ts';
import { evaluateSpecification } from '../../src/specification/evaluate-specification.ts';
import {
  closedWithoutImpact,
  type Investigation,
  investigationsOf,
  investigationsOfSubject,
} from '../../src/specification/investigations.ts';
import { said } from '../said.ts';
import { counted, lot, parsed, row } from './specification-fixtures.ts';

const investigation = (parts: Partial<Investigation> = {}): Investigation => ({
  subject: 'L1/release',
  row: 'R1',
  occasion: { kind: 'initial', number: 1 },
  reference: 'OOS-7',
  conclusion: 'laboratory-error',
  cause: 'wrong antibody',
  closedAt: '2026-03-04',
  closedBy: 'qa-2',
  place: 'investigations.csv:2',
  ...parts,
});

const judge = (estimates: readonly AttributeEstimate[], investigations: readonly Investigation[]) =>
  evaluateSpecification(parsed([row()]), estimates, { ...lot, investigations });
const outcomes = (estimates: readonly AttributeEstimate[], investigations: readonly Investigation[]) => {
  const results = judge(estimates, investigations);
  return [proposeDisposition(results, []).proposed, ...results.map((one) => one.outcome)];
};
const fails = counted(80, 100);
const repeat = (k: number): AttributeEstimate => ({
  ...counted(k, 100),
  occasion: { kind: 'repeat-after-invalid', number: 2, reason: 'wrong antibody', reference: 'OOS-7', replaces: 'initial' },
});
const retest = (k: number): AttributeEstimate => ({
  ...counted(k, 100),
  occasion: { kind: 'retest', number: 2, reason: 'plan RT-1', reference: 'OOS-7', replaces: null },
});

describe('an investigation', () => {
  it('that finds a laboratory error makes its occasion invalid, which then needs its repeat', () => {
    expect(outcomes([fails], [investigation()])).toEqual(['no valid result', 'no valid result']);
    expect(outcomes([fails, repeat(95)], [investigation()])).toEqual(['conforms', 'no valid result', 'meets']);
    expect(outcomes([fails, repeat(80)], [investigation()])).toEqual(['does not conform', 'no valid result', 'fails']);
  });

  it('also of a result that meets', () =>
    expect(outcomes([counted(95, 100)], [investigation()])).toEqual(['no valid result', 'no valid result']));

  it.each(['confirmed', 'no-impact', null] as const)('that concludes %s turns no failure of a release row into meets', (conclusion) => {
    expect(outcomes([fails], [investigation({ conclusion })])).toEqual(['does not conform', 'fails']);
  });

  it('without an assignable cause leaves every occasion, and the worst valid one decides', () => {
    expect(outcomes([fails, retest(95)], [investigation({ conclusion: 'confirmed' })])).toEqual(['does not conform', 'fails', 'meets']);
    expect(outcomes([fails, repeat(95)], [])).toEqual(['does not conform', 'fails', 'no valid result']);
  });

  it('of another row or occasion changes nothing', () => {
    expect(outcomes([fails], [investigation({ row: 'R2' })])).toEqual(['does not conform', 'fails']);
    expect(outcomes([fails], [investigation({ occasion: { kind: 'retest', number: 2 } })])).toEqual(['does not conform', 'fails']);
  });

  it('stands in the result of its row, open or closed, and is not asked for again', () => {
    const open = investigation({ reference: 'OOS-8', conclusion: null, cause: null, closedAt: null, closedBy: null });
    const [result] = judge([fails], [investigation(), open]);
    expect(result?.investigations).toEqual([
      {
        reference: 'OOS-7',
        conclusion: 'laboratory-error',
        cause: 'wrong antibody',
        closedAt: '2026-03-04',
        closedBy: 'qa-2',
        place: 'investigations.csv:2',
      },
      { reference: 'OOS-8', conclusion: null, cause: null, closedAt: null, closedBy: null, place: 'investigations.csv:2' },
    ]);
    expect(said(result?.reasons ?? [])).toEqual([
      {
        code: 'investigation/laboratory-error',
        scope: 'attribute',
        message:
          'The investigation OOS-7 found the cause in the laboratory: wrong antibody (investigations.csv:2). The test occasion is not valid and needs its repeat.',
      },
    ]);
    expect(result?.notes).toEqual([]);
    expect(judge([fails], [])[0]).not.toHaveProperty('investigations');
  });
});

describe('investigations', () => {
  it('are looked up by subject, row and occasion', () => {
    const all = [investigation(), investigation({ subject: 'L1/stability.25C.6%20months', reference: 'OOS-9' })];
    expect(investigationsOfSubject(all, 'L1/release').map((one) => one.reference)).toEqual(['OOS-7']);
    expect(investigationsOf(all, { row: 'R1', occasion: { kind: 'initial', number: 1 } })).toHaveLength(2);
    expect(investigationsOf(all, { row: 'R1', occasion: { kind: 'retest', number: 1 } })).toEqual([]);
  });

  it.each([
    ['none', [], false],
    ['one without impact', ['no-impact'], true],
    ['one open', [null], false],
    ['one without impact, one open', ['no-impact', null], false],
    ['one without impact, one confirmed', ['confirmed', 'no-impact'], false],
    ['two without impact', ['no-impact', 'no-impact'], true],
  ] as const)('close what is open: %s', (_name, conclusions, closed) => {
    expect(closedWithoutImpact(conclusions.map((conclusion) => ({ conclusion })))).toBe(closed);
  });
});
