import { describe, expect, it } from 'vitest';
import type { Reason } from '../../src/attributes/attribute-result.ts';
import { stillReachable } from '../../src/pipeline/assays/lot-assays.ts';
import { awaitArrivals } from '../../src/pipeline/binding/await-arrivals.ts';
import { counted, estimate } from '../specification/specification-fixtures.ts';

const REASONS = {
  awaited: { code: 'pending/not-arrived', scope: 'test-article', message: 'x.fcs' },
  planned: { code: 'pending/not-arrived', scope: 'attribute', message: 'one of two' },
  follows: { code: 'attribute/no-population', scope: 'attribute', message: 'none' },
  threshold: { code: 'control/no-threshold', scope: 'assay-run', message: 'none' },
  few: { code: 'attribute/too-few-preparations', scope: 'test-article', message: 'few' },
  earlier: { code: 'attribute/earlier-result-not-valid', scope: 'attribute', message: 'earlier' },
  control: { code: 'control/missing', scope: 'assay-run', message: 'no control' },
  lost: { code: 'held/not-tested', scope: 'test-article', message: 'broken' },
  article: { code: 'attribute/empty-parent', scope: 'test-article', message: 'no cells' },
} as const satisfies Record<string, Reason>;

describe('an estimate', () => {
  it.each([
    ['nothing', [], 'computed'],
    ['a file that has not arrived', ['awaited'], 'pending'],
    ['fewer than planned', ['planned'], 'pending'],
    ['both', ['awaited', 'planned'], 'pending'],
    ['it and what follows from it', ['follows', 'awaited', 'threshold', 'few', 'earlier'], 'pending'],
    ['what follows alone', ['follows'], 'computed'],
    ['it and a control that is missing', ['awaited', 'control'], 'computed'],
    ['it and a sample that was lost', ['lost', 'awaited'], 'computed'],
    ['it and a test article without cells', ['awaited', 'article'], 'computed'],
    ['a sample that was lost', ['lost'], 'computed'],
  ] as const)('with %s', (_name, names, status) => {
    const reasons = names.map((name) => REASONS[name]);
    const found = awaitArrivals(counted(95, 100, { reasons }));
    expect(found.status).toBe(status);
    if (status === 'computed') expect(found).toEqual(counted(95, 100, { reasons }));
    else {
      expect(found).toMatchObject({ estimate: null, k: null, N: null, interval: null, text: null, reasons: [] });
      expect(found.flags.map((flag) => flag.code)).toEqual(
        names.filter((name) => name === 'awaited' || name === 'planned').map(() => 'pending/not-arrived'),
      );
    }
  });

  it('keeps its own flags', () => {
    const flags = [{ code: 'a', message: 'b' }];
    expect(awaitArrivals(estimate({ flags, reasons: [REASONS.awaited] })).flags).toEqual([
      ...flags,
      { code: 'pending/not-arrived', message: 'x.fcs' },
    ]);
  });
});

describe('plates that have not arrived can still make a value of three', () => {
  it.each([
    ['none is awaited', 0, 2, false],
    ['two valid, one awaited', 1, 2, true],
    ['one valid, one invalid, one awaited: too few whatever it brings', 1, 1, false],
    ['none valid, three awaited', 3, 0, true],
    ['three valid, and one is awaited all the same', 1, 3, true],
  ])('%s', (_name, awaitedPlates, used, expected) => {
    expect(stillReachable({ awaitedPlates, reasons: [] }, used, 3)).toBe(expected);
    expect(stillReachable({ awaitedPlates, reasons: [REASONS.planned] }, used, 3)).toBe(false);
  });
});
