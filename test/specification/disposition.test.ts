import { describe, expect, it } from 'vitest';
import type { AttributeEstimate, AttributeResult } from '../../src/attributes/attribute-result.ts';
import { proposeDisposition } from '../../src/specification/disposition.ts';
import { evaluateSpecification } from '../../src/specification/evaluate-specification.ts';
import { counted, estimate, lot, parsed, row } from './specification-fixtures.ts';

const meets = counted(95, 100);
const fails = counted(5, 100);
const invalid = counted(95, 100, { reasons: [{ code: 'control/missing' as const, scope: 'assay-run' as const, fields: {} }] });
const none = { fails: 0, noValidResult: 0, pending: 0, meets: 0 };
const pending = estimate({ status: 'pending' });

function results(estimates: readonly AttributeEstimate[], rowParts: Record<string, unknown> = {}): AttributeResult[] {
  const named = estimates.map((one, index) => ({ ...one, attribute: `a${index}` }));
  const rows = named.map((one) => row({ id: one.attribute, attribute: one.attribute, ...rowParts }));
  return evaluateSpecification(parsed(rows), named, lot);
}

describe('proposed disposition', () => {
  it.each([
    ['conforms', [meets, meets]],
    ['pending', [meets, pending]],
    ['no valid result', [meets, pending, invalid]],
    ['does not conform', [meets, pending, invalid, fails]],
  ])('%s', (proposed, estimates) => {
    expect(proposeDisposition(results(estimates), []).proposed).toBe(proposed);
  });

  it('counts by outcome', () => {
    expect(proposeDisposition(results([meets, meets, pending, invalid, fails]), []).counts).toEqual({
      fails: 1,
      noValidResult: 1,
      pending: 1,
      meets: 2,
      information: 0,
      supportive: none,
      parallel: none,
      limits: { discard: 0, action: 0 },
    });
  });

  it('a held input leaves no valid result, but does not hide a failure', () => {
    const held = [{ code: 'held/identity-mismatch' as const, scope: 'test-article' as const, fields: {} }] as const;
    expect(proposeDisposition(results([meets]), held).proposed).toBe('no valid result');
    expect(proposeDisposition(results([fails]), held).proposed).toBe('does not conform');
  });

  it('a release row with a draft method cannot let a lot conform', () => {
    const draft = counted(95, 100, { method: { id: null, text: 'flow', version: '1', status: 'draft' } });
    expect(proposeDisposition(results([meets, draft]), []).proposed).toBe('no valid result');
  });

  it('nothing that releases is no valid result', () => {
    expect(proposeDisposition([], []).proposed).toBe('no valid result');
  });
});

describe('several test occasions of one row', () => {
  const occasion = (kind: 'initial' | 'repeat-after-invalid' | 'retest', number: number) => ({
    kind,
    number,
    reason: 'x',
    reference: 'DEV-1',
    replaces: kind === 'repeat-after-invalid' ? 'initial' : null,
  });
  const judge = (estimates: readonly AttributeEstimate[]) => evaluateSpecification(parsed([row()]), estimates, lot);
  const proposed = (estimates: readonly AttributeEstimate[]) => proposeDisposition(judge(estimates), []).proposed;

  it('a repeat after an invalid test decides; both are shown', () => {
    const estimates = [
      { ...meets, occasion: occasion('repeat-after-invalid', 2) },
      { ...invalid, occasion: occasion('initial', 1) },
    ];
    expect(judge(estimates).map((one) => [one.occasion.number, one.outcome, one.notes.map((note) => note.code)])).toEqual([
      [1, 'no valid result', ['specification/superseded']],
      [2, 'meets', []],
    ]);
    expect(proposed(estimates)).toBe('conforms');
  });

  it('a retest never replaces a valid failure', () => {
    expect(
      proposed([
        { ...fails, occasion: occasion('initial', 1) },
        { ...meets, occasion: occasion('retest', 2) },
      ]),
    ).toBe('does not conform');
  });

  it('calling a retest a repeat after invalid does not help', () => {
    expect(
      proposed([
        { ...fails, occasion: occasion('initial', 1) },
        { ...meets, occasion: occasion('repeat-after-invalid', 2) },
      ]),
    ).toBe('does not conform');
  });
});
