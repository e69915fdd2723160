import { describe, expect, it } from 'vitest';
import { METHOD_STATUSES, type MethodStatus } from '../../src/attributes/result-words.ts';
import { proposeDisposition } from '../../src/specification/disposition.ts';
import { evaluateSpecification } from '../../src/specification/evaluate-specification.ts';
import { effectOfStatus, type StatusEffect } from '../../src/specification/method-status.ts';
import { counted, lot, parsed, row } from './specification-fixtures.ts';

const EFFECTS: readonly (readonly [MethodStatus, StatusEffect, StatusEffect])[] = [
  ['draft', 'information', 'information'],
  ['under-validation', 'information', 'information'],
  ['validated', 'releases', 'releases'],
  ['verified', 'releases', 'releases'],
  ['qualified', 'information', 'releases-as-qualified'],
  ['retired', 'information', 'information'],
];

describe('effect of a status', () => {
  it('is stated for each', () => expect(EFFECTS.map(([status]) => status)).toEqual([...METHOD_STATUSES]));

  it.each(EFFECTS)('%s: %s; where the specification accepts qualified: %s', (status, plain, accepted) => {
    expect([effectOfStatus(status, undefined), effectOfStatus(status, 'qualified')]).toEqual([plain, accepted]);
  });
});

describe('a row is judged only where the definition and its own method release', () => {
  const judge = (definition: MethodStatus, own: MethodStatus, accepts?: 'qualified') => {
    const estimates = [counted(95, 100, { method: { id: null, text: 'flow', version: '1', status: own } })];
    const [result] = evaluateSpecification(parsed([row()], accepts === undefined ? {} : { accepts }), estimates, {
      ...lot,
      methodStatus: definition,
    });
    return [result?.outcome, result?.notes.map((note) => note.code)];
  };

  it.each(METHOD_STATUSES)('definition %s with a validated method', (status) => {
    const releases = status === 'validated' || status === 'verified';
    expect(judge(status, 'validated')).toEqual(releases ? ['meets', []] : ['information', ['method/not-validated']]);
  });

  it.each(METHOD_STATUSES)('a method that is %s in a validated definition', (status) => {
    const releases = status === 'validated' || status === 'verified';
    expect(judge('validated', status)).toEqual(releases ? ['meets', []] : ['information', ['method/not-validated']]);
  });

  it('qualified releases where the specification accepts it, beside a validated one too', () => {
    expect(judge('qualified', 'qualified', 'qualified')).toEqual(['meets', []]);
    expect(judge('validated', 'qualified', 'qualified')).toEqual(['meets', []]);
    expect(judge('draft', 'qualified', 'qualified')).toEqual(['information', ['method/not-validated']]);
  });

  it('a failing value of a draft releases nothing and fails nothing', () => {
    const results = evaluateSpecification(parsed([row()]), [counted(50, 100)], { ...lot, methodStatus: 'draft' });
    expect(proposeDisposition(results, []).proposed).toBe('no valid result');
  });
});
