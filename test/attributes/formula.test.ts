import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import type { AttributeContext } from '../../src/attributes/attribute-context.ts';
import type { AttributeEstimate, AttributeInterval } from '../../src/attributes/attribute-result.ts';
import { inheritedStatus } from '../../src/attributes/estimates/inherited-status.ts';
import { attributeSchema } from '../../src/attributes/types/registry.ts';
import type { Arithmetic } from '../../src/numerics/exact/arithmetic.ts';
import { compileExpression } from '../../src/pipeline/definition/expression.ts';
import { said, sentence } from '../said.ts';
import { counted, estimate, resultOf } from '../specification/specification-fixtures.ts';
import { codes, common, onlyEstimate } from './attribute-fixtures.ts';

const EXPRESSIONS = [
  'vcn / modified',
  'endotoxin * 20 / 70',
  'known + endotoxin',
  'known - endotoxin',
  '-2 * endotoxin',
  '1 / endotoxin',
  'endotoxin / (endotoxin + 1)',
  'endotoxin * factor',
  'a + b',
  'a - b',
  'a * b',
  'a / b',
  '-a * b',
  '3 * a - 2 * b + 1',
  '1 - a',
  '100 * a',
  '1 / a',
  'a ^ 2',
  'ln(a)',
  'a + a',
  '(a + b) * c',
  'min(1, a)',
  'min(a, b)',
  'a + b + c',
] as const;
const trees = new Map<string, Arithmetic>();
beforeAll(async () => {
  for (const text of EXPRESSIONS) trees.set(text, (await compileExpression(text)).tree);
});

type Inputs = Readonly<Record<string, AttributeEstimate>>;

/** The estimate of an expression whose inputs are attributes of the same names. */
function formulaOf(expression: (typeof EXPRESSIONS)[number], inputs: Inputs, context: Partial<AttributeContext> = {}): AttributeEstimate {
  const tree = trees.get(expression);
  if (tree === undefined) throw new Error(`'${expression}' was not compiled.`);
  const definition = {
    ...common,
    id: 'f',
    type: 'formula',
    expression,
    inputs: Object.fromEntries(Object.keys(inputs).map((name) => [name, { attribute: name }])),
    unit: 'u',
  };
  return onlyEstimate(definition, {
    formulas: new Map([['f', { tree }]]),
    earlier: new Map(Object.entries(inputs).map(([name, one]) => [name, [{ ...one, attribute: name }]])),
    ...context,
  });
}

const messages = (one: AttributeEstimate): string[] => one.reasons.map(sentence);

describe('a formula', () => {
  // vector copies per modified cell = copies per cell / modified fraction (guideline 六（二）)
  const vcn = estimate({ estimate: 1.2, unit: 'copies/cell' });
  const modified = counted(400, 1000);

  it('computes over earlier results and shows its inputs', () => {
    const found = formulaOf('vcn / modified', { vcn, modified });
    expect(found.estimate).toBe(3);
    expect(found.details.map(({ of, value }) => [of, value])).toEqual([
      ['modified', 0.4],
      ['vcn', 1.2],
    ]);
  });

  it('is pending while an input is, and only where nothing else is wrong', () => {
    const pending = estimate({ status: 'pending' });
    expect(formulaOf('vcn / modified', { vcn: pending, modified })).toMatchObject({ status: 'pending', reasons: [] });
    const invalid = { ...modified, reasons: [{ code: 'control/missing' as const, scope: 'assay-run' as const, fields: {} }] };
    const both = formulaOf('vcn / modified', { vcn: pending, modified: invalid });
    expect(codes(both)).toEqual(['attribute/earlier-result-not-valid', 'control/missing']);
    expect(resultOf({ criterion: { lessThan: 5 }, unit: 'u', attribute: 'f' }, both).outcome).toBe('no valid result');
    const only = formulaOf('vcn / modified', { vcn: pending, modified });
    expect(resultOf({ criterion: { lessThan: 5 }, unit: 'u', attribute: 'f' }, only).outcome).toBe('pending');
  });

  it('is not valid with an input that is not, has none, or by division by 0', () => {
    const invalid = { ...vcn, reasons: [{ code: 'held/changed' as const, scope: 'attribute' as const, fields: {} }] };
    expect(codes(formulaOf('vcn / modified', { vcn: invalid, modified }))).toEqual(['attribute/earlier-result-not-valid', 'held/changed']);
    expect(codes(formulaOf('vcn / modified', { vcn, modified: estimate({ estimate: 0 }) }))).toEqual(['attribute/not-a-number']);
    expect(codes(formulaOf('vcn / modified', { vcn, modified: estimate({}) }))).toEqual(['attribute/no-earlier-result']);
  });

  it.each([
    ['validated', [], 'validated'],
    ['validated', ['verified', 'validated'], 'validated'],
    ['verified', ['validated'], 'verified'],
    ['validated', ['qualified'], 'qualified'],
    ['validated', ['qualified', 'draft'], 'draft'],
    ['validated', ['retired', 'draft'], 'retired'],
    ['qualified', ['validated'], 'qualified'],
    ['draft', ['validated'], 'draft'],
  ] as const)('a method that is %s over inputs that are %j can do what one that is %s can', (own, inputs, status) => {
    expect(inheritedStatus(own, inputs)).toBe(status);
  });

  it('over an input whose method is a draft releases nothing, and says why', () => {
    const found = formulaOf('vcn / modified', { vcn: { ...vcn, method: { ...vcn.method, status: 'draft' } }, modified });
    expect(found.method.status).toBe('draft');
    expect(said(found.notes)[0]).toEqual({
      code: 'attribute/input-not-validated',
      message: "The method of 'vcn' has the status 'draft': what is computed from it can do no more, though its own method is 'validated'.",
    });
    expect(resultOf({ criterion: { lessThan: 5 }, unit: 'u', attribute: 'f' }, found).outcome).toBe('information');
  });

  it('takes its inputs from one test occasion and names what was not tested then', () => {
    const occasion = { kind: 'retest', number: 1, reason: 'OOS-3', reference: 'OOS-3', replaces: null } as const;
    const absent = estimate({ status: 'missing' });
    expect(messages(formulaOf('vcn / modified', { vcn: { ...vcn, sources: ['x'] }, modified: absent }, { occasion }))).toEqual([
      "Expected 'modified' on the test occasion 'retest 1', found it not tested then. All inputs of a computed value come from one occasion: test it again too.",
    ]);
  });

  it('says at which stage an input was measured where it is another one', () => {
    const found = formulaOf('vcn / modified', { vcn: { ...vcn, stage: 'before-sorting' }, modified });
    expect(found.details.map(({ name, of, stage = null }) => [name, of, stage])).toEqual([
      ['input', 'modified', null],
      ['input', 'vcn', 'before-sorting'],
    ]);
  });
});

describe('a formula over a value known only as < or >', () => {
  const below = estimate({ estimate: 0.05, operator: '<', unit: 'EU/mL' });
  const notNegative: AttributeEstimate = { ...below, bounds: { lower: { value: 0, closed: true }, upper: { value: 0.05, closed: false } } };
  const known = estimate({ estimate: 0.3, unit: 'EU/mL' });

  it('endotoxin per kg keeps its <: 20 mL of < 0.05 EU/mL for 70 kg are < 0.0142857… EU/kg', () => {
    // 0.05 x 20 / 70 = 1/70
    const found = formulaOf('endotoxin * 20 / 70', { endotoxin: below });
    expect(found).toMatchObject({ estimate: 1 / 70, operator: '<', bounds: { lower: null }, interval: null, reasons: [] });
    expect(found.details).toContainEqual({
      name: 'input',
      of: 'endotoxin',
      value: null,
      bounds: { lower: null, upper: { value: 0.05, closed: false } },
      unit: 'EU/mL',
    });
    const judged = resultOf({ attribute: 'f', criterion: { atMost: 5 }, unit: 'u', digits: 2 }, found);
    // 0.01428… is rounded up, so that what is printed stays true
    expect([judged.outcome, judged.reportable?.operator, judged.reportable?.value]).toEqual(['meets', '<', '0.02']);
  });

  it.each([
    ['-2 * endotoxin', below, { estimate: -0.1, operator: '>' }],
    ['known + endotoxin', below, { estimate: 0.35, operator: '<', bounds: { lower: null } }],
    ['known + endotoxin', notNegative, { estimate: 0.35, operator: '<', bounds: { lower: { value: 0.3, closed: true } } }],
    ['known - endotoxin', notNegative, { estimate: 0.3, operator: '<=', bounds: { lower: { value: 0.25, closed: false } } }],
  ] as const)('%s: %#, the sign of the value', (expression, endotoxin, expected) => {
    const inputs: Inputs = expression.startsWith('known') ? { known, endotoxin } : { endotoxin };
    expect(formulaOf(expression, inputs)).toMatchObject(expected);
  });

  it('is judged by its upper end under an upper criterion, by its lower one under a lower one', () => {
    const sum = formulaOf('known + endotoxin', { known, endotoxin: notNegative });
    const outcome = (criterion: unknown) => {
      const { outcome: word, reportable, unroundedValue } = resultOf({ attribute: 'f', criterion, unit: 'u', digits: 2 }, sum);
      return [word, `${reportable?.operator} ${reportable?.value}`, unroundedValue];
    };
    expect(outcome({ atMost: 0.4 })).toEqual(['meets', '< 0.35', 0.35]);
    expect(outcome({ lessThan: 0.3 })).toEqual(['fails', '>= 0.30', 0.3]);
    expect(outcome({ atMost: 0.32 })).toEqual(['no valid result', '< 0.35', 0.35]);
    expect(outcome({ atLeast: 0.3 })).toEqual(['meets', '>= 0.30', 0.3]);
    expect(outcome({ atLeast: 0.5 })).toEqual(['fails', '< 0.35', 0.35]);
    expect(outcome({ between: { atLeast: 0.1, atMost: 0.5 } })).toEqual(['meets', '< 0.35', 0.35]);
  });

  it('says what is known where that does not decide', () => {
    const sum = formulaOf('known + endotoxin', { known, endotoxin: notNegative });
    expect(resultOf({ attribute: 'f', criterion: { atMost: 0.32 }, unit: 'u', digits: 2 }, sum).reasons.map(sentence)).toEqual([
      'The result is only known to be >= 0.3 and < 0.35, on both sides of the criterion.',
    ]);
  });

  it('is refused by name where it both rises and falls, divides by what may be 0, or leaves nothing known', () => {
    expect(messages(formulaOf('endotoxin / (endotoxin + 1)', { endotoxin: notNegative }))).toEqual([
      "Expected the formula 'endotoxin / (endotoxin + 1)' to rise, or to fall, with what is only known to lie below or above a number; with 'endotoxin' it does both (endotoxin [0, 0.05)). Write each such input once.",
    ]);
    expect(codes(formulaOf('1 / endotoxin', { endotoxin: notNegative }))).toEqual(['attribute/divides-by-possible-zero']);
    const above = estimate({ estimate: 5, operator: '>' });
    expect(codes(formulaOf('a - b', { a: above, b: above }))).toEqual(['attribute/nothing-known']);
    expect(codes(formulaOf('endotoxin * factor', { endotoxin: notNegative, factor: estimate({ estimate: 2 }) }))).toEqual([]);
  });

  it('has no interval, and says so', () => {
    expect(said(formulaOf('endotoxin * 20 / 70', { endotoxin: below }).notes)).toEqual([
      {
        code: 'attribute/interval-not-covered',
        message: "Interval not covered: 'endotoxin' is only known to lie below or above a number.",
      },
    ]);
  });
});

describe('the interval of a formula', () => {
  const limits = (lower: number | null, upper: number | null, extra: Partial<AttributeInterval> = {}): AttributeInterval => ({
    lower,
    upper,
    level: 0.95,
    sides: 'two',
    method: 'student-t',
    ...extra,
  });
  const value = (number: number, interval: AttributeInterval | null, source: string, extra: Partial<AttributeEstimate> = {}) =>
    estimate({ estimate: number, unit: 'u', interval, sources: [source], ...extra });
  // a = 10 (7, 14), b = 4 (2, 8): distances 3 and 4 below and above a, 2 and 4 of b
  const a = value(10, limits(7, 14), 'a.fcs');
  const b = value(4, limits(2, 8), 'b.fcs');
  const intervalOf = (expression: (typeof EXPRESSIONS)[number], inputs: Inputs) => formulaOf(expression, inputs).interval;

  it.each([
    ['a + b', 14 - Math.sqrt(3 * 3 + 2 * 2), 14 + Math.sqrt(4 * 4 + 4 * 4)],
    ['a - b', 6 - Math.sqrt(3 * 3 + 4 * 4), 6 + Math.sqrt(4 * 4 + 2 * 2)],
    // 3 x 10 − 2 x 4 + 1 = 23; distances 9 and 12 of 3a; of −2b 8 below (its upper limit) and 4 above
    ['3 * a - 2 * b + 1', 23 - Math.sqrt(9 * 9 + 8 * 8), 23 + Math.sqrt(12 * 12 + 4 * 4)],
    ['a * b', 40 * Math.exp(-Math.hypot(Math.log(10 / 7), Math.log(4 / 2))), 40 * Math.exp(Math.hypot(Math.log(14 / 10), Math.log(8 / 4)))],
    [
      'a / b',
      2.5 * Math.exp(-Math.hypot(Math.log(10 / 7), Math.log(8 / 4))),
      2.5 * Math.exp(Math.hypot(Math.log(14 / 10), Math.log(4 / 2))),
    ],
    [
      '-a * b',
      -40 * Math.exp(Math.hypot(Math.log(14 / 10), Math.log(8 / 4))),
      -40 * Math.exp(-Math.hypot(Math.log(10 / 7), Math.log(4 / 2))),
    ],
  ] as const)('%s is by MOVER', (expression, lower, upper) => {
    const found = intervalOf(expression, { a, b });
    expect(found?.lower).toBeCloseTo(lower, 10);
    expect(found?.upper).toBeCloseTo(upper, 10);
    expect(found).toMatchObject({ level: 0.95, sides: 'two' });
    expect([found?.method, found?.of]).toEqual([/[+] | - /.test(expression) ? 'mover' : 'mover-on-logarithms', [{ method: 'student-t' }]]);
  });

  it.each([
    ['1 - a', -13, -6],
    ['100 * a', 700, 1400],
    ['1 / a', 1 / 14, 1 / 7],
    ['a ^ 2', 49, 196],
    ['ln(a)', Math.log(7), Math.log(14)],
    ['min(1, a)', 1, 1],
  ] as const)('%s takes the limits of its one input along', (expression, lower, upper) => {
    const found = intervalOf(expression, { a });
    expect(found?.lower).toBeCloseTo(lower, 10);
    expect(found?.upper).toBeCloseTo(upper, 10);
    expect([found?.method, found?.of]).toEqual(['carried', [{ method: 'student-t' }]]);
  });

  it('(a + b) * c combines part by part', () => {
    // a + b = 14 with the limits of the sum above, times c = 2 (1, 3)
    const c = value(2, limits(1, 3), 'c.fcs');
    const below = Math.hypot(Math.log(14 / (14 - Math.sqrt(13))), Math.log(2 / 1));
    const above = Math.hypot(Math.log((14 + Math.sqrt(32)) / 14), Math.log(3 / 2));
    const found = intervalOf('(a + b) * c', { a, b, c });
    expect(found?.lower).toBeCloseTo(28 * Math.exp(-below), 10);
    expect(found?.upper).toBeCloseTo(28 * Math.exp(above), 10);
  });

  it('of a product with an estimate of 0 is an upper limit only, the product of the upper limits', () => {
    const zero = value(0, limits(0, 0.003), 'z.fcs');
    expect(intervalOf('a * b', { a: zero, b })).toMatchObject({ lower: null, upper: 0.003 * 8, level: 0.95, sides: 'two' });
  });

  it('of a divisor whose limit is not above 0 has no upper end', () => {
    expect(intervalOf('a / b', { a, b: value(4, limits(-1, 8), 'b.fcs') })).toMatchObject({ upper: null });
  });

  it('keeps one side: upper limits of a sum; a falling formula turns it', () => {
    const one = { sides: 'upper' as const };
    const [p, q] = [value(10, limits(null, 14, one), 'p'), value(4, limits(null, 8, one), 'q')];
    expect(intervalOf('a + b', { a: p, b: q })).toMatchObject({ lower: null, upper: 14 + Math.sqrt(32), sides: 'upper' });
    expect(intervalOf('1 - a', { a: p })).toMatchObject({ lower: -13, upper: null, sides: 'lower' });
    expect(intervalOf('a - b', { a: p, b: q })).toBeNull();
  });

  describe('of two classes of one composition', () => {
    // p = 500/1000 and q = 300/1000 with Wald-like limits ± 0.03 and ± 0.02; r = −√(p q / ((1 − p)(1 − q))) = −√(0.15/0.35)
    const r = -Math.sqrt((0.5 * 0.3) / (0.5 * 0.7));
    const of = (k: number, half: number, extra: Partial<AttributeEstimate> = {}) =>
      counted(k, 1000, {
        interval: limits(k / 1000 - half, k / 1000 + half),
        sources: ['c.fcs'],
        exclusiveClassOf: 'purity@final',
        ...extra,
      });
    const p = of(500, 0.03);
    const q = of(300, 0.02);

    it('uses their covariance −pq/N', () => {
      const sum = Math.sqrt(0.03 * 0.03 + 2 * r * 0.03 * 0.02 + 0.02 * 0.02);
      const difference = Math.sqrt(0.03 * 0.03 - 2 * r * 0.03 * 0.02 + 0.02 * 0.02);
      expect(intervalOf('a + b', { a: p, b: q })?.lower).toBeCloseTo(0.8 - sum, 10);
      expect(intervalOf('a - b', { a: p, b: q })?.upper).toBeCloseTo(0.2 + difference, 10);
      const [x, y] = [Math.log(0.53 / 0.5), Math.log(0.3 / 0.28)];
      expect(intervalOf('a / b', { a: p, b: q })?.upper).toBeCloseTo((5 / 3) * Math.exp(Math.sqrt(x * x - 2 * r * x * y + y * y)), 10);
    });

    it('of three classes, which are the whole, is nothing: the sum is 1', () => {
      // Wald limits: 1.96 √(p(1 − p)/N); then var(p + q + s) = 0
      const wald = (k: number) => of(k, 1.96 * Math.sqrt(((k / 1000) * (1 - k / 1000)) / 1000));
      const found = intervalOf('a + b + c', { a: wald(500), b: wald(300), c: wald(200) });
      expect(found?.lower).toBeCloseTo(1, 6);
      expect(found?.upper).toBeCloseTo(1, 6);
    });

    const { exclusiveClassOf: _, ...withoutClass } = q;

    it.each([
      ['of another composition', of(300, 0.02, { exclusiveClassOf: 'other@final' })],
      ['of another number of events', { ...of(300, 0.02), k: 600, N: 2000 }],
      ['of preparations that were averaged', { ...of(300, 0.02), k: null, N: null }],
      ['that is no class', withoutClass],
    ])('does not cover a value of the same file %s', (_, other) => {
      const { interval, notes } = formulaOf('a - b', { a: p, b: other });
      expect(interval).toBeNull();
      expect(said(notes)).toEqual([
        { code: 'attribute/interval-not-covered', message: "Interval not covered: 'a' and 'b' come from the same data, 'c.fcs'." },
      ]);
    });
  });

  it.each([
    ['an input without one', 'a + b', { a, b: value(4, null, 'b.fcs') }, "'b' has no interval."],
    [
      'another level',
      'a + b',
      { a, b: value(4, limits(2, 8, { level: 0.9 }), 'b.fcs') },
      "The intervals of 'a' and 'b' differ in level or sides.",
    ],
    [
      'other sides',
      'a + b',
      { a, b: value(4, limits(null, 8, { sides: 'upper' }), 'b.fcs') },
      "The intervals of 'a' and 'b' differ in level or sides.",
    ],
    ['the same file', 'a + b', { a, b: { ...b, sources: ['a.fcs'] } }, "'a' and 'b' come from the same data, 'a.fcs'."],
    ['an input twice', 'a + a', { a }, "'a' stands in the formula more than once."],
    ['unknown sources', 'a + b', { a, b: { ...b, sources: [] } }, "'b' does not say which data it comes from."],
    ['the least of two', 'min(a, b)', { a, b }, 'min of several values with intervals.'],
    ['a factor below 0', 'a * b', { a: value(-1, limits(-2, 1), 'x'), b }, 'A factor is below 0, or a divisor 0, and has no logarithm.'],
  ] as const)('is not covered with %s, and the value stands', (_, expression, inputs, why) => {
    const found = formulaOf(expression, inputs);
    expect([found.interval, said(found.notes), found.reasons]).toEqual([
      null,
      [{ code: 'attribute/interval-not-covered', message: `Interval not covered: ${why}` }],
      [],
    ]);
    expect(found.estimate).not.toBeNull();
  });
});

describe('the example of docs/attributes.md', () => {
  const page = readFileSync(new URL('../../docs/attributes.md', import.meta.url), 'utf8');
  const yaml = /per dose and kilogram[\s\S]*?```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '';

  it('gives < 0.02 EU/kg for < 0.05 EU/mL, which meets at most 5 EU/kg', async () => {
    // 0.05 x 20 / 50 = 0.02
    const [endotoxin, perKg] = z.array(attributeSchema).length(2).parse(parse(yaml));
    if (endotoxin === undefined || perKg?.type !== 'formula') throw new Error('Expected a result from elsewhere and a formula.');
    const { tree } = await compileExpression(perKg.expression);
    const result = { id: 'endotoxin', status: 'reported', operator: '<', value: 0.05, text: null, unit: 'EU/mL' } as const;
    const row = { ...result, testedAt: '2026-03-05', due: null, source: 'external.csv:2', sources: ['external.csv:2'], reasons: [] };
    const first = onlyEstimate(endotoxin, { external: new Map([['endotoxin', row]]) });
    const found = onlyEstimate(perKg, { formulas: new Map([[perKg.id, { tree }]]), earlier: new Map([['endotoxin', [first]]]) });
    const judged = resultOf({ attribute: 'endotoxin-per-kg', criterion: { atMost: 5 }, unit: 'EU/kg', digits: 2 }, found);
    expect([judged.outcome, judged.reportable]).toEqual([
      'meets',
      { operator: '<', value: '0.02', unit: 'EU/kg', digits: 2, rule: 'outward' },
    ]);
    expect(found.bounds).toEqual({ lower: { value: 0, closed: true }, upper: { value: 0.02, closed: false } });
  });
});
