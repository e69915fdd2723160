import { describe, expect, it } from 'vitest';
import type { AttributeContext, CountRecord } from '../../src/attributes/attribute-context.ts';
import type { AttributeEstimate } from '../../src/attributes/attribute-result.ts';
import { sentence } from '../said.ts';
import { estimate } from '../specification/specification-fixtures.ts';
import { codes, common, detail, estimatesOf, onlyEstimate } from './attribute-fixtures.ts';

const record = (value: number, unit: string, preparation = '1'): CountRecord => ({
  preparation,
  value,
  unit,
  acquiredAt: '2026-03-02',
  replicates: [value],
  source: `counts.csv:${preparation}`,
  sources: [`counts.csv:${preparation}`],
  reasons: [],
});

const counts = (values: Readonly<Record<string, readonly CountRecord[]>>): Pick<AttributeContext, 'counts'> => ({
  counts: new Map(Object.entries(values)),
});
const earlier = (one: AttributeEstimate): Pick<AttributeContext, 'earlier'> => ({ earlier: new Map([[one.attribute, [one]]]) });

describe('a count', () => {
  const definition = { ...common, type: 'count', count: 'per-mL', unit: 'cells/mL' };

  it('is the mean of its preparations with a t interval', () => {
    // mean of 4, 5, 6 = 5; s = 1; half width 4.302653 / sqrt(3) = 2.484138
    const found = onlyEstimate(
      definition,
      counts({ 'per-mL': [record(4, 'cells/mL'), record(5, 'cells/mL', '2'), record(6, 'cells/mL', '3')] }),
    );
    expect(found.estimate).toBe(5);
    expect(found.interval?.upper).toBeCloseTo(7.484138, 5);
    expect(found.sources).toEqual(['counts.csv:1', 'counts.csv:2', 'counts.csv:3']);
  });

  it('is not valid in another unit, below 0, or missing', () => {
    expect(onlyEstimate(definition, counts({ 'per-mL': [record(4, '10^6 cells/mL')] })).reasons.map(sentence)).toEqual([
      "Expected 'per-mL' in cells/mL, found 10^6 cells/mL at counts.csv:1.",
    ]);
    expect(codes(onlyEstimate(definition, counts({ 'per-mL': [record(-1, 'cells/mL')] })))).toEqual(['attribute/bad-count']);
    expect(codes(onlyEstimate(definition, {}))).toEqual(['pending/no-count']);
  });

  it('needs its planned preparations', () => {
    expect(codes(onlyEstimate({ ...definition, preparations: 2 }, counts({ 'per-mL': [record(4, 'cells/mL')] })))).toEqual([
      'pending/too-few-preparations',
    ]);
  });
});

describe('growth', () => {
  const passage = (name: string) => ({ passage: name, seeded: `${name}-in`, harvested: `${name}-out`, hours: `${name}-h` });
  const definition = { ...common, type: 'growth', startingDoublings: 10, passages: [passage('P1'), passage('P2')] };
  const values = (out: number) =>
    counts({
      'P1-in': [record(1e6, 'cells')],
      'P1-out': [record(8e6, 'cells')],
      'P1-h': [record(72, 'hours')],
      'P2-in': [record(1e6, 'cells')],
      'P2-out': [record(out, 'cells')],
      'P2-h': [record(96, 'hours')],
    });

  it('adds log2(harvested / seeded) to the starting level; the doubling time is t ln 2 / ln(ratio)', () => {
    // 10 + 3 + 4 doublings; 96 h for 4 doublings = 24 h
    const [level, time] = estimatesOf(definition, values(16e6));
    expect(level).toMatchObject({ component: 'doublings', unit: 'doublings', estimate: 17 });
    expect(time?.estimate).toBeCloseTo(24, 12);
  });

  it('takes the attached cells as seeded where the method says so', () => {
    // 2e6 harvested of 1e6 x 0.5: 2 doublings
    const attached = { ...definition, startingDoublings: 0, passages: [{ ...passage('P1'), attachment: 'a' }] };
    const [level] = estimatesOf(
      attached,
      counts({
        'P1-in': [record(1e6, 'cells')],
        'P1-out': [record(2e6, 'cells')],
        'P1-h': [record(48, 'hours')],
        a: [record(0.5, 'fraction')],
      }),
    );
    expect(level?.estimate).toBe(2);
  });

  it('a passage without growth adds 0 and is flagged; its doubling time is undefined', () => {
    const [level, time] = estimatesOf(definition, values(1e6));
    expect([level?.estimate, level?.notes.map((note) => note.code), level?.reasons]).toEqual([13, ['attribute/no-growth'], []]);
    expect([time?.estimate, time?.reasons.map((one) => one.code)]).toEqual([null, ['attribute/no-growth']]);
  });
});

describe('functional cells', () => {
  const definition = {
    ...common,
    type: 'functional-cells',
    viable: { count: 'per-mL', unit: 'cells/mL' },
    volume: { count: 'volume', unit: 'mL' },
    fraction: { attribute: 'function' },
    unit: 'cells',
  };
  const fraction = estimate({ attribute: 'function', estimate: 0.8, k: 800, N: 1000 });
  const cells = counts({ 'per-mL': [record(0.9e6, 'cells/mL'), record(1.1e6, 'cells/mL', '2')], volume: [record(5, 'mL')] });

  it('are viable cells x volume x functional fraction, with limits by the delta method', () => {
    // 1e6 x 5 x 0.8 = 4e6. (s/sqrt 2 / mean)^2 = (1e5/1e6)^2 = 0.01; (1-p)/(pN) = 0.2/800 = 0.00025; sd 0.101242; 4e6 exp(1.959964 x 0.101242) = 4.87809e6
    const found = onlyEstimate(definition, { ...cells, ...earlier(fraction) });
    expect(found.estimate).toBe(4e6);
    expect((found.interval?.upper ?? 0) / 4.87809e6).toBeCloseTo(1, 4);
    expect(detail(found, 'functional-fraction')).toBe(0.8);
  });

  it('have no limits where the spread of the count is not known', () => {
    const single = counts({ 'per-mL': [record(1e6, 'cells/mL')], volume: [record(5, 'mL')] });
    expect(onlyEstimate(definition, { ...single, ...earlier(fraction) }).interval).toBeNull();
  });

  it('of a fraction that is only known to lie below a number lie below the product', () => {
    // 1e6 x 5 x [0, 0.8) = [0, 4e6)
    const bounds = { lower: { value: 0, closed: true }, upper: { value: 0.8, closed: false } };
    const below = { ...fraction, k: null, N: null, operator: '<' as const, bounds };
    const found = onlyEstimate(definition, { ...cells, ...earlier(below) });
    expect(found).toMatchObject({ estimate: 4e6, operator: '<', bounds: { lower: { value: 0 }, upper: { value: 4e6 } }, interval: null });
    expect(found.notes.map(sentence)).toEqual(["Interval not covered: 'function' is only known to lie below or above a number."]);
  });

  it('have no limits where a confidence limit of the fraction enters: it is no estimate', () => {
    const interval = { lower: 0.77, upper: 0.82, level: 0.95, sides: 'two', method: 'clopper-pearson' } as const;
    const limited = { ...definition, fraction: { attribute: 'function', use: 'lower-limit' } };
    const found = onlyEstimate(limited, { ...cells, ...earlier({ ...fraction, interval }) });
    expect([found.estimate, found.interval, found.notes.map((note) => note.code)]).toEqual([
      1e6 * 5 * 0.77,
      null,
      ['attribute/interval-not-covered'],
    ]);
  });

  it('take no percentage for a fraction', () => {
    const percent = estimate({ attribute: 'function', estimate: 80, unit: '%' });
    expect(onlyEstimate(definition, { ...cells, ...earlier(percent) }).reasons.map(sentence)).toEqual([
      "Expected 'function' as a fraction of 0 to 1 (unit fraction), found 80 in '%'.",
    ]);
    expect(codes(onlyEstimate(definition, { ...cells, ...earlier({ ...percent, unit: 'fraction' }) }))).toEqual([
      'attribute/not-a-fraction',
    ]);
  });

  it('are not valid with a fraction that is not', () => {
    const invalid = { ...fraction, reasons: [{ code: 'control/missing' as const, scope: 'assay-run' as const, fields: {} }] };
    expect(codes(onlyEstimate(definition, { ...cells, ...earlier(invalid) }))).toEqual([
      'attribute/earlier-result-not-valid',
      'control/missing',
    ]);
  });
});
