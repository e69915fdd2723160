import { describe, expect, it } from 'vitest';
import type { AttributeEstimate } from '../../src/attributes/attribute-result.ts';
import { rationalOfCounts, rationalOfNumber } from '../../src/numerics/exact/exact-decimal.ts';
import { evaluateSpecification } from '../../src/specification/evaluate-specification.ts';
import { judgePair, type Margin, type PairJudgement } from '../../src/specification/pairs.ts';
import { specificationSchema } from '../../src/specification/specification.ts';
import { said } from '../said.ts';
import { counted, estimate, lot, parsed, row, specificationOf } from './specification-fixtures.ts';

const difference = (of: number): Margin => ({ kind: 'difference', of });
const ratio = (of: number): Margin => ({ kind: 'ratio', of });

describe('two values and a margin', () => {
  it.each<[number, number, Margin, PairJudgement]>([
    [95, 93, difference(3), 'agrees'],
    [95, 92, difference(3), 'agrees'],
    [92, 95, difference(3), 'agrees'],
    [95, 91.9, difference(3), 'disagrees'],
    // 0.3 - 0.1 is 0.19999999999999998 in doubles, and 0.8 - 0.6 is 0.20000000000000007: both are 0.2
    [0.3, 0.1, difference(0.2), 'agrees'],
    [0.8, 0.6, difference(0.2), 'agrees'],
    [-1, 1, difference(2), 'agrees'],
    [0, 0, difference(0.1), 'agrees'],
    [1.5, 1, ratio(1.5), 'agrees'],
    [1, 1.5, ratio(1.5), 'agrees'],
    [1.51, 1, ratio(1.5), 'disagrees'],
    [1, 1.51, ratio(1.5), 'disagrees'],
    // Math.log(4.9 / 3.5) is 0.336472236621213, Math.log(1.4) is 0.33647223662121284: 4.9 is 1.4 x 3.5 all the same
    [4.9, 3.5, ratio(1.4), 'agrees'],
    [3.5, 4.9, ratio(1.4), 'agrees'],
    [0, 5, ratio(2), 'disagrees'],
    [5, 0, ratio(2), 'disagrees'],
    [0, 0, ratio(2), 'no ratio'],
    [-1, 2, ratio(2), 'no ratio'],
    [-1, -2, ratio(2), 'no ratio'],
  ])('%d and %d, %j: %s', (a, b, margin, judgement) => {
    expect(judgePair(rationalOfNumber(a), rationalOfNumber(b), margin)).toBe(judgement);
  });

  it('fractions of counts are exact: 2 of 3 and 1 of 3 are twice', () => {
    expect(judgePair(rationalOfCounts(2, 3), rationalOfCounts(1, 3), ratio(2))).toBe('agrees');
    expect(judgePair(rationalOfCounts(2_000_001, 3_000_000), rationalOfCounts(1, 3), ratio(2))).toBe('disagrees');
  });
});

const of = (attribute: string, value: AttributeEstimate): AttributeEstimate => ({ ...value, attribute });
const judge = (
  rowParts: Readonly<Record<string, unknown>>,
  estimates: readonly AttributeEstimate[],
  others: readonly Readonly<Record<string, unknown>>[] = [],
) => evaluateSpecification(parsed([row(rowParts), ...others]), estimates, lot);
const first = (...args: Parameters<typeof judge>) => {
  const [result] = judge(...args);
  return { outcome: result?.outcome, reasons: result?.reasons.map((one) => one.code), notes: result?.notes.map((one) => one.code) };
};
const flow = of('a', counted(95, 100));
const counter = (value: number, parts: Partial<AttributeEstimate> = {}) => of('b', estimate({ estimate: value, unit: '%', ...parts }));
const agreesWith = { attribute: 'b', difference: 3 };

describe('an orthogonal pair', () => {
  it('agrees at the margin and within: the row is judged as before', () => {
    expect(first({ agreesWith }, [flow, counter(92)])).toEqual({ outcome: 'meets', reasons: [], notes: [] });
    expect(first({ agreesWith }, [flow, counter(98)])).toEqual({ outcome: 'meets', reasons: [], notes: [] });
  });

  it('beyond the margin a row that meets has no valid result, and says both values', () => {
    const [result] = judge({ agreesWith }, [flow, counter(91.9)]);
    expect(result?.outcome).toBe('no valid result');
    expect(said(result?.reasons ?? [])).toEqual([
      {
        code: 'pair/disagree',
        scope: 'attribute',
        message: "Expected this value and 'A' at most 3 % apart, found 95 and 91.9 %. Find out which of the two methods is wrong.",
      },
    ]);
  });

  it('beyond the margin a row that fails stays failed', () => {
    expect(first({ agreesWith }, [of('a', counted(80, 100)), counter(95)])).toEqual({
      outcome: 'fails',
      reasons: [],
      notes: ['pair/disagree'],
    });
  });

  it('judges unrounded estimates, whatever is reported or decided on', () => {
    // 94.96 % is reported as 95.0 %; 3.04 apart
    const interval = { lower: 0.94, upper: 0.96, level: 0.95, sides: 'two' as const, method: 'wilson' as const };
    const parts = { agreesWith, on: 'lower-limit', unit: '%' };
    expect(first(parts, [of('a', counted(9496, 10_000, { interval })), counter(98)]).outcome).toBe('no valid result');
    expect(first(parts, [of('a', counted(9500, 10_000, { interval })), counter(98)]).outcome).toBe('meets');
  });

  it('by ratio', () => {
    const parts = { agreesWith: { attribute: 'b', ratio: 1.25 } };
    expect(first(parts, [flow, counter(76)]).outcome).toBe('meets'); // 95 / 76 = 1.25
    expect(first(parts, [flow, counter(75.9)]).outcome).toBe('no valid result');
  });

  it.each([
    ['pending', counter(0, { estimate: null, status: 'pending' }), 'that value is pending'],
    [
      'not valid',
      counter(10, { reasons: [{ code: 'held/changed' as const, scope: 'attribute' as const, fields: {} }] }),
      'that value is not valid',
    ],
    ['known only from one side', counter(10, { operator: '<' }), 'that value is only known as <'],
    ['in words', counter(0, { estimate: null, text: 'high' }), 'that value is without a number'],
    [
      'by a draft method',
      counter(10, { method: { id: null, text: 'x', version: '1', status: 'draft' } }),
      'that value is by a method that is not validated',
    ],
    ['of another stage', counter(10, { stage: 'thawed' }), "that value is of the stage 'thawed', this one of 'final'"],
    ['of another kind', counter(10, { unit: 'cells' }), "that value is in 'cells', which is not '%'"],
  ])('a partner that is %s is not judged, and said', (_, partner, why) => {
    const [result] = judge({ agreesWith }, [flow, partner]);
    expect([result?.outcome, said(result?.notes ?? [])]).toEqual([
      'meets',
      [{ code: 'pair/not-judged', message: `The agreement with the attribute 'b' was not judged: ${why}.` }],
    ]);
  });

  it('a lot without the other value is told so; a row without a valid value of its own too', () => {
    expect(first({ agreesWith }, [flow])).toEqual({ outcome: 'meets', reasons: [], notes: ['pair/not-judged'] });
    expect(first({ agreesWith }, [of('a', estimate({ status: 'pending' })), counter(10)])).toMatchObject({
      outcome: 'pending',
      notes: ['pair/not-judged'],
    });
  });

  it('only the row that names its partner is judged, both where both do', () => {
    const partner = { id: 'R2', attribute: 'b', criterion: { atLeast: 50 } };
    const outcomes = (second: Readonly<Record<string, unknown>>) =>
      judge({ agreesWith: { row: 'R2', difference: 3 } }, [flow, counter(80)], [row(second)]).map((one) => one.outcome);
    expect(outcomes(partner)).toEqual(['no valid result', 'meets']);
    expect(outcomes({ ...partner, agreesWith: { row: 'R1', difference: 3 } })).toEqual(['no valid result', 'no valid result']);
    expect(outcomes({ ...partner, agreesWith: { row: 'R1', difference: 15 } })).toEqual(['no valid result', 'meets']);
  });

  it('a repeated test stands in no pair; of several that decide, one that disagrees is enough', () => {
    const at = (number: number, kind: 'repeat-after-invalid' | 'retest') => ({
      occasion: { kind, number, reason: 'x', reference: 'D', replaces: kind === 'retest' ? null : 'initial' },
    });
    const invalid = counter(10, { reasons: [{ code: 'control/missing' as const, scope: 'assay-run' as const, fields: {} }] });
    const partner = row({ id: 'R2', attribute: 'b', criterion: { atLeast: 50 } });
    const outcome = (values: readonly AttributeEstimate[]) =>
      judge({ agreesWith: { row: 'R2', difference: 3 } }, [flow, ...values], [partner])[0]?.outcome;
    expect(outcome([invalid, counter(94, at(2, 'repeat-after-invalid'))])).toBe('meets');
    expect(outcome([counter(94), counter(70, at(2, 'retest'))])).toBe('no valid result');
    expect(outcome([counter(70), counter(94, at(2, 'retest'))])).toBe('no valid result');
  });

  it('an information row is only flagged', () => {
    expect(first({ agreesWith, role: 'information' }, [flow, counter(10)])).toMatchObject({
      outcome: 'information',
      reasons: [],
      notes: ['pair/disagree'],
    });
  });
});

describe('a specification with pairs and limits', () => {
  const mistakes = (...rows: readonly Readonly<Record<string, unknown>>[]) =>
    specificationSchema.safeParse(specificationOf(rows)).error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) ?? [];

  it('is honest with each of its keys', () => {
    expect(
      mistakes(
        row({ agreesWith: { row: 'R2', ratio: 1.5 }, discard: { atLeast: 60 }, action: { atLeast: 80 }, alert: { atLeast: 85 } }),
        row({ id: 'R2', attribute: 'b', role: 'supportive', whenFails: 'does-not-conform', agreesWith: { attribute: 'a', difference: 5 } }),
      ),
    ).toEqual([]);
  });

  it.each([
    [{ agreesWith: { row: 'R9', ratio: 2 } }, "agreesWith: expected the id of a row of this specification, found 'R9'; there are R1"],
    [
      { agreesWith: { row: 'R1', ratio: 2 } },
      "agreesWith: expected a row of another attribute, found 'R1', which has the attribute 'a' too",
    ],
    [
      { agreesWith: { attribute: 'a', ratio: 2 } },
      "agreesWith: expected another attribute than the row's own, found 'a': a value always agrees with itself",
    ],
    [{ agreesWith: { attribute: 'b' } }, 'agreesWith: expected exactly one of difference, ratio'],
    [{ agreesWith: { attribute: 'b', row: 'R1', ratio: 2 } }, 'agreesWith: expected exactly one of attribute, row'],
    [
      { criterion: { equals: { en: 'x', zh: 'x' } }, agreesWith: { attribute: 'b', ratio: 2 } },
      'agreesWith: expected a row that is judged by a number: words have no difference and no ratio',
    ],
    [
      { criterion: { equals: { en: 'x', zh: 'x' } }, discard: { atLeast: 5 } },
      'discard: expected no discard limit: this row is judged by its words, and a limit needs a number',
    ],
    [{ action: { atLeast: 92.55 } }, 'action: expected limits with at most 1 decimals, since the value rounded to 1 is judged'],
    [{ alert: { between: { atLeast: 9, atMost: 5 } } }, 'alert: expected a lower end below the upper end'],
    [{ whenFails: 'pending' }, 'whenFails: expected whenFails in a supportive or parallel row only, found it in a row of the role release'],
  ])('%j is refused', (parts, message) => {
    expect(mistakes(row(parts))).toEqual([`rows.0.${message}`]);
  });

  it('rows of two stages are no pair', () => {
    expect(mistakes(row({ agreesWith: { row: 'R2', ratio: 2 } }), row({ id: 'R2', attribute: 'b', stage: 'thawed' }))).toEqual([
      "rows.0.agreesWith: expected a row of the stage 'final', found 'R2' of the stage 'thawed': a pair measures one stage",
    ]);
  });
});
