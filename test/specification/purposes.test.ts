import { describe, expect, it } from 'vitest';
import type { AttributeEstimate } from '../../src/attributes/attribute-result.ts';
import { criterionTitle } from '../../src/outputs/words/titles.ts';
import { proposeDisposition } from '../../src/specification/disposition.ts';
import { evaluateSpecification } from '../../src/specification/evaluate-specification.ts';
import { specificationSchema } from '../../src/specification/specification.ts';
import type { Purpose } from '../../src/subject.ts';
import { counted, estimate, lot, parsed, row, specificationOf } from './specification-fixtures.ts';

const missing = (attribute: string) =>
  estimate({ attribute, status: 'missing', reasons: [{ code: 'held/not-tested' as const, scope: 'test-article' as const, fields: {} }] });

function judged(rows: readonly unknown[], estimates: readonly AttributeEstimate[], purpose: Purpose) {
  const attributes = evaluateSpecification(parsed(rows), estimates, { ...lot, purpose });
  return {
    rows: attributes.map(
      (one) =>
        `${one.attribute}: ${one.outcome}, ${(one.criterion === null ? undefined : criterionTitle(one.criterion).en) ?? 'no criterion'}`,
    ),
    proposed: proposeDisposition(attributes, [], purpose).proposed,
  };
}

const ROWS = [
  row({
    id: 'viability',
    attribute: 'a',
    purposes: ['release', 'stability'],
    criterion: { atLeast: 90 },
    limits: { stability: { criterion: { atLeast: 70 } } },
  }),
  row({ id: 'identity', attribute: 'b', criterion: { atLeast: 95 } }),
  row({ id: 'debris', attribute: 'c', purposes: ['stability'], criterion: { atMost: 10 } }),
];

describe('a subject', () => {
  // 80 of 100 lies below the release limit of 90 % and above the shelf-life limit of 70 %.
  it('is judged by the rows and limits of its purpose alone', () => {
    const estimates = [counted(80, 100), counted(99, 100, { attribute: 'b' }), counted(5, 100, { attribute: 'c' })];
    expect(judged(ROWS, estimates, 'release')).toEqual({
      rows: ['a: fails, ≥ 90.0 %', 'b: meets, ≥ 95.0 %', 'c: information, no criterion'],
      proposed: 'does not conform',
    });
    expect(judged(ROWS, estimates, 'stability')).toEqual({
      rows: ['a: meets, ≥ 70.0 %', 'c: meets, ≤ 10.0 %', 'b: information, no criterion'],
      proposed: 'conforms',
    });
  });

  it('is not missing what only rows of other purposes ask for', () => {
    expect(judged(ROWS, [counted(80, 100), missing('b'), counted(5, 100, { attribute: 'c' })], 'stability')).toEqual({
      rows: ['a: meets, ≥ 70.0 %', 'c: meets, ≤ 10.0 %'],
      proposed: 'conforms',
    });
    expect(judged(ROWS, [counted(95, 100), counted(99, 100, { attribute: 'b' }), missing('c')], 'release').rows).toEqual([
      'a: meets, ≥ 90.0 %',
      'b: meets, ≥ 95.0 %',
    ]);
  });

  it('is missing what a row of its own asks for', () => {
    expect(judged(ROWS, [counted(80, 100), missing('c')], 'stability')).toEqual({
      rows: ['a: meets, ≥ 70.0 %', 'c: no valid result, ≤ 10.0 %'],
      proposed: 'no valid result',
    });
  });

  it('without a row for its purpose is information, whatever its values; a release is not', () => {
    expect(judged(ROWS, [counted(1, 100)], 'characterisation')).toEqual({
      rows: ['a: information, no criterion'],
      proposed: 'information',
    });
    expect(judged(ROWS.slice(2), [counted(99, 100)], 'release').proposed).toBe('no valid result');
  });

  it('that only supportive rows judge is information, and its held inputs do not change that', () => {
    const rows = [row({ purposes: ['in-use'], role: 'supportive' })];
    const attributes = evaluateSpecification(parsed(rows), [counted(95, 100)], { ...lot, purpose: 'in-use' });
    const held = [{ code: 'held/unreadable-file' as const, scope: 'test-article' as const, fields: {} }];
    expect(proposeDisposition(attributes, held, 'in-use')).toMatchObject({ proposed: 'information', held });
    expect(proposeDisposition(attributes, held, 'release').proposed).toBe('no valid result');
  });
});

describe('limits of a purpose', () => {
  it("stand in place of all of the row's own", () => {
    const rows = [
      row({
        purposes: ['release', 'stability'],
        action: { atLeast: 95 },
        limits: { stability: { criterion: { atLeast: 70 }, alert: { atLeast: 75 } } },
      }),
    ];
    const limitsOf = (purpose: Purpose) =>
      evaluateSpecification(parsed(rows), [counted(72, 100)], { ...lot, purpose })[0]?.limits.map(({ kind, crossed }) => ({
        kind,
        crossed,
      }));
    expect(limitsOf('release')).toEqual([{ kind: 'action', crossed: true }]);
    expect(limitsOf('stability')).toEqual([{ kind: 'alert', crossed: true }]);
  });

  const mistakesOf = (parts: Readonly<Record<string, unknown>>) =>
    (specificationSchema.safeParse(specificationOf([row(parts)])).error?.issues ?? []).map(
      (issue) => `${issue.path.join('.')}: ${issue.message}`,
    );

  it.each([
    ['of the row itself', {}, []],
    ['of a purpose', { purposes: ['release', 'stability'], limits: { stability: { criterion: { atLeast: 70 } } } }, []],
    [
      'of a purpose that the row does not judge',
      { limits: { stability: { criterion: { atLeast: 70 } } } },
      ['rows.0.limits.stability: expected limits for a purpose of this row (release), found stability'],
    ],
    [
      'with more decimals than are reported',
      { purposes: ['stability'], limits: { stability: { criterion: { atLeast: 70.25 } } } },
      ['rows.0.limits.stability.criterion: expected limits with at most 1 decimals, since the value rounded to 1 is judged'],
    ],
    [
      'with a range that is empty',
      { purposes: ['stability'], limits: { stability: { criterion: { between: { atLeast: 80, atMost: 70 } } } } },
      ['rows.0.limits.stability.criterion: expected a lower end below the upper end'],
    ],
    [
      'per dose without a dose',
      {
        purposes: ['release', 'stability'],
        decideOn: 'unrounded',
        limits: { stability: { criterion: { atMost: { cellsPerMaximumDose: 5 } } } },
      },
      ['rows.0.limits.stability.criterion: expected product.dose, from which this limit is derived'],
    ],
    [
      'for a purpose named twice',
      { purposes: ['release', 'release'] },
      ["rows.0.purposes: expected each purpose once, found 'release' twice"],
    ],
    [
      'that are report-only in a release row',
      { purposes: ['stability'], limits: { stability: { criterion: { reportOnly: true } } } },
      ['rows.0.role: expected supportive, parallel or information: a row without a limit releases nothing'],
    ],
  ])('%s', (_title, parts, mistakes) => {
    expect(mistakesOf(parts)).toEqual(mistakes);
  });

  it.each([
    { purposes: [] },
    { purposes: ['shelf-life'] },
    { limits: { 'shelf-life': {} } },
    { purposes: ['stability'], limits: { stability: {} } },
  ])('is refused as %o', (parts) => {
    expect(mistakesOf(parts).length).toBeGreaterThan(0);
  });
});
